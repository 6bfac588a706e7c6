// Package projections builds views from the ledger: case summaries, timelines,
// custody and figures. All of them are computed from public bodies only, so
// that a stranger with the public record gets the same rows.
//
// Views are pure: no clock, no network; the same records give the same rows,
// however the batches were cut. Rows and checkpoint are written in one
// transaction; what a registry's record changes is written in several, and its
// position comes with the last. The runner stops at the first record that a view cannot take
// and says which; it never skips. A rebuild writes a new version beside the
// live one and switches in one step.
//
// Cases and records are the core: another version of theirs is another
// generation of tables. Figures are fed by the core, and have a version of their
// own: where it is raised, they alone are replayed. A further view is a folder
// that declares a [view.View] and a line in a list; it has its own place and
// version, see package view.
//
// [Views] answers queries; it is safe for concurrent use. Answers say at which
// ledger position they stand.
package projections
