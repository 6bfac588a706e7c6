package storetest

import (
	"context"
	"iter"

	"caseledger/ledger"
)

// Cut is a store whose follow says after every n-th record that it has caught up, so
// that batches end there.
func Cut(s ledger.Store, every int) ledger.Store { return cut{s, every} }

type cut struct {
	ledger.Store
	every int
}

func (s cut) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		n := 0
		for it, err := range s.Store.Follow(ctx, after, f) {
			if !yield(it, err) {
				return
			}
			if it.Record == nil {
				continue
			}
			if n++; n%s.every == 0 && !yield(ledger.Item{Position: it.Position, Live: true}, nil) {
				return
			}
		}
	}
}
