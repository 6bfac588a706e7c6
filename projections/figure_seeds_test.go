package projections_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections"
)

// batchOf makes n cases of one kind, accepted on one day.
type batchOf struct {
	n        int
	handling casefile.Handling
	result   Result // Pending leaves them open
}

// centre is a lab with these cases.
func centre(t *testing.T, batches ...batchOf) *FigureLab {
	t.Helper()
	l := NewFigureLab(t, t.TempDir(), 0, 0, 0)
	var changes []Change
	for _, b := range batches {
		for range b.n {
			at := ledger.Position(len(changes) + 1)
			s := &Summary{Limit: casefile.Limit{Basis: casefile.ByPromise, Days: 5, On: day0 + 7}, Result: b.result}
			s.Number, s.Zone, s.Status, s.AcceptedAt = fmt.Sprint("S", at), "UTC", casefile.Open, day0.Start(time.UTC)
			s.Handling = b.handling
			if b.result != Pending {
				s.Status, s.ClosedAt, s.Worked, s.Days = casefile.Ended, (day0 + 3).Start(time.UTC), 3, 3
			}
			changes = append(changes, Change{Position: at, Recorded: s.AcceptedAt, After: s})
		}
	}
	if err := l.Apply(changes, nil); err != nil {
		t.Fatal(err)
	}
	return l
}

// one asks for the value of one figure.
func one(t *testing.T, l *FigureLab, q FigureQuery) string {
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
	figures := func(q FigureQuery) error { _, err := l.Figures(q); return err }
	series := func(q FigureQuery, g Grain) error { _, err := l.Series(q, g); return err }
	ranking := func(q FigureQuery, by Dimension, n int) error { _, err := l.Ranking(q, by, n); return err }
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
	l := NewFigureLab(t, t.TempDir(), 0, 0, 0)
	var changes []Change
	for i, currency := range []string{"CNY", "EUR"} {
		s := &Summary{}
		s.Number, s.Org, s.Status, s.AcceptedAt = fmt.Sprint("A", i), "hall", casefile.Open, day0.Start(time.UTC)
		s.Charges, s.Fees, s.Currency = 1, 12_500_000, currency
		changes = append(changes, Change{Position: ledger.Position(i + 1), Recorded: s.AcceptedAt, After: s})
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
	l := NewFigureLab(t, t.TempDir(), 0, 0, 0)
	var changes []Change
	add := func(org string, n int, r Result) {
		for range n {
			at := ledger.Position(len(changes) + 1)
			s := &Summary{Result: r}
			s.Number, s.Org, s.Status, s.AcceptedAt = fmt.Sprint("A", at), org, casefile.Open, day0.Start(time.UTC)
			if r != Pending {
				s.Status, s.ClosedAt = casefile.Ended, s.AcceptedAt
			}
			changes = append(changes, Change{Position: at, Recorded: s.AcceptedAt, After: s})
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

func TestDefinitions(t *testing.T) {
	var b strings.Builder
	var ids []string
	for _, d := range Definitions() {
		best := "high"
		if d.LowIsBest {
			best = "low"
		}
		fmt.Fprintf(&b, "%s %d\n  %s; %s, %d decimals, best %s\n  %s\n", d.ID, d.Version, d.Title, d.Unit, d.Decimals, best, d.Formula)
		ids = append(ids, d.ID)
	}
	if *update {
		if err := os.WriteFile("testdata/figures.golden", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/figures.golden")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Error("a definition changed; raise its version, say so in FIGURES.md, and run with -update:\n", d)
	}
	text, err := os.ReadFile("FIGURES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if !strings.Contains(string(text), "`"+id+"`") {
			t.Errorf("FIGURES.md does not define %s", id)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(Definitions()) {
		t.Error("two figures have one id")
	}
	_, history, _ := strings.Cut(string(text), "\n## 6. Versions\n")
	for _, d := range Definitions() {
		last := 1
		for line := range strings.Lines(history) {
			if n, _ := strconv.Atoi(strings.Trim(strings.SplitN(line+"||", "|", 3)[1], " ")); strings.Contains(line, "`"+d.ID+"`") {
				last = max(last, n)
			}
		}
		if last != d.Version {
			t.Errorf("FIGURES.md tells of version %d of %s; it is %d", last, d.ID, d.Version)
		}
	}
}

func TestPeriods(t *testing.T) {
	l := NewFigureLab(t, t.TempDir(), 0, 0, 0)
	date := func(s string) workdays.Date {
		d, err := workdays.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		grain    Grain
		from, to string
		want     string
	}{
		{Day, "2024-02-28", "2024-03-01", "2024-02-28 2024-02-28 2024-02-28, 2024-02-29 2024-02-29 2024-02-29, 2024-03-01 2024-03-01 2024-03-01"},
		{Week, "2020-12-30", "2021-01-11", "2020-W53 2020-12-30 2021-01-03, 2021-W01 2021-01-04 2021-01-10, 2021-W02 2021-01-11 2021-01-11"},
		{Week, "2018-12-31", "2019-01-06", "2019-W01 2018-12-31 2019-01-06"},
		{Month, "2023-11-15", "2024-01-31", "2023-11 2023-11-15 2023-11-30, 2023-12 2023-12-01 2023-12-31, 2024-01 2024-01-01 2024-01-31"},
		{Quarter, "2023-10-01", "2024-04-01", "2023-Q4 2023-10-01 2023-12-31, 2024-Q1 2024-01-01 2024-03-31, 2024-Q2 2024-04-01 2024-04-01"},
		{HalfYear, "2023-07-01", "2024-06-30", "2023-H2 2023-07-01 2023-12-31, 2024-H1 2024-01-01 2024-06-30"},
		{Year, "2022-03-01", "2023-12-31", "2022 2022-03-01 2022-12-31, 2023 2023-01-01 2023-12-31"},
	} {
		q := anyDay("accepted")
		q.From, q.To = date(c.from), date(c.to)
		points, err := l.Series(q, c.grain)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range points {
			got = append(got, fmt.Sprint(p.Label, " ", p.From, " ", p.To))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.grain, s, c.want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		num, den, scale int64
		places          int
		truncate        bool
		want            string
	}{
		{1, 2, 1, 0, false, "1"}, {-1, 2, 1, 0, false, "-1"}, {1, 2, 1, 0, true, "0"}, {-1, 2, 1, 0, true, "0"},
		{1, 3, 100, 2, false, "33.33"}, {2, 3, 100, 2, false, "66.67"}, {2, 3, 100, 2, true, "66.66"},
		{-1, 1000, 1, 2, false, "0.00"}, {-5, 1000, 1, 2, false, "-0.01"}, {5, 1000, 1, 2, false, "0.01"},
		{1 << 62, 3, 100, 6, false, "153722867280912930133.333333"}, {0, 7, 1, 3, false, "0.000"},
	} {
		if got := Decimal(c.num, c.den, c.scale, c.places, c.truncate); got != c.want {
			t.Errorf("%d·%d/%d to %d places: %s, want %s", c.num, c.scale, c.den, c.places, got, c.want)
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
