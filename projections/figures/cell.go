package figures

import (
	"cmp"
	"slices"

	"caseledger/ledger/workdays"
)

// A Cell is the atom of all figures: on a day, for a measure and a key, so
// many cases and so much in sum. A case gives a few cells; a change gives those
// after it less those before it. Every figure is made from sums of cells, so
// the order and the grouping of changes cannot matter.
type Cell struct {
	Measure uint16 // its number
	Day     workdays.Date
	Key     uint32 // its meaning depends on the measure
	N       int64
	Sum     int64 // 0 where the measure has none
}

func compareCells(a, b Cell) int {
	return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Key, b.Key))
}

// Normal sorts cells by measure, day and key, and joins those of one place;
// cells that count nothing fall out. It writes into its argument.
func Normal(cells []Cell) []Cell {
	slices.SortFunc(cells, compareCells)
	out := cells[:0]
	for _, c := range cells {
		if n := len(out); n > 0 && compareCells(out[n-1], c) == 0 {
			out[n-1].N += c.N
			out[n-1].Sum += c.Sum
			continue
		}
		out = append(out, c)
	}
	return slices.DeleteFunc(out, func(c Cell) bool { return c.N == 0 && c.Sum == 0 })
}

// Sink takes the cells of one case. The zero value is ready, but for Currency.
type Sink struct {
	Cells []Cell
	// Currency numbers the names of currencies from 1 on.
	Currency func(name string) uint32
	measure  uint16
}

// Take appends what a case adds to the figures; a case that does not count
// adds nothing.
func (s *Sink) Take(c *Case) {
	if !c.Counts() {
		return
	}
	for _, m := range catalogue.measures {
		s.measure = m.Number
		m.Cells(c, s)
	}
}

func (s *Sink) add(day workdays.Date, key uint32, n, sum int64) {
	s.Cells = append(s.Cells, Cell{s.measure, day, key, n, sum})
}

// Zigzag maps whole numbers to keys, those near 0 to small ones; Unzigzag maps
// them back.
func Zigzag(n int) uint32 { return uint32(n<<1) ^ uint32(n>>63) }

// Unzigzag is the inverse of Zigzag.
func Unzigzag(u uint32) int { return int(u>>1) ^ -int(u&1) }

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
