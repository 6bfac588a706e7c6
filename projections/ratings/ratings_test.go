package ratings_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/statement"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/ratings"
	"caseledger/projections/viewtest"
)

func one[T any](draw *rand.Rand, of ...T) T { return of[draw.IntN(len(of))] }

// hall is a ledger of cases of three windows that are rated, invalidated,
// corrected, voided and annulled, told by turns.
func hall(t testing.TB, draw *rand.Rand) ledger.Store {
	t.Helper()
	s := memory.New()
	left := map[*casetest.History]int{}
	var open []*casetest.History
	for i := range 4 + draw.IntN(30) {
		open = append(open, history(draw, i))
	}
	for len(open) > 0 {
		i := draw.IntN(len(open))
		h := open[i]
		at := left[h]
		n := min(1+draw.IntN(2), len(h.Drafts)-at)
		if _, err := s.Append(t.Context(), h.Stream(), ledger.Revision(at-1), h.Drafts[at:at+n]...); err != nil {
			t.Fatal(err)
		}
		if left[h] += n; left[h] == len(h.Drafts) {
			open = append(open[:i], open[i+1:]...)
		}
	}
	return s
}

func history(draw *rand.Rand, i int) *casetest.History {
	day := func(from int) string { return fmt.Sprintf("2026-0%d-%02d", 1+draw.IntN(3), from+draw.IntN(9)) }
	accepted := casefile.Accepted{Org: one(draw, "甲科", "乙科"), Window: one(draw, "", "W-1", "W-2")}
	h := casetest.Case(fmt.Sprint("R-", i)).On("2026-01-05", accepted)
	rate := func(stage casefile.RatingStage) casefile.Rated {
		return casefile.Rated{Channel: "qr", Level: 1 + draw.IntN(5), Named: draw.IntN(2) == 0, Stage: stage}
	}
	if draw.IntN(3) == 0 {
		h.On("2026-01-06", rate(casefile.AtAcceptance))
	}
	h.On("2026-01-08", casefile.Closed{Outcome: casefile.Completed})
	for range draw.IntN(3) {
		h.On(day(10), rate(casefile.AtClosing))
	}
	last := ledger.Revision(len(h.Drafts) - 1)
	switch draw.IntN(6) {
	case 0:
		h.On(day(20), casefile.RatingInvalidated{Reason: "mistaken", Stage: casefile.AtClosing})
	case 1:
		accepted.Number, accepted.Zone, accepted.Calendar, accepted.Window = h.Number, casefile.DefaultZone, workdays.China, "W-3"
		h.On(day(20), casefile.RecordCorrected{Revision: 0, Instead: accepted, Reason: "wrong_window", Basis: "核对"})
	case 2:
		h.On(day(20), casefile.RecordVoided{Revision: last, Reason: "typing", Basis: "核对"})
	case 3:
		h.On(day(20), casefile.Annulled{Reason: "twice", Basis: "核对"})
	}
	return h
}

