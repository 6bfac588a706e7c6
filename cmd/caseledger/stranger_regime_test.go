package main

import (
	"encoding/json"
	"slices"
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
	Periods              []struct {
		Code, Unit string
		Days       int
	}
	Silence []struct {
		Of   string
		Days int
	}
}

// rulebook is the versions of all regimes, those of one ascending by date.
type rulebook map[string][]rules

// newRulebook has the versions that hold without a record.
func newRulebook(official [][]byte) rulebook {
	b := rulebook{}
	for _, text := range official {
		if err := b.publish(text); err != nil {
			panic(err)
		}
	}
	return b
}

// publish takes a version; it stands in for an earlier one of its regime and date.
func (b rulebook) publish(body []byte) error {
	var r rules
	err := json.Unmarshal(body, &r)
	kept := slices.DeleteFunc(b[r.Regime], func(old rules) bool { return old.From == r.From })
	kept = append(kept, r)
	slices.SortFunc(kept, func(x, y rules) int {
		if x.From < y.From {
			return -1
		}
		return 1
	})
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
func (b rulebook) of(d *dossier) *rules {
	if d.Regime == "" || d.zone == nil {
		return nil
	}
	r := b.at(d.Regime, dateOf(d.accepted, d.zone).String())
	if r == nil || !r.FromReceipt || d.received.IsZero() {
		return r
	}
	return b.at(d.Regime, dateOf(d.received, d.zone).String())
}

// asked is what the stranger keeps of letters whose answers the clock may wait for.
type asked struct {
	letters     []letter
	corrections []letter
}

type letter struct {
	Notice, Party string
	sent, back    time.Time
}

func (k *asked) follow(kind string, f *fact) error {
	list := &k.letters
	switch kind {
	case "correction_requested", "correction_received":
		list = &k.corrections
	case "third_party_consulted", "consultation_answered":
	default:
		return nil
	}
	var e letter
	err := json.Unmarshal(f.Public, &e)
	if kind == "correction_requested" || kind == "third_party_consulted" {
		e.sent = f.Occurred
		*list = append(*list, e)
		return err
	}
	for i := range *list {
		if x := &(*list)[i]; x.Notice == e.Notice && x.back.IsZero() {
			x.back = f.Occurred
			break
		}
	}
	return err
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

// legal is the legal limit, 0 where there is none.
func (d *dossier) legal(r *rules) int {
	switch {
	case r == nil || d.LegalDays > 0:
		return d.LegalDays
	case d.Routing == "joint" && r.JointDays > 0:
		return r.JointDays
	}
	return r.LegalDays
}

// begin is the time from which the clock counts.
func (d *dossier) begin(r *rules) time.Time {
	if r != nil && r.FromReceipt && !d.received.IsZero() {
		return d.received
	}
	return d.accepted
}

// zero is day 0.
func (d *dossier) zero(r *rules) date {
	on := dateOf(d.begin(r), d.zone)
	if r != nil && r.FirstDay {
		on--
	}
	return on
}

// halting is the times in which the clock stands still.
func (d *dossier) halting(c *dayCounter, r *rules) (out []halt) {
	for _, h := range d.halts {
		if (h.over || !d.hasEnded()) && (r == nil || r.stops(h.why, h.told)) {
			out = append(out, h)
		}
	}
	if r == nil {
		return out
	}
	for _, x := range d.letters {
		of := map[string]string{"person": "third_party", "organ": "consulted_organ"}[x.Party]
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
func (d *dossier) wait(from, until time.Time) halt {
	h := halt{from: from, until: until, over: !until.IsZero()}
	if !h.over && d.hasEnded() {
		h.until, h.over, h.byEnd = d.ended, true, true
	}
	return h
}

// midnight is 24:00 of a date.
func (d *dossier) midnight(on date) time.Time {
	y, m, day := time.Unix(int64(on+1)*86400, 0).UTC().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, d.zone)
}
