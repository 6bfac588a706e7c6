package supervise

import (
	"fmt"
	"time"

	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// fall is a card, and when it fell due or will.
type fall struct {
	card.Issued
	at time.Time
	t  *watched // nil: about a unit
}

// falls lists what falls due of a case by its limits, as long as it stays as it
// is. Where an open suspension hides a limit nothing does.
func (f *fold) falls(t *watched, yield func(fall)) {
	c := &t.state
	p := f.signals(c)
	if p == nil || c.AcceptedAt.IsZero() || c.Status == casefile.Struck {
		return
	}
	d := &limits{c: c, p: p, rules: f.rules(c), zone: c.Location(), yield: func(x fall) {
		if ended := c.ClosedAt; !x.at.Before(t.known) && (ended.IsZero() || !x.at.After(ended)) {
			x.t, x.Case, x.Item, x.Policy = t, t.number, c.Item, p.ID()
			x.Number = card.NumberOf(x.Issued)
			yield(x)
		}
	}}
	d.governing()
	d.legal()
	d.steps()
	d.transfer(t.sent)
}

// limits goes through those of one case.
type limits struct {
	c     *casefile.Case
	p     *policy.Policy
	rules casefile.Rules
	zone  *time.Location
	yield func(fall)
}

// raise yields a card that falls due when a date begins.
func (d *limits) raise(s policy.Signal, org, cause string, due, begins workdays.Date) {
	d.yield(fall{Issued: card.Issued{Colour: s.Colour, Rule: s.Of, Org: org, Cause: cause, Due: due}, at: begins.Start(d.zone).UTC()})
}

// governing is the promise, the explicit deadline, the day of acceptance, or the
// legal limit where there is nothing else.
func (d *limits) governing() {
	l := d.c.Limit(d.rules)
	if l.On == workdays.NoDate {
		return
	}
	cal := d.rules.Calendar
	if l.Basis == casefile.BySameDay {
		if s, ok := d.p.SignalOf(policy.NotSameDay); ok {
			d.raise(s, d.c.Org, "", l.On, l.On+1)
		}
		return
	}
	if s, ok := d.p.SignalOf(policy.NearPromise); ok {
		d.raise(s, d.c.Org, "", l.On, lastDays(cal, l.On, s.Days))
	}
	if s, ok := d.p.SignalOf(policy.PastPromise); ok && l.Basis != casefile.ByLaw {
		d.raise(s, d.c.Org, "", l.On, cal.Add(l.On, 1))
	}
	if s, ok := d.p.SignalOf(policy.LongPast); ok {
		d.raise(s, d.c.Org, "", l.On, cal.Add(l.On, s.Days+1))
	}
}

// lastDays is the date with which the last n working days up to a date begin.
func lastDays(cal *workdays.Calendar, on workdays.Date, n int) workdays.Date {
	d := on
	for range 4000 {
		if cal.Count(d-1, on) >= n {
			break
		}
		d--
	}
	return d
}

func (d *limits) legal() {
	if s, ok := d.p.SignalOf(policy.PastLegal); ok {
		if l := d.c.LegalLimit(d.rules); l.On != workdays.NoDate {
			d.raise(s, d.c.Org, "", l.On, l.On+1)
		}
	}
}

// steps are the parts of a joint case and the review before it is forwarded.
func (d *limits) steps() {
	s, ok := d.p.SignalOf(policy.OverdueStep)
	if !ok || d.c.Routing != casefile.Joint && d.c.Routing != casefile.Forwarded {
		return
	}
	if d.c.Proceedings != nil {
		for i := range d.c.Proceedings.Parts {
			p := &d.c.Proceedings.Parts[i]
			if l := d.c.PartLimit(p, d.rules); l.On != workdays.NoDate {
				d.until(p.Closed, func() { d.raise(s, p.Org, p.Name, l.On, d.rules.Calendar.Add(l.On, 1)) })
			}
		}
	}
	if l := d.c.ReviewLimit(d.rules); l.On != workdays.NoDate {
		var handed time.Time
		if on := d.c.HandedOn(); on != workdays.NoDate {
			handed = on.Start(d.zone)
		}
		d.until(handed, func() { d.raise(s, d.c.Org, "review", l.On, d.rules.Calendar.Add(l.On, 1)) })
	}
}

// until lets only what falls due by an instant through, where there is one.
func (d *limits) until(t time.Time, raise func()) {
	outer := d.yield
	d.yield = func(x fall) {
		if t.IsZero() || !x.at.After(t) {
			outer(x)
		}
	}
	raise()
	d.yield = outer
}

// transfer is a case that is on its way to somebody.
func (d *limits) transfer(sent time.Time) {
	s, ok := d.p.SignalOf(policy.NotReceived)
	if to := d.c.Transit; ok && to != nil && !sent.IsZero() {
		org := to.Org
		if org == "" {
			org = d.c.Org
		}
		on := workdays.DateOf(sent, d.zone)
		d.raise(s, org, fmt.Sprintf("transfer %d", d.c.Transfers), d.rules.Calendar.Add(on, s.Days), d.rules.Calendar.Add(on, s.Days+1))
	}
}
