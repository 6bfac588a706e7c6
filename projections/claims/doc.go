// Package claims says of published numbers whether they can be so: a rate of
// its two counts, a total of its parts, a mean that two others differ by, a
// change between two periods, or a figure of the ledger. [Read] takes a file of
// claims, or the plain text of a report, in which it finds them itself; [Judge]
// gives each one a [Verdict], the sum behind it, and the values that would make
// it true.
//
// All arithmetic is exact, on rationals: what is stated with decimals stands
// for every number that rounds to it, and is followed as an interval. Nothing
// here knows what a number ought to be, or keeps what it was given. FORMAT.md
// describes files and answers.
package claims
