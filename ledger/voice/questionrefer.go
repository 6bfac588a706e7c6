package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// QuestionReferred (转交咨询): another organisation is to answer. The clock runs on.
type QuestionReferred struct {
	Question string
	ToOrg    string
}

// Stored names the schema.
func (QuestionReferred) Stored() string { return "question.referred/1" }

// Stream is the question's.
func (e QuestionReferred) Stream() ledger.StreamID { return questionStream(e.Question) }

var questionReferred = act.Of(questionSpec[QuestionReferred]{
	Zh: "转交咨询", En: "Question referred", Public: act.Published,
	Command: "referQuestion", Says: "Refers a question to another organisation (转交咨询).", Needs: whileUnanswered,
	Members: func(e *QuestionReferred, m *act.Members) {
		m.Name(&e.Question, "question", saysQuestion, act.Always, act.Required)
		m.Name(&e.ToOrg, "toOrg", "Who is to answer (转往单位).", act.Always, act.Required)
	},
	Decide: func(q *Question, _ *dossier.Ask[spoken], e QuestionReferred) (QuestionReferred, error) {
		if e.ToOrg == q.Org {
			return e, refuse(RuleQuestion, "%s has it already", e.ToOrg)
		}
		return e, nil
	},
	Evolve: func(q *Question, _ act.Facts, e QuestionReferred) { q.Org, q.Referrals = e.ToOrg, q.Referrals+1 },
})
