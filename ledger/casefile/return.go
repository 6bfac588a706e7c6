package casefile

import "caseledger/ledger/act"

// Returned (退回): the case was sent back without a decision.
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
	Command: "returnCase", Says: "Sends the case back without a decision (退回).", Needs: toEnd,
	Members: func(e *Returned, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
		m.Text(&e.Remedy, "remedy", "Where the applicant can turn (救济途径).")
	},
	Decide: func(c *Case, _ *Ask, e Returned) (Returned, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s and cannot be sent back", c.on(c.DecidedAt))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, _ Returned) { c.end(SentBack, f.Occurred) },
})
