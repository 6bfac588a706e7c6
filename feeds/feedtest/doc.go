// Package feedtest keeps a public record in memory for the tests of feeds: the
// reading methods of projections.Views and of a ledger store over a growing
// list of made-up records.
package feedtest
