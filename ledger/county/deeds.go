package county

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/assistance"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// partDeeds is the source of numbers of what a town does beyond its windows. It
// lies beyond all cases.
const partDeeds = 1 << 40

// What a town does in its period, after the document: more than 120 services,
// nearly 150 people, some 90 matters of grids and 80 appointments.
const (
	townServices     = 124
	townPersons      = 147
	townMatters      = 94
	townAppointments = 84
	townVisits       = 36 // at home, in each quarter
)

// deed is something that happens beyond the windows.
type deed struct {
	at    time.Time
	post  string
	event dossier.Event
	group string // of a home visit, which a made-up ledger seals nowhere
}

// deeds are those of the town, in their order.
func (c *County) deeds() (out []deed) {
	r := drawOf(c.Seed, partDeeds)
	out = append(out, deed{at: onDate(c.From, 8*3600), post: "公示岗-01", event: assistance.HoursPublished{
		From: c.From, Org: c.code("CENTRE"), Pattern: "5+4+1", Spans: []assistance.Span{
			{Opens: "09:00", Closes: "12:00", Day: assistance.Workday}, {Opens: "13:30", Closes: "16:30", Day: assistance.Workday},
			{Opens: "08:30", Closes: "09:00", Day: assistance.Workday, Extended: true}, {Opens: "12:00", Closes: "13:30", Day: assistance.Workday, Extended: true},
			{Opens: "16:30", Closes: "18:00", Day: assistance.Workday, Extended: true}, {Opens: "09:00", Closes: "12:00", Day: assistance.Restday, Extended: true}}}})
	out = append(out, c.services(&r)...)
	out = append(out, c.matters(&r)...)
	out = append(out, c.homeVisits(&r)...)
	slices.SortStableFunc(out, func(a, b deed) int { return a.at.Compare(b.at) })
	return out
}

// some is an instant of a working day that has so many after it.
func (c *County) some(r *draw, after int) (day int, at time.Time) {
	day = r.n(c.days.count() - after)
	return day, c.days.at(day, 9*3600+r.n(7*3600))
}

func (c *County) services(r *draw) (out []deed) {
	more := make([]int, townServices)
	for i := range townPersons - townServices {
		more[i] = 1
	}
	shuffle(r, more)
	for i := range townServices {
		_, at := c.some(r, 0)
		post := fmt.Sprintf("帮办代办岗-%02d", i%12+1)
		out = append(out, deed{at: at, post: post, event: assistance.Given{Agent: post, Item: one(r, c.items).code, Org: c.code("CENTRE"),
			Persons: 1 + more[i], Service: fmt.Sprintf("%s-BB-%03d", c.prefix, i+1)}})
	}
	return out
}

// matters are opened in the grids in turn; most are settled there, some in the
// township, one or two in the county.
func (c *County) matters(r *draw) (out []deed) {
	for i := range townMatters {
		n := fmt.Sprintf("%s-WG-%03d", c.prefix, i+1)
		day, at := c.some(r, 12)
		post := fmt.Sprintf("网格办事员-G%02d", i%10+1)
		ups := r.weighed([]int{82, 15, 3})
		mode := []assistance.Mode{assistance.Immediate, assistance.Assigned, assistance.Joint}[r.weighed([]int{60, 28, 12})]
		out = append(out, deed{at: at, post: post, event: assistance.GridOpened{Class: one(r, []string{"repair", "dispute", "subsidy", "sanitation", "safety"}), Grid: c.code("G%02d", i%10+1), Matter: n, Mode: mode}})
		for j, level := range []assistance.Level{assistance.InTownship, assistance.InCounty}[:ups] {
			to := []string{c.code("CENTRE"), c.prefix}[j]
			day += r.between(1, 3)
			out = append(out, deed{at: c.days.at(day, 10*3600+r.n(3600)), post: post, event: assistance.GridHandedUp{Level: level, Matter: n, Reason: one(r, []string{"no_power", "no_means"}), To: to}})
		}
		if r.chance(970) {
			out = append(out, deed{at: c.days.at(day+r.between(1, 4), 14*3600+r.n(3600)), post: post, event: assistance.GridClosed{Matter: n, Result: one(r, []string{"settled", "explained"})}})
		}
	}
	return out
}

