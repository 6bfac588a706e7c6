package runs_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections/figures"
	"caseledger/projections/figures/plain"
	. "caseledger/projections/figures/runs"
)

var day0 = workdays.Civil(2023, time.November, 20)

// nobody is a case that does not count.
var nobody = Case{Accepted: workdays.NoDate, Ended: workdays.NoDate, Due: workdays.NoDate}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// randomCase makes a case that need not make sense: the figures must hold for
// dirty data too.
func randomCase(r *rapid.T) Case {
	from := func(list ...string) string { return rapid.SampledFrom(list).Draw(r, "one of") }
	date := func() workdays.Date { return day0 + workdays.Date(rapid.IntRange(0, 80).Draw(r, "day")) }
	s := nobody
	s.Status = casefile.Status(from("", "open", "open", "closed", "closed", "returned", "withdrawn"))
	if s.Status != casefile.None {
		s.Accepted = date()
	}
	s.Org, s.Item, s.Officer = from("", "o1", "o2", "o3", "o4", "o5"), from("", "i1", "i2"), from("", "p1", "p2", "p3")
	for i := range rapid.IntRange(0, 2).Draw(r, "nodes above") {
		s.Above[i] = []string{from("n1", "n2", "o5"), "n9"}[i]
	}
	s.Channel, s.Kind = from("", "window", "internet"), casefile.Kind(from("promised", "immediate", "corrected"))
	s.Handling = casefile.Handling(from("", "immediate", "promised"))
	s.Promised, s.Legal = rapid.IntRange(0, 3).Draw(r, "promise"), rapid.IntRange(0, 5).Draw(r, "legal")
	if rapid.Bool().Draw(r, "limited") {
		s.Due, s.Limit = date(), rapid.IntRange(-2, 30).Draw(r, "days")
		s.Basis = casefile.Basis(from("promise", "deadline"))
		s.Provisional = rapid.IntRange(0, 9).Draw(r, "provisional") == 0
	}
	if s.Status != casefile.Open && s.Status != casefile.None {
		s.Ended = date()
		s.Worked, s.Days = rapid.IntRange(-3, 400).Draw(r, "worked"), rapid.IntRange(-3, 600).Draw(r, "length")
		s.WorkedProvisional = rapid.IntRange(0, 9).Draw(r, "provisional") == 0
		s.Result = Result(from("early", "on_time", "late", "no_due"))
	}
	if rapid.IntRange(0, 3).Draw(r, "fees") == 0 {
		s.Charges, s.Currency = rapid.IntRange(1, 3).Draw(r, "charges"), from("CNY", "EUR")
		s.Fees = casefile.Amount(rapid.Int64Range(-5_000_000, 5_000_000_000).Draw(r, "amount"))
	}
	s.Anomalies = plain.Anomalies(rapid.IntRange(0, 7).Draw(r, "anomalies"))
	return s
}

// history is a list of changes, and whose they are.
type history struct {
	changes []Change
	of      []int
}

func (h *history) last() ledger.Position { return h.changes[len(h.changes)-1].Position }

func randomHistory(r *rapid.T) *history {
	h := new(history)
	latest := map[int]Case{}
	at, when := ledger.Position(0), day0.Start(time.UTC)
	for range rapid.IntRange(1, 90).Draw(r, "changes") {
		same := at
		at = max(1, at+ledger.Position(rapid.IntRange(0, 3).Draw(r, "gap"))) // several changes of one record too
		if at != same {
			when = when.Add(time.Duration(rapid.IntRange(-10, 40).Draw(r, "hours")) * time.Hour)
		}
		which := rapid.IntRange(1, 30).Draw(r, "case")
		before, known := latest[which]
		if !known {
			before = nobody
		}
		after := before
		if !known || rapid.Bool().Draw(r, "more than a step") {
			after = randomCase(r)
		}
		h.changes = append(h.changes, Change{Position: at, Recorded: when, Before: before, After: after})
		h.of = append(h.of, which)
		latest[which] = after
	}
	return h
}

