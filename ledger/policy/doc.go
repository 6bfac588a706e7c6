// Package policy holds the rules by which a case is handled (办件规则): limits,
// what stops the clock, whose silence means what. They stand in versions by
// regime and date, so that a case of 2018 is counted by the law of 2018 also
// after it was changed.
//
// A version is in force from its date until the next one of its regime. The day
// that decides is the one on which the case was received or accepted; the texts
// say nothing of cases that were pending when a version changed.
//
// The package knows no cases and does no I/O. What ships with the program is
// [Official], each number with its article; what is local is published and
// stands in with [Set.With].
package policy
