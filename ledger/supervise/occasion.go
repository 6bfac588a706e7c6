package supervise

import (
	"slices"
	"time"

	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// occasions raises what follows from an event at once. before is the case before
// it, nil where that is not known.
func (f *fold) occasions(t *watched, before *casefile.Case, e *casefile.Entry) {
	c := &t.state
	p := f.signals(c)
	if p == nil {
		return
	}
	o := occasion{f, t, p, e}
	switch x := e.Event.(type) {
	case casefile.FeeCharged:
		if _, err := casefile.ByStandard(f.fees[c.Item], workdays.DateOf(e.Occurred, c.Location()), x); err != nil {
			o.raise(policy.IllegalFee, revision(e.Revision), workdays.NoDate)
		}
	case casefile.CorrectionRequested:
		if len(c.Corrections) > 1 {
			o.raise(policy.SecondNotice, x.Notice, workdays.NoDate)
		}
	case casefile.Suspended:
		o.stopped(before)
	}
	if before != nil && len(c.Deviations()) > len(before.Deviations()) {
		for _, d := range c.Deviations() {
			if !slices.Contains(before.Deviations(), d) {
				o.raise(policy.Breach, string(d), workdays.NoDate)
			}
		}
	}
	if begins := casefile.Begins(e.Event) && e.Revision == 0; c.Source == "" && (begins || before != nil && over(c) && !over(before)) {
		o.late(begins)
	}
}

// occasion is an event that may be one.
type occasion struct {
	f *fold
	t *watched
	p *policy.Policy
	e *casefile.Entry
}

// raise raises a card of the case if the rules have a signal for it. It fell due
// when the event occurred.
func (o occasion) raise(of, cause string, due workdays.Date) {
	if s, ok := o.p.SignalOf(of); ok {
		o.issue(card.Issued{Colour: s.Colour, Rule: of, Case: o.t.number, Cause: cause, Due: due})
	}
}

func (o occasion) issue(e card.Issued) {
	c := &o.t.state
	e.Org, e.Item, e.Policy = c.Org, c.Item, o.p.ID()
	e.Number = card.NumberOf(e)
	x := fall{Issued: e, at: o.e.Occurred}
	o.f.raise(&x, o.e.Recorded)
}

// stopped looks at a clock that was stopped: without a ground, or just before
// its limit.
func (o occasion) stopped(before *casefile.Case) {
	c := &o.t.state
	rules := o.f.rules(c)
	stop := c.Suspensions[len(c.Suspensions)-1]
	if slices.Contains(c.Unfounded(rules), stop) {
		o.raise(policy.Breach, "suspension "+revision(o.e.Revision), workdays.NoDate)
	}
	s, ok := o.p.SignalOf(policy.ClockStopped)
	if !ok || before == nil {
		return
	}
	on := workdays.DateOf(o.e.Occurred, c.Location())
	if l := before.Limit(rules); l.On != workdays.NoDate && l.Basis != casefile.BySameDay && on <= l.On && on >= lastDays(rules.Calendar, l.On, s.Days) {
		o.raise(policy.ClockStopped, revision(o.e.Revision), workdays.NoDate)
	}
}

// late looks at what was recorded long after it happened: that a case began, and
// that it ended.
func (o occasion) late(begins bool) {
	c := &o.t.state
	days := o.f.rules(c).Calendar.Count(workdays.DateOf(o.e.Occurred, c.Location()), workdays.DateOf(o.e.Recorded, c.Location()))
	if s, ok := o.p.SignalOf(policy.LateEntry); ok && days > s.Days {
		o.raise(policy.LateEntry, revision(o.e.Revision), workdays.NoDate)
	}
	if s, ok := o.p.SignalOf(policy.BatchEntry); ok && begins && days >= s.Days && c.Org != "" {
		o.batched(s)
	}
}

// batch is late entries of one unit that follow each other closely.
type batch struct {
	recent []entry // of the last ten minutes
	raised bool    // a card stands for it
}

type entry struct {
	number string
	at     time.Time
}

// within is how close late entries of one batch follow each other.
const within = 10 * time.Minute

// batched raises one card for a batch: when it has grown to its size. It is named
// after its first case, and it goes on as long as late entries follow.
func (o occasion) batched(s policy.Signal) {
	b := o.f.late[o.t.state.Org]
	if b == nil {
		b = &batch{}
		o.f.late[o.t.state.Org] = b
	}
	at := o.e.Recorded
	b.recent = slices.DeleteFunc(b.recent, func(x entry) bool { return at.Sub(x.at).Abs() > within })
	b.raised = b.raised && len(b.recent) > 0
	b.recent = append(b.recent, entry{o.t.number, at})
	if len(b.recent) < s.Count || b.raised {
		if b.raised { // only the last is asked for
			b.recent = b.recent[len(b.recent)-1:]
		}
		return
	}
	b.raised = true
	o.issue(card.Issued{Colour: s.Colour, Rule: s.Of, Case: b.recent[0].number, Due: workdays.NoDate})
}