// homeVisits are made in every quarter, and counted when it is over.
func (c *County) homeVisits(r *draw) (out []deed) {
	for from := 0; from < c.days.count(); {
		period, to := assistance.Quarter(c.days.list[from]), from
		for to < c.days.count() && assistance.Quarter(c.days.list[to]) == period {
			to++
		}
		counts := make([]int, len(assistance.Groups()))
		for range townVisits * (to - from) / 60 {
			g := r.weighed([]int{50, 22, 15, 9, 4})
			counts[g]++
			at := c.days.at(from+r.n(to-from), 9*3600+r.n(7*3600))
			out = append(out, deed{at: at, post: fmt.Sprintf("上门服务岗-%02d", 1+r.n(3)), group: string(assistance.Groups()[g]), event: assistance.VisitMade{Org: c.code("CENTRE"), Period: period}})
		}
		if from = to; to < c.days.count() {
			out = append(out, deed{at: c.days.at(to, 17*3600), post: "统计岗-01", event: assistance.VisitsPublished{
				Cells: assistance.Pool(counts, assistance.DefaultK), K: assistance.DefaultK, Org: c.code("CENTRE"), Period: period}})
		}
	}
	return out
}

// deedsWritten makes records of the deeds, each decided by its rule.
func (c *County) deedsWritten(ctx context.Context) (out []written, err error) {
	services, matters, hours, visits := states[assistance.Service]{}, states[assistance.Matter]{}, states[assistance.Hours]{}, states[assistance.Visits]{}
	for i, d := range c.deeds() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var w written
		switch d.event.(type) {
		case assistance.Given:
			w, err = record(c, services, assistance.Services, d, i, true)
		case assistance.HoursPublished:
			w, err = record(c, hours, assistance.Openings, d, i, struct{}{})
		case assistance.VisitMade, assistance.VisitsPublished:
			w, err = record(c, visits, assistance.HomeVisits, d, i, d.group != "")
		default:
			w, err = record(c, matters, assistance.Matters, d, i, struct{}{})
		}
		if err != nil {
			return nil, fmt.Errorf("%s on %s: %w", d.event.Stored(), d.at, err)
		}
		out = append(out, w)
	}
	return out, nil
}

// states are those of dossiers of a kind while they are written.
type states[S any] map[ledger.StreamID]*stateOf[S]

type stateOf[S any] struct {
	state S
	next  ledger.Revision
}

func record[S, K any](c *County, all states[S], k *dossier.Kind[S, K], d deed, i int, known K) (w written, err error) {
	id := d.event.Stream()
	if all[id] == nil {
		all[id] = new(stateOf[S])
	}
	s := all[id]
	ask := dossier.Ask[K]{Occurred: d.at, Recorded: d.at, Post: d.post, Known: known}
	if d.group != "" {
		ask.Sealed = []string{assistance.GroupLabel}
	}
	e, err := k.Book.Decide(&s.state, &ask, d.event)
	if err != nil {
		return w, err
	}
	name, public, err := k.Book.Body(e, d.post, nil)
	if err != nil {
		return w, err
	}
	k.Book.Evolve(&s.state, act.Facts{Occurred: d.at, Recorded: d.at, Post: d.post}, e)
	command := ledger.NewCommandID(d.at, strconv.FormatUint(c.Seed, 10)+"/deed/"+strconv.Itoa(i))
	w = written{Record: ledger.Record{Stream: id, Revision: s.next, Draft: ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Post: d.post,
		Occurred: d.at, Recorded: d.at, Public: public}}}
	w.leaf = w.Hash()
	s.next++
	return w, nil
}

// booked says whether the applicant of a case is given a time: those of the first
// cases that an agent handles.
func (c *County) booked() map[int]bool {
	out := map[int]bool{}
	for i := range c.cases {
		if c.cases[i].script == agent && len(out) < townAppointments {
			out[i] = true
		}
	}
	return out
}

// book gives the applicant a time.
func (l *life) book(d *desk) {
	l.after(10)
	l.do(d.front, casefile.MakeAppointment{At: l.now.Add(time.Duration(1+l.n(3)) * 24 * time.Hour), Channel: "phone", Place: "hall"})
}
