// Package casetest makes case histories for tests and benchmarks.
package casetest

import (
	"iter"

	"caseledger/ledger"
)

// Generate yields whole case histories, one append each; the same seed gives
// the same bytes.
func Generate(seed uint64, cases int) iter.Seq2[ledger.StreamID, []ledger.Draft] { panic("unwritten") }

// Interleaved yields the same histories as [Generate] cut into single drafts,
// with up to open cases under way at a time.
func Interleaved(seed uint64, cases, open int) iter.Seq2[ledger.StreamID, []ledger.Draft] {
	panic("unwritten")
}
