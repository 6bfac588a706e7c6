package casefile

import (
	"time"

	"caseledger/ledger/act"
)

// SpecialGranted (特办批准): the case is handled by special grant.
type SpecialGranted struct {
	Approver string `json:"approver"` // approving post
	Basis    string `json:"basis,omitempty"`
	Reason   string `json:"reason"` // reason class
}

// GrantSpecial grants special handling.
type GrantSpecial = SpecialGranted

// Stored names the schema.
func (SpecialGranted) Stored() string { return "case.special_granted/1" }

// Grant is the grant of special handling: who, why.
type Grant struct {
	At       time.Time `json:"at"`
	Approver string    `json:"approver,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Basis    string    `json:"basis,omitempty"`
}

var specialGranted = act.Of(spec[SpecialGranted]{
	Zh: "特办批准", En: "Special handling granted", Public: act.Published,
	Command: "grantSpecial", Says: "Grants special handling (特办批准); the case is a 特办件 from then on.", Needs: whileOpen,
	Members: func(e *SpecialGranted, m *act.Members) {
		m.Text(&e.Approver, "approver", "Approving post (批准岗位).", act.Always, act.Required)
		m.Text(&e.Basis, "basis", "Legal basis (依据).")
		m.Code(&e.Reason, "reason", "Reason class (特办原因).", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e SpecialGranted) (SpecialGranted, error) {
		if g := c.proceedings().Grant; g != nil {
			return e, refuse(RuleSpecial, "%s granted it on %s", g.Approver, c.on(g.At))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e SpecialGranted) {
		c.proceed().Grant = &Grant{At: f.Occurred, Approver: e.Approver, Reason: e.Reason, Basis: e.Basis}
		c.Handling = Special
	},
})
