package recount

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// rules is one version of the rules of a regime, as far as figures need it:
// ledger/registry/FORMAT.md and ledger/casefile/FORMAT.md §4.
type rules struct {
	Regime, From                               string
	AnyGround, FirstDay, FromReceipt, Restarts bool
	Grounds                                    []struct {
		Code   string
		Notice bool
	}
	LegalDays, JointDays int
	Silence              []struct {
		Of   string
		Days int
	}
}

// rulebook is the versions of all regimes, those of one ascending by date.
type rulebook map[string][]rules

// publish takes a version; it stands in for an earlier one of its regime and date.
func (b rulebook) publish(body []byte) error {
	var r rules
	err := json.Unmarshal(body, &r)
	kept := slices.DeleteFunc(b[r.Regime], func(old rules) bool { return old.From == r.From })
	kept = append(kept, r)
	slices.SortFunc(kept, func(x, y rules) int { return strings.Compare(x.From, y.From) })
	b[r.Regime] = kept
	return err
}

// at is the version in force on a day, nil where none is known.
func (b rulebook) at(regime, day string) (found *rules) {
	for i := range b[regime] {
		if b[regime][i].From <= day {
			found = &b[regime][i]
		}
	}
	return found
}

// of is the version that counts for a case.
func (b rulebook) of(d *file) *rules {
	if d.regime == "" || d.zone == nil {
		return nil
	}
	r := b.at(d.regime, dateOf(d.accepted, d.zone).String())
	if r == nil || !r.FromReceipt || d.received.IsZero() {
		return r
	}
	return b.at(d.regime, dateOf(d.received, d.zone).String())
}

// stops says whether a reason stops the clock.
func (r *rules) stops(reason string, told bool) bool {
	for _, g := range r.Grounds {
		if g.Code == reason {
			return told || !g.Notice
		}
	}
	return r.AnyGround
}

// legalDays is the legal limit, 0 where there is none.
func (d *file) legalDays(r *rules) int {
	switch {
	case r == nil || d.legal > 0:
		return d.legal
	case d.routing == "joint" && r.JointDays > 0:
		return r.JointDays
	}
	return r.LegalDays
}

// begin is the time from which the clock counts.
func (d *file) begin(r *rules) time.Time {
	if r != nil && r.FromReceipt && !d.received.IsZero() {
		return d.received
	}
	return d.accepted
}

// zero is day 0.
func (d *file) zero(r *rules) date {
	on := dateOf(d.begin(r), d.zone)
	if r != nil && r.FirstDay {
		on--
	}
	return on
}

// halting is the times in which the clock stands still.
func (d *file) halting(c *dayCounter, r *rules) (out []halt) {
	for _, h := range d.halts {
		if (h.over || !d.hasEnded()) && (r == nil || r.stops(h.why, h.told)) {
			out = append(out, h)
		}
	}
	if r == nil {
		return out
	}
	for _, x := range d.letters {
		of := map[string]string{"person": "third_party", "organ": "consulted_organ"}[x.party]
		if !r.stops(of, true) {
			continue
		}
		h := d.wait(x.sent, x.back)
		for _, s := range r.Silence {
			end := d.midnight(c.after(dateOf(x.sent, d.zone), s.Days))
			if s.Of == of && (!h.over || h.until.After(end)) {
				h.until, h.over, h.byEnd = end, true, false
			}
		}
		out = append(out, h)
	}
	if r.Restarts {
		for _, x := range d.corrections {
			back := x.back
			if !back.IsZero() {
				back = d.midnight(dateOf(back, d.zone))
			}
			out = append(out, d.wait(d.begin(r), back))
		}
	}
	return out
}

// wait is a halt until an answer, or until the case has ended.
func (d *file) wait(from, until time.Time) halt {
	h := halt{from: from, until: until, over: !until.IsZero()}
	if !h.over && d.hasEnded() {
		h.until, h.over, h.byEnd = d.ended, true, true
	}
	return h
}

// midnight is 24:00 of a date.
func (d *file) midnight(on date) time.Time {
	y, m, day := (on + 1).civil()
	return time.Date(y, m, day, 0, 0, 0, 0, d.zone)
}
