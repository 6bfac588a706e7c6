package runs_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections/figures"
	"caseledger/projections/figures/plain"
	. "caseledger/projections/figures/runs"
)

// workload is a stream of changes like those of a service centre, six years,
// cases in order of their records: 60 units, 500 items and 300 posts, or those
// of a province, 3000 units, 2000 items and 15 000 posts. Of twelve records of
// a case three matter to the figures.
type workload struct {
	tree  bool // 2700 villages of 270 townships of 27 counties, with facets
	rand  *rand.Rand
	units int
	cases int
	done  int
	at    ledger.Position
	under []*job // cases in hand
}

func newWorkload(cases, units int) *workload {
	return &workload{rand: rand.New(rand.NewPCG(1, 2)), cases: cases, units: units}
}

var benchStart = workdays.Civil(2019, time.January, 1)

const benchDays = 6 * 365

func (w *workload) day() workdays.Date {
	return benchStart + workdays.Date(w.done*benchDays/w.cases)
}

// job is a case in hand and how many steps it has.
type job struct {
	Case
	steps int
}

func (w *workload) accept() *job {
	org := w.rand.IntN(w.units)
	s := &job{Case: Case{Basis: casefile.ByPromise, Limit: 5 + w.rand.IntN(16), Kind: casefile.KindPromised}}
	s.Status, s.Accepted, s.Ended = casefile.Open, w.day(), workdays.NoDate
	s.Org = fmt.Sprint("org-", org)
	s.Item = fmt.Sprint("item-", (org*8+w.rand.IntN(9))%2000)
	s.Officer = fmt.Sprint("post-", org*5+w.rand.IntN(5))
	s.Channel = []string{"window", "internet", "internet", "post", "agent"}[w.rand.IntN(5)]
	s.Handling, s.Promised, s.Legal = casefile.Promised, s.Limit, 20
	if w.rand.IntN(3) == 0 {
		s.Handling, s.Kind = casefile.Immediate, casefile.KindImmediate
	}
	s.Due = w.day() + workdays.Date(s.Limit*7/5)
	s.Routing, s.Intake = casefile.Single, casefile.AsFiled
	if w.tree {
		w.place(&s.Case, org)
	}
	return s
}

// place puts a case into the tree: of its 3000 organisations the unit is one.
// Items have 6 classes and some 20 sets of tags.
func (w *workload) place(s *Case, org int) {
	const counties, townships = 27, 297 // those below, by number
	above := func(n int) int {
		switch {
		case n < counties:
			return -1
		case n < townships:
			return n % counties
		}
		return counties + n%(townships-counties)
	}
	at := 0
	for n := above(org); n >= 0; n = above(n) {
		s.Above[at] = fmt.Sprint("org-", n)
		at++
	}
	s.Above[at] = "prefecture"
	s.Level = []string{"county", "township", "village"}[min(at, 2)]
	var item int
	fmt.Sscanf(s.Item, "item-%d", &item)
	s.Class = fmt.Sprint("class-", item%6)
	s.Tags = plain.TagsOf(slices.DeleteFunc([]string{"马上办", "网上办", "就近办", "不见面", "跑一次"}, func(t string) bool { return (item*7+len(t)+int(t[5]))%3 > 0 }))
}

// next is the next batch of about n records' changes.
func (w *workload) next(n int) []Change {
	var out []Change
	for len(out) < n && (w.done < w.cases || len(w.under) > 0) {
		w.at++
		if w.done < w.cases && len(w.under) < 3000 {
			s := w.accept()
			w.done++
			w.under = append(w.under, s)
			out = append(out, Change{Position: w.at, Recorded: s.Accepted.Start(shanghai), Before: nobody, After: s.Case})
			continue
		}
		i := w.rand.IntN(len(w.under))
		after := w.under[i]
		before := after.Case
		switch after.steps++; {
		case after.steps < 10:
		case after.steps == 10:
			after.Kind = []casefile.Kind{after.Kind, after.Kind, casefile.KindCorrected}[w.rand.IntN(3)]
		default:
			w.close(&after.Case)
			w.under = slices.Delete(w.under, i, i+1)
		}
		out = append(out, Change{Position: w.at, Recorded: w.day().Start(shanghai), Before: before, After: after.Case})
	}
	return out
}

