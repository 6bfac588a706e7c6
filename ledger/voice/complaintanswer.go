package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ComplaintAnswered (答复投诉): whoever complained was answered. The answer itself
// is sealed.
type ComplaintAnswered struct{ Complaint string }

// Stored names the schema.
func (ComplaintAnswered) Stored() string { return "complaint.answered/1" }

// Stream is the complaint's.
func (e ComplaintAnswered) Stream() ledger.StreamID { return complaintStream(e.Complaint) }

var complaintAnswered = act.Of(complaintSpec[ComplaintAnswered]{
	Zh: "答复投诉", En: "Complaint answered", Public: act.Published,
	Command: "answerComplaint", Says: "Answers a complaint (答复投诉); the answer is a sealed value with the label text.", Needs: whileAccepted,
	Members: func(e *ComplaintAnswered, m *act.Members) {
		m.Name(&e.Complaint, "complaint", saysComplaint, act.Always, act.Required)
	},
	Decide: func(c *Complaint, _ *dossier.Ask[spoken], e ComplaintAnswered) (ComplaintAnswered, error) {
		if !c.Answered.IsZero() {
			return e, refuse(RuleComplaint, "it was answered on %s", casefile.StandardDate(c.Answered))
		}
		return e, nil
	},
	Evolve: func(c *Complaint, f act.Facts, _ ComplaintAnswered) { c.Answered = f.Occurred },
})
