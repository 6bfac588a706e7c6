// Package conformance holds cases against the rules of law and policy (合规检查),
// without a model that somebody must draw: of each rule a case complies, breaks
// it, or cannot be judged, and says why not. The three always sum to all cases.
//
// A rule judges by the state of a case and the limits that follow from it, as
// they were known at one moment. The package is pure; it knows no store and no
// clock.
package conformance
