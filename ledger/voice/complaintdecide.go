package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ComplaintDecided (投诉认定): what was found of the complaint, before or after the
// answer to whoever complained.
type ComplaintDecided struct {
	Complaint string
	Finding   Finding
	Measure   string
}

// Stored names the schema.
func (ComplaintDecided) Stored() string { return "complaint.decided/1" }

// Stream is the complaint's.
func (e ComplaintDecided) Stream() ledger.StreamID { return complaintStream(e.Complaint) }

var complaintDecided = act.Of(complaintSpec[ComplaintDecided]{
	Zh: "投诉认定", En: "Complaint decided", Public: act.Published,
	Command: "decideComplaint", Says: "Upholds or dismisses a complaint (投诉认定).", Needs: whileAccepted,
	Members: func(e *ComplaintDecided, m *act.Members) {
		m.Name(&e.Complaint, "complaint", saysComplaint, act.Always, act.Required)
		act.Choice(m, &e.Finding, "finding", "What was found (处理结论).", &findings, act.Always, act.Required)
		m.Code(&e.Measure, "measure", "Class of what was done (处理措施): `apology`, `rectified`, or another.")
	},
	Decide: func(c *Complaint, _ *dossier.Ask[spoken], e ComplaintDecided) (ComplaintDecided, error) {
		if c.Finding != "" {
			return e, refuse(RuleComplaint, "it was decided on %s", casefile.StandardDate(c.Decided))
		}
		return e, nil
	},
	Evolve: func(c *Complaint, f act.Facts, e ComplaintDecided) { c.Finding, c.Decided = e.Finding, f.Occurred },
})