func (w *workload) close(s *Case) {
	s.Status, s.Result = casefile.Ended, Early
	length := workdays.Date(w.rand.IntN(25))
	on := s.Accepted + length
	if on > s.Due {
		s.Result = Late
	}
	s.Worked, s.Days = int(length)*5/7, int(length)
	s.Ended = on
	if w.rand.IntN(10) == 0 {
		s.Charges, s.Currency, s.Fees = 1, "CNY", casefile.Amount(w.rand.IntN(1_000_000_000))
	}
}

func (w *workload) fill(b *testing.B, l *Lab) (records int, spent time.Duration) {
	b.Helper()
	for batch := w.next(4000); len(batch) > 0; batch = w.next(4000) {
		records += len(batch)
		start := time.Now()
		if err := l.Apply(batch, nil); err != nil {
			b.Fatal(err)
		}
		spent += time.Since(start)
	}
	return records, spent
}

func BenchmarkFiguresApply(b *testing.B) {
	for _, units := range []int{60, 3000} {
		b.Run(fmt.Sprintf("units=%d", units), func(b *testing.B) {
			for b.Loop() {
				l := NewLab(b, b.TempDir(), 0, 0, 0)
				records, spent := newWorkload(200_000, units).fill(b, l)
				b.ReportMetric(float64(spent.Nanoseconds())/1000/float64(records), "µs/record")
			}
		})
	}
}

// benchQueries is a mix of questions.
func benchQueries(w *workload) map[string]func(*Lab, *rand.Rand) error {
	text := func(s string) *string { return &s }
	wide := Query{From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}
	year := wide
	year.From, year.To = benchStart+400, benchStart+764
	figures := func(q Query, change func(*Query, *rand.Rand)) func(*Lab, *rand.Rand) error {
		return func(l *Lab, r *rand.Rand) error {
			q := q
			change(&q, r)
			_, err := l.Figures(q)
			return err
		}
	}
	none := func(*Query, *rand.Rand) {}
	known := func(q *Query, r *rand.Rand) { q.KnownAt = ledger.Position(1 + r.Int64N(int64(w.at))) }
	org := func(q *Query, r *rand.Rand) { q.Org = text(fmt.Sprint("org-", r.IntN(w.units))) }
	ranked := year
	ranked.IDs = []string{"on_time_rate"}
	return map[string]func(*Lab, *rand.Rand) error{
		"all":    figures(wide, none),
		"period": figures(year, func(q *Query, r *rand.Rand) { q.From += workdays.Date(r.IntN(300)); q.To += 400 }),
		"filter": figures(year, func(q *Query, r *rand.Rand) { org(q, r); q.Kind, q.Channel = text("promised"), text("internet") }),
		"item":   figures(year, func(q *Query, r *rand.Rand) { q.Item = text(fmt.Sprint("item-", r.IntN(480))) }),
		"pair": figures(year, func(q *Query, r *rand.Rand) {
			n := r.IntN(w.units)
			q.Org, q.Item = text(fmt.Sprint("org-", n)), text(fmt.Sprint("item-", (n*8+8)%2000))
		}),
		"known":     figures(year, func(q *Query, r *rand.Rand) { known(q, r); q.To += 300 }),
		"known org": figures(wide, func(q *Query, r *rand.Rand) { known(q, r); org(q, r) }),
		"series": func(l *Lab, r *rand.Rand) error {
			q := year
			q.From, q.To = workdays.Civil(2022, time.January, 1), workdays.Civil(2022, time.December, 31)
			org(&q, r)
			_, err := l.Series(q, Month)
			return err
		},
		"ranking": func(l *Lab, r *rand.Rand) error {
			q := ranked
			q.From += workdays.Date(r.IntN(300))
			q.To = q.From + 365
			_, err := l.Ranking(q, Org, 60)
			return err
		},
		"ranking known": func(l *Lab, r *rand.Rand) error {
			q := ranked
			known(&q, r)
			_, err := l.Ranking(q, Org, 60)
			return err
		},
	}
}

