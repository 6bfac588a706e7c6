package projections

import (
	"encoding/binary"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// recordSheet holds the public part of every record, in ledger order: rows are
// only ever added at the end. What belongs to one case is found through the
// ordinals that the case's row lists.
var recordSheet = &sheet{
	table:   "records",
	columns: []string{"ordinal", "position", "stream", "revision", "occurred", "recorded", "ids", "type", "post", "public", "sealed"},
}

// putRecords writes the public part of records; the first has the ordinal.
func putRecords(t tx, first uint64, items []item) error {
	var scratch []byte
	return t.put(recordSheet, len(items), func(i int, p params) {
		r := &items[i].record
		p.int(int64(first) + int64(i))
		p.int(int64(r.Position))
		p.int(items[i].stream)
		p.int(int64(r.Revision))
		p.int(micros(r.Occurred))
		p.int(micros(r.Recorded))
		scratch = append(append(scratch[:0], r.ID[:]...), r.Command[:]...)
		p.blob(scratch)
		p.text(r.Type)
		p.text(r.Post)
		p.text(string(r.Public))
		if len(r.Sealed) == 0 {
			p.null()
			return
		}
		scratch = appendSealed(scratch[:0], r.Sealed)
		p.blob(scratch)
	})
}

// selectRecords is followed by a condition. The columns are what [readRecord]
// wants.
const selectRecords = "SELECT ordinal, position, stream, revision, occurred, recorded, ids, type, post, public, sealed FROM records "

func readRecord(r row, stream ledger.StreamID) (ledger.Record, error) {
	out := ledger.Record{
		Position: ledger.Position(r.int(1)),
		Stream:   stream,
		Revision: ledger.Revision(r.int(3)),
		Draft: ledger.Draft{
			Occurred: instant(r.int(4)),
			Recorded: instant(r.int(5)),
			Type:     r.text(7),
			Post:     r.text(8),
			Public:   r.bytes(9),
		},
	}
	ids := r.bytes(6)
	copy(out.ID[:], ids)
	copy(out.Command[:], ids[min(len(ids), len(out.ID)):])
	var err error
	out.Sealed, err = parseSealed(r.bytes(10))
	return out, err
}

// readListed calls each for the records of one stream.
func readListed(t tx, list []byte, stream ledger.StreamID, each func(ledger.Record) error) error {
	ordinals, err := parseOrdinals(list)
	for i := 0; i < len(ordinals) && err == nil; i++ {
		found := false
		err = t.query(selectRecords+"WHERE ordinal = ?1", func(r row) error {
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

// appendSealed appends labels and commitments: all of a sealed value that is
// public.
func appendSealed(b []byte, list []ledger.Sealed) []byte {
	c := coder{b: b, writing: true}
	c.sealed(&list)
	return c.b
}

func parseSealed(b []byte) ([]ledger.Sealed, error) {
	if len(b) == 0 {
		return nil, nil
	}
	var out []ledger.Sealed
	c := coder{b: b}
	c.sealed(&out)
	return out, c.err
}

func (c *coder) sealed(of *[]ledger.Sealed) {
	list(c, of, func(c *coder, s *ledger.Sealed) {
		c.text(&s.Label)
		for i := range s.Commitment {
			s.Commitment[i] = c.byte(s.Commitment[i])
		}
	})
}
