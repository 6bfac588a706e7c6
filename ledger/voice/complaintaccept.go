package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ComplaintAccepted (受理投诉): the complaint is looked into.
type ComplaintAccepted struct{ Complaint string }

// Stored names the schema.
func (ComplaintAccepted) Stored() string { return "complaint.accepted/1" }

// Stream is the complaint's.
func (e ComplaintAccepted) Stream() ledger.StreamID { return complaintStream(e.Complaint) }

var complaintAccepted = act.Of(complaintSpec[ComplaintAccepted]{
	Zh: "受理投诉", En: "Complaint accepted", Public: act.Published,
	Command: "acceptComplaint", Says: "Accepts a complaint (受理投诉).", Needs: whileOpen,
	Members: func(e *ComplaintAccepted, m *act.Members) {
		m.Name(&e.Complaint, "complaint", saysComplaint, act.Always, act.Required)
	},
	Decide: func(c *Complaint, _ *dossier.Ask[spoken], e ComplaintAccepted) (ComplaintAccepted, error) {
		if !c.Accepted.IsZero() {
			return e, refuse(RuleComplaint, "it was accepted on %s", casefile.StandardDate(c.Accepted))
		}
		return e, nil
	},
	Evolve: func(c *Complaint, f act.Facts, _ ComplaintAccepted) { c.Accepted = f.Occurred },
})
