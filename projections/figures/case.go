package figures

import "caseledger/projections/figures/plain"

// Case is everything about one case that figures rest on. It is comparable:
// two that are equal add the same to every figure, and nobody keeps a list of
// what must be compared.
type Case = plain.Case

// Result is how a closed case kept its limit.
type Result = plain.Result

// Results, see package plain.
const (
	Pending    = plain.Pending
	Early      = plain.Early
	OnTime     = plain.OnTime
	Late       = plain.Late
	WithoutDue = plain.WithoutDue
)

// Exclusion counts cases that a figure leaves out, and says why: "no_due_date",
// "returned", "withdrawn" or "no_legal_or_promised_limit".
type Exclusion struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}
