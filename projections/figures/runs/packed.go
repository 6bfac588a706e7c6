package runs

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math/bits"

	"caseledger/projections/figures"
)

// A packed is a cell inside a row of a month or of a year: the place in two
// numbers, so that rows are sorted, joined and read quickly. From the highest
// bit down, at has 16 bits measure, 8 day of the month (0 where the row has no
// days) and 24 mix (0 where the row tells none apart; the highest is below), then
// 16 that are free.
type packed struct {
	at     uint64
	key    uint32
	n, sum int64
}

const (
	keyBits = 32
	dayBits = 5

	mixAt     = 16
	dayAt     = mixAt + mixBits
	measureAt = dayAt + 8

	dayMask = uint64(1<<8-1) << dayAt
	mixMask = uint64(1<<mixBits-1) << mixAt
)

func packAt(measure uint16, dayOfMonth int, mix uint32) uint64 {
	return uint64(measure)<<measureAt | uint64(dayOfMonth)<<dayAt | uint64(mix)<<mixAt
}

func (p *packed) measure() uint16 { return uint16(p.at >> measureAt) }
func (p *packed) day() int        { return int(p.at >> dayAt & (1<<8 - 1)) }
func (p *packed) mix() uint32     { return uint32(p.at >> mixAt & (1<<mixBits - 1)) }

func comparePacked(a, b *packed) int {
	switch {
	case a.at < b.at:
		return -1
	case a.at > b.at:
		return 1
	}
	return cmp.Compare(a.key, b.key)
}

// appendRow appends the stored form of a row: for each measure that occurs, in
// order, its number, the length of its section in bytes, and the section. The
// cells are in strictly ascending order; a row without cells is empty.
// Integers are as in encoding/binary.
func appendRow(b []byte, cells []packed) []byte {
	var buf [256]byte
	section := buf[:0]
	for len(cells) > 0 {
		m, n := cells[0].measure(), 1
		for n < len(cells) && cells[n].measure() == m {
			n++
		}
		section = appendSection(section[:0], m, cells[:n])
		b = binary.AppendUvarint(b, uint64(m))
		b = binary.AppendUvarint(b, uint64(len(section)))
		b, cells = append(b, section...), cells[n:]
	}
	return b
}

// appendSection appends the cells of one measure: one byte with the number of
// bits that the highest mix takes, one with those of the highest key; then for
// each cell the distance of its place from the one before, n, and the sum where
// the measure has one. A place is day, mix and key, with only so many bits.
func appendSection(b []byte, m uint16, cells []packed) []byte {
	mix, key := uint32(0), uint32(0)
	for i := range cells {
		mix, key = mix|cells[i].mix(), key|cells[i].key
	}
	mixLen, keyLen := bits.Len32(mix), bits.Len32(key)
	b = append(b, byte(mixLen), byte(keyLen))
	last, sums := uint64(0), measureOf(m).Sums
	for i := range cells {
		c := &cells[i]
		place := (uint64(c.day())<<mixLen|uint64(c.mix()))<<keyLen | uint64(c.key)
		if i > 0 {
			last++ // distances are never 0
		}
		b = binary.AppendUvarint(b, place-last)
		b = binary.AppendVarint(b, c.n)
		if sums {
			b = binary.AppendVarint(b, c.sum)
		}
		last = place
	}
	return b
}

// measureOf is the measure with a number, never nil: what is not known has no
// sums and does not get this far.
func measureOf(number uint16) *figures.Measure {
	if m := figures.MeasureOf(number); m != nil {
		return m
	}
	return &figures.Measure{Number: number}
}

var errRow = errors.New("a row of figures is damaged; rebuild the views")

// A sieve says which cells of a row are wanted: of which measures, and of which
// days of the month, both inclusive. A cell of a row without days has day 0.
type sieve struct {
	figures.Set
	from, to int
}

// allCells lets every cell through.
var allCells = sieve{figures.Set{^uint64(0), ^uint64(0)}, 0, 1<<dayBits - 1}

// eachCell calls f for the wanted cells of a stored row, in order; a cell is
// good for the call only. Behind the last wanted day of a measure it does not look for faults.
func eachCell(b []byte, wanted *sieve, f func(*packed)) error {
	last := uint16(0)
	for len(b) > 0 {
		number, i := uvarint(b)
		size, n := uvarint(b[i:])
		n += i
		if i == 0 || n == i || number <= uint64(last) || number > figures.MaxMeasure || size > uint64(len(b)-n) {
			return errRow
		}
		m := figures.MeasureOf(uint16(number))
		if m == nil {
			return errRow
		}
		section := b[n:][:size]
		b, last = b[n+int(size):], m.Number
		if wanted.Has(m.Number) {
			if err := wanted.eachOf(section, m, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachOf calls f for the wanted cells of a section.
func (s *sieve) eachOf(b []byte, m *figures.Measure, f func(*packed)) error {
	if len(b) < 3 || b[0] > mixBits || b[1] > keyBits {
		return errRow
	}
	mixLen, keyLen := b[0], b[1]
	mixes, keys := uint64(1)<<mixLen-1, uint64(1)<<keyLen-1
	top := mixLen + keyLen
	from, end, limit := uint64(s.from)<<top, uint64(s.to+1)<<top, uint64(1)<<(dayBits+top)
	base, sums, next := uint64(m.Number)<<measureAt, m.Sums, uint64(0)
	var c packed // one for all: it escapes
	for b = b[2:]; len(b) > 0; {
		step, i := uvarint(b)
		n, j := uvarint(b[i:])
		sum, k := uint64(0), 0
		if sums {
			sum, k = uvarint(b[i+j:])
		}
		place := next + step
		if i == 0 || j == 0 || sums && k == 0 || place < next || place >= limit {
			return errRow
		}
		b, next = b[i+j+k:], place+1
		if place < from {
			continue
		}
		if place >= end {
			return nil
		}
		c = packed{base | place>>top<<dayAt | place>>keyLen&mixes<<mixAt, uint32(place & keys), unzigzag(n), unzigzag(sum)}
		f(&c)
	}
	return nil
}

// uvarint is binary.Uvarint, quick for few bytes and with 0 for every fault.
func uvarint(b []byte) (uint64, int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	return longUvarint(b)
}

func longUvarint(b []byte) (uint64, int) {
	if len(b) > 1 && b[1] < 0x80 {
		return uint64(b[0]&0x7f) | uint64(b[1])<<7, 2
	}
	v, n := binary.Uvarint(b)
	return v, max(n, 0)
}

func unzigzag(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

// parseRow appends the cells of a stored row.
func parseRow(dst []packed, b []byte) ([]packed, error) {
	err := eachCell(b, &allCells, func(c *packed) { dst = append(dst, *c) })
	return dst, err
}
