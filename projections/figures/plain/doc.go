// Package plain computes figures a second time, simply: from a list of cases,
// one after another, by the words of FIGURES.md. It knows nothing of how
// figures are stored, and no database: a verifier makes the cases from public
// records with [Of], and the tests hold the quick figures against it.
//
// Its cost grows with the number of cases times that of figures.
package plain
