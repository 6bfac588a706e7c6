package projections_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections"
)

var day0 = workdays.Civil(2023, time.November, 20)

// randomSummary makes a summary that need not make sense: the figures must
// hold for dirty data too.
func randomSummary(r *rapid.T, number string) *Summary {
	s := &Summary{}
	instant := func(d workdays.Date) time.Time {
		return d.Start(time.UTC).Add(time.Duration(rapid.IntRange(0, 86399).Draw(r, "second")) * time.Second)
	}
	from := func(list ...string) string { return rapid.SampledFrom(list).Draw(r, "one of") }
	date := func() workdays.Date { return day0 + workdays.Date(rapid.IntRange(0, 80).Draw(r, "day")) }
	s.Number, s.Zone = number, from("", "UTC", "Europe/Amsterdam")
	s.Status = casefile.Status(from("", "open", "open", "closed", "closed", "returned", "withdrawn"))
	if s.Status != casefile.None {
		s.AcceptedAt = instant(date())
	}
	s.Org, s.Item, s.Officer = from("", "o1", "o2", "o3", "o4", "o5"), from("", "i1", "i2"), from("", "p1", "p2", "p3")
	s.Channel, s.Kind = from("", "window", "internet"), casefile.Kind(from("promised", "immediate", "corrected"))
	s.Handling = casefile.Handling(from("", "immediate", "promised"))
	s.Promise, s.Accepted.Legal = rapid.IntRange(0, 3).Draw(r, "promise"), rapid.IntRange(0, 5).Draw(r, "legal")
	s.Limit.On = workdays.NoDate
	if rapid.Bool().Draw(r, "limited") {
		s.Limit.On, s.Limit.Days = date(), rapid.IntRange(-2, 30).Draw(r, "days")
		s.Limit.Basis = casefile.Basis(from("promise", "deadline"))
		s.Limit.Provisional = rapid.IntRange(0, 9).Draw(r, "provisional") == 0
	}
	if s.Status != casefile.Open && s.Status != casefile.None {
		s.ClosedAt = instant(date())
		s.Worked, s.Days = rapid.IntRange(-3, 400).Draw(r, "worked"), rapid.IntRange(-3, 600).Draw(r, "length")
		s.WorkedProvisional = rapid.IntRange(0, 9).Draw(r, "provisional") == 0
		s.Result = Result(from("early", "on_time", "late", "no_due"))
	}
	if rapid.IntRange(0, 3).Draw(r, "fees") == 0 {
		s.Charges, s.Currency = rapid.IntRange(1, 3).Draw(r, "charges"), from("CNY", "EUR")
		s.Fees = casefile.Amount(rapid.Int64Range(-5_000_000, 5_000_000_000).Draw(r, "amount"))
	}
	for _, a := range []casefile.Anomaly{casefile.EndsBeforeStart, casefile.EventsAfterEnd, casefile.EventsBeforeStart} {
		if rapid.IntRange(0, 5).Draw(r, "anomaly") == 0 {
			s.Anomalies = append(s.Anomalies, a)
		}
	}
	return s
}

func randomHistory(r *rapid.T) history {
	var h history
	latest := map[string]*Summary{}
	at, when := ledger.Position(0), day0.Start(time.UTC)
	for range rapid.IntRange(1, 90).Draw(r, "changes") {
		at += ledger.Position(rapid.IntRange(0, 3).Draw(r, "gap")) // several changes of one record too
		if at == 0 {
			at = 1
		}
		same := len(h) > 0 && h[len(h)-1].Position == at
		number := fmt.Sprint("A", rapid.IntRange(1, 30).Draw(r, "case"))
		if !same {
			when = when.Add(time.Duration(rapid.IntRange(-10, 40).Draw(r, "hours")) * time.Hour)
		}
		after := randomSummary(r, number)
		if before := latest[number]; before != nil && rapid.Bool().Draw(r, "step only") {
			next := *before
			next.Steps++
			after = &next
		}
		h = append(h, Change{Position: at, Recorded: when, Before: latest[number], After: after})
		latest[number] = after
	}
	return h
}

// fill applies a history in batches that are cut anywhere between records.
func (h history) fill(r *rapid.T, l *FigureLab) {
	for rest := h; len(rest) > 0; {
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

func randomQuery(r *rapid.T, h history) FigureQuery {
	q := FigureQuery{From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: rapid.IntRange(-1, 4).Draw(r, "decimals")}
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
		q.KnownAt = ledger.Position(rapid.IntRange(1, int(h[len(h)-1].Position)).Draw(r, "known at"))
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
	f.Org, f.Item, f.Officer = some("", "o1", "o2", "o9"), some("", "i1", "i2"), some("", "p1", "p2")
	f.Kind, f.Channel = some("promised", "immediate", "special"), some("", "window", "internet")
	return f
}

// Every figure of every population and period, as of any day and as known at
// any position, is what a count of the cases says, however the changes came.
func TestFiguresAreWhatACountSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		h := randomHistory(r)
		l := NewFigureLab(r, t.TempDir(), 1, 2, 1)
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
		l := NewFigureLab(r, t.TempDir(), 1, 2, 1)
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

func checkRanking(r *rapid.T, l *FigureLab, q FigureQuery, by Dimension) {
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
func checkRanked(r *rapid.T, l *FigureLab, h history, q FigureQuery, by Dimension) {
	ranks, err := l.Ranking(q, by, 1000)
	if err != nil {
		r.Fatal(err)
	}
	var got []string
	for _, rank := range ranks {
		got = append(got, rank.Key)
	}
	want := map[string]bool{}
	for _, s := range h.pick(q).cases {
		want[map[Dimension]string{Org: s.Org, Item: s.Item, KindOf: string(s.Kind), Channel: s.Channel, Officer: s.Officer}[by]] = true
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
		whole, cut := NewFigureLab(r, t.TempDir(), 1, 2, 1), NewFigureLab(r, t.TempDir(), 1, 2, 1)
		if err := whole.Apply(h, nil); err != nil {
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