// known gives the cases as known at a position, and the day of the last
// record.
func (h *history) known(at ledger.Position) (cases []Case, day workdays.Date) {
	latest := map[int]Case{}
	day = workdays.NoDate
	for i, c := range h.changes {
		if c.Position <= at {
			latest[h.of[i]] = c.After
			day = workdays.DateOf(c.Recorded, shanghai)
		}
	}
	return slices.Collect(maps.Values(latest)), day
}

// pick is what a query chooses of what was known.
func (h *history) pick(q Query) *plain.Pick {
	at := q.KnownAt
	if at == 0 {
		at = h.last()
	}
	cases, day := h.known(at)
	p := &plain.Pick{From: q.From, To: q.To, AsOf: q.AsOf}
	is := func(want *string, have ...string) bool { return want == nil || slices.Contains(have, *want) }
	for _, c := range cases {
		nodes := []string{c.Org}
		for _, n := range c.Above {
			if n != "" {
				nodes = append(nodes, n)
			}
		}
		if is(q.Org, nodes...) && is(q.Item, c.Item) && is(q.Kind, string(c.Kind)) && is(q.Channel, c.Channel) && is(q.Officer, c.Officer) {
			p.Cases = append(p.Cases, c)
		}
	}
	if p.AsOf == workdays.NoDate {
		p.AsOf = q.To
	}
	if p.DueOn = p.AsOf; p.DueOn == workdays.NoDate {
		p.DueOn = day
	}
	return p
}

// check compares one figure with the plain recomputation.
func check(t rapid.TB, f Figure, p *plain.Pick) {
	t.Helper()
	i := slices.IndexFunc(Rules(), func(r *Rule) bool { return r.ID == f.ID })
	rule := Rules()[i]
	p.Currency = f.Unit
	a := rule.Plain(p)
	num, den, value, has := a.Texts(rule.Kind, f.Rounding.Decimals, f.Rounding.Mode == "truncate")
	if !has {
		value = "nil"
	}
	var excluded []Exclusion
	for _, e := range a.Excluded {
		excluded = append(excluded, Exclusion(e))
	}
	got := fmt.Sprint(f.Numerator, "/", f.Denominator, " = ", text(f.Value), " ", f.Excluded, " ", f.Provisional)
	if want := fmt.Sprint(num, "/", den, " = ", value, " ", excluded, " ", a.Provisional); got != want {
		t.Errorf("%s: %s, want %s", f.ID, got, want)
	}
}

func text(s *string) string {
	if s == nil {
		return "nil"
	}
	return *s
}

// anyDay asks for figures of all time, with the definitions' decimals.
func anyDay(ids ...string) Query {
	return Query{IDs: ids, From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}
}

// fill applies a history in batches that are cut anywhere between records.
func (h *history) fill(r *rapid.T, l *Lab) {
	for rest := h.changes; len(rest) > 0; {
		n := min(len(rest), rapid.IntRange(1, 20).Draw(r, "batch"))
		for n < len(rest) && rest[n].Position == rest[n-1].Position {
			n++
		}
		if rapid.IntRange(0, 9).Draw(r, "failure") == 0 {
			if err := l.Apply(rest[:n], errors.New("disk full")); err == nil {
				r.Fatal("the failure got lost")
			}
		}
		if rapid.IntRange(0, 9).Draw(r, "restart") == 0 {
			l.Restart()
		}
		if err := l.Apply(rest[:n], nil); err != nil {
			r.Fatal(err)
		}
		rest = rest[n:]
	}
}

func randomQuery(r *rapid.T, h *history) Query {
	q := Query{From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: rapid.IntRange(-1, 4).Draw(r, "decimals")}
	q.Truncate = rapid.Bool().Draw(r, "truncate")
	date := func(name string) workdays.Date { return day0 + workdays.Date(rapid.IntRange(-5, 90).Draw(r, name)) }
	if rapid.Bool().Draw(r, "has from") {
		q.From = date("from")
	}
	if rapid.Bool().Draw(r, "has to") {
		q.To = max(date("to"), q.From)
	}
	if rapid.Bool().Draw(r, "has as of") {
		q.AsOf = date("as of")
	}
	if rapid.Bool().Draw(r, "has known at") {
		q.KnownAt = ledger.Position(rapid.IntRange(1, int(h.last())).Draw(r, "known at"))
	}
	q.Filter = randomFilter(r)
	return q
}

