package casefile

import "caseledger/ledger/act"

// Decided (作出决定): the organ decided.
type Decided struct {
	Answer Answer `json:"answer,omitempty"` // to a request for information
	// Delegation is the number of the one by which a post decides for its organ.
	Delegation string  `json:"delegation,omitempty"`
	Document   string  `json:"document,omitempty"`
	Outcome    Outcome `json:"outcome"`
}

// Determine records the organ's decision.
type Determine = Decided

// Stored names the schema.
func (Decided) Stored() string { return "case.decided/1" }

// Outcome is how a case was decided or closed.
type Outcome string

// Outcomes.
const (
	Granted   Outcome = "granted"   // 准予
	Refused   Outcome = "refused"   // 不予
	Completed Outcome = "completed" // 办结, no grant to decide, or unknown
	Cancelled Outcome = "cancelled" // 终止
)

var outcomes = act.Options{Name: "Outcome", Says: "How a case was decided or closed (办理结果).", Values: []act.Option{
	{Value: string(Granted), Zh: "准予", En: "granted."},
	{Value: string(Refused), Zh: "不予", En: "refused."},
	{Value: string(Completed), Zh: "办结", En: "completed, or the source does not say."},
	{Value: string(Cancelled), Zh: "终止", En: "ended without a decision."},
}}

// Answer is how a request for information was answered (依申请公开), by the
// groups of the yearly report (政府信息公开条例36, 50).
type Answer string

// Answers.
const (
	Disclosed    Answer = "disclosed"     // 予以公开
	PartlyShown  Answer = "partly"        // 部分公开
	Withheld     Answer = "withheld"      // 不予公开
	NotAvailable Answer = "not_available" // 无法提供
	NotProcessed Answer = "not_processed" // 不予处理
	OtherAnswer  Answer = "other"         // 其他处理
)

var informationAnswers = act.Options{Name: "InformationAnswer", Says: "How a request for information was answered (公开答复).", Values: []act.Option{
	{Value: string(Disclosed), Zh: "予以公开", En: "disclosed."},
	{Value: string(PartlyShown), Zh: "部分公开", En: "disclosed in part."},
	{Value: string(Withheld), Zh: "不予公开", En: "not disclosed."},
	{Value: string(NotAvailable), Zh: "无法提供", En: "not held, not there, or not clear."},
	{Value: string(NotProcessed), Zh: "不予处理", En: "not processed: repeated, excessive, or no request at all."},
	{Value: string(OtherAnswer), Zh: "其他处理", En: "dealt with otherwise."},
}}

var decided = act.Of(spec[Decided]{
	Zh: "作出决定", En: "Decided", Public: act.Published,
	Command: "decideCase", Says: "Records the organ's decision (作出决定).", Needs: whileOpen,
	Members: func(e *Decided, m *act.Members) {
		act.Choice(m, &e.Answer, "answer", "How a request for information was answered (公开答复).", &informationAnswers)
		m.Name(&e.Delegation, "delegation", "Number of the delegation by which the post decides (首席代表授权书号).")
		m.Name(&e.Document, "document", "Number of the document (文书号).")
		act.Choice(m, &e.Outcome, "outcome", "The decision (决定).", &outcomes, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e Decided) (Decided, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s: %s", c.on(c.DecidedAt), c.Outcome)
		}
		if err := c.notOnTheWay(); err != nil {
			return e, err
		}
		if err := c.ready(e.Outcome); err != nil {
			return e, err
		}
		if err := c.empowered(a, e.Delegation); err != nil {
			return e, err
		}
		return e, c.complete(e.Outcome)
	},
	Evolve: func(c *Case, f act.Facts, e Decided) {
		c.hasten(e.Outcome)
		c.DecidedAt, c.Outcome = f.Occurred, e.Outcome
		if e.Answer != "" {
			c.keep(func(d *Docket) { d.Answer = e.Answer })
		}
	},
})
