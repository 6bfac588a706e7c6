package projections

import "caseledger/ledger/casefile"

// Chain is the chain of holders that follows from a case's history, oldest
// first; of a history up to a moment, as it was then.
func Chain(history []casefile.Entry) []CustodyEntry {
	var c custody
	for _, e := range casefile.Holding(history) {
		c.add(e)
	}
	return c.chain
}
