package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// QuestionAnswered (答复咨询): whoever asked was answered. The answer itself is
// sealed.
type QuestionAnswered struct{ Question string }

// Stored names the schema.
func (QuestionAnswered) Stored() string { return "question.answered/1" }

// Stream is the question's.
func (e QuestionAnswered) Stream() ledger.StreamID { return questionStream(e.Question) }

var questionAnswered = act.Of(questionSpec[QuestionAnswered]{
	Zh: "答复咨询", En: "Question answered", Public: act.Published,
	Command: "answerQuestion", Says: "Answers a question (有问必答); the answer is a sealed value with the label text.", Needs: whileUnanswered,
	Members: func(e *QuestionAnswered, m *act.Members) {
		m.Name(&e.Question, "question", saysQuestion, act.Always, act.Required)
	},
	Decide: func(_ *Question, _ *dossier.Ask[spoken], e QuestionAnswered) (QuestionAnswered, error) { return e, nil },
	Evolve: func(q *Question, f act.Facts, _ QuestionAnswered) { q.Answered = f.Occurred },
})
