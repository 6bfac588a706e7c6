package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// Visited (回访): after the end the centre asked the applicant how it went. What
// he said is a sealed value, never public.
type Visited struct {
	Method VisitMethod `json:"method"`
	Result VisitResult `json:"result"`
}

// RecordVisit records a follow-up visit.
type RecordVisit = Visited

// Stored names the schema.
func (Visited) Stored() string { return "case.visited/1" }

// VisitMethod is how somebody was asked.
type VisitMethod string

// Methods.
const (
	VisitByPhone  VisitMethod = "phone"     // 电话
	VisitInPerson VisitMethod = "in_person" // 上门
	VisitOnline   VisitMethod = "online"    // 网络
)

// VisitResult is what came of asking.
type VisitResult string

// Results. Who was not reached was asked all the same; he said nothing.
const (
	VisitSatisfied    VisitResult = "satisfied"    // 满意
	VisitDissatisfied VisitResult = "dissatisfied" // 不满意
	VisitUnreached    VisitResult = "unreached"    // 未联系上
)

var (
	visitMethods = act.Options{Name: "VisitMethod", Says: "How an applicant was asked after the end (回访方式).", Values: []act.Option{
		{Value: string(VisitByPhone), Zh: "电话回访", En: "by telephone."},
		{Value: string(VisitInPerson), Zh: "上门回访", En: "in person."},
		{Value: string(VisitOnline), Zh: "网络回访", En: "by message or form."},
	}}
	visitResults = act.Options{Name: "VisitResult", Says: "What came of a follow-up visit (回访结果).", Values: []act.Option{
		{Value: string(VisitSatisfied), Zh: "满意", En: "the applicant is content."},
		{Value: string(VisitDissatisfied), Zh: "不满意", En: "he is not."},
		{Value: string(VisitUnreached), Zh: "未联系上", En: "nobody could be asked."},
	}}
)

// Visit is one of a case.
type Visit struct {
	At     time.Time   `json:"at"`
	Method VisitMethod `json:"method"`
	Result VisitResult `json:"result"`
}

var visited = act.Of(spec[Visited]{
	Zh: "回访", En: "Visited", Public: act.Published,
	Command: "recordVisit", Says: "Records that the applicant was asked after the end of the case (回访); what he said is a sealed value.", Needs: onceEnded,
	Members: func(e *Visited, m *act.Members) {
		act.Choice(m, &e.Method, "method", "How (回访方式).", &visitMethods, act.Always, act.Required)
		act.Choice(m, &e.Result, "result", "What came of it (回访结果).", &visitResults, act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e Visited) (Visited, error) {
		if len(c.Kept().Visits) >= maxVisits {
			return e, refuse(RuleFollowUp, "the case has %d visits already", maxVisits)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e Visited) {
		c.keep(func(d *Docket) { d.Visits = append(slices.Clip(d.Visits), Visit{f.Occurred, e.Method, e.Result}) })
	},
})

// onceEnded is the stage of what follows the end of an accepted case.
func onceEnded(c *Case, a *Ask) error {
	if err := onceAccepted(c, a); err != nil {
		return err
	}
	if !c.ended() {
		return refuse(RuleFollowUp, "the case is %s; this follows its end", c.Status)
	}
	return later(RuleFollowUp, "the end of the case", a.Occurred, c.ClosedAt)
}
