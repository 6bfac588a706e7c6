package recount

import "time"

// A file is a case: its state after the records that were read, by
// ledger/casefile/FORMAT.md §2.
type file struct {
	facts
	status          string // "" before acceptance, "open", or the kind of ending
	zone            *time.Location
	accepted, ended time.Time
	received        time.Time // the application, the latest
	corrected       bool
	special         bool
	joint, up, via  bool // what other actions than the acceptance made of the routing
	halts           []halt
	extensions      []extension
	letters         []letter // whose answers the clock may wait for
	corrections     []letter

	known measured
}

// facts are what the acceptance says.
type facts struct {
	calendar, handling, routing, item, org, regime, zoned string
	deadline                                              time.Time
	legal, promised                                       int
}

type halt struct {
	from, until time.Time
	over        bool // until is known
	byEnd       bool // the ending of the case ended it
	why         string
	told        bool // in writing
}

type extension struct {
	days     int
	notice   bool
	recorded time.Time
}

type letter struct {
	notice, party string
	sent, back    time.Time
}

// take tells the case what happened.
func (d *file) take(f *Fact, names *shared) error {
	d.known = measured{}
	switch b := &f.body; f.kind {
	case "accepted":
		d.facts = factsOf(b, names)
		return d.open(f.occurred, names)
	case "application_received":
		if d.status == "" && d.zone == nil {
			d.facts = factsOf(b, names)
			d.become()
		}
		d.received = f.occurred
	case "deemed_accepted":
		if d.received.IsZero() {
			return d.open(f.occurred, names)
		}
		return d.open(d.received, names)
	case "closed", "returned", "withdrawn":
		d.end(f.kind, f.occurred)
	case "deemed_abandoned":
		d.end("withdrawn", f.occurred)
	case "suspended":
		d.halts = append(d.halts, halt{from: f.occurred, why: names.of(b.Reason), told: b.Notice != ""})
	case "resumed":
		d.resume(f.occurred, false)
	case "extended":
		d.extensions = append(d.extensions, extension{b.Days, b.Notice != "", f.recorded})
	case "correction_requested":
		d.corrected = true
		d.corrections = append(d.corrections, letter{notice: b.Notice, sent: f.occurred})
	case "correction_received":
		answer(d.corrections, b.Notice, f.occurred)
	case "third_party_consulted":
		d.letters = append(d.letters, letter{notice: b.Notice, party: names.of(b.Party), sent: f.occurred})
	case "consultation_answered":
		answer(d.letters, b.Notice, f.occurred)
	case "annulled":
		*d = file{facts: d.facts, zone: d.zone}
	case "special_granted":
		d.special = true
	case "part_assigned", "part_closed", "joint_review_held":
		d.joint = true
	case "forwarded", "superior_decided":
		d.up = true
	case "agent_appointed":
		d.via = true
	case "return_review_decided":
		if b.Outcome == "reopened" && d.status == "returned" {
			d.status = "open"
			if d.accepted.IsZero() {
				d.status = ""
			}
		}
	}
	d.become()
	return nil
}

func factsOf(b *body, names *shared) facts {
	return facts{names.of(b.Calendar), names.of(b.Handling), names.of(b.Routing), names.of(b.Item), names.of(b.Org), names.of(b.Regime), names.of(b.Zone),
		b.Deadline, b.LegalDays, b.PromisedDays}
}

// open opens the case as accepted at a time, in the zone that its facts name.
func (d *file) open(accepted time.Time, names *shared) (err error) {
	if d.zone, err = names.zone(d.zoned); err != nil || d.zoned == "" {
		d.zone, err = names.zone("Asia/Shanghai")
	}
	d.status, d.accepted = "open", accepted
	d.become()
	return err
}

func (d *file) end(how string, at time.Time) {
	d.status, d.ended = how, at
	d.resume(at, true)
}

func (d *file) resume(at time.Time, byEnd bool) {
	for i := range d.halts {
		if h := &d.halts[i]; !h.over {
			h.until, h.over, h.byEnd = at, true, byEnd
		}
	}
}

// answer notes that a letter was answered.
func answer(list []letter, notice string, at time.Time) {
	for i := range list {
		if x := &list[i]; x.notice == notice && x.back.IsZero() {
			x.back = at
			return
		}
	}
}

// become sets the axes that the acceptance and other actions make together.
func (d *file) become() {
	if d.special {
		d.handling = "special"
	}
	for _, r := range []struct {
		to   string
		made bool
	}{{"joint", d.joint}, {"forwarded", d.up}, {"agent", d.via}} {
		if d.routing == r.to {
			return
		}
		if r.made {
			d.routing = r.to
			return
		}
	}
}

func (d *file) hasEnded() bool { return d.status != "" && d.status != "open" }

// kind is the label by which figures count.
func (d *file) kind() string {
	switch {
	case d.status == "returned":
		return "returned"
	case d.corrected:
		return "corrected"
	}
	for _, kind := range []string{"special", "joint", "forwarded", "agent", "immediate", "promised"} {
		if d.handling == kind || d.routing == kind {
			return kind
		}
	}
	return "other"
}
