package runs

import (
	"slices"

	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// selection is a filter in numbers of names; 0 selects all.
type selection struct {
	item, officer uint32
	org           uint32 // a unit or a node above units
	own           bool   // only what units have themselves, nothing from below them
	// places and mixes are those that are selected, by number; nil selects all.
	places, mixes []bool
	none          bool // a name that no case has
}

func (s *selection) takes(p *population) bool {
	return (s.item == 0 || s.item == p.item) && (s.officer == 0 || s.officer == p.officer) &&
		(s.places == nil || s.places[p.place]) && (s.mixes == nil || s.mixes[p.mix])
}

func (s *selection) id(d dim) uint32 {
	switch d {
	case dimOrg:
		return s.org
	case dimItem:
		return s.item
	case dimOfficer:
		return s.officer
	}
	return 0
}

// scan is one reading of cells: which, cut how, told apart by what.
type scan struct {
	selection
	*segments
	by     dim             // dimAll tells nothing apart
	ever   bool            // how many were ever accepted is read too
	kinds  []mix           // where a facet is told apart
	tags   [][]uint32      // where tags are: those of each set, in numbers of the scan
	placed []place         // where units are
	within map[uint32]bool // which units and nodes are; nil: all
	found  []group         // by number
}

// group is what a scan found of one value of the dimension that it tells apart.
type group struct {
	tallies []figures.Tally // of the segments; nil where nothing was found
	cases   int64           // how many were ever accepted
}

func (s *scan) group(number uint32) *group {
	if n := int(number) + 1 - len(s.found); n > 0 {
		s.found = append(s.found, make([]group, n)...)
	}
	g := &s.found[number]
	if g.tallies == nil {
		g.tallies = make([]figures.Tally, len(s.use))
	}
	return g
}

// groups are the values of the dimension that the scan tells apart under which
// a population counts, written over the argument.
func (s *scan) groups(buf []uint32, p *population) []uint32 {
	buf = buf[:0]
	switch s.by {
	case dimAll:
		return append(buf, 0)
	case dimOrg:
		for _, n := range s.counted(&s.placed[p.place]) {
			if s.within == nil || s.within[n] {
				buf = append(buf, n)
			}
		}
		return buf
	case dimItem:
		return append(buf, p.item)
	case dimOfficer:
		return append(buf, p.officer)
	case dimTags:
		return append(buf, s.tags[s.kinds[p.mix].of(dimTags)]...)
	}
	return append(buf, s.kinds[p.mix].of(s.by))
}

// counted are the nodes of a place that are told apart: up to that which is
// selected, or the unit alone.
func (s *scan) counted(p *place) []uint32 {
	nodes := p.nodes()
	if s.own {
		return nodes[:min(1, len(nodes))]
	}
	if i := slices.Index(nodes, s.org); i >= 0 {
		return nodes[:i+1]
	}
	return nodes
}

// source is the dimension whose rows answer the scan, and the value, 0 for
// every one. There is none where several of unit, item and officer matter.
func (s *scan) source() (d dim, id uint32, ok bool) {
	for _, c := range [...]dim{dimOrg, dimItem, dimOfficer} {
		if s.id(c) == 0 && s.by != c {
			continue
		}
		if ok {
			return 0, 0, false
		}
		d, id, ok = c, s.id(c), true
	}
	if s.within != nil {
		id = 0
	}
	switch {
	case ok:
		return d, id, true
	case s.mixed():
		return dimMix, 0, true
	}
	return dimAll, 0, true
}

// mixed says whether mixes must be told apart.
func (s *scan) mixed() bool { return s.mixes != nil || s.own || s.byMix() }

func (s *scan) byMix() bool { return slices.Contains(facets[:], s.by) }

// fetch is a row to read: its dates, and a segment that holds all of it, or −1.
type fetch struct {
	grain   int64
	period  int32
	segment int
}

// plan covers the segments in use with as few rows as can be.
func (r *reader) plan(s *scan, d dim) ([]fetch, error) {
	var years []int32
	for _, run := range runsUpTo(r.known(dimAll)) {
		all := &rowReader{t: r.t, run: run, dim: dimAll, grain: grainYear}
		for {
			row, err := all.peek()
			if err != nil {
				return nil, err
			}
			if row == nil {
				break
			}
			years, all.has = append(years, row.period), false
		}
	}
	slices.Sort(years)
	var out []fetch
	for _, y := range slices.Compact(years) {
		out = s.cover(out, grainYear, y, d)
		if f, ok := s.fetch(grainCounts, y, s.days); ok {
			out = append(out, f)
		}
	}
	if s.ever {
		out = append(out, fetch{grain: grainEver})
	}
	return out, nil
}

// cover appends the rows to read of a period: its own where one segment holds
// it, else those of its parts.
func (s *segments) cover(out []fetch, grain int64, period int32, d dim) []fetch {
	f, ok := s.fetch(grain, period, s.use)
	part := int64(grainQuarter)
	switch {
	case !ok:
		return out
	case grain == grainMonth && (f.segment < 0 || !hasMonths(d)):
		f.grain = grainDays
		return append(out, f)
	case f.segment >= 0:
		return append(out, f)
	case grain == grainQuarter:
		part = grainMonth
	}
	n := monthsOf(grain) / monthsOf(part)
	for i := range n {
		out = s.cover(out, part, period*n+i, d)
	}
	return out
}

// fetch says whether anything of a period is in use, and how to read it.
func (s *segments) fetch(grain int64, period int32, uses ...[]figures.Set) (f fetch, ok bool) {
	from, to := datesOf(grain, period)
	first, last := s.of(from), s.of(to)
	f = fetch{grain, period, first}
	if first != last {
		f.segment = -1
	}
	for _, use := range uses {
		for _, u := range use[first : last+1] {
			ok = ok || u != figures.Set{}
		}
	}
	return f, ok
}

// sift says what the segments want of a fetch's rows, and in which of them each
// day of the month lies; all in the one that holds the row.
func (s *segments) sift(f fetch) (wanted sieve, days [1 << dayBits]int) {
	if f.segment >= 0 {
		for i := range days {
			days[i] = f.segment
		}
		wanted = allCells
		wanted.Set = s.wanted(f.segment)
		return wanted, days
	}
	wanted.from = len(days)
	from, to := datesOf(f.grain, f.period)
	for d := from; d <= to; d++ {
		day, segment := int(d-from)+1, s.of(d)
		days[day] = segment
		if use := s.wanted(segment); use != (figures.Set{}) {
			wanted.Join(&use)
			wanted.from, wanted.to = min(wanted.from, day), day
		}
	}
	return wanted, days
}

// wanted is all that is read of a segment.
func (s *segments) wanted(segment int) figures.Set {
	set := s.use[segment]
	set.Join(&s.days[segment])
	return set
}

// adder gives the function that adds the stored rows of a fetch, each to a
// group. Slips are all that is read: their rows of days answer for other grains.
func (s *scan) adder(f fetch, slips bool) func(group uint32, stored []byte) error {
	wanted, take := s.taker(f, slips)
	var one *group
	byMix, buf := s.byMix(), make([]uint32, 0, 1)
	add := func(c *packed) {
		mix := c.mix() &^ below
		if s.own && mix != c.mix() || s.mixes != nil && !s.mixes[mix] {
			return
		}
		if !byMix {
			take(one, c)
			return
		}
		buf = s.groups(buf, &population{mix: mix})
		for _, g := range buf {
			take(s.group(g), c)
		}
	}
	return func(number uint32, stored []byte) error {
		if !byMix {
			one = s.group(number)
		}
		return eachCell(stored, &wanted, add)
	}
}

// taker gives what a fetch wants of its rows, and the function that adds a cell.
func (s *scan) taker(f fetch, slips bool) (wanted sieve, take func(*group, *packed)) {
	from, to := datesOf(f.grain, f.period)
	wanted = allCells
	switch f.grain {
	case grainEver:
		return wanted, func(g *group, c *packed) { s.countEver(g, c.measure(), c.n) }
	case grainCounts:
		return wanted, func(g *group, c *packed) {
			if day := from + workdays.Date(c.key); day <= to {
				s.countDay(g, figures.MeasureOf(c.measure()), s.of(day), day, c.n)
			}
		}
	}
	wanted, days := s.sift(f)
	if slips && s.ever {
		wanted.Join(&accepted)
		wanted.from, wanted.to = allCells.from, allCells.to
	}
	return wanted, func(g *group, c *packed) {
		segment, m := days[c.day()], figures.MeasureOf(c.measure())
		s.count(g, m, segment, from, c.key, c.n, c.sum)
		if slips {
			s.countDay(g, m, segment, from+workdays.Date(c.day())-1, c.n)
			s.countEver(g, m.Number, c.n)
		}
	}
}

// count adds a cell to a group. The key of one that lasts counts from a date.
func (s *scan) count(g *group, m *figures.Measure, segment int, from workdays.Date, key uint32, n, sum int64) {
	if s.use[segment].Has(m.Number) && !(m.Lasting && figures.Unzigzag(key) > s.closedWithin(segment, from)) {
		g.tallies[segment].Add(m, key, n, sum)
	}
}

// countEver counts a cell of a case that was ever accepted.
func (s *scan) countEver(g *group, measure uint16, n int64) {
	if s.ever && accepted.Has(measure) {
		g.cases += n
	}
}

var accepted = figures.Acceptances()

// countDay adds a cell to a group where days are told apart.
func (s *scan) countDay(g *group, m *figures.Measure, segment int, day workdays.Date, n int64) {
	if s.days[segment].Has(m.Number) {
		g.tallies[segment].AddDay(m, day, n)
	}
}
