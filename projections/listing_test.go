package projections_test

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

var orders = []projections.Order{projections.ByAccepted, projections.ByDue, projections.ByNumber, projections.ByUpdated}

// selects is the meaning of a query's filters, said a second time.
func selects(q *projections.CaseQuery, s *projections.Summary) bool {
	equal := func(want *string, have string) bool { return want == nil || *want == have }
	if !equal(q.Org, s.Org) || !equal(q.Item, s.Item) || !equal(q.Kind, string(s.Kind)) || !equal(q.Channel, s.Channel) || !equal(q.Officer, s.Officer) {
		return false
	}
	if len(q.Status) > 0 && !slices.Contains(q.Status, s.Status) {
		return false
	}
	if on := s.AcceptedOn(); q.AcceptedFrom != workdays.NoDate && on < q.AcceptedFrom || q.AcceptedTo != workdays.NoDate && on > q.AcceptedTo {
		return false
	}
	if !strings.HasPrefix(s.Number, q.NumberPrefix) || q.Anomaly != "" && !slices.Contains(s.Anomalies, q.Anomaly) {
		return false
	}
	if q.Deviation != "" && !slices.Contains(s.Deviations(), q.Deviation) || q.Label.Scheme != "" && q.Label.Scheme.Label(s.Axes()) != q.Label.Kind {
		return false
	}
	if q.Handling != "" && q.Handling != s.Handling || q.Routing != "" && q.Routing != s.Routing || q.Intake != "" && q.Intake != s.Intake() {
		return false
	}
	bad, open, late := badReviews(s, q.OverdueAt)
	if q.BadReview != "" && !bad || q.BadReview == projections.OpenBadReview && !open || q.ReviewOverdue != nil && (!bad || late != *q.ReviewOverdue) {
		return false
	}
	end := q.OverdueAt
	if !s.ClosedAt.IsZero() && s.ClosedAt.Before(end) {
		end = s.ClosedAt
	}
	overdue := !s.Limit.Due.IsZero() && end.After(s.Limit.Due)
	unexplained := overdue && s.Kept().Delay == nil
	return (q.Overdue == nil || overdue == *q.Overdue) && (q.OverdueUnexplained == nil || unexplained == *q.OverdueUnexplained)
}

// before is the meaning of the orders, said a second time.
func before(q *projections.CaseQuery) func(a, b projections.Summary) int {
	key := func(s *projections.Summary) int64 {
		switch q.Order {
		case projections.ByDue:
			if s.Limit.Due.IsZero() {
				return math.MaxInt64
			}
			return s.Limit.Due.UnixMicro()
		case projections.ByUpdated:
			return int64(s.Position)
		case projections.ByNumber:
			return 0
		}
		return s.AcceptedAt.UnixMicro()
	}
	return func(a, b projections.Summary) int {
		c := cmp.Or(cmp.Compare(key(&a), key(&b)), cmp.Compare(a.Number, b.Number))
		if q.Descending {
			return -c
		}
		return c
	}
}

// drawQuery draws filters from what the cases hold.
func drawQuery(rt *rapid.T, all []projections.Summary) projections.CaseQuery {
	q := projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
	q.Order = rapid.SampledFrom(orders).Draw(rt, "order")
	q.Descending = rapid.Bool().Draw(rt, "descending")
	s := rapid.SampledFrom(all).Draw(rt, "like")
	want := func(label string) bool { return rapid.IntRange(0, 4).Draw(rt, label) == 0 }
	if want("org") {
		q.Org = &s.Org
	}
	if want("item") {
		q.Item = &s.Item
	}
	if want("kind") {
		kind := string(s.Kind)
		q.Kind = &kind
	}
	if want("channel") {
		q.Channel = &s.Channel
	}
	if want("officer") {
		q.Officer = &s.Officer
	}
	if want("status") {
		q.Status = []casefile.Status{s.Status, casefile.SentBack}[:rapid.IntRange(1, 2).Draw(rt, "statuses")]
	}
	if want("from") {
		q.AcceptedFrom = s.AcceptedOn()
	}
	if want("to") {
		q.AcceptedTo = s.AcceptedOn() + workdays.Date(rapid.IntRange(-1, 400).Draw(rt, "days"))
	}
	if want("prefix") {
		q.NumberPrefix = s.Number[:rapid.IntRange(1, len(s.Number)).Draw(rt, "prefix length")]
	}
	if want("anomaly") {
		q.Anomaly = rapid.SampledFrom([]casefile.Anomaly{casefile.EndsBeforeStart, casefile.EventsAfterEnd, casefile.EventsBeforeStart}).Draw(rt, "anomaly")
	}
	if want("deviation") {
		q.Deviation = rapid.SampledFrom(casefile.AllDeviations()).Draw(rt, "deviation")
	}
	if want("axes") {
		q.Handling, q.Routing, q.Intake = s.Handling, rapid.SampledFrom([]casefile.Routing{"", s.Routing}).Draw(rt, "routing"), rapid.SampledFrom([]casefile.Intake{"", s.Intake()}).Draw(rt, "intake")
	}
	if want("label") {
		scheme := rapid.SampledFrom([]casefile.Scheme{casefile.AllKinds, casefile.SevenKinds, casefile.SixKinds}).Draw(rt, "scheme")
		q.Label = projections.Label{Scheme: scheme, Kind: scheme.Label(s.Axes())}
	}
	if want("overdue") {
		overdue := rapid.Bool().Draw(rt, "is overdue")
		q.Overdue, q.OverdueAt = &overdue, s.AcceptedAt.AddDate(0, rapid.IntRange(0, 12).Draw(rt, "months"), 0)
	}
	if want("bad review") {
		q.BadReview = rapid.SampledFrom([]projections.BadReviews{"", projections.AnyBadReview, projections.OpenBadReview}).Draw(rt, "which")
	}
	if want("review overdue") {
		late := rapid.Bool().Draw(rt, "is late")
		q.ReviewOverdue, q.OverdueAt = &late, s.AcceptedAt.AddDate(0, rapid.IntRange(0, 2).Draw(rt, "months after"), 0)
	}
	if want("unexplained") {
		unexplained := rapid.Bool().Draw(rt, "is unexplained")
		q.OverdueUnexplained, q.OverdueAt = &unexplained, s.AcceptedAt.AddDate(0, rapid.IntRange(0, 12).Draw(rt, "months on"), 0)
	}
	return q
}

