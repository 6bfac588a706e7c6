package projections_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	compare "github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestWorklist: five working days from Monday, 4 March 2024, end on 11 March.
func TestWorklist(t *testing.T) {
	s := memory.New()
	promised := func(org, item, officer string, days int) casefile.Accepted {
		return casefile.Accepted{Org: org, Item: item, Officer: officer, Promise: days, Handling: casefile.Promised}
	}
	record(t, s, casetest.Case("W-5").On("2024-03-04", promised("镇一", "甲", "岗-1", 5)))
	record(t, s, casetest.Case("W-7").On("2024-03-04", promised("镇二", "乙", "岗-2", 7)))
	record(t, s, casetest.Case("W-1").On("2024-03-04", promised("县局", "甲", "岗-1", 1)))
	record(t, s, casetest.Case("W-STOPPED").On("2024-03-04", promised("镇一", "乙", "岗-1", 5)).
		On("2024-03-06", casefile.Suspended{Reason: "expert_review", Notice: "N-1"}))
	record(t, s, casetest.Case("W-CLOSED").On("2024-03-04", promised("镇一", "甲", "岗-1", 1)).On("2024-03-20", casefile.Closed{Outcome: casefile.Granted}))
	record(t, s, casetest.Case("W-FREE").On("2024-03-04", casefile.Accepted{Org: "镇一"}))
	from := workdays.Civil(2024, 1, 1)
	for _, e := range []registry.Entry{
		registry.OrganisationCreated{Level: registry.County, Org: "县局", Date: from, Name: "县局"},
		registry.OrganisationCreated{Level: registry.County, Org: "镇一", Date: from, Name: "镇一", Parent: "县局"},
		registry.OrganisationCreated{Level: registry.County, Org: "镇二", Date: from, Name: "镇二"},
	} {
		if _, err := registry.Record(t.Context(), s, casetest.Time("2024-01-02"), "", e); err != nil {
			t.Fatal(err)
		}
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	text := func(s string) *string { return &s }
	for _, x := range []struct {
		name, at string
		q        projections.WorklistQuery
		want     []string
	}{
		{"all", "2024-03-08", projections.WorklistQuery{}, []string{"W-1 -3 overdue", "W-5 1", "W-7 3", "W-STOPPED 4"}},
		{"on the due date", "2024-03-11", projections.WorklistQuery{}, []string{"W-1 -4 overdue", "W-5 0", "W-7 2", "W-STOPPED 4"}},
		{"a day after", "2024-03-12", projections.WorklistQuery{}, []string{"W-1 -5 overdue", "W-5 -1 overdue", "W-7 1", "W-STOPPED 4"}},
		{"overdue only", "2024-03-12", projections.WorklistQuery{OverdueOnly: true}, []string{"W-1 -5 overdue", "W-5 -1 overdue"}},
		{"with all below", "2024-03-08", projections.WorklistQuery{Org: text("县局")}, []string{"W-1 -3 overdue", "W-5 1", "W-STOPPED 4"}},
		{"one unit", "2024-03-08", projections.WorklistQuery{Org: text("镇二")}, []string{"W-7 3"}},
		{"an item", "2024-03-08", projections.WorklistQuery{Item: text("乙")}, []string{"W-7 3", "W-STOPPED 4"}},
		{"an item of a unit", "2024-03-08", projections.WorklistQuery{Item: text("甲"), Org: text("镇一")}, []string{"W-5 1"}},
		{"a post", "2024-03-08", projections.WorklistQuery{Officer: text("岗-1")}, []string{"W-1 -3 overdue", "W-5 1", "W-STOPPED 4"}},
		{"nobody's", "2024-03-08", projections.WorklistQuery{Officer: text("岗-9")}, nil},
	} {
		x.q.At = casetest.Time(x.at)
		for _, size := range []int{1, 2, 10} {
			x.q.First, x.q.After = size, ""
			var got []string
			for {
				page, err := v.Worklist(t.Context(), x.q)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range page.Rows {
					got = append(got, fmt.Sprintf("%s %d%s", r.Number, r.Remaining, map[bool]string{true: " overdue"}[r.Overdue]))
					x.q.After = r.Cursor
				}
				if !page.HasNext {
					break
				}
			}
			if diff := compare.Diff(x.want, got); diff != "" {
				t.Errorf("%s, by %d: %s", x.name, size, diff)
			}
		}
	}
	for name, q := range map[string]projections.WorklistQuery{
		"no rows":       {At: casetest.Time("2024-03-08")},
		"too many rows": {At: casetest.Time("2024-03-08"), First: 1001},
		"no instant":    {First: 10},
		"no cursor":     {At: casetest.Time("2024-03-08"), First: 10, After: "AAAA"},
	} {
		if _, err := v.Worklist(t.Context(), q); !isInvalid(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func isInvalid(err error) bool {
	_, ok := err.(*ledger.InvalidError)
	return ok
}

// TestWorklistIsTheListing holds the worklist, whichever way it is found, against
// the plain list of what is open, for a tree with few and with many units.
func TestWorklistIsTheListing(t *testing.T) {
	for _, units := range []int{3, 60, 300} {
		s := memory.New()
		random := rand.New(rand.NewPCG(7, uint64(units)))
		for i := range 400 {
			h := casetest.Case(fmt.Sprintf("R-%04d", i*7919%400)).On("2024-03-04", casefile.Accepted{
				Org: fmt.Sprint("U", random.IntN(units)), Item: fmt.Sprint("I", random.IntN(4)), Officer: fmt.Sprint("P", random.IntN(9)), Promise: 1 + random.IntN(15)})
			if i%3 == 0 {
				h.On("2024-03-05", casefile.Closed{Outcome: casefile.Granted})
			}
			record(t, s, h)
		}
		entries := []registry.Entry{registry.OrganisationCreated{Level: registry.County, Org: "ROOT", Date: workdays.Civil(2024, 1, 1), Name: "ROOT"}}
		below := map[string]bool{"ROOT": true}
		for u := range units {
			parent := "ROOT"
			if u == 0 {
				parent = ""
			} else {
				below[fmt.Sprint("U", u)] = true
			}
			entries = append(entries, registry.OrganisationCreated{Level: registry.County, Org: fmt.Sprint("U", u), Date: workdays.Civil(2024, 1, 1), Name: "U", Parent: parent})
		}
		for _, e := range entries {
			if _, err := registry.Record(t.Context(), s, casetest.Time("2024-01-02"), "", e); err != nil {
				t.Fatal(err)
			}
		}
		v := viewtest.New(t)
		catchUp(t, v, s)
		all, err := v.Cases(t.Context(), projections.CaseQuery{Status: []casefile.Status{casefile.Open}, Order: projections.ByDue,
			AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 1000})
		if err != nil {
			t.Fatal(err)
		}
		root, item, post := "ROOT", "I1", "P3"
		for _, q := range []projections.WorklistQuery{
			{}, {Org: &root}, {Item: &item}, {Officer: &post}, {Org: &root, Item: &item}, {Org: &root, Officer: &post}, {Org: &root, Item: &item, Officer: &post},
		} {
			q.At = casetest.Time("2024-03-12")
			var want, got []string
			for _, c := range all.Rows {
				if (q.Org == nil || below[c.Org]) && (q.Item == nil || c.Item == item) && (q.Officer == nil || c.Officer == post) {
					want = append(want, c.Number)
				}
			}
			for q.First = 7; ; {
				page, err := v.Worklist(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range page.Rows {
					got = append(got, r.Number)
					q.After = r.Cursor
				}
				if !page.HasNext {
					break
				}
			}
			if diff := compare.Diff(want, got); diff != "" {
				t.Errorf("%d units, %+v: %s", units, q, diff)
			}
		}
	}
}

func office(org, parent string) registry.Entry {
	return registry.OrganisationCreated{Level: registry.County, Org: org, Date: workdays.Civil(2013, 1, 1), Name: org, Parent: parent}
}

// BenchmarkWorklist reads pages of 50 of a hundred thousand open cases of 3000
// units on three levels, one after the other, and reports in processor time what
// half of them and what all but one in a hundred stay below.
func BenchmarkWorklist(b *testing.B) {
	for _, cases := range []int{100_000, 1_000_000} {
		if cases > 100_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprint("open=", cases), func(b *testing.B) { benchmarkWorklist(b, cases) })
	}
}

func benchmarkWorklist(b *testing.B, cases int) {
	const units, items, posts = 3000, 2000, 15_000
	entries := []registry.Entry{office("ROOT", "")}
	for i := range 30 {
		entries = append(entries, office(fmt.Sprint("MID-", i), "ROOT"))
	}
	for i := range units {
		entries = append(entries, office(fmt.Sprint("ORG-", i), fmt.Sprint("MID-", i%30)))
	}
	s := memory.New()
	if _, err := registry.Record(b.Context(), s, casetest.Time("2014-01-01"), "", entries...); err != nil {
		b.Fatal(err)
	}
	for i := range cases {
		at := casetest.Time("2024-01-02").Add(time.Duration(i%90) * 24 * time.Hour)
		h := casetest.Case(fmt.Sprintf("C-%07d", i)).Add(at, at, "", casefile.Accepted{
			Org: fmt.Sprint("ORG-", i%units), Item: fmt.Sprint("ITEM-", i*31%items), Officer: fmt.Sprint("POST-", i*17%posts), Promise: 5 + i%20, Handling: casefile.Promised})
		if _, err := h.AppendTo(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
	v := viewtest.New(b)
	catchUp(b, v, s)
	text := func(s string) *string { return &s }
	queries := []struct {
		name string
		q    projections.WorklistQuery
	}{
		{"all", projections.WorklistQuery{}},
		{"root", projections.WorklistQuery{Org: text("ROOT")}},
		{"middle", projections.WorklistQuery{Org: text("MID-7")}},
		{"unit", projections.WorklistQuery{Org: text("ORG-77")}},
		{"item", projections.WorklistQuery{Item: text("ITEM-77")}},
		{"item of the middle", projections.WorklistQuery{Item: text("ITEM-77"), Org: text("MID-7")}},
		{"post", projections.WorklistQuery{Officer: text("POST-77")}},
		{"overdue", projections.WorklistQuery{OverdueOnly: true}},
	}
	for _, x := range queries {
		b.Run(x.name, func(b *testing.B) {
			var took []time.Duration
			x.q.At, x.q.First = casetest.Time("2024-03-01"), 50
			for b.Loop() {
				var page projections.WorklistPage
				var err error
				took = append(took, processorTime(b, func() { page, err = v.Worklist(b.Context(), x.q) }))
				if err != nil {
					b.Fatal(err)
				}
				x.q.After = ""
				if page.HasNext && len(took)%20 != 0 {
					x.q.After = page.Rows[len(page.Rows)-1].Cursor
				}
			}
			slices.SortFunc(took, cmp.Compare)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
