// Package scores computes the scores of organisations, windows and posts (效能评估,
// 半年考核) by the formulas that the ledger holds, and holds published ones against
// what it computes. ledger/assessment/FORMAT.md says how a score follows from its
// parts; all of it is exact, and rounded once.
//
// A part names a figure, or [TasksOnTime]. What a window has is what the posts had
// that are at it on the last day of the period.
package scores
