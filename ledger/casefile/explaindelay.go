package casefile

import (
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// DelayExplained (公开说明理由): the organ said in public why the case is, or
// was, not done in time (优化营商环境条例 art. 36, order 722).
type DelayExplained struct {
	Explanation string `json:"explanation"`
	Reason      string `json:"reason"` // class
}

// ExplainDelay says in public why a case is late.
type ExplainDelay = DelayExplained

// Stored names the schema.
func (DelayExplained) Stored() string { return "case.delay_explained/1" }

// Delay is the public explanation of a late case.
type Delay struct {
	At          time.Time `json:"at"`
	Reason      string    `json:"reason"`
	Explanation string    `json:"explanation"`
}

var delayExplained = act.Of(spec[DelayExplained]{
	Zh: "公开说明理由", En: "Delay explained", Public: act.Published,
	Command: "explainDelay", Says: "Says in public why a case is late (公开说明理由).", Needs: onceAccepted,
	Members: func(e *DelayExplained, m *act.Members) {
		m.Text(&e.Explanation, "explanation", "Why the case is late (说明), for everybody to read.", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e DelayExplained) (DelayExplained, error) {
		if d := c.Kept().Delay; d != nil {
			return e, refuse(RuleDelay, "the delay was explained on %s; correct that record if it is wrong", c.on(d.At))
		}
		l := c.Limit(a.Rules)
		switch {
		case l.Basis == NoLimit:
			return e, refuse(RuleDelay, "the case has no limit, so nothing is late")
		case !c.late(l, a.Occurred):
			return e, refuse(RuleDelay, "the case is not late: its limit is %s", l.until())
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e DelayExplained) {
		c.keep(func(d *Docket) { d.Delay = &Delay{At: f.Occurred, Reason: e.Reason, Explanation: e.Explanation} })
	},
})

// late says whether a limit had passed at an instant, or before the end of the
// case if that came first.
func (c *Case) late(l Limit, at time.Time) bool {
	if c.ended() && c.ClosedAt.Before(at) {
		at = c.ClosedAt
	}
	return l.On != workdays.NoDate && at.After(l.Due)
}