func randomFilter(r *rapid.T) (f Filter) {
	some := func(list ...string) *string {
		if rapid.IntRange(0, 2).Draw(r, "filtered") > 0 {
			return nil
		}
		v := rapid.SampledFrom(list).Draw(r, "value")
		return &v
	}
	f.Org, f.Item, f.Officer = some("", "o1", "o2", "o5", "n1", "n9", "o9"), some("", "i1", "i2"), some("", "p1", "p2")
	f.Kind, f.Channel = some("promised", "immediate", "special"), some("", "window", "internet")
	return f
}

// Every figure of every population and period, as of any day and as known at
// any position, is what a count of the cases says, however the changes came.
func TestFiguresAreWhatACountSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		h := randomHistory(r)
		l := NewLab(r, t.TempDir(), 1, 2, 1)
		h.fill(r, l)
		for range 6 {
			q := randomQuery(r, h)
			figures, err := l.Figures(q)
			if err != nil {
				r.Fatal(err)
			}
			p := h.pick(q)
			for _, f := range figures {
				check(r, f, p)
			}
			if r.Failed() {
				r.Fatalf("query %+v", q)
			}
		}
	})
}

// A series is the figures of each of its periods; a ranking is the figure of
// each value.
func TestSeriesAndRankingsAgreeWithFigures(t *testing.T) {
	grains := []Grain{Day, Week, Month, Quarter, HalfYear, Year}
	dims := []Dimension{Org, Item, KindOf, Channel, Officer}
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		h := randomHistory(r)
		l := NewLab(r, t.TempDir(), 1, 2, 1)
		h.fill(r, l)
		q := randomQuery(r, h)
		ids := []string{}
		for _, d := range Definitions() {
			if d.ID != "fees" {
				ids = append(ids, d.ID)
			}
		}
		q.IDs = []string{rapid.SampledFrom(ids).Draw(r, "figure")}
		by := rapid.SampledFrom(dims).Draw(r, "by")
		checkRanking(r, l, q, by)
		checkRanked(r, l, h, q, by)

		q.From, q.IDs = max(q.From, day0-3), nil
		q.To = max(q.To, q.From+40)
		points, err := l.Series(q, rapid.SampledFrom(grains).Draw(r, "grain"))
		if err != nil {
			r.Fatal(err)
		}
		next := q.From
		for _, p := range points {
			if p.From != next || p.To < p.From {
				r.Fatalf("period %s … %s after %s", p.From, p.To, next)
			}
			next = p.To + 1
			q := q
			q.From, q.To = p.From, p.To
			want, err := l.Figures(q)
			if err != nil {
				r.Fatal(err)
			}
			if d := cmp.Diff(want, p.Figures); d != "" {
				r.Fatal(p.Label, d)
			}
		}
		if next != q.To+1 {
			r.Fatalf("the series ends before %s", next)
		}
	})
}

func checkRanking(r *rapid.T, l *Lab, q Query, by Dimension) {
	ranks, err := l.Ranking(q, by, 1000)
	if err != nil {
		r.Fatal(err)
	}
	for i, rank := range ranks {
		q := q
		switch by {
		case Org:
			q.Org = &rank.Key
		case Item:
			q.Item = &rank.Key
		case KindOf:
			q.Kind = &rank.Key
		case Channel:
			q.Channel = &rank.Key
		case Officer:
			q.Officer = &rank.Key
		}
		want, err := l.Figures(q)
		if err != nil {
			r.Fatal(err)
		}
		figure := rank.Figure
		figure.Query = want[0].Query
		if d := cmp.Diff(want[0], figure); d != "" {
			r.Fatal(rank.Key, d)
		}
		if (rank.Figure.Value == nil) != (rank.Place == 0) || i > 0 && rank.Place != 0 && rank.Place < ranks[i-1].Place {
			r.Fatalf("place %d of %s after %d", rank.Place, rank.Key, ranks[max(i-1, 0)].Place)
		}
	}
}

