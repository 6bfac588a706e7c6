package projections

import (
	"encoding/binary"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
)

// recordSheet holds the public part of every record, in ledger order: rows are
// only ever added at the end. What belongs to one case is found through the
// ordinals that the case's row lists. What nothing is searched by is in one
// value, the head: each column costs as much as ten bytes more.
var recordSheet = &door.Sheet{
	Table:   "records",
	Columns: []string{"ordinal", "position", "stream", "recorded", "head", "public"},
}

// putRecords writes the public part of records; the first has the ordinal.
func putRecords(t door.Tx, first uint64, items []item) error {
	return t.Put(recordSheet, len(items), func(i int, p door.Params) {
		r := &items[i].record
		p.Int(int64(first) + int64(i))
		p.Int(int64(r.Position))
		p.Int(items[i].stream)
		p.Int(micros(r.Recorded))
		p.Blob(items[i].head)
		p.Text(string(r.Public))
	})
}

// head names the fields of a record that are in its head, for both directions.
// Of sealed values it has labels and commitments: all that is public.
func (c *coder) head(r *ledger.Record) {
	number(c, &r.Revision)
	c.time(&r.Occurred)
	c.raw(r.ID[:])
	c.raw(r.Command[:])
	c.text(&r.Type)
	c.text(&r.Post)
	list(c, &r.Sealed, func(c *coder, s *ledger.Sealed) {
		c.text(&s.Label)
		c.raw(s.Commitment[:])
	})
}

// selectRecords is followed by a condition. The columns are what [readRecord]
// wants.
const selectRecords = "SELECT ordinal, position, stream, recorded, head, public FROM records "

func readRecord(r door.Row, stream ledger.StreamID) (ledger.Record, error) {
	out, err := readHead(r)
	out.Stream, out.Public = stream, r.Bytes(5)
	return out, err
}

// readHead reads a record without its stream and its public body.
func readHead(r door.Row) (ledger.Record, error) {
	out := ledger.Record{Position: ledger.Position(r.Int(1)), Draft: ledger.Draft{Recorded: instant(r.Int(3))}}
	c := coder{b: r.Bytes(4)}
	c.head(&out)
	if c.err == nil && len(c.b) > 0 {
		c.fail("%d bytes too many", len(c.b))
	}
	return out, c.err
}

// eachOrdinal calls each for the records of one stream with these ordinals.
func eachOrdinal(t door.Tx, ordinals []uint64, stream ledger.StreamID, each func(ledger.Record) error) (err error) {
	for i := 0; i < len(ordinals) && err == nil; i++ {
		found := false
		err = t.Query(selectRecords+"WHERE ordinal = ?1", func(r door.Row) error {
			found = true
			rec, err := readRecord(r, stream)
			if err != nil {
				return err
			}
			return each(rec)
		}, int64(ordinals[i]))
		if err == nil && !found {
			err = &ledger.CorruptError{Where: "views", Reason: fmt.Sprintf("record %d of %s is missing", ordinals[i], stream)}
		}
	}
	return err
}

// streamName is the name of the stream with an id.
func streamName(t door.Tx, id int64) (name ledger.StreamID, err error) {
	err = t.Query("SELECT number FROM cases WHERE id = ?1", func(r door.Row) error {
		name = casefile.Stream(r.Text(0))
		return nil
	}, id)
	if err != nil || name != "" {
		return name, err
	}
	err = t.Query("SELECT name FROM streams WHERE id = ?1", func(r door.Row) error {
		name = ledger.StreamID(r.Text(0))
		return nil
	}, id)
	return name, err
}

// ordinals lists the records of one stream: the first ordinal, then the
// distance to the next, and so on, as varints.
type ordinals struct {
	list []byte
	last uint64
}

func (o *ordinals) add(n uint64) {
	o.list = binary.AppendUvarint(o.list, n-o.last)
	o.last = n
}

func parseOrdinals(list []byte) (out []uint64, err error) {
	last := uint64(0)
	for len(list) > 0 {
		d, n := binary.Uvarint(list)
		if n <= 0 {
			return nil, errors.New("stored list of records is damaged")
		}
		last += d
		out, list = append(out, last), list[n:]
	}
	return out, nil
}

func loadOrdinals(list []byte) (ordinals, error) {
	all, err := parseOrdinals(list)
	o := ordinals{list: list}
	if len(all) > 0 {
		o.last = all[len(all)-1]
	}
	return o, err
}
