package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// ObjectionAnswered (答复异议): what was found of an objection. Upheld, the record
// is corrected by commands of its own.
type ObjectionAnswered struct {
	Finding   Finding
	Objection string
}

// Stored names the schema.
func (ObjectionAnswered) Stored() string { return "objection.answered/1" }

// Stream is the objection's.
func (e ObjectionAnswered) Stream() ledger.StreamID { return objectionStream(e.Objection) }

var objectionAnswered = act.Of(objectionSpec[ObjectionAnswered]{
	Zh: "答复异议", En: "Objection answered", Public: act.Published,
	Command: "answerObjection", Says: "Answers an objection (答复异议); the answer is a sealed value with the label text.",
	Members: func(e *ObjectionAnswered, m *act.Members) {
		act.Choice(m, &e.Finding, "finding", "What was found (处理结论).", &findings, act.Always, act.Required)
		m.Name(&e.Objection, "objection", saysObjection, act.Always, act.Required)
	},
	Decide: func(o *Objection, a *dossier.Ask[spoken], e ObjectionAnswered) (ObjectionAnswered, error) {
		switch {
		case o.Filed.IsZero():
			return e, refuse(RuleObjection, "there is no such objection")
		case !o.Answered.IsZero():
			return e, refuse(RuleObjection, "it was answered on %s", casefile.StandardDate(o.Answered))
		}
		return e, later(RuleObjection, "its filing", a.Occurred, o.Filed)
	},
	Evolve: func(o *Objection, f act.Facts, _ ObjectionAnswered) { o.Answered = f.Occurred },
})
