// Package course tells by which courses cases went (办理路径): the variants, that
// is the orders of their steps, the steps that were done again, and where time
// went between any two steps, split into what was the superior organ's, the
// applicant's, others' who were asked, a suspension, and idle.
//
// The package is pure; it knows no store and no clock.
package course
