package projections

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// maxPublic bounds the records of one call of [Views.Public].
const maxPublic = 1000

// Count is the number of records applied, the ordinal of the last one.
func (v *Views) Count(ctx context.Context) (n uint64, err error) {
	err = v.readAt(ctx, func(_ door.Tx, c *checkpoint) error {
		n = c.ordinal
		return nil
	})
	return n, err
}

// Public lists the public records with ordinals from … from+n−1 as far as
// there are any, n to 1000. Their canonical bytes equal those of the ledger;
// boxes and subjects of sealed values are not here.
func (v *Views) Public(ctx context.Context, from uint64, n int) (out []PublicRecord, err error) {
	if n < 0 || n > maxPublic {
		return nil, &ledger.InvalidError{Field: "number of records", Value: strconv.Itoa(n), Reason: "want 0 to 1000"}
	}
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		from := max(from, 1)
		if from > c.ordinal {
			return nil
		}
		return eachRecord(t, map[int64]ledger.StreamID{}, from, min(from+uint64(n), c.ordinal+1), func(ordinal uint64, r ledger.Record) error {
			out = append(out, PublicRecord{ordinal, r.Position, r})
			return nil
		})
	})
	return out, err
}

// eachRecord calls each for the records with ordinals from … until−1. The names
// of streams by id are remembered.
func eachRecord(t door.Tx, names map[int64]ledger.StreamID, from, until uint64, each func(ordinal uint64, r ledger.Record) error) error {
	return t.Query(selectRecords+"WHERE ordinal >= ?1 AND ordinal < ?2 ORDER BY ordinal", func(r door.Row) (err error) {
		id := r.Int(2)
		if names[id] == "" {
			if names[id], err = streamName(t, id); err != nil {
				return err
			}
		}
		rec, err := readRecord(r, names[id])
		if err != nil {
			return err
		}
		return each(uint64(r.Int(0)), rec)
	}, int64(from), int64(until))
}

// markEvery is the distance of marks in records.
const markEvery = 128

// OrdinalAt is the ordinal of the last record up to which everything was
// recorded at or before an instant; zero where nothing was. Where the
// recorder's clock went backwards, its latest time counts on.
func (v *Views) OrdinalAt(ctx context.Context, at time.Time) (n uint64, err error) {
	us := ledger.Time(at).UnixMicro()
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		if c.high <= us {
			n = c.ordinal
			return nil
		}
		// The first mark that is later has the border among the records up
		// to it; where there is none, the border is behind the last mark.
		from, until := int64(0), int64(c.ordinal)
		err := t.Query("SELECT ordinal FROM marks WHERE high > ?1 ORDER BY high, ordinal LIMIT 1", func(r door.Row) error {
			until = r.Int(0)
			return nil
		}, us)
		if err != nil {
			return err
		}
		from = max(0, until-until%markEvery)
		if from == until {
			from -= markEvery
		}
		later := false
		return t.Query("SELECT recorded, ordinal FROM records WHERE ordinal >= ?1 AND ordinal <= ?2 ORDER BY ordinal", func(r door.Row) error {
			if later = later || r.Int(0) > us; !later {
				n = uint64(r.Int(1))
			}
			return nil
		}, from, until)
	})
	return n, err
}

// OrdinalAfter is the ordinal of the first record after a position; one past
// the last if there is none.
func (v *Views) OrdinalAfter(ctx context.Context, at ledger.Position) (n uint64, err error) {
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		n, err = ordinalAfter(t, c, at)
		return err
	})
	return n, err
}

// ordinalAfter looks for a place among the records: positions grow with
// ordinals, and where they have no gaps they are the same.
func ordinalAfter(t door.Tx, c *checkpoint, at ledger.Position) (uint64, error) {
	if at >= c.position {
		return c.ordinal + 1, nil
	}
	if n := uint64(at); n >= 1 && n <= c.ordinal {
		if p, err := positionOf(t, n); err != nil || p == at {
			return n + 1, err
		}
	}
	low, high := uint64(1), c.ordinal+1 // the place is within
	for low < high {
		guess := (low + high) / 2
		p, err := positionOf(t, guess)
		if err != nil {
			return 0, err
		}
		if p > at {
			high = guess
		} else {
			low = guess + 1
		}
	}
	return low, nil
}

// positionOf is the position of a record, which must be there.
func positionOf(t door.Tx, ordinal uint64) (p ledger.Position, err error) {
	found := false
	err = t.Query("SELECT position FROM records WHERE ordinal = ?1", func(r door.Row) error {
		found, p = true, ledger.Position(r.Int(0))
		return nil
	}, int64(ordinal))
	if err == nil && !found {
		err = &ledger.CorruptError{Where: "views", Reason: fmt.Sprintf("record %d is missing", ordinal)}
	}
	return p, err
}
