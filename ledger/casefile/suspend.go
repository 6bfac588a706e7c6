package casefile

import (
	"slices"

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
	Decide: func(c *Case, _ *Ask, e Suspended) (Suspended, error) {
		if c.Suspended() {
			return e, refuse(RuleSuspension, "the clock stands still since %s; let it run again first", c.on(c.Suspensions[len(c.Suspensions)-1].From))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e Suspended) {
		c.Suspensions = append(slices.Clip(c.Suspensions), Suspension{From: f.Occurred, Reason: e.Reason, Notice: e.Notice})
	},
})
