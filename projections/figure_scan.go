package projections

import (
	"slices"

	"caseledger/ledger/workdays"
)

// selection is a filter in numbers of names; 0 selects all.
type selection struct {
	population
	none bool // a name that no case has
}

func (s *selection) takes(p *population) bool {
	fits := func(want, have uint32) bool { return want == 0 || want == have }
	return fits(s.org, p.org) && fits(s.item, p.item) && fits(s.officer, p.officer) && fits(s.kind, p.kind) && fits(s.channel, p.channel)
}

// group is the value of the dimension that a scan tells apart; 0 where it
// tells nothing apart.
func (p *population) group(by dim) uint32 {
	switch by {
	case dimKind:
		return p.kind
	case dimChannel:
		return p.channel
	}
	return p.id(by)
}

// scan is one reading of cells: which, cut how, told apart by what.
type scan struct {
	selection
	*segments
	by      dim // dimAll tells nothing apart
	tallies map[uint32][]tally
}

func (s *scan) tally(group uint32) []tally {
	t := s.tallies[group]
	if t == nil {
		t = make([]tally, len(s.use))
		s.tallies[group] = t
	}
	return t
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
	switch {
	case ok:
		return d, id, true
	case s.mixed():
		return dimMix, 0, true
	}
	return dimAll, 0, true
}

// mixed says whether kinds and channels must be told apart.
func (s *scan) mixed() bool {
	return s.kind != 0 || s.channel != 0 || s.by == dimKind || s.by == dimChannel
}

// fetch is a row to read: a segment that holds all of it, or −1.
type fetch struct {
	grain   int64
	period  int32
	segment int
}

// plan covers the segments in use with as few rows as can be.
func (r *figureReader) plan(s *segments, d dim) ([]fetch, error) {
	var years []int32
	for _, run := range runsUpTo(r.blocks(dimAll)) {
		err := r.t.query("SELECT period FROM figure_runs WHERE run = ?1 AND dim = 0 AND grain = 2", func(row row) error {
			years = append(years, int32(row.int(0)))
			return nil
		}, run)
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(years)
	var out []fetch
	coarse := int64(grainMonth)
	if d >= dimItem {
		coarse = grainDays
	}
	for _, y := range slices.Compact(years) {
		if f, ok := s.fetch(grainYear, y); ok && f.segment >= 0 {
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
		ok = ok || u != 0
	}
	return f, ok
}

// row adds a stored row.
func (s *scan) row(group uint32, f fetch, stored []byte) error {
	first, _ := datesOf(f.grain, f.period)
	mask, want := uint64(0), placeOf(0, 0, s.kind, s.channel, 0)
	if s.kind != 0 {
		mask |= placeOf(0, 0, maxKind, 0, 0)
	}
	if s.channel != 0 {
		mask |= placeOf(0, 0, 0, maxChannel, 0)
	}
	mixed := s.by == dimKind || s.by == dimChannel
	var tallies []tally
	if !mixed {
		tallies = s.tally(group)
	}
	wanted := allMeasures
	if f.segment >= 0 {
		wanted = s.use[f.segment]
	}
	return eachCell(stored, wanted, func(c packed) {
		if c.place&mask != want {
			return
		}
		segment, m := f.segment, c.measure()
		if segment < 0 {
			segment = s.segments.of(first + workdays.Date(c.day()) - 1)
			if !s.use[segment].has(m) {
				return
			}
		}
		if mixed {
			tallies = s.tally((&population{kind: c.kind(), channel: c.channel()}).group(s.by))
		}
		tallies[segment].add(m, c.key(), c.n, c.sum, s.within(segment, first))
	})
}
