package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// Closed (办结): work on the case ended.
type Closed struct {
	Outcome Outcome `json:"outcome"`
}

// Close ends the work on the case. An empty outcome takes the decision's, the
// superior organ's, or [Completed] where none was made.
type Close = Closed

// Stored names the schema.
func (Closed) Stored() string { return "case.closed/1" }

var closed = act.Of(spec[Closed]{
	Zh: "办结", En: "Closed", Public: act.Published,
	Command: "closeCase", Says: "Ends the work on the case (办结).", Needs: toEnd,
	Members: func(e *Closed, m *act.Members) {
		act.Choice(m, &e.Outcome, "outcome", "How (办理结果); default the decision's.", &outcomes, act.Always)
	},
	Decide: func(c *Case, _ *Ask, e Closed) (Closed, error) {
		decided := !c.DecidedAt.IsZero()
		if e.Outcome == "" {
			e.Outcome = Completed
			if s := c.superior(); s != nil {
				e.Outcome = s.Outcome
			}
			if decided {
				e.Outcome = c.Outcome
			}
		}
		if err := c.notOnTheWay(); err != nil {
			return e, err
		}
		switch {
		case decided && e.Outcome != c.Outcome:
			return e, refuse(RuleDecision, "the case was decided as %s and cannot be closed as %s", c.Outcome, e.Outcome)
		case !decided && c.Routing == Joint && e.Outcome != Cancelled:
			return e, refuse(RuleDecision, "a joint case is closed after the decision of all who must act on it; record the decision first")
		}
		if err := c.ready(e.Outcome); err != nil {
			return e, err
		}
		return e, c.complete(e.Outcome)
	},
	Evolve: func(c *Case, f act.Facts, e Closed) {
		c.hasten(e.Outcome)
		c.end(Ended, f.Occurred)
		c.Outcome = e.Outcome
	},
})

// end closes the case; a suspension that is still open ends with it.
func (c *Case) end(s Status, at time.Time) {
	c.Status, c.ClosedAt = s, at
	if slices.ContainsFunc(c.Suspensions, Suspension.lasts) {
		c.Suspensions = resume(c.Suspensions, at, true)
	}
}
