package projections

import (
	"slices"

	"caseledger/ledger/workdays"
	"caseledger/projections/door"
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

// fetch is a row to read: its dates, and a segment that holds all of it, or −1.
type fetch struct {
	grain   int64
	period  int32
	from    workdays.Date
	to      workdays.Date
	segment int
}

// plan covers the segments in use with as few rows as can be.
func (r *figureReader) plan(s *segments, d dim) ([]fetch, error) {
	var years []int32
	for _, run := range runsUpTo(r.known(dimAll)) {
		err := r.t.Query("SELECT period FROM figure_runs WHERE run = ?1 AND dim = 0 AND grain = 2", func(row door.Row) error {
			years = append(years, int32(row.Int(0)))
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
	f = fetch{grain, period, from, to, first}
	if first != last {
		f.segment = -1
	}
	for _, u := range s.use[first : last+1] {
		ok = ok || u != 0
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
		wanted.measures = s.use[f.segment]
		return wanted, days
	}
	wanted.from = len(days)
	for d := f.from; d <= f.to; d++ {
		day, segment := int(d-f.from)+1, s.of(d)
		days[day] = segment
		if use := s.use[segment]; use != 0 {
			wanted.measures |= use
			wanted.from, wanted.to = min(wanted.from, day), day
		}
	}
	return wanted, days
}

// adder gives the function that adds the stored rows of a fetch, each to a
// group.
func (s *scan) adder(f fetch) func(group uint32, stored []byte) error {
	mask, want := uint64(0), placeOf(0, 0, s.kind, s.channel, 0)
	if s.kind != 0 {
		mask |= placeOf(0, 0, maxKind, 0, 0)
	}
	if s.channel != 0 {
		mask |= placeOf(0, 0, 0, maxChannel, 0)
	}
	mixed := s.by == dimKind || s.by == dimChannel
	wanted, days := s.sift(f)
	var tallies []tally
	add := func(c packed) {
		segment, m := days[c.day()], c.measure()
		if c.place&mask != want || !s.use[segment].has(m) {
			return
		}
		if mixed {
			tallies = s.tally((&population{kind: c.kind(), channel: c.channel()}).group(s.by))
		}
		tallies[segment].add(m, c.key(), c.n, c.sum, s.within(segment, f.from))
	}
	return func(group uint32, stored []byte) error {
		if !mixed {
			tallies = s.tally(group)
		}
		return eachCell(stored, wanted, add)
	}
}
