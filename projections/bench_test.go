package projections_test

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/sqlite"
	"caseledger/projections"
)

// fixed is a store of given records, for reading.
type fixed struct {
	ledger.Store
	records []ledger.Record
}

func (s *fixed) Head(context.Context) (ledger.Position, error) {
	return ledger.Position(len(s.records)), nil
}

func (s *fixed) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		for i := int(after); i < len(s.records); i++ {
			r := s.records[i]
			if !yield(ledger.Item{Record: &r, Position: r.Position}, nil) {
				return
			}
		}
		if yield(ledger.Item{Position: ledger.Position(len(s.records)), Live: true}, nil) {
			<-ctx.Done()
			yield(ledger.Item{}, ctx.Err())
		}
	}
}

// generated is a ledger of about n records.
func generated(n, open int) *fixed {
	s := &fixed{records: make([]ledger.Record, 0, n)}
	for r := range casetest.Interleaved(1, n, open) {
		if s.records = append(s.records, r); len(s.records) == n {
			break
		}
	}
	return s
}

// filled is a ledger file of about n records, of a hall of 20 units.
func filled(b *testing.B, n int) ledger.Store {
	return filledWith(b, n, func(_ int, drafts []ledger.Draft) []ledger.Draft { return drafts })
}

// spread moves the i-th case to one of so many units: 60 have 480 items and 300
// posts, 3000 have 2000 items and 15 000 posts.
func spread(b *testing.B, i, units int, drafts []ledger.Draft) []ledger.Draft {
	for j := range drafts {
		e, err := casefile.Decode(&ledger.Record{Stream: casefile.Stream("B-1"), Draft: drafts[j]})
		if err != nil {
			b.Fatal(err)
		}
		a, ok := e.Event.(casefile.Accepted)
		if !ok {
			continue
		}
		unit := i * 7919 % units
		a.Org, a.Officer = fmt.Sprintf("U-%04d", unit), fmt.Sprintf("U-%04d-%d", unit, i%5)
		a.Item = fmt.Sprintf("X-%04d", (unit*8+i%8)%min(8*units, 2000))
		if _, drafts[j].Public, err = casefile.Encode(a); err != nil {
			b.Fatal(err)
		}
	}
	return drafts
}

// everyAction puts a record of each action in turn behind each of the i-th
// case, as of facts that were told. Acceptances and amendments stay away, which
// need something to refer to.
func everyAction(b *testing.B, i int, drafts []ledger.Draft) []ledger.Draft {
	actions := slices.DeleteFunc(slices.Clone(casefile.Book.Actions()), func(a *act.Action) bool {
		return a.Name == casefile.Accepted{}.Stored() || casefile.Amends(a.Name)
	})
	out := make([]ledger.Draft, 0, 2*len(drafts))
	for j, d := range drafts {
		name, public, err := casefile.Encode(acttest.Full(b, actions[(i*7+j)%len(actions)]))
		if err != nil {
			b.Fatal(err)
		}
		other := d
		other.ID, other.Type, other.Public, other.Sealed = ledger.EventIDOf(d.Command, 9), name, public, nil
		out = append(out, d, other)
	}
	return out
}

// filledWith is a ledger file of about n generated records, with the drafts of
// the i-th case as change gives them.
func filledWith(b *testing.B, n int, change func(i int, drafts []ledger.Draft) []ledger.Draft) ledger.Store {
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	type history struct {
		stream ledger.StreamID
		drafts []ledger.Draft
	}
	todo := make(chan history)
	var group sync.WaitGroup
	for range 128 {
		group.Go(func() {
			for h := range todo {
				if _, err := s.Append(b.Context(), h.stream, ledger.NoStream, h.drafts...); err != nil {
					b.Error(err)
				}
			}
		})
	}
	i := 0
	for stream, drafts := range casetest.Generate(1, n/12) {
		i++
		todo <- history{stream, change(i, drafts)}
	}
	close(todo)
	group.Wait()
	return s
}

// BenchmarkRebuild builds all views from zero, and says how much memory was in
// use at most.
func BenchmarkRebuild(b *testing.B) {
	for _, n := range []int{50_000, 250_000, 1_000_000} {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) { rebuild(b, filled(b, n)) })
	}
}

// BenchmarkRebuildOfUnits builds all views of a county and of a province.
func BenchmarkRebuildOfUnits(b *testing.B) {
	for _, units := range []int{60, 3000} {
		b.Run(fmt.Sprintf("units=%d", units), func(b *testing.B) {
			rebuild(b, filledWith(b, 1_000_000, func(i int, drafts []ledger.Draft) []ledger.Draft { return spread(b, i, units, drafts) }))
		})
	}
}

// BenchmarkRebuildOfEveryAction builds all views of cases that have gone through
// whatever a case may go through: each second record is of another action.
func BenchmarkRebuildOfEveryAction(b *testing.B) {
	for _, n := range []int{50_000, 250_000} {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) {
			rebuild(b, filledWith(b, n/2, func(i int, drafts []ledger.Draft) []ledger.Draft { return everyAction(b, i, drafts) }))
		})
	}
}

func rebuild(b *testing.B, s ledger.Store) {
	head, err := s.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	peak := uint64(0)
	b.ResetTimer()
	for i := range b.N {
		v, err := projections.Open(b.Context(), filepath.Join(b.TempDir(), fmt.Sprint(i)))
		if err != nil {
			b.Fatal(err)
		}
		err = v.CatchUp(b.Context(), s, func(_, _ ledger.Position) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := v.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(head)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.ReportMetric(0, "ns/op")
}