// mixed is a ledger of generated cases, with dirty ones among them and many
// that share their times.
func mixed(t *testing.T) (*projections.Views, ledger.Store, []projections.Summary) {
	t.Helper()
	s := store(t, casetest.Interleaved(11, 400, 30))
	for i := range 120 {
		h := casetest.Case(fmt.Sprintf("T-%03d", i*7%120)).On("2011-05-04", casefile.Accepted{Org: "T", Channel: "window", Promise: i % 3})
		switch i % 4 {
		case 1:
			h.On("2011-05-03", casefile.Closed{Outcome: casefile.Granted})
		case 2:
			h.On("2011-05-01", casefile.StepPerformed{Step: "a", Name: "a"}).On("2011-05-09", casefile.Returned{Basis: "b", Reason: "r"})
		case 3:
			h.On("2011-05-05", casefile.Closed{Outcome: casefile.Refused}).On("2011-05-06", casefile.StepPerformed{Step: "a", Name: "a"})
		}
		if _, err := s.Append(t.Context(), casefile.Stream(h.Number), ledger.NoStream, h.Drafts...); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 30 {
		h := rated(fmt.Sprintf("R-%03d", i), 1+i%3, i%2 == 0)
		if i%4 > 0 {
			h.On("2024-03-08", contacted)
		}
		if i%4 > 1 {
			h.On("2024-03-20", rectified)
		}
		if i%4 > 2 {
			h.On("2024-03-21", confirmed)
		}
		record(t, s, h)
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	page, err := v.Cases(t.Context(), projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 1000})
	if err != nil || len(page.Rows) != 550 || page.HasNext || page.HasPrev {
		t.Fatalf("%d cases, %v", len(page.Rows), err)
	}
	return v, s, page.Rows
}

// TestPagesAreTheSortedList walks pages in both directions.
func TestPagesAreTheSortedList(t *testing.T) {
	v, _, all := mixed(t)
	rapid.Check(t, func(rt *rapid.T) {
		q := drawQuery(rt, all)
		v.SortUpTo(rapid.SampledFrom([]int{0, 30, -1}).Draw(rt, "sort up to"))
		var want []projections.Summary
		for i := range all {
			if selects(&q, &all[i]) {
				want = append(want, all[i])
			}
		}
		slices.SortFunc(want, before(&q))
		size := rapid.IntRange(1, 200).Draw(rt, "page size")
		back := rapid.Bool().Draw(rt, "from the back")
		var got []projections.Summary
		for page := (projections.CasePage{}); ; {
			if q.First, q.Last = size, 0; back {
				q.First, q.Last = 0, size
			}
			q.CountTotal = len(got) == 0
			var err error
			if page, err = v.Cases(t.Context(), q); err != nil {
				rt.Fatal(err)
			}
			if q.CountTotal && page.Total != len(want) || !q.CountTotal && page.Total != -1 {
				rt.Fatalf("total %d, want %d", page.Total, len(want))
			}
			if len(page.Rows) != len(page.Cursors) || len(page.Rows) > size {
				rt.Fatalf("%d rows, %d cursors", len(page.Rows), len(page.Cursors))
			}
			begun := len(got) > 0
			more := len(got)+len(page.Rows) < len(want)
			if back {
				got = append(slices.Clone(page.Rows), got...)
			} else {
				got = append(got, page.Rows...)
			}
			if next, prev := page.HasNext, page.HasPrev; !back && (next != more || prev != begun) || back && (prev != more || next != begun) {
				rt.Fatalf("after %d of %d rows, from the back %t: next %t, previous %t", len(got), len(want), back, next, prev)
			}
			if !more {
				break
			}
			if back {
				q.Before = page.Cursors[0]
			} else {
				q.After = page.Cursors[len(page.Rows)-1]
			}
		}
		if diff := gocmp.Diff(numbers(want), numbers(got)); diff != "" {
			rt.Fatalf("pages of %d (-list +pages):\n%s", size, diff)
		}
	})
}

func numbers(list []projections.Summary) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].Number
	}
	return out
}

