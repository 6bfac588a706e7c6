package assistance_test

import (
	crypto "crypto/rand"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	rules "caseledger/ledger/assistance"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/storetest"
	"caseledger/ledger/vault"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/assistance"
	"caseledger/projections/viewtest"
)

// hall records on a store with a vault.
type hall struct {
	t    *testing.T
	desk *dossier.Desk
	n    int
}

func newHall(t *testing.T) *hall {
	t.Helper()
	v, err := vault.Open(filepath.Join(t.TempDir(), "vault.db"), crypto.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return &hall{t: t, desk: &dossier.Desk{Store: memory.New(), Vault: v}}
}

// do records an event at a time; sealed is the group of a home visit.
func (h *hall) do(at string, e dossier.Event, sealed ...string) {
	h.t.Helper()
	h.n++
	o := dossier.Order{ID: ledger.NewCommandID(casetest.Time(at), strconv.Itoa(h.n)), Post: "网格岗-01", Event: e, Recorded: casetest.Time(at)}
	for _, g := range sealed {
		o.Sealed = append(o.Sealed, vault.Value{Label: rules.GroupLabel, Subject: "p-" + strconv.Itoa(h.n), Text: g})
	}
	for _, k := range []dossier.Handler{rules.Services, rules.Matters, rules.Openings, rules.HomeVisits} {
		if k.Has(e.Stream()) {
			if _, err := k.Do(h.t.Context(), h.desk, o); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

func (h *hall) publish(at, org, period string, k int) {
	h.t.Helper()
	if _, err := rules.Publish(h.t.Context(), h.desk, casetest.Time(at), "统计岗-01", org, period, k); err != nil {
		h.t.Fatal(err)
	}
}

var everything = assistance.Query{From: workdays.NoDate, To: workdays.NoDate, First: 1000}

func date(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestServices(t *testing.T) {
	h := newHall(t)
	for i, persons := range []int{1, 2, 1, 3} {
		h.do(fmt.Sprintf("2024-03-%02d", 4+i), rules.Given{Agent: fmt.Sprintf("帮办代办岗-%02d", i%2+1), Org: "CENTRE", Persons: persons, Service: fmt.Sprint("BB-", i)})
	}
	v, agent := viewtest.Of(t, h.desk.Store), "帮办代办岗-02"
	for _, row := range []struct {
		ask  func(*assistance.Query)
		want string
	}{
		{func(*assistance.Query) {}, "4 services, 7 persons, 2 agents: BB-0 BB-1 BB-2 BB-3 false"},
		{func(q *assistance.Query) { q.First = 2 }, "4 services, 7 persons, 2 agents: BB-0 BB-1 true"},
		{func(q *assistance.Query) { q.First, q.After = 2, 2 }, "4 services, 7 persons, 2 agents: BB-2 BB-3 false"},
		{func(q *assistance.Query) { q.Agent = &agent }, "2 services, 5 persons, 1 agents: BB-1 BB-3 false"},
		{func(q *assistance.Query) { q.From, q.To = date("2024-03-05"), date("2024-03-06") }, "2 services, 3 persons, 2 agents: BB-1 BB-2 false"},
		{func(q *assistance.Query) { q.Org, q.First = &agent, 0 }, "0 services, 0 persons, 0 agents: false"},
	} {
		q := everything
		row.ask(&q)
		got, err := assistance.FindServices(t.Context(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%d services, %d persons, %d agents: ", got.Count, got.Persons, got.Agents)
		for _, s := range got.Nodes {
			text += s.Number + " "
		}
		if text += fmt.Sprint(got.More); text != row.want {
			t.Errorf("%+v: %s, want %s", q, text, row.want)
		}
	}
}

// S4: 小事不出网格、大事不出乡镇.
func TestMatters(t *testing.T) {
	h := newHall(t)
	for i, level := range []int{0, 0, 1, 2, 1} {
		n := fmt.Sprint("WG-", i)
		h.do("2024-03-04", rules.GridOpened{Class: "repair", Grid: fmt.Sprint("G0", i%2), Matter: n, Mode: []rules.Mode{rules.Immediate, rules.Assigned, rules.Joint}[i%3]})
		for _, l := range []rules.Level{rules.InTownship, rules.InCounty}[:level] {
			h.do("2024-03-05", rules.GridHandedUp{Level: l, Matter: n, Reason: "no_power", To: "T"})
		}
		if i < 4 {
			h.do("2024-03-06", rules.GridClosed{Matter: n, Result: "settled"})
		}
	}
	v, grid, open, level := viewtest.Of(t, h.desk.Store), "G00", true, "grid"
	for _, row := range []struct {
		ask  func(*assistance.Query)
		want string
	}{
		{func(*assistance.Query) {}, "5 opened 2 2 1, 4 closed 2 1 1"},
		{func(q *assistance.Query) { q.Org = &grid }, "3 opened 1 1 1, 2 closed 1 1 0"},
		{func(q *assistance.Query) { q.Open = &open }, "1 opened 0 1 0, 0 closed 0 0 0"},
		{func(q *assistance.Query) { q.Level = &level }, "2 opened 1 1 0, 2 closed 2 0 0"},
		{func(q *assistance.Query) { q.From = date("2024-03-05") }, "0 opened 0 0 0, 0 closed 0 0 0"},
	} {
		q := everything
		row.ask(&q)
		m, err := assistance.FindMatters(t.Context(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%d opened %d %d %d, %d closed %d %d %d", m.Count, m.Immediate, m.Assigned, m.Joint, m.Closed, m.InGrid, m.InTownship, m.InCounty)
		if got != row.want || len(m.Nodes) != m.Count {
			t.Errorf("%+v: %s with %d, want %s", q, got, len(m.Nodes), row.want)
		}
	}
}

func TestVisits(t *testing.T) {
	h := newHall(t)
	for _, org := range []string{"A", "B"} {
		for i := range 12 {
			group := []string{"elderly", "elderly", "disabled", "ill"}[i%4]
			if org == "B" && i%4 == 3 {
				group = "elderly"
			}
			h.do("2024-02-05", rules.VisitMade{Org: org, Period: "2024-Q1"}, group)
		}
	}
	h.do("2024-04-08", rules.VisitMade{Org: "A", Period: "2024-Q2"}, "orphan")
	h.publish("2024-04-01", "A", "2024-Q1", 3)
	h.publish("2024-04-01", "B", "2024-Q1", 5)
	h.do("2024-03-29", rules.VisitMade{Org: "A", Period: "2024-Q1"}, "orphan") // told late
	v, a := viewtest.Of(t, h.desk.Store), "A"
	for _, row := range []struct {
		org      *string
		from, to string
		want     string
	}{
		{nil, "", "", "26 visits in 3 quarters, 24 published: [{24 [elderly disabled ill destitute orphan]}]"},
		{&a, "", "2024-Q1", "13 visits in 1 quarters, 12 published: [{6 [elderly]} {3 [disabled]} {3 [ill destitute orphan]}]"},
		{&a, "2024-Q2", "", "1 visits in 1 quarters, 0 published: []"},
		{nil, "2025-Q1", "", "0 visits in 0 quarters, 0 published: []"},
	} {
		got, err := assistance.FindVisits(t.Context(), v, row.org, row.from, row.to)
		text := fmt.Sprintf("%d visits in %d quarters, %d published: %v", got.Visits, len(got.Quarters), got.Published, got.Cells)
		if err != nil || text != row.want {
			t.Errorf("%s, %v; want %s", text, err, row.want)
		}
	}
	one, err := assistance.FindVisits(t.Context(), v, &a, "2024-Q1", "2024-Q1")
	if err != nil || one.Quarters[0].Late != 1 || one.Quarters[0].K != 3 || one.Quarters[0].Published == 0 {
		t.Errorf("%+v, %v", one, err)
	}
}

// S4: 预约服务80余次; what is voided is none.
func TestAppointments(t *testing.T) {
	h := newHall(t)
	made := casefile.AppointmentMade{At: casetest.Time("2024-01-09 10:00"), Place: "hall"}
	later := made
	later.At = casetest.Time("2024-01-10 10:00")
	for _, c := range []*casetest.History{
		casetest.Case("BJ-1").On("2024-01-04", casefile.Accepted{}).On("2024-01-04", made).On("2024-01-05", casefile.RecordCorrected{Revision: 1, Instead: later, Reason: "typing", Basis: "x"}),
		casetest.Case("BJ-2").On("2024-01-05", casefile.Accepted{}).On("2024-01-05", made).On("2024-01-05", casefile.RecordVoided{Revision: 1, Reason: "typing", Basis: "x"}),
		casetest.Case("BJ-3").On("2024-01-05", casefile.Accepted{}).On("2024-01-05", made).On("2024-01-05", casefile.Annulled{Reason: "test", Basis: "x"}),
		casetest.Case("BJ-4").On("2024-01-05", casefile.Accepted{}).On("2024-01-05", made),
	} {
		if _, err := c.AppendTo(t.Context(), h.desk.Store); err != nil {
			t.Fatal(err)
		}
	}
	v := viewtest.Of(t, h.desk.Store)
	got, err := assistance.FindAppointments(t.Context(), v, everything)
	if err != nil || got.Count != 2 || len(got.Nodes) != 2 || got.Nodes[0].Case != "BJ-1" || !got.Nodes[0].At.Equal(later.At) || got.Nodes[1].Case != "BJ-4" {
		t.Errorf("%+v, %v", got, err)
	}
	q := everything
	q.From, q.First = date("2024-01-05"), 0
	if got, err := assistance.FindAppointments(t.Context(), v, q); err != nil || got.Count != 1 || got.Nodes != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// S4: 延时服务; what is served beyond the hours follows from acceptances.
func TestServed(t *testing.T) {
	h := newHall(t)
	for i, at := range []string{"2024-01-02 10:00", "2024-01-04 10:00", "2024-01-04 12:30", "2024-01-06 10:00", "2024-01-06 15:00", "2024-02-04 10:00"} {
		c := casetest.Case(fmt.Sprint("BJ-", i)).On(at, casefile.Accepted{Org: "CENTRE"})
		if i == 4 {
			c = c.On("2024-01-08", casefile.Annulled{Reason: "test", Basis: "x"})
		}
		if _, err := c.AppendTo(t.Context(), h.desk.Store); err != nil {
			t.Fatal(err)
		}
	}
	h.do("2024-01-03", rules.HoursPublished{From: date("2024-01-03"), Org: "CENTRE", Pattern: "5+4+1", Spans: []rules.Span{
		{Opens: "09:00", Closes: "12:00", Day: rules.Workday}, {Opens: "09:00", Closes: "13:00", Day: rules.Restday, Extended: true}}})
	v := viewtest.Of(t, h.desk.Store)
	got, err := assistance.FindServed(t.Context(), v, "CENTRE", workdays.NoDate, workdays.NoDate, casetest.China())
	text := fmt.Sprint(got.Ordinary, got.Extended, got.Outside, got.Untold, len(got.Hours), got.Provisional)
	if err != nil || text != "2 1 1 1 1 false" { // 2024-02-04, a Sunday, is made up for
		t.Errorf("%s, %v", text, err)
	}
}

// TestSameRows: however batches are cut, the answers are the same.
func TestSameRows(t *testing.T) {
	for seed := range uint64(12) {
		h, draw := newHall(t), rand.New(rand.NewPCG(seed, 0))
		for i := range 1 + draw.IntN(30) {
			switch n := fmt.Sprint(i); draw.IntN(4) {
			case 0:
				h.do("2024-03-04", rules.Given{Agent: "甲", Org: "A", Service: n})
			case 1:
				h.do("2024-03-04", rules.GridOpened{Class: "x", Grid: "G", Matter: n, Mode: rules.Joint})
				h.do("2024-03-04", rules.GridHandedUp{Level: rules.InTownship, Matter: n, Reason: "x", To: "T"})
			case 2:
				h.do("2024-03-04", rules.VisitMade{Org: "A", Period: "2024-Q1"}, "ill")
			default:
				h.do("2024-03-04", rules.HoursPublished{From: date("2024-03-04"), Org: "A", Spans: []rules.Span{{Opens: "09:00", Closes: "10:00", Day: rules.Workday}}})
			}
		}
		pieces := viewtest.Of(t, storetest.Cut(h.desk.Store, 1+draw.IntN(9)))
		if d := cmp.Diff(answers(t, viewtest.Of(t, h.desk.Store)), answers(t, pieces)); d != "" {
			t.Errorf("seed %d: -at once +cut\n%s", seed, d)
		}
	}
}

func answers(t *testing.T, v *projections.Views) []any {
	s, err1 := assistance.FindServices(t.Context(), v, everything)
	m, err2 := assistance.FindMatters(t.Context(), v, everything)
	h, err3 := assistance.FindVisits(t.Context(), v, nil, "", "")
	o, err4 := assistance.FindServed(t.Context(), v, "A", workdays.NoDate, workdays.NoDate, nil)
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return []any{s, m, h, o}
}
