package casefile

import "caseledger/ledger/workdays"

// By how many working days a limit may be extended in all: 行政许可法 art. 42.
const (
	maxExtension      = 10
	maxJointExtension = 15 // unified, joint and centralised handling
)

func suspend(c *Case, cmd Suspend) (Event, error) {
	if err := need(text{"reason", cmd.Reason}); err != nil {
		return nil, err
	}
	if err := fit(text{"basis", cmd.Basis}, text{"notice", cmd.Notice}); err != nil {
		return nil, err
	}
	if c.Suspended() {
		return nil, refuse(RuleSuspension, "the clock stands still since %s; let it run again first", c.on(c.Suspensions[len(c.Suspensions)-1].From))
	}
	return Suspended(cmd), nil
}

func resumed(c *Case, o Order) (Event, error) {
	if !c.Suspended() {
		return nil, refuse(RuleSuspension, "the clock is running")
	}
	for _, s := range c.Suspensions {
		if s.Until.IsZero() {
			if err := later(RuleSuspension, "the suspension", o.Occurred, s.From); err != nil {
				return nil, err
			}
		}
	}
	return Resumed{}, nil
}

// extend takes an extension that prolongs the governing or the legal limit.
func extend(c *Case, o Order, cmd Extend, cal *workdays.Calendar) (Event, error) {
	if err := need(text{"notice", cmd.Notice}, text{"approver", cmd.Approver}); err != nil {
		return nil, err
	}
	allowed := maxExtension
	if c.Routing == Joint {
		allowed = maxJointExtension
	}
	if cmd.Days < 1 || cmd.Days > allowed {
		return nil, refuse(RuleExtension, "%d working days are asked for; the law allows 1 to %d", cmd.Days, allowed)
	}
	used := 0
	for _, x := range c.Extensions {
		used += x.Days
	}
	if used+cmd.Days > allowed {
		return nil, refuse(RuleExtension, "%d working days were granted already; with %d more it would be over the %d that the law allows", used, cmd.Days, allowed)
	}
	governing, legal := c.Limit(cal), c.LegalLimit(cal)
	switch {
	case governing.Basis == NoLimit:
		return nil, refuse(RuleExtension, "the case has no limit to extend")
	case !governing.runs(o) && !legal.runs(o):
		return nil, refuse(RuleExtension, "the limit ended on %s; it could be extended before that", max(governing.On, legal.On))
	}
	return Extended(cmd), nil
}

// runs says whether the limit has not ended when an order is recorded.
func (l Limit) runs(o Order) bool {
	return l.Basis != NoLimit && (l.Due.IsZero() || !o.Recorded.After(l.Due))
}