// rows are all rows of the view.
func rows(t testing.TB, v *projections.Views) (out []string) {
	t.Helper()
	err := v.ReadView(t.Context(), ratings.Name, func(tx door.Tx, _ uint64) error {
		return tx.Query("SELECT case_number || ' ' || stage || ' ' || month || ' ' || desk || ' ' || org || ' ' || level || ' ' || named || ' ' || invalid FROM ratings_given ORDER BY case_number, stage", func(r door.Row) error {
			out = append(out, r.Text(0))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSameRowsAndSums: however batches are cut the rows are the same, and the windows
// of a month add up to its figures.
func TestSameRowsAndSums(t *testing.T) {
	for seed := range uint64(12) {
		draw := rand.New(rand.NewPCG(seed, 0))
		s := hall(t, draw)
		v := viewtest.Of(t, s)
		w := viewtest.New(t)
		if err := w.CatchUp(t.Context(), storetest.Cut(s, 1+draw.IntN(9)), nil); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(rows(t, v), rows(t, w)); d != "" {
			t.Fatalf("seed %d: -at once +cut\n%s", seed, d)
		}
		for _, org := range []*string{nil, name("甲科")} {
			for _, month := range []statement.Period{"2026-01", "2026-02", "2026-03"} {
				sumsUp(t, v, month, org)
			}
		}
	}
}

func name(s string) *string { return &s }

// sumsUp holds the windows of a month against its figures.
func sumsUp(t testing.TB, v *projections.Views, month statement.Period, org *string) {
	t.Helper()
	table, err := ratings.ByWindow(t.Context(), v, ratings.Query{From: month, To: month, Org: org})
	if err != nil {
		t.Fatal(err)
	}
	var sum ratings.Row
	for i := range table.Rows {
		x := &table.Rows[i]
		for level, n := range x.Levels {
			sum.Levels[level] += n
		}
		sum.Invalidated += x.Invalidated
	}
	from, to := month.Days()
	q := projections.FigureQuery{IDs: []string{"ratings", "ratings_very_satisfied", "bad_ratings", "invalidated_ratings", "satisfaction_rate", "good_rating_rate"},
		Filter: projections.Filter{Org: org}, From: from, To: to, AsOf: workdays.NoDate, Decimals: -1}
	list, err := v.Figures(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, f := range list {
		want = append(want, f.ID+" "+text(f.Value))
	}
	for _, n := range []int{sum.Ratings(), sum.Levels[5], sum.Bad(), sum.Invalidated} {
		got = append(got, list[len(got)].ID+" "+strconv.Itoa(n))
	}
	got = append(got, "satisfaction_rate "+text(sum.Satisfied()), "good_rating_rate "+text(sum.Good()))
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("%s: -figures +windows\n%s", month, d)
	}
}

func text(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}

func TestByWindow(t *testing.T) {
	s := memory.New()
	add := func(number, window, org string, days ...any) {
		h := casetest.Case(number).On("2026-01-05", casefile.Accepted{Org: org, Window: window}).On("2026-01-08", casefile.Closed{Outcome: casefile.Completed})
		for i := 0; i < len(days); i += 2 {
			h.On(days[i].(string), days[i+1].(casefile.Event))
		}
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	rated := func(level int, named bool) casefile.Rated {
		return casefile.Rated{Level: level, Named: named, Stage: casefile.AtClosing}
	}
	add("A-1", "W-1", "甲科", "2026-01-09", rated(5, false))
	add("A-2", "W-1", "甲科", "2026-01-31 23:59", rated(2, true))
	add("A-3", "W-1", "乙科", "2026-02-01 00:00", rated(3, false))
	add("A-4", "W-2", "甲科", "2026-01-10", rated(1, false), "2026-02-02", casefile.RatingInvalidated{Reason: "malicious", Stage: casefile.AtClosing})
	add("A-5", "", "乙科", "2026-01-10", rated(4, false), "2026-01-11", rated(1, false))
	add("A-6", "W-2", "乙科")
	v := viewtest.Of(t, s)
	for _, c := range []struct {
		name string
		q    ratings.Query
		want string
	}{
		{"a month", ratings.Query{From: "2026-01", To: "2026-01"}, "2026-01 : 1 0 100.00 100.00 0/0; 2026-01 W-1: 2 1 50.00 50.00 1/0; 2026-01 W-2: 0 0 – – 0/1"},
		{"two", ratings.Query{From: "2026-01", To: "2026-02", Org: name("乙科")}, "2026-01 : 1 0 100.00 100.00 0/0; 2026-02 W-1: 1 0 100.00 0.00 0/0"},
		{"none", ratings.Query{From: "2025-01", To: "2025-12"}, ""},
	} {
		table, err := ratings.ByWindow(t.Context(), v, c.q)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for i := range table.Rows {
			r := &table.Rows[i]
			words = append(words, fmt.Sprintf("%s %s: %d %d %s %s %d/%d", r.Month, r.Window, r.Ratings(), r.Bad(), text(r.Satisfied()), text(r.Good()), r.Named, r.Invalidated))
		}
		if got := strings.Join(words, "; "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, q := range []ratings.Query{{}, {From: "2026-1", To: "2026-02"}, {From: "2026-02", To: "2026-01"}, {From: "2024-01", To: "2026-01"}} {
		var invalid *ledger.InvalidError
		if _, err := ratings.ByWindow(t.Context(), v, q); !errors.As(err, &invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}
