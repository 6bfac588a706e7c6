package runs_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections/figures"
	. "caseledger/projections/figures/runs"
)

// batchOf makes n cases of one kind, accepted on one day.
type batchOf struct {
	n        int
	handling casefile.Handling
	result   Result // Pending leaves them open
}

// centre is a lab with these cases.
func centre(t *testing.T, batches ...batchOf) *Lab {
	t.Helper()
	l := NewLab(t, t.TempDir(), 0, 0, 0)
	var changes []Change
	for _, b := range batches {
		for range b.n {
			at := ledger.Position(len(changes) + 1)
			s := Case{Basis: casefile.ByPromise, Limit: 5, Due: day0 + 7, Result: b.result}
			s.Status, s.Accepted, s.Ended = casefile.Open, day0, workdays.NoDate
			s.Handling = b.handling
			if b.result != Pending {
				s.Status, s.Ended, s.Worked, s.Days = casefile.Ended, day0+3, 3, 3
			}
			changes = append(changes, Change{Position: at, Recorded: s.Accepted.Start(time.UTC), Before: nobody, After: s})
		}
	}
	if err := l.Apply(changes, nil); err != nil {
		t.Fatal(err)
	}
	return l
}

// one asks for the value of one figure.
func one(t *testing.T, l *Lab, q Query) string {
	t.Helper()
	figures, err := l.Figures(q)
	if err != nil {
		t.Fatal(err)
	}
	return text(figures[0].Value)
}

// The figures that the centres themselves published.
func TestPublishedFigures(t *testing.T) {
	t.Run("27084 accepted, 27031 closed, 99.99 % on time means two to four late", func(t *testing.T) {
		for late, want := range map[int]string{1: "100.00", 2: "99.99", 3: "99.99", 4: "99.99"} {
			l := centre(t, batchOf{27031 - late, casefile.Promised, Early}, batchOf{late, casefile.Promised, Late}, batchOf{53, casefile.Promised, Pending})
			if got := one(t, l, anyDay("on_time_rate")); got != want {
				t.Errorf("%d late: %s %%, want %s", late, got, want)
			}
			if got := one(t, l, anyDay("completion_rate_cumulative")); got != "99.80" {
				t.Errorf("completion: %s %%", got)
			}
			if got := one(t, l, anyDay("open")); got != "53" {
				t.Errorf("open: %s", got)
			}
		}
	})
	t.Run("29300 immediate and 3256 promised cases, of which 95 % were closed", func(t *testing.T) {
		l := centre(t, batchOf{29300, casefile.Immediate, OnTime}, batchOf{3093, casefile.Promised, Early}, batchOf{3256 - 3093, casefile.Promised, Pending})
		for id, want := range map[string]string{"accepted": "32556", "immediate_rate": "90.00", "completion_rate_flow": "99.50", "completion_rate_cohort": "99.50", "completion_rate_stock": "99.50"} {
			if got := one(t, l, anyDay(id)); got != want {
				t.Errorf("%s: %s, want %s", id, got, want)
			}
		}
	})
	t.Run("3850 of 3896 are 98 % only if cut off", func(t *testing.T) {
		l := centre(t, batchOf{3850, "", Early}, batchOf{46, "", Pending})
		q := anyDay("completion_rate_cumulative")
		if got := one(t, l, q); got != "98.82" {
			t.Errorf("rounded: %s", got)
		}
		q.Decimals = 0
		if got := one(t, l, q); got != "99" {
			t.Errorf("without decimals: %s", got)
		}
		q.Truncate = true
		if got := one(t, l, q); got != "98" {
			t.Errorf("cut off: %s", got)
		}
	})
}

func TestNothingIsNotAHundredPerCent(t *testing.T) {
	l := centre(t, batchOf{1, casefile.Promised, Pending})
	figures, err := l.Figures(anyDay())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range figures {
		if empty := f.Denominator == "0"; empty != (f.Value == nil) {
			t.Errorf("%s: %s/%s = %s", f.ID, f.Numerator, f.Denominator, text(f.Value))
		}
	}
}

