package voice

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// QuestionPrefix begins the names of the streams of questions.
const QuestionPrefix = "question/"

// Question is a question (咨询) as it stands. Times are zero until then.
type Question struct {
	Number           string
	Case, Class, Org string // Org answers it now
	Channel          Channel
	Asked, Answered  time.Time
	Referrals        int
}

// Status is where the question stands.
func (q *Question) Status() Status {
	if !q.Answered.IsZero() {
		return Answered
	}
	return Open
}

// Questions is the kind of questions.
var Questions = &dossier.Kind[Question, spoken]{
	Prefix: QuestionPrefix,
	Book:   act.NewBook(questionAsked, questionReferred, questionAnswered),
	Look: func(ctx context.Context, s ledger.Store, q *Question, o *dossier.Order) (spoken, error) {
		if e, ok := o.Event.(QuestionAsked); ok && q.Asked.IsZero() {
			return lookUp(ctx, s, e.Case)
		}
		return spoken{}, nil
	},
}

type questionSpec[E act.Event] = act.Spec[Question, dossier.Ask[spoken], E]

func questionStream(number string) ledger.StreamID { return ledger.StreamID(QuestionPrefix + number) }

const saysQuestion = "Number of the question (咨询编号), by which its stream is named."

// whileUnanswered allows what happens to a question before its answer.
func whileUnanswered(q *Question, a *dossier.Ask[spoken]) error {
	switch {
	case q.Asked.IsZero():
		return refuse(RuleQuestion, "there is no such question")
	case !q.Answered.IsZero():
		return refuse(RuleQuestion, "it was answered on %s", casefile.StandardDate(q.Answered))
	}
	return later(RuleQuestion, "the question", a.Occurred, q.Asked)
}
