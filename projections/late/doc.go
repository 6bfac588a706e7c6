// Package late is the view of what was recorded late (补录) and in batches
// (批量补录): the records of cases that were recorded a working day or more after
// they happened, by organisation and lag. Package lateness has the rules.
//
// The lag of an entry is counted by the calendar as the ledger knew it when the
// entry was recorded: a notice that is published later changes none. Its
// organisation, calendar and time zone are those of its case after that record,
// corrections included. Nothing of it changes later but that an entry is known to
// be part of a batch, which comes with the entry that completes the batch.
//
// Whoever has the public record gets the same rows: README.md says how.
package late
