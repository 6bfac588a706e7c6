package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A stranger knows the ledger from its public feed and the documents alone:
// feeds/FORMAT.md, ledger/FORMAT.md, ledger/casefile/FORMAT.md, the notices of
// ledger/registry, and projections/FIGURES.md. It shares no code with what it
// checks, counts day by day, and is slow.
type stranger struct {
	calendars map[string][]notice // in the order of records, one a year
	rules     rulebook
	directory directory
	cases     map[string]*dossier
	counters  map[string]*dayCounter
	fault     error // the first record that the documents do not explain
}

// fact is what the stranger takes from a canonical record.
type fact struct {
	Stream, Type       string
	Revision           int
	Occurred, Recorded time.Time
	Public             json.RawMessage
}

type notice struct {
	Year int
	Days []day
}

type day struct {
	Date string
	Off  bool
}

// acceptance is the body of case.accepted/1, as far as figures need it.
type acceptance struct {
	Calendar, Channel, Handling, Routing, Zone string
	Item, Org, Regime                          string
	Deadline                                   time.Time
	LegalDays, PromisedDays                    int
}

// dossier is a case.
type dossier struct {
	acceptance
	course
	recalled
	asked
	judged
	place              *place // by what was read so far; nil until it is asked for
	zone               *time.Location
	status             string // "" before acceptance, "open", or the type of ending
	accepted, ended    time.Time
	received           time.Time // the application, the latest
	wasEnded, stepped  bool
	first, last        time.Time // earliest and latest step
	records            int
	corrected, special bool
	routed             map[string]bool // what other actions than the acceptance made of the routing
	halts              []halt
	extensions         []extension
	charges            int
	visits             []time.Time
}

type halt struct {
	from, until time.Time
	over        bool // until is known
	byEnd       bool // the ending of the case ended it
	why         string
	told        bool // in writing
}

type extension struct {
	Days     int
	Notice   string
	recorded time.Time
}

func newStranger(official ...[]byte) *stranger {
	return &stranger{rules: newRulebook(official), calendars: map[string][]notice{}, counters: map[string]*dayCounter{}, cases: map[string]*dossier{}}
}

// read takes one canonical record.
func (s *stranger) read(canonical []byte) {
	var f fact
	err := json.Unmarshal(canonical, &f)
	category, name, _ := strings.Cut(f.Stream, "/")
	switch {
	case err != nil:
	case category == "case":
		d := s.cases[name]
		if d == nil {
			d = &dossier{}
			s.cases[name] = d
		}
		if f.Revision != d.records {
			err = fmt.Errorf("revision %d follows %d", f.Revision, d.records-1)
			break
		}
		d.records++
		err = d.hear(&f)
	case f.Type == "calendar.published/1":
		var n notice
		err = json.Unmarshal(f.Public, &n)
		kept := slices.DeleteFunc(s.calendars[name], func(old notice) bool { return old.Year == n.Year })
		s.calendars[name] = append(kept, n)
	case f.Type == "policy.published/1":
		err = s.rules.publish(f.Public)
	default:
		var listed bool
		if listed, err = s.directory.read(&f); err == nil && !listed {
			err = fmt.Errorf("type %q", f.Type)
		}
	}
	s.fault = cmp.Or(s.fault, err)
}

