package feeds

import (
	"context"
	"errors"
	"fmt"
	"sort"

	"caseledger/ledger"
	"caseledger/projections"
)

// Records is the public record in ledger order, as followers read it;
// [projections.Views] is one.
type Records interface {
	// Count is the ordinal of the last record.
	Count(ctx context.Context) (uint64, error)
	// Public lists records from … from+n−1 as far as there are any, n to 1000.
	Public(ctx context.Context, from uint64, n int) ([]projections.PublicRecord, error)
	// Changed returns a channel that is closed when there is more.
	Changed() <-chan struct{}
}

// RecordAt reads one record, which must be there.
func RecordAt(ctx context.Context, records Records, ordinal uint64) (*ledger.Record, error) {
	public, err := records.Public(ctx, ordinal, 1)
	if err == nil && len(public) != 1 {
		err = errors.New("it is not there")
	}
	if err != nil {
		return nil, fmt.Errorf("read record %d: %w", ordinal, err)
	}
	r := public[0].Record
	r.Position = public[0].Position
	return &r, nil
}

// OrdinalAfter is the ordinal of the first record after a position; one past
// the last if there is none.
func OrdinalAfter(ctx context.Context, records Records, after ledger.Position) (uint64, error) {
	count, err := records.Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count records: %w", err)
	}
	n := sort.Search(int(count), func(i int) bool {
		if err != nil {
			return true
		}
		var r *ledger.Record
		if r, err = RecordAt(ctx, records, uint64(i)+1); err != nil {
			return true
		}
		return r.Position > after
	})
	return uint64(n) + 1, err
}
