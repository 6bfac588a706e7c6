package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// PraiseReceived (表扬): somebody praised. The letter is sealed.
type PraiseReceived struct {
	Case    string
	Channel Channel
	Class   string
	Org     string
	Praise  string
}

// Stored names the schema.
func (PraiseReceived) Stored() string { return "praise.received/1" }

// Stream is the praise's.
func (e PraiseReceived) Stream() ledger.StreamID { return ledger.StreamID(PraisePrefix + e.Praise) }

var praiseReceived = act.Of(act.Spec[Praise, dossier.Ask[spoken], PraiseReceived]{
	Zh: "表扬", En: "Praise received", Public: act.Published,
	Command: "receivePraise", Says: "Records a praise (表扬信、锦旗); what was said is a sealed value with the label text.",
	Members: func(e *PraiseReceived, m *act.Members) {
		m.Name(&e.Case, "case", "Number of the case that it is about (关联办件), where it names one.")
		act.Choice(m, &e.Channel, "channel", "How it came (渠道).", &channels, act.Always, act.Required)
		m.Code(&e.Class, "class", "Class (类别): `letter` 表扬信, `banner` 锦旗, or another.", act.Always, act.Required)
		m.Name(&e.Org, "org", "The organisation that is praised (被表扬单位); none: that of the case.", act.Always)
		m.Name(&e.Praise, "praise", "Number of the praise (表扬编号), by which its stream is named.", act.Always, act.Required)
	},
	Check: func(e *PraiseReceived) error {
		return dossier.Given(e.Stream(), "praise", e.Praise, "class", e.Class)
	},
	Decide: func(p *Praise, a *dossier.Ask[spoken], e PraiseReceived) (_ PraiseReceived, err error) {
		if !p.Received.IsZero() {
			return e, refuse(RulePraise, "the praise was received on %s", casefile.StandardDate(p.Received))
		}
		e.Org, err = a.Known.link(e.Case, e.Org)
		return e, err
	},
	Evolve: func(p *Praise, f act.Facts, _ PraiseReceived) { p.Received = f.Occurred },
})
