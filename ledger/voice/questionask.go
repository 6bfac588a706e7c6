package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// QuestionAsked (咨询): somebody asked something. What was asked is sealed.
type QuestionAsked struct {
	Case     string
	Channel  Channel
	Class    string
	Org      string
	Question string
}

// Stored names the schema.
func (QuestionAsked) Stored() string { return "question.asked/1" }

// Stream is the question's.
func (e QuestionAsked) Stream() ledger.StreamID { return questionStream(e.Question) }

var questionAsked = act.Of(questionSpec[QuestionAsked]{
	Zh: "咨询", En: "Question asked", Public: act.Published,
	Command: "askQuestion", Says: "Records a question (咨询); what was asked is a sealed value with the label text.",
	Members: func(e *QuestionAsked, m *act.Members) {
		m.Name(&e.Case, "case", "Number of the case that it is about (关联办件), where it names one.")
		act.Choice(m, &e.Channel, "channel", "How it came (渠道).", &channels, act.Always, act.Required)
		m.Code(&e.Class, "class", "Class of the matter (事由): `materials`, `progress`, `policy`, or another.", act.Always, act.Required)
		m.Name(&e.Org, "org", "The organisation that is asked (被咨询单位); none: that of the case.", act.Always)
		m.Name(&e.Question, "question", saysQuestion, act.Always, act.Required)
	},
	Check: func(e *QuestionAsked) error {
		return dossier.Given(e.Stream(), "question", e.Question, "class", e.Class)
	},
	Decide: func(q *Question, a *dossier.Ask[spoken], e QuestionAsked) (_ QuestionAsked, err error) {
		if !q.Asked.IsZero() {
			return e, refuse(RuleQuestion, "the question was asked on %s", casefile.StandardDate(q.Asked))
		}
		e.Org, err = a.Known.link(e.Case, e.Org)
		return e, err
	},
	Evolve: func(q *Question, f act.Facts, e QuestionAsked) {
		q.Number, q.Case, q.Class, q.Org, q.Channel, q.Asked = e.Question, e.Case, e.Class, e.Org, e.Channel, f.Occurred
	},
})