// checkRanked holds that every value with a case in the population is ranked,
// and no other.
func checkRanked(r *rapid.T, l *Lab, h *history, q Query, by Dimension) {
	ranks, err := l.Ranking(q, by, 1000)
	if err != nil {
		r.Fatal(err)
	}
	var got []string
	for _, rank := range ranks {
		got = append(got, rank.Key)
	}
	want := map[string]bool{}
	for _, c := range h.pick(q).Cases {
		if !c.Counts() {
			continue
		}
		want[map[Dimension]string{Org: c.Org, Item: c.Item, KindOf: string(c.Kind), Channel: c.Channel, Officer: c.Officer}[by]] = true
		for _, n := range c.Above {
			want[n] = want[n] || by == Org && n != ""
		}
	}
	maps.DeleteFunc(want, func(_ string, is bool) bool { return !is })
	if by == Org && q.Org != nil { // within a unit or node, that alone is told apart
		maps.DeleteFunc(want, func(name string, _ bool) bool { return name != *q.Org })
	}
	delete(want, "")
	slices.Sort(got)
	if d := cmp.Diff(slices.Sorted(maps.Keys(want)), got); d != "" {
		r.Fatal("ranked:\n", d)
	}
}

// What is stored depends on the changes alone, not on how they were cut into
// batches, nor on batches that failed.
func TestFiguresAreStoredTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		h := randomHistory(r)
		whole, cut := NewLab(r, t.TempDir(), 1, 2, 1), NewLab(r, t.TempDir(), 1, 2, 1)
		if err := whole.Apply(h.changes, nil); err != nil {
			r.Fatal(err)
		}
		h.fill(r, cut)
		want, err := whole.Rows()
		if err != nil {
			r.Fatal(err)
		}
		got, err := cut.Rows()
		if err != nil {
			r.Fatal(err)
		}
		slices.Sort(want)
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			r.Fatal(d)
		}
	})
}

// Figures that are said to add up do: over kinds of cases as of one day, and
// over periods that follow each other.
func TestAdditivity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		h := randomHistory(r)
		l := NewLab(r, t.TempDir(), 1, 2, 1)
		h.fill(r, l)
		q := randomQuery(r, h)
		q.Kind = nil
		q.From = max(q.From, day0-3)
		q.To = max(q.To, q.From+40)
		adding := slices.DeleteFunc(slices.Clone(Rules()), func(r *Rule) bool { return r.Adds == Never || r.Kind == Sum })
		rule := rapid.SampledFrom(adding).Draw(r, "figure")
		q.IDs = []string{rule.ID}
		whole, err := l.Figures(q)
		if err != nil {
			r.Fatal(err)
		}
		ranks, err := l.Ranking(q, KindOf, 1000)
		if err != nil {
			r.Fatal(err)
		}
		kinds := 0
		for _, rank := range ranks {
			kinds += number(r, rank.Figure)
		}
		if kinds != number(r, whole[0]) {
			r.Fatalf("%s: %d over kinds, %s as a whole", rule.ID, kinds, whole[0].Numerator)
		}
		if rule.Adds != Throughout {
			return
		}
		points, err := l.Series(q, Week)
		if err != nil {
			r.Fatal(err)
		}
		weeks := 0
		for _, p := range points {
			weeks += number(r, p.Figures[0])
		}
		if weeks != number(r, whole[0]) {
			r.Fatalf("%s: %d over weeks, %s as a whole", rule.ID, weeks, whole[0].Numerator)
		}
	})
}

func number(r *rapid.T, f Figure) int {
	n, err := strconv.Atoi(f.Numerator)
	if err != nil {
		r.Fatal(err)
	}
	return n
}
