// Package statements computes the rows of monthly statements (月结), holds frozen
// ones against their hashes, and says what changed since.
//
// A row is one figure of one population of a month, as one line of canonical JSON;
// FORMAT.md says byte by byte how, and in which order rows stand. Figures are
// asked for as known at the ordinal that a statement names, so the rows of a
// closed month are the same for ever, in every store.
package statements
