package projections

import (
	"encoding/binary"
	"errors"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// A population is where a case counts, as numbers of the view's names; 0 is
// no number.
type population struct{ org, item, officer, kind, channel uint32 }

// An entry is what one change added to the figures of one population.
type entry struct {
	position ledger.Position
	population
	cells []cell
}

var errEntry = errors.New("the journal of figures is damaged; rebuild the views")

// appendEntry appends the stored form of an entry: position less the one
// before, length of the rest in bytes, the set of its measures, population,
// cells. A cell is measure, day less the one before, key, n, and the sum where
// the measure has one.
func appendEntry(b []byte, last ledger.Position, e *entry) []byte {
	var buf [256]byte
	var set measures
	for _, c := range e.cells {
		set |= setOf(c.measure)
	}
	rest := binary.AppendUvarint(buf[:0], uint64(set))
	for _, v := range [...]uint32{e.org, e.item, e.officer, e.kind, e.channel} {
		rest = binary.AppendUvarint(rest, uint64(v))
	}
	day := workdays.Date(0)
	for _, c := range e.cells {
		rest = append(rest, byte(c.measure))
		rest = binary.AppendVarint(rest, int64(c.day)-int64(day))
		rest = binary.AppendUvarint(rest, uint64(c.key))
		rest = binary.AppendVarint(rest, c.n)
		if c.measure.sums() {
			rest = binary.AppendVarint(rest, c.sum)
		}
		day = c.day
	}
	b = binary.AppendUvarint(b, uint64(e.position-last))
	b = binary.AppendUvarint(b, uint64(len(rest)))
	return append(b, rest...)
}

// entryReader reads stored entries one after another, those with one of the
// wanted measures.
type entryReader struct {
	b      []byte
	last   ledger.Position
	wanted measures
	bad    bool
}

func (r *entryReader) uvarint() uint64 {
	v, n := uvarint(r.b)
	if n == 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *entryReader) varint() int64 { return unzigzag64(r.uvarint()) }

// next reads the head of the next entry into e and gives its cells as stored;
// nil at the end or at a fault, which bad tells.
func (r *entryReader) next(e *entry) []byte {
	for len(r.b) > 0 {
		r.last += ledger.Position(r.uvarint())
		size := r.uvarint()
		if r.bad || size > uint64(len(r.b)) {
			return r.fail()
		}
		rest := entryReader{b: r.b[:size:size]}
		r.b = r.b[size:]
		if measures(rest.uvarint())&r.wanted == 0 && !rest.bad {
			continue
		}
		e.position = r.last
		e.org, e.item, e.officer = uint32(rest.uvarint()), uint32(rest.uvarint()), uint32(rest.uvarint())
		e.kind, e.channel = uint32(rest.uvarint()), uint32(rest.uvarint())
		if rest.bad || len(rest.b) == 0 {
			return r.fail()
		}
		return rest.b
	}
	return nil
}

func (r *entryReader) fail() []byte {
	r.b, r.bad = nil, true
	return nil
}

// parseCells appends stored cells to dst.
func parseCells(dst []cell, b []byte) ([]cell, error) {
	r, day := entryReader{b: b}, workdays.Date(0)
	for len(r.b) > 0 {
		c := cell{measure: measure(r.b[0])}
		r.b = r.b[1:]
		day += workdays.Date(r.varint())
		c.day, c.key, c.n = day, uint32(r.uvarint()), r.varint()
		if c.measure.sums() {
			c.sum = r.varint()
		}
		r.bad = r.bad || c.measure == 0 || c.measure > mAnomaly || c.key>>keyBits != 0
		dst = append(dst, c)
	}
	if r.bad {
		return nil, errEntry
	}
	return dst, nil
}

// eachEntry calls f for every stored entry; the entry's cells are good for the
// call only.
func eachEntry(b []byte, f func(*entry) error) error {
	r := entryReader{b: b, wanted: allMeasures}
	var e entry
	var buf []cell
	for stored := r.next(&e); stored != nil; stored = r.next(&e) {
		var err error
		if buf, err = parseCells(buf[:0], stored); err != nil {
			return err
		}
		e.cells = buf
		if err := f(&e); err != nil {
			return err
		}
	}
	if r.bad {
		return errEntry
	}
	return nil
}
