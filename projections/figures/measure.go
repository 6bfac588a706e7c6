package figures

import "math/bits"

// A Measure is something that cells count: which cells a case gives, and how
// those of some days add up. Measures are declared beside the figures that read
// them; a measure that no figure of the list reads is not stored.
type Measure struct {
	// Number is stored with the cells: the next after the highest, and never
	// that of another.
	Number uint16
	// Sums says that cells carry a sum.
	Sums bool
	// Lasting says that a key is how many days after the cell's day something
	// happened, zigzag; it counts only up to the day as of which. Stored rows
	// count from the row's first day.
	Lasting bool
	// Cells gives the cells of a case that counts.
	Cells func(*Case, *Sink)
	// Add adds cells up: n cases and a sum, for a key.
	Add func(b *Block, key uint32, n, sum int64)
}

// setWords is how many words a set of measures has: a bound of this program,
// not of what is stored.
const setWords = 2

// MaxMeasure is the highest number that a measure may have.
const MaxMeasure = 64*setWords - 1

// Set is a set of measures, by number.
type Set [setWords]uint64

// SetOf is the set of some measures.
func SetOf(list ...*Measure) (s Set) {
	for _, m := range list {
		s.Add(m.Number)
	}
	return s
}

// Add puts a measure into the set.
func (s *Set) Add(number uint16) { s[number/64%setWords] |= 1 << (number % 64) }

// Has says whether a measure is in the set.
func (s *Set) Has(number uint16) bool { return s[number/64%setWords]>>(number%64)&1 != 0 }

// Join puts another set's measures into the set.
func (s *Set) Join(o *Set) {
	for i := range s {
		s[i] |= o[i]
	}
}

// Last is the highest measure of the set; 0 where there is none.
func (s *Set) Last() uint64 {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] != 0 {
			return uint64(64*i + bits.Len64(s[i]) - 1)
		}
	}
	return 0
}

// Meets says whether two sets have a measure in common.
func (s *Set) Meets(o *Set) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// Append appends the stored form of a set: its bits from measure 0 on, seven to
// a byte, the highest bit set in all bytes but the last.
func (s *Set) Append(b []byte) []byte {
	for i := 0; ; i += 7 {
		v, more := byte(s.from(i)&0x7f), s.from(i+7) != 0
		if !more {
			return append(b, v)
		}
		b = append(b, v|0x80)
	}
}

// from are the set's bits from one on, as many as a word has; 0 only if none
// is left.
func (s *Set) from(i int) uint64 {
	if i >= 64*setWords {
		return 0
	}
	v, rest := s[i/64]>>(i%64), i/64+1
	if i%64 != 0 && rest < setWords {
		v |= s[rest] << (64 - i%64)
	}
	for ; v == 0 && rest < setWords; rest++ {
		if s[rest] != 0 {
			return 1 << 63
		}
	}
	return v
}

// ParseSet reads a stored set and says how many bytes it took; 0 for a set that
// cannot be.
func ParseSet(b []byte) (s Set, n int) {
	for i := 0; n < len(b); i += 7 {
		v := uint64(b[n] & 0x7f)
		if i >= 64*setWords || i+7 > 64*setWords && v>>(64*setWords-i) != 0 {
			return Set{}, 0
		}
		s[i/64] |= v << (i % 64)
		if i%64 > 57 && i/64+1 < setWords {
			s[i/64+1] |= v >> (64 - i%64)
		}
		n++
		if b[n-1] < 0x80 {
			return s, n
		}
	}
	return Set{}, 0
}
