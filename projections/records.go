package projections

import (
	"cmp"
	"slices"

	"caseledger/ledger"
)

// revisionBits is the room for revisions in the key of a record.
const revisionBits = 24

// recordKey orders records by stream and revision: a case's timeline lies in
// one place.
func recordKey(stream int64, r ledger.Revision) int64 {
	return stream<<revisionBits | int64(r)
}

// putRecords writes the public part of records, in the order of their keys.
func putRecords(t tx, items []item) error {
	order := make([]*item, len(items))
	for i := range items {
		order[i] = &items[i]
	}
	slices.SortFunc(order, func(a, b *item) int { return cmp.Compare(a.key, b.key) })
	into := &sheet{
		table:   "records",
		columns: []string{"id", "position", "event", "command", "type", "occurred", "recorded", "post", "public", "sealed"},
	}
	var sealed []byte
	return t.put(into, len(order), func(i int, p params) {
		r := &order[i].record
		sealed = appendSealed(sealed[:0], r.Sealed)
		p.int(order[i].key)
		p.int(int64(r.Position))
		p.blob(r.ID[:])
		p.blob(r.Command[:])
		p.text(r.Type)
		p.int(micros(r.Occurred))
		p.int(micros(r.Recorded))
		p.text(r.Post)
		p.text(string(r.Public))
		p.blob(sealed)
	})
}

// recordColumns are what [readRecord] wants, from its first column on.
const recordColumns = "id, position, event, command, type, occurred, recorded, post, public, sealed"

func readRecord(r row, stream ledger.StreamID) (ledger.Record, error) {
	out := ledger.Record{
		Position: ledger.Position(r.int(1)),
		Stream:   stream,
		Revision: ledger.Revision(r.int(0) & (1<<revisionBits - 1)),
		Draft: ledger.Draft{
			Type:     r.text(4),
			Occurred: instant(r.int(5)),
			Recorded: instant(r.int(6)),
			Post:     r.text(7),
			Public:   r.bytes(8),
		},
	}
	copy(out.ID[:], r.bytes(2))
	copy(out.Command[:], r.bytes(3))
	var err error
	out.Sealed, err = parseSealed(r.bytes(9))
	return out, err
}

// appendSealed appends labels and commitments: all of a sealed value that is
// public. Nothing is appended where there are none.
func appendSealed(b []byte, list []ledger.Sealed) []byte {
	if len(list) == 0 {
		return b
	}
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
