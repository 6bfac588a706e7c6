package erasure

import (
	"context"
	"fmt"
	"iter"
	"time"

	"caseledger/ledger"
)

// An Entry is one line of the public register of erasures (删除公示).
type Entry struct {
	Erased
	Recorded time.Time
	Position ledger.Position
	Revision ledger.Revision
}

// List gives the erasures of a ledger from a revision on, in the order in which
// they were recorded.
func List(ctx context.Context, s ledger.Store, from ledger.Revision) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for r, err := range s.Stream(ctx, Stream, from) {
			if err != nil {
				yield(Entry{}, fmt.Errorf("read erasures: %w", err))
				return
			}
			e, err := Book.Decode(&r)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if !yield(Entry{e.(Erased), r.Recorded, r.Position, r.Revision}, nil) {
				return
			}
		}
	}
}
