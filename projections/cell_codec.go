package projections

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"time"

	"caseledger/ledger/workdays"
)

// A packed is a cell inside a row of a month or of a year: the place in one
// number, so that rows are sorted, joined and read quickly. From the highest
// bit down: 4 bits measure, 5 day of the month (0 where the row has no days),
// 4 kind, 22 channel (both 0 where the row does not tell them apart), 29 key.
type packed struct {
	place  uint64
	n, sum int64
}

const (
	keyBits     = 29
	channelBits = 22
	kindBits    = 4
	dayBits     = 5

	channelAt = keyBits
	kindAt    = channelAt + channelBits
	dayAt     = kindAt + kindBits
	measureAt = dayAt + dayBits

	maxChannel  = 1<<channelBits - 1
	maxKind     = 1<<kindBits - 1
	dayMask     = uint64(1<<dayBits-1) << dayAt
	measureMask = uint64(1<<4-1) << measureAt
	mixMask     = uint64(1<<(kindBits+channelBits)-1) << channelAt
	keyMask     = uint64(1<<keyBits - 1)
)

func placeOf(m measure, dayOfMonth int, kind, channel, key uint32) uint64 {
	return uint64(m)<<measureAt | uint64(dayOfMonth)<<dayAt | uint64(kind)<<kindAt | uint64(channel)<<channelAt | uint64(key)
}

func (p packed) measure() measure { return measure(p.place >> measureAt) }
func (p packed) day() int         { return int(p.place >> dayAt & (1<<dayBits - 1)) }
func (p packed) kind() uint32     { return uint32(p.place >> kindAt & maxKind) }
func (p packed) channel() uint32  { return uint32(p.place >> channelAt & maxChannel) }
func (p packed) key() uint32      { return uint32(p.place & keyMask) }

// monthOf counts months from January of the year 0.
func monthOf(d workdays.Date) (month int32, dayOfMonth int) {
	y, m, day := d.Civil()
	return int32(y)*12 + int32(m) - 1, day
}

func firstOfMonth(month int32) workdays.Date {
	return workdays.Civil(0, time.Month(month)+1, 1)
}

// measures is a set of measures.
type measures uint16

const allMeasures = ^measures(0)

func setOf(list ...measure) (s measures) {
	for _, m := range list {
		s |= 1 << m
	}
	return s
}

func (s measures) has(m measure) bool { return s>>m&1 != 0 }

// appendRow appends the stored form of a row: for each measure that occurs, in
// order, one byte with its number, the length of its section in bytes, and the
// section. The cells are in strictly ascending order; a row without cells is
// empty.
func appendRow(b []byte, cells []packed) []byte {
	var section []byte
	for len(cells) > 0 {
		m, n := cells[0].measure(), 1
		for n < len(cells) && cells[n].measure() == m {
			n++
		}
		section = appendSection(section[:0], m, cells[:n])
		b = append(b, byte(m))
		b = binary.AppendUvarint(b, uint64(len(section)))
		b, cells = append(b, section...), cells[n:]
	}
	return b
}

// appendSection appends the cells of one measure: one byte with the number of
// bits that the highest channel takes, one with those of the highest key; then
// for each cell the distance of its place from the one before, n, and the sum
// where the measure has one. Places are stored without the measure and with
// only so many bits for channel and key; integers are as in encoding/binary.
func appendSection(b []byte, m measure, cells []packed) []byte {
	channel, key := uint32(0), uint32(0)
	for _, c := range cells {
		channel, key = channel|c.channel(), key|c.key()
	}
	channelLen, keyLen := bits.Len32(channel), bits.Len32(key)
	b = append(b, byte(channelLen), byte(keyLen))
	last := uint64(0)
	for i, c := range cells {
		place := (c.place&^measureMask>>kindAt<<channelLen|uint64(c.channel()))<<keyLen | uint64(c.key())
		if i > 0 {
			last++ // distances are never 0
		}
		b = binary.AppendUvarint(b, place-last)
		b = binary.AppendVarint(b, c.n)
		if m.sums() {
			b = binary.AppendVarint(b, c.sum)
		}
		last = place
	}
	return b
}

var errRow = errors.New("a row of figures is damaged; rebuild the views")

// A sieve says which cells of a row are wanted: of which measures, and of which
// days of the month, both inclusive. A cell of a row without days has day 0.
type sieve struct {
	measures
	from, to int
}

// allCells lets every cell through.
var allCells = sieve{allMeasures, 0, 1<<dayBits - 1}

// eachCell calls f for the wanted cells of a stored row, in order. Behind the
// last wanted day of a measure it does not look for faults.
func eachCell(b []byte, wanted sieve, f func(packed)) error {
	last := measure(0)
	for len(b) > 0 {
		m := measure(b[0])
		size, n := uvarint(b[1:])
		if m <= last || m > mAnomaly || n == 0 || size > uint64(len(b)-1-n) {
			return errRow
		}
		section := b[1+n:][:size]
		b, last = b[1+n+int(size):], m
		if wanted.has(m) {
			if err := wanted.eachOf(section, m, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachOf calls f for the wanted cells of a section.
func (s *sieve) eachOf(b []byte, m measure, f func(packed)) error {
	if len(b) < 3 || b[0] > channelBits || b[1] > keyBits {
		return errRow
	}
	channelLen, keyLen := b[0], b[1]
	channels, keys := uint64(1)<<channelLen-1, uint64(1)<<keyLen-1
	dayAt := kindBits + channelLen + keyLen
	from, end, limit := uint64(s.from)<<dayAt, uint64(s.to+1)<<dayAt, uint64(1)<<(dayBits+dayAt)
	base, sums, next := uint64(m)<<measureAt, m.sums(), uint64(0)
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
		f(packed{base | place>>keyLen>>channelLen<<kindAt | place>>keyLen&channels<<channelAt | place&keys, unzigzag64(n), unzigzag64(sum)})
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

func unzigzag64(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

// parseRow reads a stored row.
func parseRow(b []byte) (cells []packed, err error) {
	err = eachCell(b, allCells, func(c packed) { cells = append(cells, c) })
	if err != nil {
		return nil, err
	}
	return cells, nil
}

// addRows joins two ordered rows; what adds up to nothing falls out.
func addRows(a, b []packed) []packed {
	out := make([]packed, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0].place, b[0].place) {
		case -1:
			out, a = append(out, a[0]), a[1:]
		case 1:
			out, b = append(out, b[0]), b[1:]
		default:
			c := packed{a[0].place, a[0].n + b[0].n, a[0].sum + b[0].sum}
			if c.n != 0 || c.sum != 0 {
				out = append(out, c)
			}
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// addUp sorts cells and joins those of one place; what adds up to nothing
// falls out. It writes into its argument.
func addUp(cells []packed) []packed {
	slices.SortFunc(cells, func(a, b packed) int { return cmp.Compare(a.place, b.place) })
	out := cells[:0]
	for _, c := range cells {
		if n := len(out); n > 0 && out[n-1].place == c.place {
			out[n-1].n += c.n
			out[n-1].sum += c.sum
			continue
		}
		out = append(out, c)
	}
	return slices.DeleteFunc(out, func(c packed) bool { return c.n == 0 && c.sum == 0 })
}
