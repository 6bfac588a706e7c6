package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ObjectionFiled (提出异议): somebody objects to the outcome of a case or to a
// figure, one of the two. What was said is sealed.
type ObjectionFiled struct {
	Case      string
	Channel   Channel
	Figure    string
	Ground    string
	Objection string
	Org       string
}

// Stored names the schema.
func (ObjectionFiled) Stored() string { return "objection.filed/1" }

// Stream is the objection's.
func (e ObjectionFiled) Stream() ledger.StreamID { return objectionStream(e.Objection) }

var objectionFiled = act.Of(objectionSpec[ObjectionFiled]{
	Zh: "提出异议", En: "Objection filed", Public: act.Published,
	Command: "fileObjection", Says: "Records an objection (异议) to the outcome of a case or to a figure; what was said is a sealed value with the label text.",
	Members: func(e *ObjectionFiled, m *act.Members) {
		m.Name(&e.Case, "case", "Number of the case whose outcome it is against (关联办件).")
		act.Choice(m, &e.Channel, "channel", "How it came (渠道).", &channels, act.Always, act.Required)
		m.Code(&e.Figure, "figure", "The figure that it is against (指标).")
		m.Code(&e.Ground, "ground", "Class of the ground (异议理由): `outcome`, `arithmetic`, `missing_case`, or another.", act.Always, act.Required)
		m.Name(&e.Objection, "objection", saysObjection, act.Always, act.Required)
		m.Name(&e.Org, "org", "The organisation that it is against (被异议单位); none: that of the case.", act.Always)
	},
	Check: func(e *ObjectionFiled) error {
		if (e.Case == "") == (e.Figure == "") {
			return act.Invalid("figure", "", "want a case or a figure, one of the two")
		}
		return dossier.Given(e.Stream(), "objection", e.Objection, "ground", e.Ground)
	},
	Decide: func(o *Objection, a *dossier.Ask[spoken], e ObjectionFiled) (_ ObjectionFiled, err error) {
		if !o.Filed.IsZero() {
			return e, refuse(RuleObjection, "the objection was filed on %s", casefile.StandardDate(o.Filed))
		}
		if e.Org, err = a.Known.link(e.Case, e.Org); err != nil {
			return e, err
		}
		if c := a.Known.Case; c != nil && (c.Status == casefile.Open || c.Status == casefile.Pending) {
			return e, refuse(RuleObjection, "the case has no outcome yet")
		}
		return e, nil
	},
	Evolve: func(o *Objection, f act.Facts, _ ObjectionFiled) { o.Filed = f.Occurred },
})
