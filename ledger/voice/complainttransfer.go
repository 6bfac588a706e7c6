package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// ComplaintTransferred (转办投诉): another organisation answers for it from now on.
// The clock runs on.
type ComplaintTransferred struct {
	Complaint string
	Reason    string
	ToOrg     string
}

// Stored names the schema.
func (ComplaintTransferred) Stored() string { return "complaint.transferred/1" }

// Stream is the complaint's.
func (e ComplaintTransferred) Stream() ledger.StreamID { return complaintStream(e.Complaint) }

var complaintTransferred = act.Of(complaintSpec[ComplaintTransferred]{
	Zh: "转办投诉", En: "Complaint transferred", Public: act.Published,
	Command: "transferComplaint", Says: "Hands a complaint to another organisation (转办投诉).", Needs: whileOpen,
	Members: func(e *ComplaintTransferred, m *act.Members) {
		m.Name(&e.Complaint, "complaint", saysComplaint, act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Class of the reason (原因).")
		m.Name(&e.ToOrg, "toOrg", "Who answers for it from now on (转往单位).", act.Always, act.Required)
	},
	Decide: func(c *Complaint, _ *dossier.Ask[spoken], e ComplaintTransferred) (ComplaintTransferred, error) {
		if e.ToOrg == c.Org {
			return e, refuse(RuleComplaint, "%s has it already", e.ToOrg)
		}
		return e, nil
	},
	Evolve: func(c *Complaint, _ act.Facts, e ComplaintTransferred) { c.Org = e.ToOrg },
})