// BenchmarkRollUp asks for figures of nodes of a tree of 3000 organisations.
func BenchmarkRollUp(b *testing.B) {
	for _, cases := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("cases=%d", cases), func(b *testing.B) {
			l := NewLab(b, b.TempDir(), 0, 0, 0)
			w := newWorkload(cases, 3000)
			w.tree = true
			records, spent := w.fill(b, l)
			b.Logf("%.2f µs a record", float64(spent.Microseconds())/float64(records))
			rows, err := l.Rows()
			if err != nil {
				b.Fatal(err)
			}
			b.Logf("%d mixes", len(slices.DeleteFunc(rows, func(s string) bool { return !strings.HasPrefix(s, "figure_mixes ") })))
			r := rand.New(rand.NewPCG(3, 4))
			queries := rollUpQueries()
			for _, name := range slices.Sorted(maps.Keys(queries)) {
				b.Run("ask="+name, func(b *testing.B) { measure(b, func() error { return queries[name](l, r) }) })
			}
		})
	}
}

func rollUpQueries() map[string]func(*Lab, *rand.Rand) error {
	text := func(s string) *string { return &s }
	year := Query{IDs: []string{"accepted", "closed", "open", "on_time_rate", "immediate_rate", "mean_actual_days", "working_days_p90"}, AsOf: workdays.NoDate, Decimals: -1}
	ask := func(change func(*Query, *rand.Rand)) func(*Lab, *rand.Rand) error {
		return func(l *Lab, r *rand.Rand) error {
			q := year
			q.From = benchStart + workdays.Date(r.IntN(1500))
			q.To = q.From + 365
			change(&q, r)
			_, err := l.Figures(q)
			return err
		}
	}
	ranking := func(l *Lab, q Query) error {
		q.IDs = []string{"on_time_rate"}
		q.From, q.To = benchStart+400, benchStart+764
		_, err := l.Ranking(q, Org, 1000)
		return err
	}
	return map[string]func(*Lab, *rand.Rand) error{
		"prefecture":  ask(func(q *Query, _ *rand.Rand) { q.Org = text("prefecture") }),
		"county":      ask(func(q *Query, r *rand.Rand) { q.Org = text(fmt.Sprint("org-", r.IntN(27))) }),
		"township":    ask(func(q *Query, r *rand.Rand) { q.Org = text(fmt.Sprint("org-", 27+r.IntN(270))) }),
		"village":     ask(func(q *Query, r *rand.Rand) { q.Org = text(fmt.Sprint("org-", 297+r.IntN(2703))) }),
		"county only": ask(func(q *Query, r *rand.Rand) { q.Org, q.OrgOnly = text(fmt.Sprint("org-", r.IntN(27))), true }),
		"county, tag": ask(func(q *Query, r *rand.Rand) { q.Org, q.Tag = text(fmt.Sprint("org-", r.IntN(27))), text("马上办") }),
		"tag":         ask(func(q *Query, _ *rand.Rand) { q.Tag = text("马上办") }),
		"class":       ask(func(q *Query, _ *rand.Rand) { q.Class = text("class-3") }),
		"peaks": ask(func(q *Query, r *rand.Rand) {
			q.Org, q.IDs = text(fmt.Sprint("org-", r.IntN(27))), []string{"peak_day_accepted", "peak_day_closed", "peak_month_accepted"}
		}),
		"all figures of a county": ask(func(q *Query, r *rand.Rand) { q.Org, q.IDs = text(fmt.Sprint("org-", r.IntN(27))), nil }),
		"ranking within a county": func(l *Lab, r *rand.Rand) error {
			q := year
			q.Org = text(fmt.Sprint("org-", r.IntN(27)))
			return ranking(l, q)
		},
	}
}

// measure asks again and again, and reports percentiles.
func measure(b *testing.B, ask func() error) {
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := ask(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

func BenchmarkFigures(b *testing.B) {
	for _, size := range []struct{ cases, units int }{{100_000, 60}, {1_000_000, 60}, {1_000_000, 3000}} {
		b.Run(fmt.Sprintf("cases=%d/units=%d", size.cases, size.units), func(b *testing.B) {
			l := NewLab(b, b.TempDir(), 0, 0, 0)
			w := newWorkload(size.cases, size.units)
			w.fill(b, l)
			queries, r := benchQueries(w), rand.New(rand.NewPCG(3, 4))
			for _, name := range slices.Sorted(maps.Keys(queries)) {
				ask := queries[name]
				b.Run("ask="+name, func(b *testing.B) { measure(b, func() error { return ask(l, r) }) })
			}
		})
	}
}
