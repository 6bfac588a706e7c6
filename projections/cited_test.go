package projections_test

import (
	"context"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/storetest"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// gaps is a store whose positions are not ordinals.
type gaps struct{ ledger.Store }

func widened(p ledger.Position) ledger.Position {
	if p == 0 {
		return 0
	}
	return 463 + 37*p
}

func (s gaps) Head(ctx context.Context) (ledger.Position, error) {
	head, err := s.Store.Head(ctx)
	return widened(head), err
}

func (s gaps) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		narrow := ledger.Position(0)
		for widened(narrow+1) <= after {
			narrow++
		}
		for it, err := range s.Store.Follow(ctx, narrow, f) {
			it.Position = widened(it.Position)
			if it.Record != nil {
				r := *it.Record
				r.Position = it.Position
				it.Record = &r
			}
			if !yield(it, err) {
				return
			}
		}
	}
}

// The same ledger in a store with gaps gives the same figures at the same
// ordinal, and the answers cite it; a citation of the time of positions, too.
func TestACitationHoldsInEveryStore(t *testing.T) {
	s := store(t, casetest.Interleaved(5, 40, 6))
	records, _ := s.Head(t.Context())
	dense, wide := viewtest.New(t), viewtest.New(t)
	catchUp(t, dense, s)
	catchUp(t, wide, storetest.Cut(gaps{s}, 50))
	q := projections.FigureQuery{Decimals: -1}
	for n := range records + 1 { // 0 is the end
		q.KnownAt = n
		want, err := dense.Figures(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := wide.Figures(t.Context(), q)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("as known at %s: %v (-dense +gapped):\n%s", n, err, diff)
		}
		if n > 0 && got[0].Position != n {
			t.Fatalf("as known at %s, cited as %s", n, got[0].Position)
		}
		if n == 0 {
			continue
		}
		at := widened(n)
		for given, want := range map[ledger.Position]ledger.Position{n: at, at: at, at + 1: at} {
			if given > n && given <= records || given > widened(records) {
				continue // an ordinal, and beyond the end
			}
			if got, err := wide.Cited(t.Context(), given); err != nil || got != want {
				t.Fatalf("%s cites %s, %v; want %s", given, got, err, want)
			}
		}
		for at, want := range map[ledger.Position]uint64{at - 1: uint64(n), at: uint64(n) + 1, at + 1: uint64(n) + 1} {
			if got, err := wide.OrdinalAfter(t.Context(), at); err != nil || got != want {
				t.Fatalf("after %s comes record %d, %v; want %d", at, got, err, want)
			}
		}
	}
	if got, err := wide.OrdinalAfter(t.Context(), 0); err != nil || got != 1 {
		t.Errorf("after nothing comes %d, %v", got, err)
	}
	if _, err := wide.Figures(t.Context(), projections.FigureQuery{KnownAt: 1 << 40}); err == nil {
		t.Error("figures are known beyond the end")
	}
}
