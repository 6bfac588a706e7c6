package runs

import (
	"encoding/binary"
	"errors"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// An entry is what one change added to the figures of one population.
type entry struct {
	position ledger.Position
	population
	cells []figures.Cell
}

var errEntry = errors.New("the journal of figures is damaged; rebuild the views")

// appendEntry appends the stored form of an entry: position less the one
// before, length of the rest in bytes, the set of its measures, population,
// cells. A set is its bits from measure 0 on, seven to a byte, the highest bit
// set in all bytes but the last. A cell is measure, day less the one before,
// key, n, and the sum where the measure has one.
func appendEntry(b []byte, last ledger.Position, e *entry) []byte {
	var buf [256]byte
	var set figures.Set
	for i := range e.cells {
		set.Add(e.cells[i].Measure)
	}
	rest := set.Append(buf[:0])
	for _, v := range [...]uint32{e.place, e.item, e.officer, e.mix} {
		rest = binary.AppendUvarint(rest, uint64(v))
	}
	day := workdays.Date(0)
	for i := range e.cells {
		c := &e.cells[i]
		rest = binary.AppendUvarint(rest, uint64(c.Measure))
		rest = binary.AppendVarint(rest, int64(c.Day)-int64(day))
		rest = binary.AppendUvarint(rest, uint64(c.Key))
		rest = binary.AppendVarint(rest, c.N)
		if measureOf(c.Measure).Sums {
			rest = binary.AppendVarint(rest, c.Sum)
		}
		day = c.Day
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
	wanted figures.Set
	set    figures.Set // of the entry that next gave
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
		set, at := figures.ParseSet(rest)
		if at == 0 {
			return r.fail()
		}
		if !set.Meets(&r.wanted) {
			continue
		}
		for _, to := range [...]*uint32{&e.place, &e.item, &e.officer, &e.mix} {
			v, k := uvarint(rest[at:])
			if k == 0 {
				return r.fail()
			}
			*to, at = uint32(v), at+k
		}
		if at == len(rest) {
			return r.fail()
		}
		e.position, r.set = r.last, set
		return rest[at:]
	}
	return nil
}

func (r *entryReader) fail() []byte {
	r.b, r.bad = nil, true
	return nil
}

// parseCells appends the wanted ones of stored cells to dst. They must have
// exactly the measures of the set, which is what entries are skipped by. They are
// in order of their measures: behind the last wanted one nothing is looked at.
func parseCells(dst []figures.Cell, b []byte, set figures.Set, wanted *figures.Set) ([]figures.Cell, error) {
	day, seen, last := workdays.Date(0), figures.Set{}, wanted.Last()
	for at := 0; at < len(b); {
		number, k := uvarint(b[at:])
		if k == 0 || number > figures.MaxMeasure {
			return nil, errEntry
		}
		if number > last {
			return dst, nil
		}
		at += k
		m := figures.MeasureOf(uint16(number))
		if m == nil {
			return nil, errEntry
		}
		var v [4]uint64
		want := 3
		if m.Sums {
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
		if v[1]>>keyBits != 0 {
			return nil, errEntry
		}
		day += workdays.Date(unzigzag(v[0]))
		seen.Add(m.Number)
		if wanted.Has(m.Number) {
			dst = append(dst, figures.Cell{Measure: m.Number, Day: day, Key: uint32(v[1]), N: unzigzag(v[2]), Sum: unzigzag(v[3])})
		}
	}
	if seen != set {
		return nil, errEntry
	}
	return dst, nil
}

// eachEntry calls f for every stored entry; the entry's cells are good for the
// call only.
func eachEntry(b []byte, f func(*entry) error) error {
	r := entryReader{b: b, wanted: allCells.Set}
	var e entry
	var buf []figures.Cell
	for stored := r.next(&e); stored != nil; stored = r.next(&e) {
		var err error
		if buf, err = parseCells(buf[:0], stored, r.set, &r.wanted); err != nil {
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
