package feeds

import (
	"context"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/projections"
)

// Records is the public record in ledger order, as followers read it;
// [projections.Views] is one.
type Records = projections.Records

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
