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
	set    measures // of the entry that next gave
	bad    bool
}

// next reads the head of the next entry into e and gives its cells as stored;
// nil at the end or at a fault, which bad tells.
func (r *entryReader) next(e *entry) []byte {
	for len(r.b) > 0 {
		distance, n := uvarint(r.b)
		size, k := uvarint(r.b[n:])
		if n == 0 || k == 0 || size > uint64(len(r.b)-n-k) {
			return r.fail()
		}
		rest := r.b[n+k:][:size:size]
		r.b, r.last = r.b[n+k+int(size):], r.last+ledger.Position(distance)
		set, n := uvarint(rest)
		if n > 0 && measures(set)&r.wanted == 0 {
			continue
		}
		at := n
		for _, to := range [...]*uint32{&e.org, &e.item, &e.officer, &e.kind, &e.channel} {
			v, k := uvarint(rest[at:])
			if n = min(n, k); n == 0 {
				return r.fail()
			}
			*to, at = uint32(v), at+k
		}
		if at == len(rest) {
			return r.fail()
		}
		e.position, r.set = r.last, measures(set)
		return rest[at:]
	}
	return nil
}

func (r *entryReader) fail() []byte {
	r.b, r.bad = nil, true
	return nil
}

// parseCells appends stored cells to dst; they must have exactly the measures
// of the set, which is what entries are skipped by.
func parseCells(dst []cell, b []byte, set measures) ([]cell, error) {
	day, seen := workdays.Date(0), measures(0)
	for at := 0; at < len(b); {
		m := measure(b[at])
		at++
		var v [4]uint64
		want := 3
		if m.sums() {
			want = 4
		}
		for i := range want {
			if at < len(b) && b[at] < 0x80 {
				v[i] = uint64(b[at])
				at++
				continue
			}
			u, n := uvarint(b[at:])
			if n == 0 {
				return nil, errEntry
			}
			v[i] = u
			at += n
		}
		day += workdays.Date(unzigzag64(v[0]))
		c := cell{measure: m, day: day, key: uint32(v[1]), n: unzigzag64(v[2])}
		if want == 4 {
			c.sum = unzigzag64(v[3])
		}
		if m == 0 || m > mAnomaly || c.key>>keyBits != 0 {
			return nil, errEntry
		}
		seen |= setOf(m)
		dst = append(dst, c)
	}
	if seen != set {
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
		if buf, err = parseCells(buf[:0], stored, r.set); err != nil {
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
