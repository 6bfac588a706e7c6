package casefile

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
)

// RecordCorrected (更正): a record was wrong, and another event stands in its place.
// The wrong record stays in the ledger. Occurred of this record is when the
// event that now holds happened.
type RecordCorrected struct {
	Basis    string          `json:"basis"`   // on which the correction rests
	Instead  Event           `json:"instead"` // the event that holds in its place
	Reason   string          `json:"reason"`
	Revision ledger.Revision `json:"revision"` // of the wrong record
}

// Stored names the schema.
func (RecordCorrected) Stored() string { return "case.record_corrected/1" }

// Nobody asks for it by a command of its own: the command that is right is
// sent with what it corrects, see [Order.Corrects].
var recordCorrected = act.Of(spec[RecordCorrected]{
	Zh: "更正", En: "Record corrected", Public: act.Published,
	Members: func(e *RecordCorrected, m *act.Members) {
		m.Text(&e.Basis, "basis", "What the correction rests on (依据).", act.Always)
		m.Event(&e.Instead, "instead", "The event that holds in its place (更正后).", act.Always)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always)
		wrong(m, &e.Revision)
	},
	Check: func(e *RecordCorrected) error {
		if amends(e.Instead) {
			return invalid("instead", e.Instead.Stored(), "corrects or voids a record itself; name what shall hold")
		}
		return nil
	},
	Evolve: func(c *Case, _ act.Facts, _ RecordCorrected) { c.Amendments++ },
})

// wrong is the member that names the record which an amendment answers.
func wrong(m *act.Members, r *ledger.Revision) {
	n := int(*r)
	m.Whole(&n, "revision", "Revision of the wrong record (原记录版本).", 0, maxRevision, act.Always, act.Asked)
	*r = ledger.Revision(n)
}

const maxRevision = 1<<53 - 1
