package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// TimeoutDefaultRevoked (撤销超时默认): what followed from silence holds no
// longer.
type TimeoutDefaultRevoked struct {
	Basis  string        `json:"basis"`
	Effect TimeoutEffect `json:"effect"`
	Organ  string        `json:"organ"`
}

// RevokeTimeoutDefault takes back what followed from silence. An empty organ is
// that of the one that stands.
type RevokeTimeoutDefault = TimeoutDefaultRevoked

// Stored names the schema.
func (TimeoutDefaultRevoked) Stored() string { return "case.timeout_default_revoked/1" }

var timeoutDefaultRevoked = act.Of(spec[TimeoutDefaultRevoked]{
	Zh: "撤销超时默认", En: "Timeout default revoked", Public: act.Published,
	Command: "revokeTimeoutDefault", Says: "Takes back what followed from a limit that passed (撤销超时默认).", Needs: onceAccepted,
	Members: func(e *TimeoutDefaultRevoked, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据).", act.Always, act.Required)
		act.Choice(m, &e.Effect, "effect", "Which effect (后果).", &timeoutEffects, act.Always, act.Required)
		m.Text(&e.Organ, "organ", "Unit that was silent (逾期单位); default that of the one that stands.", act.Always)
	},
	Decide: func(c *Case, a *Ask, e TimeoutDefaultRevoked) (TimeoutDefaultRevoked, error) {
		d := c.defaulted(e.Effect, e.Organ)
		if d == nil {
			return e, refuse(RuleSilence, "no %s stands", e.Effect)
		}
		e.Organ = d.Organ
		return e, later(RuleSilence, "the default", a.Occurred, d.At)
	},
	Evolve: func(c *Case, f act.Facts, e TimeoutDefaultRevoked) {
		c.keep(func(d *Docket) {
			d.Defaults = slices.Clone(d.Defaults)
			for i := range d.Defaults {
				if x := &d.Defaults[i]; x.Effect == e.Effect && x.Organ == e.Organ && x.RevokedAt.IsZero() {
					x.RevokedAt, x.RevokedBasis = f.Occurred, e.Basis
					return
				}
			}
		})
	},
})
