package projections

import (
	"cmp"
	"encoding/binary"
	"errors"
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

	maxChannel = 1<<channelBits - 1
	maxKind    = 1<<kindBits - 1
	dayMask    = uint64(1<<dayBits-1) << dayAt
	mixMask    = uint64(1<<(kindBits+channelBits)-1) << channelAt
)

func placeOf(m measure, dayOfMonth int, kind, channel, key uint32) uint64 {
	return uint64(m)<<measureAt | uint64(dayOfMonth)<<dayAt | uint64(kind)<<kindAt | uint64(channel)<<channelAt | uint64(key)
}

func (p packed) measure() measure { return measure(p.place >> measureAt) }
func (p packed) day() int         { return int(p.place >> dayAt & (1<<dayBits - 1)) }
func (p packed) kind() uint32     { return uint32(p.place >> kindAt & maxKind) }
func (p packed) channel() uint32  { return uint32(p.place >> channelAt & maxChannel) }
func (p packed) key() uint32      { return uint32(p.place & (1<<keyBits - 1)) }

// monthOf counts months from January of the year 0.
func monthOf(d workdays.Date) (month int32, dayOfMonth int) {
	y, m, day := d.Civil()
	return int32(y)*12 + int32(m) - 1, day
}

func firstOfMonth(month int32) workdays.Date {
	return workdays.Civil(0, time.Month(month)+1, 1)
}

// appendRow appends the stored form of a row: for each cell the distance of
// its place from the one before, n, and the sum where the measure has one;
// integers as in encoding/binary. The cells are in strictly ascending order.
func appendRow(b []byte, cells []packed) []byte {
	last := uint64(0)
	for _, c := range cells {
		b = binary.AppendUvarint(b, c.place-last)
		b = binary.AppendVarint(b, c.n)
		if c.measure().sums() {
			b = binary.AppendVarint(b, c.sum)
		}
		last = c.place
	}
	return b
}

var errRow = errors.New("a row of figures is damaged; rebuild the views")

// eachCell calls f for the cells of a stored row, in order, while it says so.
func eachCell(b []byte, f func(packed) bool) error {
	place := uint64(0)
	for len(b) > 0 {
		step, n := binary.Uvarint(b)
		if n <= 0 || step == 0 || place+step < place {
			return errRow
		}
		b, place = b[n:], place+step
		c := packed{place: place}
		if c.n, n = binary.Varint(b); n <= 0 {
			return errRow
		}
		if b = b[n:]; c.measure().sums() {
			if c.sum, n = binary.Varint(b); n <= 0 {
				return errRow
			}
			b = b[n:]
		}
		if !f(c) {
			return nil
		}
	}
	return nil
}

// parseRow reads a stored row.
func parseRow(b []byte) (cells []packed, err error) {
	err = eachCell(b, func(c packed) bool { cells = append(cells, c); return true })
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

// A tuple is a cell on its way into the row of a period and an id.
type tuple struct {
	period int32
	id     uint32
	packed
}

// reduce sorts tuples by row and place and joins those of one place. It writes
// into its argument.
func reduce(ts []tuple) []tuple {
	slices.SortFunc(ts, func(a, b tuple) int {
		switch {
		case a.period != b.period:
			return cmp.Compare(a.period, b.period)
		case a.id != b.id:
			return cmp.Compare(a.id, b.id)
		}
		return cmp.Compare(a.place, b.place)
	})
	out := ts[:0]
	for _, t := range ts {
		if n := len(out); n > 0 && out[n-1].period == t.period && out[n-1].id == t.id && out[n-1].place == t.place {
			out[n-1].n += t.n
			out[n-1].sum += t.sum
			continue
		}
		out = append(out, t)
	}
	return slices.DeleteFunc(out, func(t tuple) bool { return t.n == 0 && t.sum == 0 })
}