// TestPagesBetweenTwoCursors cuts a piece out of the list.
func TestPagesBetweenTwoCursors(t *testing.T) {
	v, _, all := mixed(t)
	q := projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 1000}
	whole, err := v.Cases(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		from, to, first, last int
		want                  []string
		prev, next            bool
	}{
		{10, 20, 100, 0, numbers(all[11:20]), true, true},
		{10, 20, 4, 0, numbers(all[11:15]), true, true},
		{10, 20, 0, 4, numbers(all[16:20]), true, true},
		{10, 11, 5, 0, []string{}, true, true},
		{0, len(all) - 1, 1000, 0, numbers(all[1 : len(all)-1]), true, true},
	} {
		q.After, q.Before, q.First, q.Last = whole.Cursors[tt.from], whole.Cursors[tt.to], tt.first, tt.last
		page, err := v.Cases(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(tt.want, numbers(page.Rows)); diff != "" || page.HasPrev != tt.prev || page.HasNext != tt.next {
			t.Errorf("%+v: previous %t, next %t\n%s", tt, page.HasPrev, page.HasNext, diff)
		}
	}
}

// TestPagesWhileCasesComeIn: walking on shows every old case once.
func TestPagesWhileCasesComeIn(t *testing.T) {
	v, s, all := mixed(t)
	for _, order := range []projections.Order{projections.ByAccepted, projections.ByDue, projections.ByNumber} {
		for _, descending := range []bool{false, true} {
			seen := map[string]int{}
			q := projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 50, Order: order, Descending: descending}
			for n := 0; ; n++ {
				page, err := v.Cases(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range page.Rows {
					seen[c.Number]++
				}
				if !page.HasNext {
					break
				}
				q.After = page.Cursors[len(page.Cursors)-1]
				h := casetest.Case(fmt.Sprintf("N-%s-%t-%d", order, descending, n)).On(fmt.Sprintf("20%02d-05-04", 10+n), casefile.Accepted{Promise: n})
				if _, err := s.Append(t.Context(), casefile.Stream(h.Number), ledger.NoStream, h.Drafts...); err != nil {
					t.Fatal(err)
				}
				catchUp(t, v, s)
			}
			for _, c := range all {
				if seen[c.Number] != 1 {
					t.Errorf("by %s: case %s was seen %d times", order, c.Number, seen[c.Number])
				}
			}
		}
	}
}

func TestQueriesThatCannotBeAnswered(t *testing.T) {
	v, _, _ := mixed(t)
	page, err := v.Cases(t.Context(), projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 1})
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	for name, q := range map[string]projections.CaseQuery{
		"neither first nor last":  {},
		"both":                    {First: 1, Last: 1},
		"too many":                {First: 1001},
		"fewer than none":         {Last: -1},
		"unknown order":           {First: 1, Order: "size"},
		"no cursor":               {First: 1, After: "?"},
		"a piece of a cursor":     {First: 1, After: page.Cursors[0][:3]},
		"cursor of another order": {First: 1, After: page.Cursors[0], Order: projections.ByDue},
		"cursor of the reverse":   {First: 1, After: page.Cursors[0], Descending: true},
		"overdue without time":    {First: 1, Overdue: &yes},
		"unknown anomaly":         {First: 1, Anomaly: "odd"},
		"unknown deviation":       {First: 1, Deviation: "odd"},
		"a label of no scheme":    {First: 1, Label: projections.Label{Kind: casefile.KindOther}},
		"a label of another":      {First: 1, Label: projections.Label{Scheme: casefile.SevenKinds, Kind: casefile.KindAgent}},
	} {
		q.AcceptedFrom, q.AcceptedTo = workdays.NoDate, workdays.NoDate
		var invalid *ledger.InvalidError
		if _, err := v.Cases(t.Context(), q); !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	v, err := projections.Open(f.Context(), f.TempDir()+"/views")
	if err != nil {
		f.Fatal(err)
	}
	defer v.Close()
	f.Add("AAEx", "due")
	f.Fuzz(func(t *testing.T, cursor, order string) {
		q := projections.CaseQuery{First: 1, After: cursor, Order: projections.Order(order), AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
		_, err := v.Cases(t.Context(), q)
		var invalid *ledger.InvalidError
		if err != nil && !errors.As(err, &invalid) {
			t.Fatal(err)
		}
	})
}
