package late_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
	"caseledger/projections/late"
	"caseledger/projections/viewtest"
)

// rows are all rows of the view.
func rows(t testing.TB, v *projections.Views) (out []string) {
	t.Helper()
	err := v.ReadView(t.Context(), late.Name, func(tx door.Tx, at uint64) error {
		for _, q := range []string{
			"SELECT ordinal || ' ' || case_number || ' ' || revision || ' ' || type || ' ' || post || ' ' || org || ' ' || occurred || ' ' || recorded || ' ' || recorded_on || ' ' || days || ' ' || batch FROM late_entries ORDER BY ordinal",
			"SELECT org || ' ' || recorded_on || ' ' || days || ' ' || batched || ' ' || records FROM late_tally ORDER BY org, recorded_on, days, batched",
			"SELECT id || ' ' || org || ' ' || begun || ' ' || begun_on || ' ' || ended || ' ' || records FROM late_batches ORDER BY id",
			"SELECT org, state FROM late_windows ORDER BY org",
		} {
			err := tx.Query(q, func(r door.Row) error {
				line := r.Text(0)
				if strings.Contains(q, "state") {
					line += " " + string(r.Bytes(1))
				}
				out = append(out, line)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTruth: of a made up county every late entry and every batch that was
// planted is found, and nothing else.
func TestTruth(t *testing.T) {
	for seed := range uint64(2) {
		made, err := county.New(county.Job{Profile: "county", Seed: seed + 1, Cases: 1500})
		if err != nil {
			t.Fatal(err)
		}
		s, planted, batches := memory.New(), map[string]county.Planted{}, map[string][]string{}
		_, err = made.Write(t.Context(), county.Output{Store: s, Truth: func(p county.Planted) error {
			switch p.Kind {
			case county.PlantedLateEntry:
				planted[fmt.Sprint(p.Case, " ", *p.Revision)] = p
			case county.PlantedBatch:
				batches[p.Cases[0]] = slices.Sorted(slices.Values(p.Cases))
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		v := viewtest.Of(t, s)
		found := everything(t, v)
		for _, e := range found {
			name := fmt.Sprint(e.Number, " ", e.Revision)
			p, ok := planted[name]
			if delete(planted, name); !ok || p.Days != e.Days || p.Org != e.Org || !p.Occurred.Equal(e.Occurred) || !p.Recorded.Equal(e.Recorded) {
				t.Errorf("seed %d: %+v is found, and planted is %+v", seed, e, p)
			}
		}
		if len(planted) > 0 || len(found) == 0 {
			t.Errorf("seed %d: of %d entries %d are not found", seed, len(found)+len(planted), len(planted))
		}
		members := map[uint64]map[string]bool{}
		for _, e := range found {
			if e.Batch != 0 {
				if members[e.Batch] == nil {
					members[e.Batch] = map[string]bool{}
				}
				members[e.Batch][e.Number] = true
			}
		}
		flagged := 0
		for first, cases := range batches {
			ok := false
			for id, of := range members {
				if ok = of[first]; ok {
					flagged += len(of)
					for _, c := range cases {
						ok = ok && of[c]
					}
					delete(members, id)
					break
				}
			}
			if !ok {
				t.Errorf("seed %d: the batch of %v is not found", seed, cases)
			}
		}
		for id, of := range members {
			t.Errorf("seed %d: batch %d of %d cases was not planted", seed, id, len(of))
		}
		t.Logf("seed %d: %d late entries, %d batches with %d cases", seed, len(found), len(batches), flagged)
	}
}

// everything lists all entries, page by page.
func everything(t testing.TB, v *projections.Views) (out []late.Entry) {
	t.Helper()
	q := late.Query{From: workdays.NoDate, To: workdays.NoDate, First: 7}
	for {
		p, err := late.Entries(t.Context(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Entries...)
		if !p.More {
			return out
		}
		q.After = p.Entries[len(p.Entries)-1].Ordinal
	}
}

// office is a ledger of some cases of two units, many of them entered late and
// close together.
func office(t testing.TB, draw *rand.Rand) ledger.Store {
	t.Helper()
	s := memory.New()
	publish(t, s)
	at := casetest.Time("2024-03-04")
	for i := range 12 + draw.IntN(48) {
		at = at.Add(time.Duration(one(draw, 5, 30, 300, 601)) * time.Second)
		happened := at.AddDate(0, 0, -one(draw, 0, 1, 4))
		h := casetest.Case(fmt.Sprint("A-", i)).
			Add(happened, at, "受理岗-01", casefile.Accepted{Org: one(draw, "甲科", "乙科")}).
			Add(happened, at.Add(time.Second), "受理岗-01", casefile.Closed{Outcome: casefile.Completed})
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func one[T any](draw *rand.Rand, of ...T) T { return of[draw.IntN(len(of))] }

func publish(t testing.TB, s ledger.Store) {
	t.Helper()
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), casetest.Time("2024-01-02")); err != nil {
		t.Fatal(err)
	}
}

// However batches are cut, and whatever fails in between, the rows are the same.
func TestSameRows(t *testing.T) {
	for seed := range uint64(15) {
		draw := rand.New(rand.NewPCG(seed, 0))
		s := office(t, draw)
		place, err := door.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "views"), false)
		if err != nil {
			t.Fatal(err)
		}
		full, faults := errors.New("disk full"), 0
		v, err := projections.OpenIn(t.Context(), doortest.Flaky(place, func() error {
			if faults > 0 && draw.IntN(2) == 0 {
				faults--
				return full
			}
			return nil
		}), false)
		if err != nil {
			t.Fatal(err)
		}
		faults = draw.IntN(15)
		for err := full; err != nil; {
			if err = v.CatchUp(t.Context(), storetest.Cut(s, 1+draw.IntN(15)), nil); err != nil && !errors.Is(err, full) {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(rows(t, viewtest.Of(t, s)), rows(t, v)); d != "" {
			t.Errorf("seed %d: -at once +cut and failed\n%s", seed, d)
		}
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}
}

// hall is a ledger in which twelve cases of a unit are entered on the Monday
// after, one is late by a holiday, one is corrected, and one is in time.
func hall(t testing.TB) ledger.Store {
	t.Helper()
	s := memory.New()
	publish(t, s)
	add := func(h *casetest.History) {
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	at := casetest.Time
	add(casetest.Case("B-1").Add(at("2024-02-08 16:00"), at("2024-02-18 09:00"), "受理岗-02", casefile.Accepted{Org: "乙科"}))
	add(casetest.Case("B-2").On("2024-03-04", casefile.Accepted{Org: "乙科"}).
		Add(at("2024-03-05"), at("2024-03-08"), "受理岗-02", casefile.RecordCorrected{Revision: 0, Instead: casefile.Accepted{Org: "丙科", Number: "B-2", Calendar: workdays.China, Zone: casefile.DefaultZone}, Reason: "wrong_org", Basis: "核对"}).
		Add(at("2024-03-05"), at("2024-03-11"), "受理岗-02", casefile.Closed{Outcome: casefile.Completed}))
	for i := range 12 {
		entered := at("2024-03-11 16:00").Add(time.Duration(i*40) * time.Second)
		add(casetest.Case(fmt.Sprintf("A-%02d", i)).Add(at("2024-03-08"), entered, "受理岗-01", casefile.Accepted{Org: "甲科"}).
			Add(at("2024-03-08 10:00"), entered.Add(5*time.Second), "受理岗-01", casefile.Closed{Outcome: casefile.Completed}))
	}
	add(casetest.Case("C-1").On("2024-03-12", casefile.Accepted{Org: "甲科"}))
	return s
}

func TestQueries(t *testing.T) {
	v := viewtest.Of(t, hall(t))
	org := func(s string) *string { return &s }
	all := late.Query{From: workdays.NoDate, To: workdays.NoDate, First: 100}
	for _, c := range []struct {
		name    string
		ask     func(q *late.Query)
		entries string // numbers with lags
		totals  string
		batches int
	}{
		{"all", func(*late.Query) {}, "26: B-1 2, B-2 4, 24 of A-", "丙科 2-5 1/0 4; 乙科 2-5 1/0 2; 甲科 1 24/24 1", 1},
		{"of one unit", func(q *late.Query) { q.Org = org("丙科") }, "1: B-2 4", "丙科 2-5 1/0 4", 0},
		{"of nobody", func(q *late.Query) { q.Org = org("丁科") }, "0:", "", 0},
		{"from", func(q *late.Query) { q.From = workdays.Civil(2024, 3, 12) }, "0:", "", 0},
		{"to", func(q *late.Query) { q.To = workdays.Civil(2024, 3, 10) }, "1: B-1 2", "乙科 2-5 1/0 2", 0},
		{"of a lag", func(q *late.Query) { q.MinDays = 3 }, "1: B-2 4", "丙科 2-5 1/0 4; 乙科 2-5 1/0 2; 甲科 1 24/24 1", 1},
		{"in batches", func(q *late.Query) { q.BatchOnly = true }, "24: 24 of A-", "丙科 2-5 1/0 4; 乙科 2-5 1/0 2; 甲科 1 24/24 1", 1},
	} {
		q := all
		c.ask(&q)
		p, err := late.Entries(t.Context(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		if got := entryWords(p.Entries); got != c.entries {
			t.Errorf("%s: %s, want %s", c.name, got, c.entries)
		}
		s, err := late.Summarize(t.Context(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, x := range s.Totals {
			words = append(words, fmt.Sprintf("%s %s %d/%d %d", x.Org, x.Class.Name, x.Records, x.Batched, x.Longest))
		}
		if got := strings.Join(words, "; "); got != c.totals || s.Batches != c.batches {
			t.Errorf("%s: %s and %d batches, want %s and %d", c.name, got, s.Batches, c.totals, c.batches)
		}
	}
	batches, err := late.Batches(t.Context(), v, all)
	if err != nil || len(batches) != 1 || batches[0].Cases != 12 || batches[0].Records != 24 || batches[0].Org != "甲科" || batches[0].Ended.Sub(batches[0].Begun) != 445*time.Second {
		t.Errorf("%+v, %v", batches, err)
	}
	for _, first := range []int{0, 1001} {
		var invalid *ledger.InvalidError
		if _, err := late.Entries(t.Context(), v, late.Query{First: first}); !errors.As(err, &invalid) {
			t.Errorf("%d entries: %v", first, err)
		}
	}
}

func entryWords(list []late.Entry) string {
	of, words := 0, []string{}
	for _, e := range list {
		if strings.HasPrefix(e.Number, "A-") {
			of++
			continue
		}
		words = append(words, fmt.Sprint(e.Number, " ", e.Days))
	}
	if of > 0 {
		words = append(words, fmt.Sprint(of, " of A-"))
	}
	return strings.TrimSpace(fmt.Sprintf("%d: %s", len(list), strings.Join(words, ", ")))
}
