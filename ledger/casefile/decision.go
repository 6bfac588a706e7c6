package casefile

import "caseledger/ledger/act"

// Decided (作出决定): the organ decided.
type Decided struct {
	Document string  `json:"document,omitempty"`
	Outcome  Outcome `json:"outcome"`
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

var decided = act.Of(spec[Decided]{
	Zh: "作出决定", En: "Decided", Public: act.Published,
	Command: "decideCase", Says: "Records the organ's decision (作出决定).", Needs: whileOpen,
	Members: func(e *Decided, m *act.Members) {
		m.Name(&e.Document, "document", "Number of the document (文书号).")
		act.Choice(m, &e.Outcome, "outcome", "The decision (决定).", &outcomes, act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e Decided) (Decided, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s: %s", c.on(c.DecidedAt), c.Outcome)
		}
		if err := c.notOnTheWay(); err != nil {
			return e, err
		}
		if err := c.ready(e.Outcome); err != nil {
			return e, err
		}
		return e, c.complete(e.Outcome)
	},
	Evolve: func(c *Case, f act.Facts, e Decided) {
		c.hasten(e.Outcome)
		c.DecidedAt, c.Outcome = f.Occurred, e.Outcome
	},
})
