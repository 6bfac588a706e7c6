package casetest

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// A History is a case written down event by event. Its methods panic on times
// and bodies that cannot be: a mistake in the test.
type History struct {
	Number string
	Drafts []ledger.Draft
	Case   casefile.Case // after all drafts
	told   []casefile.Entry
}

// Case begins the history of a case.
func Case(number string) *History { return &History{Number: number} }

// On adds an event that occurred and was recorded at a local time in Shanghai,
// "2024-03-04 10:30" or "2024-03-04" for 09:00. Number, zone and calendar of
// an acceptance or a receipt may be left out.
func (h *History) On(when string, e casefile.Event) *History {
	t := Time(when)
	return h.Add(t, t, "", e)
}

// Add adds an event that occurred and was recorded at these times, by a post.
func (h *History) Add(occurred, recorded time.Time, post string, e casefile.Event) *History {
	switch x := e.(type) {
	case casefile.Accepted:
		e = h.complete(x)
	case casefile.ApplicationReceived:
		x.Number = h.Number
		x.Zone, x.Calendar = cmp.Or(x.Zone, casefile.DefaultZone), cmp.Or(x.Calendar, workdays.China)
		e = x
	}
	name, public, err := casefile.Encode(e)
	if err != nil {
		panic("casetest: " + err.Error())
	}
	command := ledger.NewCommandID(recorded, h.Number+"#"+strconv.Itoa(len(h.Drafts)))
	d := ledger.Draft{
		ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Post: post, Public: public,
		Occurred: ledger.Time(occurred), Recorded: ledger.Time(recorded),
	}
	h.Drafts = append(h.Drafts, d)
	h.told = append(h.told, casefile.Entry{Revision: ledger.Revision(len(h.told)), Occurred: d.Occurred, Recorded: d.Recorded, Post: post, Event: e})
	h.Case.Advance(h.told)
	return h
}

func (h *History) complete(a casefile.Accepted) casefile.Accepted {
	a.Number = h.Number
	if a.Zone == "" {
		a.Zone = casefile.DefaultZone
	}
	if a.Calendar == "" {
		a.Calendar = workdays.China
	}
	return a
}

// Stream is the case's stream.
func (h *History) Stream() ledger.StreamID { return casefile.Stream(h.Number) }

// AppendTo stores the history in one append.
func (h *History) AppendTo(ctx context.Context, s ledger.Store) ([]ledger.Record, error) {
	return s.Append(ctx, h.Stream(), ledger.NoStream, h.Drafts...)
}

// Time is a local time in Shanghai, in UTC; see [History.On].
func Time(when string) time.Time {
	if len(when) == len(time.DateOnly) {
		when += " 09:00"
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", when, shanghai())
	if err != nil {
		panic(fmt.Sprintf("casetest: time %q: want the form 2006-01-02 15:04", when))
	}
	return t.UTC()
}

func shanghai() *time.Location {
	zone, err := casefile.ParseZone(casefile.DefaultZone)
	if err != nil {
		panic("casetest: " + err.Error()) // the zones are part of the program
	}
	return zone
}

// China is the official calendar as it ships with the program.
func China() *workdays.Calendar {
	c := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		c = c.With(n)
	}
	return c
}
