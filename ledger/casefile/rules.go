package casefile

import (
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Rules are what a case's clock goes by, beside its own facts (时限规则), as they
// are known when it is looked at.
type Rules struct {
	// Calendar is the one that the case's, or the acceptance's, names.
	Calendar *workdays.Calendar
	// Policies are asked for cases of a regime only; nil is [policy.Official].
	Policies *policy.Set
}
