package casefile

import "caseledger/ledger/act"

// Withdrawn (撤回): the applicant took the application back.
type Withdrawn struct {
	Reason string `json:"reason,omitempty"` // reason class, never free text
}

// Withdraw records that the applicant took the application back.
type Withdraw = Withdrawn

// Stored names the schema.
func (Withdrawn) Stored() string { return "case.withdrawn/1" }

var withdrawn = act.Of(spec[Withdrawn]{
	Zh: "撤回", En: "Withdrawn", Public: act.Published,
	Command: "withdrawCase", Says: "Records that the applicant took the application back (撤回).", Needs: toLeave,
	Members: func(e *Withdrawn, m *act.Members) {
		m.Code(&e.Reason, "reason", "Reason class (原因), never free text.")
	},
	Decide: func(c *Case, _ *Ask, e Withdrawn) (Withdrawn, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s and cannot be taken back", c.on(c.DecidedAt))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, _ Withdrawn) { c.end(TakenBack, f.Occurred) },
})
