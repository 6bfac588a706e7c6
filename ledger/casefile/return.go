package casefile

import "caseledger/ledger/act"

// Returned (退回, before acceptance 不予受理): the case was sent back without a
// decision. The applicant is told the basis and where to turn.
type Returned struct {
	Basis  string `json:"basis"` // legal basis
	Reason string `json:"reason"`
	Remedy string `json:"remedy,omitempty"`
}

// Return sends the case back without a decision.
type Return = Returned

// Stored names the schema.
func (Returned) Stored() string { return "case.returned/1" }

var returned = act.Of(spec[Returned]{
	Zh: "退回", En: "Returned", Public: act.Published,
	Command: "returnCase", Says: "Sends the case back without a decision (退回).", Needs: toLeave,
	Members: func(e *Returned, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
		m.Text(&e.Remedy, "remedy", "Where the applicant can turn (救济途径).")
	},
	Decide: func(c *Case, a *Ask, e Returned) (Returned, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s and cannot be sent back", c.on(c.DecidedAt))
		}
		if e.Remedy == "" {
			return e, refuse(RuleRemedy, "who is sent back must be told where to turn; name the competent organ (许可法32), or review and litigation (许可法38), as the remedy")
		}
		return e, c.undeemed(a)
	},
	Evolve: func(c *Case, f act.Facts, e Returned) {
		if e.Remedy == "" {
			c.deviate(WithoutRemedy)
		}
		c.end(SentBack, f.Occurred)
	},
})
