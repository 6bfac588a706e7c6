package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

var showVerb = verb{name: "show", group: reading, args: argsOf[showCmd],
	words: "Show a case: history, holders, clock; at any moment."}

type showCmd struct {
	Case    string `arg:"" help:"Case number."`
	At      string `placeholder:"ORDINAL|TIME" help:"The case as it was: as known at a record, by its ordinal, or with what had happened by a time."`
	KnownAt string `placeholder:"ORDINAL|TIME" help:"Leave out what was recorded later than this record, by its ordinal, or than a time."`
	Diff    string `placeholder:"A..B" help:"What changed between two moments, each as --at takes; empty for the beginning and for now."`
}

// Help is shown by --help.
func (showCmd) Help() string {
	return `Prints the case, its clock day by day, its holders and its events. It reads
the ledger itself, also beside a running server. The clock says whether the case
was on time, or how it stands, and by how many working days: an open case on the
evening of the day that --at or --known-at names, else of today. Times are local
to the case. A time given as a date means its evening. Policies that were
recorded after what --known-at names, or --at by an ordinal, do not count.

Examples:

    caseledger show case-3984
    caseledger show case-3984 --at 2010-12-01
    caseledger show case-3984 --known-at 120 --json
    caseledger show case-3984 --diff 2010-12-01..

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no such case, or no ledger here.`
}

// Run prints a case, or what changed in it.
func (cmd showCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if cmd.Diff != "" && cmd.At != "" {
		return &usageError{"--diff and --at do not go together: --diff names both moments"}
	}
	store, err := c.storage().readLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r := reader{ctx: ctx, store: store, number: cmd.Case, gapless: c.Store == ""}
	if r.whole, err = r.load(casefile.Moment{}); err != nil {
		return err
	}
	if cmd.Diff != "" {
		changes, err := r.diff(cmd.Diff, cmd.KnownAt)
		if err != nil {
			return err
		}
		return p.printChanges(c.JSON, cmd.Case, r.whole.Case.Location(), changes)
	}
	m, err := r.moment("--at", cmd.At, cmd.KnownAt)
	if err != nil {
		return err
	}
	h, err := r.until(m)
	if err != nil {
		return err
	}
	known := registry.Until{Position: m.Position, Recorded: m.Recorded}
	calendars, err := registry.CalendarsUntil(ctx, store, known)
	if err != nil {
		return err
	}
	policies, err := registry.PoliciesUntil(ctx, store, known)
	if err != nil {
		return err
	}
	asked, err := cmd.asked(h, p.now())
	if err != nil {
		return err
	}
	v := newCaseView(h, casefile.Rules{Calendar: calendarOf(calendars, h.Case.Calendar), Policies: policies}, asked)
	if c.JSON {
		return p.printJSON(v)
	}
	return v.write(p.stdout, r.whole.Case.Location())
}

// asked is the local day of the moment that the flags name: of a position, the
// day on which the last record that counts was recorded; of none, today.
func (cmd showCmd) asked(h casefile.History, now time.Time) (workdays.Date, error) {
	zone := h.Case.Location()
	for _, flag := range []struct{ name, value string }{{"--at", cmd.At}, {"--known-at", cmd.KnownAt}} {
		m, err := parseMoment(flag.name, flag.value)
		if err != nil {
			return workdays.NoDate, err
		}
		if !m.set {
			continue
		}
		if until := m.until(zone); !until.IsZero() {
			return workdays.DateOf(until, zone), nil
		}
		if n := len(h.Records); n > 0 {
			return workdays.DateOf(h.Records[n-1].Recorded, zone), nil
		}
	}
	return workdays.DateOf(now, zone), nil
}

// calendarOf is the calendar that a case names; one that the ledger does not
// hold counts Monday to Friday and is provisional.
func calendarOf(known map[string]*workdays.Calendar, id string) *workdays.Calendar {
	if cal, ok := known[id]; ok {
		return cal
	}
	return workdays.NewCalendar(id)
}

// reader reads one case at several moments.
type reader struct {
	ctx    context.Context
	store  ledger.Store
	number string
	whole  casefile.History
	// gapless says that positions of the store are ordinals.
	gapless bool
}

func (r *reader) load(m casefile.Moment) (casefile.History, error) {
	return casefile.Load(r.ctx, r.store, r.number, m)
}

// at reads the case at a moment: a position bounds what was known, a time what
// had happened; known further bounds what was recorded.
func (r *reader) at(flag, at, known string) (casefile.History, error) {
	m, err := r.moment(flag, at, known)
	if err != nil {
		return casefile.History{}, err
	}
	return r.until(m)
}

// until reads the case up to a moment.
func (r *reader) until(m casefile.Moment) (casefile.History, error) {
	if m == (casefile.Moment{}) {
		return r.whole, nil
	}
	return r.load(m)
}

// moment is what --at, or a side of --diff, and --known-at bound together.
func (r *reader) moment(flag, at, known string) (m casefile.Moment, err error) {
	when, err := parseMoment(flag, at)
	if err != nil {
		return m, err
	}
	by, err := parseMoment("--known-at", known)
	if err != nil {
		return m, err
	}
	zone := r.whole.Case.Location()
	m = casefile.Moment{Position: when.position, Occurred: when.until(zone), Recorded: by.until(zone)}
	if by.position != 0 && (m.Position == 0 || by.position < m.Position) {
		m.Position = by.position
	}
	m.Position, err = r.cited(m.Position)
	return m, err
}

// cited is the position of the record with an ordinal. A number beyond the last
// ordinal is a position already, as citations held before. A store whose
// positions have gaps is read up to there.
func (r *reader) cited(n ledger.Position) (ledger.Position, error) {
	if r.gapless || n == 0 {
		return n, nil
	}
	ordinal := ledger.Position(0)
	for it, err := range r.store.Follow(r.ctx, 0, ledger.Filter{}) {
		switch {
		case err != nil:
			return 0, err
		case it.Record != nil:
			if ordinal++; ordinal == n {
				return it.Position, nil
			}
		case it.Live:
			return n, nil
		}
	}
	return 0, r.ctx.Err()
}

// diff compares the case at two moments, written A..B.
func (r *reader) diff(between, known string) ([]casefile.Change, error) {
	from, to, ok := strings.Cut(between, "..")
	if !ok {
		return nil, &usageError{fmt.Sprintf("--diff %q: want A..B, for example 2010-12-01..2011-11-01", between)}
	}
	before := casefile.History{Number: r.number}
	if from != "" {
		var err error
		if before, err = r.at("--diff", from, known); err != nil {
			return nil, err
		}
	}
	after, err := r.at("--diff", to, known)
	if err != nil {
		return nil, err
	}
	return casefile.Diff(before.Case, after.Case), nil
}
