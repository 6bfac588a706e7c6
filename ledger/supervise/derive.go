package supervise

import (
	"cmp"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// derive raises what has fallen due by the beginning of today: of the cases that
// moved since the day before, and of those whose day has come.
func (f *fold) derive(r *ledger.Record) error {
	var fallen []fall
	for _, t := range f.turning() {
		t.moved = false
		if err := f.silence(t, r); err != nil {
			return err
		}
		next := workdays.NoDate
		soon := func(at time.Time) {
			if day := begun(at); day > f.today && (next == workdays.NoDate || day < next) {
				next = day
			}
		}
		f.falls(t, func(x fall) {
			switch {
			case begun(x.at) > f.today:
				soon(x.at)
			case f.raised[x.Number] == nil:
				fallen = append(fallen, x)
			}
		})
		if over(&t.state) {
			delete(f.cases, t.number)
			continue
		}
		f.silences(t, func(x quiet) { soon(x.at) })
		if next != workdays.NoDate && next != t.next {
			f.due[next] = append(f.due[next], t)
		}
		t.next = next
	}
	slices.SortStableFunc(fallen, func(a, b fall) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.Number, b.Number))
	})
	for i := range fallen {
		f.raise(&fallen[i], r.Recorded)
	}
	f.forget()
	return nil
}

// begun is the first date that begins at an instant or after it.
func begun(at time.Time) workdays.Date {
	d := workdays.DateOf(at, card.Zone())
	if d.Start(card.Zone()).Before(at) {
		d++
	}
	return d
}

// turning takes the cases to be looked at, by their numbers.
func (f *fold) turning() []*watched {
	all := f.moved
	f.moved = nil
	for day, list := range f.due {
		if day > f.today {
			continue
		}
		for _, t := range list {
			if t.next == day && !t.moved && f.cases[t.number] == t {
				t.moved = true
				all = append(all, t)
			}
		}
		delete(f.due, day)
	}
	slices.SortFunc(all, func(a, b *watched) int { return cmp.Compare(a.number, b.number) })
	return all
}

// unitMonth is a unit in a month.
type unitMonth struct {
	org, month string
}

// raised is a card with what it rests on.
type raised struct {
	card.Issued
	at        time.Time // when it fell due
	derived   workdays.Date
	state     *casefile.Case // as it was; nil where no calendar bears on the card
	known     time.Time
	sent      time.Time
	cancelled bool
}

// raise has a card recorded, once, and what its being one of several brings.
func (f *fold) raise(x *fall, seen time.Time) {
	if f.raised[x.Number] != nil {
		return
	}
	c := &raised{Issued: x.Issued, at: x.at, derived: f.today}
	if x.t != nil && x.Due != workdays.NoDate {
		state := x.t.state
		c.state, c.known, c.sent = &state, x.t.known, x.t.sent
	}
	f.raised[x.Number] = c
	f.record(x.Issued.Stream(), x.at, seen, x.Issued.Draft)
	if x.Colour != policy.Yellow || x.Org == "" {
		return
	}
	month := unitMonth{x.Org, x.at.In(card.Zone()).Format("2006-01")}
	f.yellow[month]++
	p := f.policyOf(x.Policy)
	if s, ok := p.SignalOf(policy.RepeatedYellow); ok && f.yellow[month] == s.Count {
		again := fall{Issued: card.Issued{Colour: s.Colour, Rule: s.Of, Org: x.Org, Cause: month.month, Policy: x.Policy, Due: workdays.NoDate}, at: x.at}
		again.Number = card.NumberOf(again.Issued)
		f.raise(&again, seen)
	}
}

// policyOf finds the version of an id that a card was raised by.
func (f *fold) policyOf(id string) *policy.Policy {
	from, err := workdays.ParseDate(id[len(policy.Supervision)+1:])
	if err != nil {
		return &policy.Policy{}
	}
	if p := f.policies.At(policy.Supervision, from); p != nil {
		return p
	}
	return &policy.Policy{}
}

// record puts a draft in line. It is recorded after what it follows from.
func (f *fold) record(stream ledger.StreamID, at, seen time.Time, make func(post string, at, recorded time.Time) (ledger.Draft, error)) {
	d, err := make("", at, later(seen, at))
	if err != nil {
		return // what may not stand in public is not raised
	}
	f.out = append(f.out, draft{stream, d})
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// kept is for how many days a card keeps what it rests on.
const kept = 400

// forget drops cards of long ago: neither a calendar nor a policy of now takes
// their ground away. It looks once a month.
func (f *fold) forget() {
	if _, _, day := f.today.Civil(); day > 7 {
		return
	}
	for number, c := range f.raised {
		switch {
		case c.derived >= f.today-kept:
		case f.cases[c.Case] != nil:
			c.state = nil // it may fall due again, and is raised once
		default:
			delete(f.raised, number)
		}
	}
	for month := range f.yellow {
		if month.month < (f.today - kept).String()[:7] {
			delete(f.yellow, month)
		}
	}
}

// review cancels the cards whose ground a publication has taken away: of those
// it may bear on, each that would not have been raised by what is known now.
func (f *fold) review(r *ledger.Record, reason string, bears func(*raised) bool) {
	var gone []*raised
	for _, c := range f.raised {
		if c.state == nil || c.cancelled || !bears(c) {
			continue
		}
		stands := false
		t := &watched{number: c.Case, state: *c.state, known: c.known, sent: c.sent}
		f.falls(t, func(x fall) {
			stands = stands || x.Number == c.Number && begun(x.at) <= c.derived
		})
		if !stands {
			gone = append(gone, c)
		}
	}
	slices.SortFunc(gone, func(a, b *raised) int { return cmp.Compare(a.Number, b.Number) })
	for _, c := range gone {
		c.cancelled = true
		category, name := split(r.Stream)
		e := card.Cancelled{Cause: category + "-" + name + "-" + revision(r.Revision), Number: c.Number, Reason: reason}
		f.record(e.Stream(), later(r.Recorded, c.at), r.Recorded, e.Draft)
	}
}
