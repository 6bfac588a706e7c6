package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// ConsultationAnswered (意见反馈): who was asked answered, or let the time pass.
type ConsultationAnswered struct {
	Notice  string  `json:"notice"`
	Opinion Opinion `json:"opinion"`
}

// AnswerConsultation records the answer.
type AnswerConsultation = ConsultationAnswered

// Stored names the schema.
func (ConsultationAnswered) Stored() string { return "case.consultation_answered/1" }

var answers = act.Options{Name: "ConsultationOpinion", Says: "What somebody says who was asked (征求意见结果).", Values: []act.Option{
	{Value: string(Agreed), Zh: "同意", En: "agreed."},
	{Value: string(Disagreed), Zh: "不同意", En: "objected."},
	{Value: string(Silent), Zh: "逾期未答", En: "said nothing in fifteen working days."},
}}

// The rule lets silence be recorded only after the fifteen working days of
// 政府信息公开条例32 and 34.
var consultationAnswered = act.Of(spec[ConsultationAnswered]{
	Zh: "意见反馈", En: "Consultation answered", Public: act.Published,
	Command: "answerConsultation", Says: "Records what somebody says who was asked, or the silence after fifteen working days (征求意见结果).", Needs: whileOpen,
	Members: func(e *ConsultationAnswered, m *act.Members) {
		m.Name(&e.Notice, "notice", "Number of the letter (征求意见书文号).", act.Always, act.Required)
		act.Choice(m, &e.Opinion, "opinion", "The answer (意见).", &answers, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e ConsultationAnswered) (ConsultationAnswered, error) {
		x := c.consultation(e.Notice)
		switch {
		case x == nil:
			return e, refuse(RuleConsult, "no letter %s was sent", e.Notice)
		case !x.Answered.IsZero():
			return e, refuse(RuleConsult, "letter %s was answered on %s", e.Notice, c.on(x.Answered))
		}
		if by := c.answerBy(x, a.Rules); e.Opinion == Silent && c.on(a.Occurred) <= by {
			return e, refuse(RuleSilence, "who was asked has time until %s; silence counts after that (政府信息公开条例32, 34)", by)
		}
		return e, later(RuleConsult, "the letter", a.Occurred, x.Asked)
	},
	Evolve: func(c *Case, f act.Facts, e ConsultationAnswered) {
		c.keep(func(d *Docket) { d.Consultations = slices.Clone(d.Consultations) })
		if x := c.consultation(e.Notice); x != nil && x.Answered.IsZero() {
			x.Answered, x.Opinion = f.Occurred, e.Opinion
		}
	},
})
