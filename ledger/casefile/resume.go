package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// Resumed (恢复计时): the clock runs again.
type Resumed struct{}

// Resume lets the clock run again.
type Resume = Resumed

// Stored names the schema.
func (Resumed) Stored() string { return "case.resumed/1" }

var resumed = act.Of(spec[Resumed]{
	Zh: "恢复计时", En: "Clock resumed", Public: act.Published,
	Command: "resumeClock", Says: "Lets the clock run again (恢复计时).", Needs: whileOpen,
	Members: func(*Resumed, *act.Members) {},
	Decide: func(c *Case, a *Ask, e Resumed) (Resumed, error) {
		if !c.Suspended() {
			return e, refuse(c.rule(RuleSuspension), "the clock is running")
		}
		for _, s := range c.Suspensions {
			if s.lasts() {
				if err := later(RuleSuspension, "the suspension", a.Occurred, s.From); err != nil {
					return e, err
				}
			}
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, _ Resumed) { c.Suspensions = resume(c.Suspensions, f.Occurred, false) },
})

// resume ends every suspension that still lasts, however often the clock was
// stopped: by a resumption, or with the case.
func resume(s []Suspension, at time.Time, ending bool) []Suspension {
	s = slices.Clone(s)
	for i := range s {
		if s[i].lasts() {
			s[i].Until, s[i].WithCase = at, ending
		}
	}
	return s
}
