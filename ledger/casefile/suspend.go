package casefile

import (
	"slices"
	"strings"

	"caseledger/ledger/act"
)

// Suspended (中止计时): the clock stands still from now on, for example for an
// expert review (行政许可法 art. 45).
type Suspended struct {
	Basis  string `json:"basis,omitempty"`  // legal basis
	Notice string `json:"notice,omitempty"` // number of the written notice
	Reason string `json:"reason"`
}

// Suspend stops the clock.
type Suspend = Suspended

// Stored names the schema.
func (Suspended) Stored() string { return "case.suspended/1" }

var suspended = act.Of(spec[Suspended]{
	Zh: "中止计时", En: "Clock suspended", Public: act.Published,
	Command: "suspendClock", Says: "Stops the clock (中止计时).", Needs: whileOpen,
	Members: func(e *Suspended, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据).")
		m.Name(&e.Notice, "notice", "Number of the notice (文书号).")
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e Suspended) (Suspended, error) {
		if c.Suspended() {
			return e, refuse(c.rule(RuleSuspension), "the clock stands still since %s; let it run again first", c.on(c.Suspensions[len(c.Suspensions)-1].From))
		}
		return e, c.founded(a.Rules, e)
	},
	Evolve: func(c *Case, f act.Facts, e Suspended) {
		c.Suspensions = append(slices.Clip(c.Suspensions), Suspension{From: f.Occurred, Reason: e.Reason, Notice: e.Notice})
	},
})

// founded refuses a suspension for which the case's policy has no ground, or of
// which it wants the applicant told in writing.
func (c *Case) founded(rules Rules, e Suspended) error {
	p := c.Policy(rules)
	switch {
	case p == nil || p.Stops(e.Reason, e.Notice != ""):
		return nil
	case p.Stops(e.Reason, true):
		return refuse(c.rule(RuleSuspension), "the time for %s is not counted only if the applicant was told in writing (%s); name the notice", e.Reason, p.Basis)
	}
	var grounds []string
	for _, g := range p.Grounds {
		grounds = append(grounds, g.Code)
	}
	return refuse(c.rule(RuleSuspension), "%s does not stop the clock (%s); these do: %s", e.Reason, p.Basis, strings.Join(grounds, ", "))
}
