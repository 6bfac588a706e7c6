package projections

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// maxPublic bounds the records of one call of [Views.Public].
const maxPublic = 1000

// Count is the number of records applied, the ordinal of the last one.
func (v *Views) Count(ctx context.Context) (n uint64, err error) {
	err = v.readAt(ctx, func(_ tx, c *checkpoint) error {
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
	err = v.readAt(ctx, func(t tx, c *checkpoint) error {
		from := max(from, 1)
		if from > c.ordinal {
			return nil
		}
		until := min(from+uint64(n), c.ordinal+1)
		names := map[int64]ledger.StreamID{}
		return t.query("SELECT first, keys FROM pages WHERE first > ?1 AND first < ?2 ORDER BY first", func(r row) error {
			first := uint64(r.int(0))
			for i, key := range pageKeys(r.bytes(1)) {
				ordinal := first + uint64(i)
				if ordinal < from || ordinal >= until {
					continue
				}
				rec, err := readKey(t, key, names)
				if err != nil {
					return err
				}
				out = append(out, PublicRecord{ordinal, rec.Position, rec})
			}
			return nil
		}, int64(from)-pageSize, int64(until))
	})
	return out, err
}

// readKey reads one record; names remembers names of streams.
func readKey(t tx, key int64, names map[int64]ledger.StreamID) (rec ledger.Record, err error) {
	id := key >> revisionBits
	if names[id] == "" {
		if names[id], err = streamName(t, id); err != nil {
			return rec, err
		}
	}
	err = t.query("SELECT "+recordColumns+" FROM records WHERE id = ?1", func(r row) (err error) {
		rec, err = readRecord(r, names[id])
		return err
	}, key)
	if err == nil && rec.Type == "" {
		err = &ledger.CorruptError{Where: fmt.Sprintf("record %d of the views", key), Reason: "it is missing"}
	}
	return rec, err
}

func streamName(t tx, id int64) (name ledger.StreamID, err error) {
	err = t.query("SELECT number FROM cases WHERE id = ?1", func(r row) error {
		name = casefile.Stream(r.text(0))
		return nil
	}, id)
	if err != nil || name != "" {
		return name, err
	}
	err = t.query("SELECT name FROM streams WHERE id = ?1", func(r row) error {
		name = ledger.StreamID(r.text(0))
		return nil
	}, id)
	return name, err
}

// PositionAt is the last position up to which everything was recorded at or
// before an instant; zero where nothing was. Where the recorder's clock went
// backwards, its latest time counts on.
func (v *Views) PositionAt(ctx context.Context, at time.Time) (p ledger.Position, err error) {
	us := ledger.Time(at).UnixMicro()
	err = v.readAt(ctx, func(t tx, c *checkpoint) error {
		if c.high <= us {
			p = c.position
			return nil
		}
		keys, err := pageAcross(t, us)
		for i := 0; i < len(keys) && err == nil; i++ {
			later := false
			err = t.query("SELECT recorded, position FROM records WHERE id = ?1", func(r row) error {
				if later = r.int(0) > us; !later {
					p = ledger.Position(r.int(1))
				}
				return nil
			}, keys[i])
			if later {
				break
			}
		}
		return err
	})
	return p, err
}

// pageAcross gives the keys of the first page that ends after an instant, and
// before them that of the record before the page.
func pageAcross(t tx, us int64) (keys []int64, err error) {
	first := int64(0)
	err = t.query("SELECT first, keys FROM pages WHERE high > ?1 ORDER BY high, first LIMIT 1", func(r row) error {
		first, keys = r.int(0), pageKeys(r.bytes(1))
		return nil
	}, us)
	if err != nil {
		return nil, err
	}
	err = t.query("SELECT keys FROM pages WHERE first = ?1", func(r row) error {
		keys = append(pageKeys(r.bytes(0))[pageSize-1:], keys...)
		return nil
	}, first-pageSize)
	return keys, err
}
