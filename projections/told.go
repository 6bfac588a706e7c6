package projections

import (
	"context"
	"fmt"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// Told is the public record with an ordinal; [ErrNotFound].
func (v *Views) Told(ctx context.Context, ordinal uint64) (ledger.Record, error) {
	list, err := v.Public(ctx, ordinal, 1)
	if err == nil && (ordinal == 0 || len(list) == 0) {
		err = fmt.Errorf("record %d: %w", ordinal, ErrNotFound)
	}
	if err != nil {
		return ledger.Record{}, err
	}
	return list[0].Record, nil
}

// EachTold calls each for the public records of the streams whose names begin so,
// which are not those of cases: stream by stream in the order of their first
// records, with their ordinals.
func (v *Views) EachTold(ctx context.Context, streams string, each func(ordinal uint64, r *ledger.Record) error) error {
	return v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		return t.Query("SELECT name, records FROM streams WHERE name >= ?1 AND name < ?2 ORDER BY id", func(s door.Row) error {
			name := ledger.StreamID(s.Text(0))
			ordinals, err := parseOrdinals(s.Bytes(1))
			if err != nil {
				return err
			}
			i := 0
			return eachOrdinal(t, before(ordinals, c.ordinal+1), name, func(r ledger.Record) error {
				i++
				return each(ordinals[i-1], &r)
			})
		}, streams, after(streams))
	})
}
