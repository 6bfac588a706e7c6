package runs_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	. "caseledger/projections/figures"
	. "caseledger/projections/figures/runs"
)

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
	q.Filter, q.Facets = randomFilter(r), randomFacets(r)
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

func randomFacets(r *rapid.T) (f Facets) {
	some := func(list ...string) *string {
		if rapid.IntRange(0, 5).Draw(r, "faceted") > 0 {
			return nil
		}
		v := rapid.SampledFrom(list).Draw(r, "value")
		return &v
	}
	f.OrgOnly = rapid.IntRange(0, 3).Draw(r, "org only") == 0
	f.Handling, f.Routing, f.Intake = some("immediate", "promised"), some("single", "joint"), some("as_filed", "corrected")
	f.Level, f.Class, f.Tag = some("", "county", "village"), some("", "licence"), some("", "t1", "t2", "t3")
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
	dims := []Dimension{Org, Org, Item, KindOf, Channel, Officer, Handling, Routing, Intake, Level, Class, Tag}
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		h := randomHistory(r)
		l := NewLab(r, t.TempDir(), 1, 2, 1)
		h.fill(r, l)
		q := randomQuery(r, h)
		ids := []string{}
		for _, d := range Definitions() {
			if rule, _ := RulesFor([]string{d.ID}); d.ID != "fees" && !rule[0].Listed {
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
			if q.Org != nil && *q.Org != rank.Key {
				continue // see checkRanked
			}
			q.Org = &rank.Key
		case Item:
			q.Item = &rank.Key
		case KindOf:
			q.Kind = &rank.Key
		case Channel:
			q.Channel = &rank.Key
		case Officer:
			q.Officer = &rank.Key
		case Handling:
			q.Handling = &rank.Key
		case Routing:
			q.Routing = &rank.Key
		case Intake:
			q.Intake = &rank.Key
		case Level:
			q.Level = &rank.Key
		case Class:
			q.Class = &rank.Key
		case Tag:
			if q.Tag != nil && *q.Tag != rank.Key {
				continue // the cases that have both
			}
			q.Tag = &rank.Key
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
// with the figure that a count says, and no other.
func checkRanked(r *rapid.T, l *Lab, h *history, q Query, by Dimension) {
	ranks, err := l.Ranking(q, by, 1000)
	if err != nil {
		r.Fatal(err)
	}
	p := h.pick(q)
	want := map[string][]Case{}
	for _, c := range p.Cases {
		for _, name := range groupsOf(&c, q, by) {
			want[name] = append(want[name], c)
		}
	}
	maps.DeleteFunc(want, func(name string, cases []Case) bool {
		return name == "" || !slices.ContainsFunc(cases, func(c Case) bool { return c.Counts() })
	})
	var got []string
	for _, rank := range ranks {
		got = append(got, rank.Key)
		of := *p
		of.Cases = want[rank.Key]
		check(r, rank.Figure, &of)
	}
	slices.Sort(got)
	if d := cmp.Diff(slices.Sorted(maps.Keys(want)), got); d != "" {
		r.Fatal("ranked:\n", d)
	}
}

// groupsOf are the values of a dimension under which a case of the population
// counts.
func groupsOf(c *Case, q Query, by Dimension) []string {
	switch by {
	case Org:
		nodes := nodesOf(c)
		switch {
		case q.OrgOnly:
			return nodes[:1]
		case q.Org != nil:
			return nodes[:slices.Index(nodes, *q.Org)+1]
		}
		return nodes
	case Tag:
		return c.Tags.List()
	}
	return []string{map[Dimension]string{Item: c.Item, KindOf: string(c.Kind), Channel: c.Channel, Officer: c.Officer, Level: c.Level, Class: c.Class,
		Handling: string(c.Handling), Routing: string(c.Routing), Intake: string(c.Intake)}[by]}
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
		adding := slices.DeleteFunc(slices.Clone(Rules()), func(r *Rule) bool { return r.Adds == Never || r.Kind == Sum || r.Listed })
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
		orgs := q
		orgs.Org, orgs.OrgOnly = nil, false
		if whole, err = l.Figures(orgs); err != nil {
			r.Fatal(err)
		}
		orgs.OrgOnly = true // what each organisation has itself
		if ranks, err = l.Ranking(orgs, Org, 1000); err != nil {
			r.Fatal(err)
		}
		leaves, nobody := 0, ""
		for _, rank := range ranks {
			leaves += number(r, rank.Figure)
		}
		orgs.Org = &nobody // cases that name none
		unnamed, err := l.Figures(orgs)
		if err != nil {
			r.Fatal(err)
		}
		if leaves += number(r, unnamed[0]); leaves != number(r, whole[0]) {
			r.Fatalf("%s: %d over organisations, %s as a whole", rule.ID, leaves, whole[0].Numerator)
		}
		if whole, err = l.Figures(q); err != nil {
			r.Fatal(err)
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
