package casefile

import "caseledger/ledger/workdays"

// Decide gives the events that follow from an order to a case in this state,
// at least one, or a [*Refusal].
func Decide(c Case, o Order, cal *workdays.Calendar) ([]Event, error) { panic("unwritten") }
