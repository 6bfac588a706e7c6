package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ComplaintDeclined (不予受理): the complaint is not looked into, and why.
type ComplaintDeclined struct {
	Complaint string
	Reason    string
}

// Stored names the schema.
func (ComplaintDeclined) Stored() string { return "complaint.declined/1" }

// Stream is the complaint's.
func (e ComplaintDeclined) Stream() ledger.StreamID { return complaintStream(e.Complaint) }

var complaintDeclined = act.Of(complaintSpec[ComplaintDeclined]{
	Zh: "不予受理投诉", En: "Complaint declined", Public: act.Published,
	Command: "declineComplaint", Says: "Declines to look into a complaint (不予受理), for a reason.", Needs: whileOpen,
	Members: func(e *ComplaintDeclined, m *act.Members) {
		m.Name(&e.Complaint, "complaint", saysComplaint, act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Class of the reason (原因): `not_competent`, `repeated`, or another.", act.Always, act.Required)
	},
	Decide: func(c *Complaint, _ *dossier.Ask[spoken], e ComplaintDeclined) (ComplaintDeclined, error) {
		if !c.Accepted.IsZero() {
			return e, refuse(RuleComplaint, "it was accepted on %s", casefile.StandardDate(c.Accepted))
		}
		return e, nil
	},
	Evolve: func(c *Complaint, f act.Facts, _ ComplaintDeclined) { c.Declined = f.Occurred },
})
