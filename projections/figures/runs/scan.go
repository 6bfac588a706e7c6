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
	by      dim             // dimAll tells nothing apart
	kinds   []mix           // where a facet is told apart
	tags    [][]uint32      // where tags are: those of each set, in numbers of the scan
	placed  []place         // where units are
	within  map[uint32]bool // which units and nodes are; nil: all
	tallies map[uint32][]figures.Tally
}

func (s *scan) tally(group uint32) []figures.Tally {
	t := s.tallies[group]
	if t == nil {
		t = make([]figures.Tally, len(s.use))
		s.tallies[group] = t
	}
	return t
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
func (r *reader) plan(s *segments, d dim) ([]fetch, error) {
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
	coarse := int64(grainMonth)
	if d >= dimItem || s.daily {
		coarse = grainDays
	}
	for _, y := range slices.Compact(years) {
		if f, ok := s.fetch(grainYear, y); ok && f.segment >= 0 && !s.daily {
			out = append(out, f)
		} else if ok {
			for m := y * 12; m < y*12+12; m++ {
				f, ok := s.fetch(coarse, m)
				if f.segment < 0 {
					f.grain = grainDays
				}
				if ok {
					out = append(out, f)
				}
			}
		}
	}
	return out, nil
}

// fetch says whether anything of a period is in use, and how to read it.
func (s *segments) fetch(grain int64, period int32) (f fetch, ok bool) {
	from, to := datesOf(grain, period)
	first, last := s.of(from), s.of(to)
	f = fetch{grain, period, first}
	if first != last {
		f.segment = -1
	}
	for _, u := range s.use[first : last+1] {
		ok = ok || u != figures.Set{}
	}
	return f, ok
}

// sift says what a scan wants of a fetch's rows, and in which segment each day
// of the month lies; all of them in the one that holds the row.
func (s *segments) sift(f fetch) (wanted sieve, days [1 << dayBits]int) {
	if f.segment >= 0 {
		for i := range days {
			days[i] = f.segment
		}
		wanted = allCells
		wanted.Set = s.use[f.segment]
		return wanted, days
	}
	wanted.from = len(days)
	from, to := datesOf(f.grain, f.period)
	for d := from; d <= to; d++ {
		day, segment := int(d-from)+1, s.of(d)
		days[day] = segment
		if use := s.use[segment]; use != (figures.Set{}) {
			wanted.Join(&use)
			wanted.from, wanted.to = min(wanted.from, day), day
		}
	}
	return wanted, days
}

// count adds a cell to a tally.
func (s *segments) count(t *figures.Tally, m *figures.Measure, day workdays.Date, key uint32, n, sum int64) {
	if s.daily {
		t.AddDay(m, day, n)
		return
	}
	t.Add(m, key, n, sum)
}

// adder gives the function that adds the stored rows of a fetch, each to a
// group.
func (s *scan) adder(f fetch) func(group uint32, stored []byte) error {
	wanted, days := s.sift(f)
	from, _ := datesOf(f.grain, f.period)
	var tallies []figures.Tally
	byMix, buf := s.byMix(), make([]uint32, 0, 1)
	add := func(c *packed) {
		segment, m, mix := days[c.day()], figures.MeasureOf(c.measure()), c.mix()&^below
		if s.own && mix != c.mix() || s.mixes != nil && !s.mixes[mix] || !s.use[segment].Has(m.Number) {
			return
		}
		if m.Lasting && figures.Unzigzag(c.key) > s.closedWithin(segment, from) {
			return
		}
		if !byMix {
			s.count(&tallies[segment], m, from+workdays.Date(c.day())-1, c.key, c.n, c.sum)
			return
		}
		buf = s.groups(buf, &population{mix: mix})
		for _, g := range buf {
			s.count(&s.tally(g)[segment], m, from+workdays.Date(c.day())-1, c.key, c.n, c.sum)
		}
	}
	return func(group uint32, stored []byte) error {
		if !byMix {
			tallies = s.tally(group)
		}
		return eachCell(stored, &wanted, add)
	}
}
