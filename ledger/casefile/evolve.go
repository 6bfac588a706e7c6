package casefile

import (
	"fmt"
	"slices"
	"time"
)

// Evolve is the case after one more event. It takes every event as a fact:
// whether it should have happened is Decide's question. Imported histories may
// hold events in an order that Decide would refuse.
func Evolve(c Case, e Entry) Case {
	c.Events++
	e.Occurred = happened(e.Occurred)
	switch ev := e.Event.(type) {
	case Accepted:
		c.Accepted, c.Status, c.AcceptedAt = ev, Open, e.Occurred
		c.Holder = Holder{Org: ev.Org, Post: ev.Officer}
	case StepPerformed:
		c = step(c, ev, e.Occurred)
		if h := (Holder{ev.Org, e.Post}); c.Transit == nil && h != (Holder{}) {
			c.Holder = h
		}
	case Transferred:
		c.Transfers++
		c.Transit = &Holder{Org: ev.ToOrg, Post: ev.ToPost}
	case Received:
		c.Holder, c.Transit = Holder(ev), nil
	case CorrectionRequested:
		c.Corrections = append(slices.Clip(c.Corrections), Correction{Notice: ev.Notice, Items: ev.Items, Requested: e.Occurred})
	case CorrectionReceived:
		c.Corrections = answer(c.Corrections, ev.Notice, e.Occurred)
	case Suspended:
		c.Suspensions = append(slices.Clip(c.Suspensions), Suspension{From: e.Occurred, Reason: ev.Reason, Notice: ev.Notice})
	case Resumed:
		c.Suspensions = resume(c.Suspensions, e.Occurred, false)
	case Extended:
		c.Extensions = append(slices.Clip(c.Extensions), Extension{At: e.Recorded, Days: ev.Days, Notice: ev.Notice})
	case Decided:
		c.DecidedAt, c.Outcome = e.Occurred, ev.Outcome
	case Closed:
		c = end(c, Ended, e.Occurred)
		c.Outcome = ev.Outcome
	case Returned:
		c = end(c, SentBack, e.Occurred)
	case Withdrawn:
		c = end(c, TakenBack, e.Occurred)
	case Delivered:
		c.DeliveredAt = e.Occurred
	case FeeCharged:
		c.Fees += ev.Amount
		c.Charges++
		c.Currency = ev.Currency
	default:
		panic(fmt.Sprintf("casefile: Evolve does not know %T", ev))
	}
	return c
}

// happened is an instant of a case's state, in which the zero time means that
// something has not happened. No ledger takes a record at it; an entry at it is
// read as of the next microsecond.
func happened(t time.Time) time.Time {
	if t.IsZero() {
		return t.Add(time.Microsecond)
	}
	return t
}

// end closes the case; a suspension that is still open ends with it.
func end(c Case, s Status, at time.Time) Case {
	c.Status, c.ClosedAt = s, at
	if slices.ContainsFunc(c.Suspensions, Suspension.lasts) {
		c.Suspensions = resume(c.Suspensions, at, true)
	}
	return c
}

func step(c Case, ev StepPerformed, at time.Time) Case {
	c.Steps++
	c.LastStep = ev.Step
	if c.FirstStepAt.IsZero() || at.Before(c.FirstStepAt) {
		c.FirstStepAt = at
	}
	if at.After(c.LastStepAt) {
		c.LastStepAt = at
	}
	return c
}

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

func answer(cs []Correction, notice string, at time.Time) []Correction {
	cs = slices.Clone(cs)
	for i := range cs {
		if cs[i].Notice == notice && cs[i].Received.IsZero() {
			cs[i].Received = at
		}
	}
	return cs
}
