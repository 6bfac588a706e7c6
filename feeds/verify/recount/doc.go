// Package recount computes the figures of statements from public records, as a
// stranger would: by the words of ledger/casefile/FORMAT.md, ledger/registry/FORMAT.md,
// projections/FIGURES.md and projections/statements/FORMAT.md. It imports the
// standard library alone, and shares no code with what computes and publishes
// figures, so that a fault there shows here.
//
// A [Ledger] reads records in ledger order. At any of them it gives the rows of a
// statement as known then, and the root of the map of cases. It knows the figures
// of statements and no others; what it does not know is an error, and no guess.
//
// It keeps some 600 bytes for each case. What must be told again when a record is
// corrected or voided stands in a file.
package recount