func TestEarlyDaysAreTheDifferenceOfTheMeans(t *testing.T) {
	l := centre(t, batchOf{7, casefile.Promised, Early}, batchOf{2, casefile.Promised, WithoutDue}, batchOf{3, casefile.Promised, Pending})
	for id, want := range map[string]string{"mean_promised_days": "5.00", "mean_actual_days": "3.00", "mean_early_days": "2.00", "speed_up": "40.00"} {
		if got := one(t, l, anyDay(id)); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func TestFigureQueriesThatCannotBeAnswered(t *testing.T) {
	l := centre(t, batchOf{1, "", Pending})
	text := func(s string) *string { return &s }
	backwards, future, fine, kind := anyDay(), anyDay(), anyDay(), anyDay()
	backwards.From, backwards.To = day0, day0-1
	future.KnownAt = 99
	fine.Decimals = 7
	kind.Kind = text("swift")
	both := anyDay("accepted", "closed")
	long := anyDay()
	long.From, long.To = day0, day0+5000
	figures := func(q Query) error { _, err := l.Figures(q); return err }
	series := func(q Query, g Grain) error { _, err := l.Series(q, g); return err }
	ranking := func(q Query, by Dimension, n int) error { _, err := l.Ranking(q, by, n); return err }
	for _, c := range []struct {
		name  string
		err   error
		field string
		says  string
	}{
		{"unknown figure", figures(anyDay("speed")), "figure", "on_time_rate_strict"},
		{"backwards", figures(backwards), "to", "before"},
		{"known in the future", figures(future), "known at", "stand at 1"},
		{"too fine", figures(fine), "decimals", "0 to 6"},
		{"unknown kind", figures(kind), "kind", "immediate"},
		{"series without end", series(anyDay(), Month), "period", "both from and to"},
		{"series too fine", series(long, Day), "grain", "longer"},
		{"unknown grain", series(long, "decade"), "grain", "half_year"},
		{"ranking by two", ranking(both, Org, 9), "figure", "exactly one"},
		{"ranking by nothing known", ranking(anyDay("closed"), "colour", 9), "dimension", "officer"},
		{"ranking of none", ranking(anyDay("closed"), Org, 0), "limit", "1 to 1000"},
	} {
		var invalid *ledger.InvalidError
		if !errors.As(c.err, &invalid) || invalid.Field != c.field || !strings.Contains(invalid.Reason, c.says) {
			t.Errorf("%s: %v", c.name, c.err)
		}
	}
}

func TestRankingAcrossCurrencies(t *testing.T) {
	l := NewLab(t, t.TempDir(), 0, 0, 0)
	var changes []Change
	for i, currency := range []string{"CNY", "EUR"} {
		s := nobody
		s.Org, s.Status, s.Accepted = "hall", casefile.Open, day0
		s.Charges, s.Fees, s.Currency = 1, 12_500_000, currency
		changes = append(changes, Change{Position: ledger.Position(i + 1), Recorded: s.Accepted.Start(time.UTC), Before: nobody, After: s})
	}
	if err := l.Apply(changes, nil); err != nil {
		t.Fatal(err)
	}
	figures, err := l.Figures(anyDay("fees"))
	if err != nil || len(figures) != 2 || figures[0].Unit != "CNY" || text(figures[1].Value) != "12.50" {
		t.Errorf("fees: %+v, %v", figures, err)
	}
	var invalid *ledger.InvalidError
	if _, err := l.Ranking(anyDay("fees"), Org, 5); !errors.As(err, &invalid) {
		t.Errorf("ranking: %v", err)
	}
}

func TestRankingsPutTheBestFirst(t *testing.T) {
	l := NewLab(t, t.TempDir(), 0, 0, 0)
	var changes []Change
	add := func(org string, n int, r Result) {
		for range n {
			at := ledger.Position(len(changes) + 1)
			s := nobody
			s.Result, s.Org, s.Status, s.Accepted = r, org, casefile.Open, day0
			if r != Pending {
				s.Status, s.Ended = casefile.Ended, s.Accepted
			}
			changes = append(changes, Change{Position: at, Recorded: s.Accepted.Start(time.UTC), Before: nobody, After: s})
		}
	}
	add("third", 2, Early)
	add("third", 1, Late)
	add("best", 9, OnTime)
	add("second", 4, Early)
	add("second", 2, Late)
	add("none", 3, Pending)
	add("worst", 3, Late)
	add("", 1, Early) // names no unit
	if err := l.Apply(changes, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		figure string
		limit  int
		want   string
	}{
		{"on_time_rate", 9, "1 best 100.00, 2 second 66.67, 2 third 66.67, 4 worst 0.00, 0 none nil"},
		{"closed_late", 9, "1 best 0, 1 none 0, 3 third 1, 4 second 2, 5 worst 3"},
		{"closed", 2, "1 best 9, 2 second 6"},
	} {
		ranks, err := l.Ranking(anyDay(c.figure), Org, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range ranks {
			got = append(got, fmt.Sprint(r.Place, " ", r.Key, " ", text(r.Figure.Value)))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.figure, s, c.want)
		}
	}
}

// Any number of blocks is the sum of few runs: each block is in exactly one,
// and a run stands for the blocks between the one before it and itself.
func TestRuns(t *testing.T) {
	for k := int64(0); k < 5000; k++ {
		runs := RunsUpTo(k)
		if len(runs) > 7 { // 4⁷ > 5000
			t.Fatalf("%d blocks are in %d runs", k, len(runs))
		}
		if k > 0 && (runs[0] != k || !slices.IsSortedFunc(runs, func(a, b int64) int { return int(b - a) })) {
			t.Fatalf("%d blocks: runs %v", k, runs)
		}
		for i := 1; i < len(runs); i++ { // what a run leaves over is answered by the same runs
			if d := cmp.Diff(RunsUpTo(runs[i]), runs[i:]); d != "" {
				t.Fatalf("%d blocks: runs %v\n%s", k, runs, d)
			}
		}
	}
}
