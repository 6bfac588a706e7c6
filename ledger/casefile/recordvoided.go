package casefile

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
)

// RecordVoided (作废): a record should not be there, and nothing stands in its place.
// The record stays in the ledger.
type RecordVoided struct {
	Basis    string          `json:"basis"`
	Reason   string          `json:"reason"`
	Revision ledger.Revision `json:"revision"` // of the wrong record
}

// VoidRecord takes the effect of a record away.
type VoidRecord = RecordVoided

// Stored names the schema.
func (RecordVoided) Stored() string { return "case.record_voided/1" }

var recordVoided = act.Of(spec[RecordVoided]{
	Zh: "作废", En: "Record voided", Public: act.Published,
	Command: "voidRecord", Says: "Takes the effect of a wrong record away; the record stays (作废).",
	Members: func(e *RecordVoided, m *act.Members) {
		m.Text(&e.Basis, "basis", "What it rests on (依据).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
		wrong(m, &e.Revision)
	},
	// The rest of the rule needs the case's records: see [Amend].
	Decide: func(_ *Case, _ *Ask, e RecordVoided) (RecordVoided, error) { return e, nil },
	Evolve: func(c *Case, _ act.Facts, _ RecordVoided) { c.Amendments++ },
})
