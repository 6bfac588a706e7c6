package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ComplaintFiled (投诉): somebody complained. What was said is sealed.
type ComplaintFiled struct {
	Case      string
	Channel   Channel
	Class     string
	Complaint string
	Org       string
}

// Stored names the schema.
func (ComplaintFiled) Stored() string { return "complaint.filed/1" }

// Stream is the complaint's.
func (e ComplaintFiled) Stream() ledger.StreamID { return complaintStream(e.Complaint) }

var complaintFiled = act.Of(complaintSpec[ComplaintFiled]{
	Zh: "提出投诉", En: "Complaint filed", Public: act.Published,
	Command: "fileComplaint", Says: "Records a complaint (投诉); what was said is a sealed value with the label text.",
	Members: func(e *ComplaintFiled, m *act.Members) {
		m.Name(&e.Case, "case", "Number of the case that it is about (关联办件), where it names one.")
		act.Choice(m, &e.Channel, "channel", "How it came (渠道).", &channels, act.Always, act.Required)
		m.Code(&e.Class, "class", "Class of the matter (事由): `attitude`, `delay`, `fee`, `procedure`, or another.", act.Always, act.Required)
		m.Name(&e.Complaint, "complaint", saysComplaint, act.Always, act.Required)
		m.Name(&e.Org, "org", "The organisation that it is about (被投诉单位); none: that of the case.", act.Always)
	},
	Check: func(e *ComplaintFiled) error {
		return dossier.Given(e.Stream(), "complaint", e.Complaint, "class", e.Class)
	},
	Decide: func(c *Complaint, a *dossier.Ask[spoken], e ComplaintFiled) (_ ComplaintFiled, err error) {
		if !c.Filed.IsZero() {
			return e, refuse(RuleComplaint, "the complaint was filed on %s", casefile.StandardDate(c.Filed))
		}
		e.Org, err = a.Known.link(e.Case, e.Org)
		return e, err
	},
	Evolve: func(c *Complaint, f act.Facts, e ComplaintFiled) {
		c.Number, c.Case, c.Class, c.Org, c.Channel, c.Filed = e.Complaint, e.Case, e.Class, e.Org, e.Channel, f.Occurred
	},
})