// take is ledger/casefile/FORMAT.md §2.
func (d *dossier) take(f *fact) error {
	kind, _ := strings.CutSuffix(strings.TrimPrefix(f.Type, "case."), "/1")
	if err := d.course.follow(kind, f.Public, d); err != nil {
		return err
	}
	if err := d.asked.follow(kind, f); err != nil {
		return err
	}
	if err := d.judged.follow(kind, f); err != nil {
		return err
	}
	switch kind {
	case "accepted":
		d.acceptance = acceptance{}
		if err := json.Unmarshal(f.Public, &d.acceptance); err != nil {
			return err
		}
		return d.open(f.Occurred)
	case "application_received":
		if d.status == "" && d.zone == nil {
			d.acceptance = acceptance{}
			if err := json.Unmarshal(f.Public, &d.acceptance); err != nil {
				return err
			}
			d.become()
		}
		d.received = f.Occurred
	case "deemed_accepted":
		if d.received.IsZero() {
			return d.open(f.Occurred)
		}
		return d.open(d.received)
	case "closed", "returned", "withdrawn":
		d.status, d.ended, d.wasEnded = kind, f.Occurred, true
		d.resume(f.Occurred, true)
	case "deemed_abandoned":
		d.status, d.ended, d.wasEnded = "withdrawn", f.Occurred, true
		d.resume(f.Occurred, true)
	case "suspended":
		var e struct{ Notice, Reason string }
		err := json.Unmarshal(f.Public, &e)
		d.halts = append(d.halts, halt{from: f.Occurred, why: e.Reason, told: e.Notice != ""})
		return err
	case "resumed":
		d.resume(f.Occurred, false)
	case "extended":
		x := extension{recorded: f.Recorded}
		err := json.Unmarshal(f.Public, &x)
		d.extensions = append(d.extensions, x)
		return err
	case "correction_requested":
		d.corrected = true
	case "step_performed":
		if !d.stepped || f.Occurred.Before(d.first) {
			d.first = f.Occurred
		}
		if !d.stepped || f.Occurred.After(d.last) {
			d.last = f.Occurred
		}
		d.stepped = true
	case "fee_charged":
		d.charges++
	case "visited":
		d.visits = append(d.visits, f.Occurred)
	case "annulled":
		d.annul()
	case "special_granted":
		d.special = true
		d.become()
	case "part_assigned", "part_closed", "joint_review_held":
		d.route("joint")
	case "forwarded", "superior_decided":
		d.route("forwarded")
	case "agent_appointed":
		d.route("agent")
	case "return_review_decided":
		return d.review(f)
	case "correction_received", "transferred", "received", "decided", "delivered", "agent_acted", "agent_released",
		"return_review_requested", "undertaken", "passed_on", "appointment_made", "site_checked",
		"officer_assigned", "duty_handed_over", "fast_track_granted", "notified", "archived", "struck_off", "materials_received",
		"materials_returned", "result_issued", "result_fed_back", "rated", "rating_invalidated",
		"rater_contacted", "bad_review_rectified", "bad_review_explained", "rectification_confirmed", "fee_refunded", "delay_explained",
		"timeout_default_triggered", "timeout_default_revoked", "third_party_consulted", "consultation_answered":
	default:
		return fmt.Errorf("type %q", f.Type)
	}
	return nil
}

// open opens the case as accepted at a time, in the zone that its facts name.
func (d *dossier) open(accepted time.Time) (err error) {
	zone, err := time.LoadLocation(d.Zone)
	if err != nil || d.Zone == "" {
		zone, err = time.LoadLocation("Asia/Shanghai")
	}
	d.status, d.accepted, d.zone = "open", accepted, zone
	d.become()
	return err
}

// route notes what an action makes of the routing.
func (d *dossier) route(to string) {
	if d.routed == nil {
		d.routed = map[string]bool{}
	}
	d.routed[to] = true
	d.become()
}

// become sets the axes that the acceptance and other actions make together.
func (d *dossier) become() {
	if d.special {
		d.Handling = "special"
	}
	for _, to := range []string{"joint", "forwarded", "agent"} {
		if d.Routing == to {
			return
		}
		if d.routed[to] {
			d.Routing = to
			return
		}
	}
}

func (d *dossier) review(f *fact) error {
	var found struct{ Outcome string }
	err := json.Unmarshal(f.Public, &found)
	if found.Outcome == "reopened" && d.status == "returned" {
		d.status, d.wasEnded = "open", false
		if d.accepted.IsZero() {
			d.status = ""
		}
	}
	return err
}

func (d *dossier) resume(at time.Time, byEnd bool) {
	for i := range d.halts {
		if h := &d.halts[i]; !h.over {
			h.until, h.over, h.byEnd = at, true, byEnd
		}
	}
}

// annul leaves only what the acceptance said.
func (d *dossier) annul() {
	*d = dossier{recalled: d.recalled, records: d.records, acceptance: d.acceptance, zone: d.zone}
}

// stands is where the case stands in the directory.
func (s *stranger) stands(d *dossier) *place {
	if d.place == nil {
		p := s.directory.place(d.Org, d.Item, dateOf(d.accepted, d.zone).String())
		d.place = &p
	}
	return d.place
}

func (d *dossier) hasEnded() bool { return d.status != "" && d.status != "open" }
