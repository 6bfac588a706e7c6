package projections

import (
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger"
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

// figureReader reads the figures' rows as they were known at a position.
type figureReader struct {
	t     tx
	until ledger.Position
	state figureState
	// chunks is the number of chunks all of which was known.
	chunks int64
}

func newFigureReader(t tx, until ledger.Position) (*figureReader, error) {
	state, err := readFigureState(t)
	if err != nil {
		return nil, err
	}
	r := &figureReader{t: t, until: until, state: state, chunks: state.entries / state.chunk}
	err = t.query("SELECT chunk FROM figure_journal WHERE last > ?1 ORDER BY last, chunk LIMIT 1", func(row row) error {
		r.chunks = row.int(0)
		return nil
	}, int64(until))
	return r, err
}

// blocks is how many blocks of a dimension were known as a whole. The entries
// that are not in them lie in the chunks that follow, fewer than a block has.
func (r *figureReader) blocks(d dim) int64 { return r.chunks * r.state.chunk / r.state.block(d) }

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

// run fills the scan's tallies.
func (r *figureReader) run(s *scan) error {
	if s.none {
		return nil
	}
	wanted := s.selection
	if err := r.simplify(&s.selection, s.by); err != nil {
		return err
	}
	d, id, ok := s.source()
	read := r.rows
	if !ok {
		d, read = dimItem, r.slips
	}
	if err := read(s, d, id); err != nil {
		return err
	}
	s.selection = wanted
	return r.tail(s, r.blocks(d)*r.state.block(d))
}

// simplify drops from a selection what follows from the rest of it: the unit
// of an item that only that unit has, say. Rows of one dimension then answer.
func (r *figureReader) simplify(s *selection, by dim) error {
	named := s.id(dimOrg) != 0 && (s.item != 0 || s.officer != 0) || s.item != 0 && s.officer != 0
	if !named || by != dimAll && by < rowDims {
		return nil
	}
	of := selection{population: population{officer: s.officer}}
	if s.officer == 0 {
		of.item = s.item
	}
	sameOrg, sameItem := true, true
	err := r.posts(&of, func(p population) {
		sameOrg = sameOrg && p.org == s.org
		sameItem = sameItem && p.item == s.item
	})
	if sameOrg {
		s.org = 0
	}
	if sameItem && s.officer != 0 {
		s.item = 0
	}
	return err
}

// posts calls f for every combination of officer, unit and item that a
// selection takes.
func (r *figureReader) posts(s *selection, f func(population)) error {
	var where []string
	var args []any
	for _, c := range [...]struct {
		column string
		id     uint32
	}{{"item", s.item}, {"org", s.org}, {"officer", s.officer}} {
		if c.id != 0 {
			args = append(args, int64(c.id))
			where = append(where, c.column+" = ?"+strconv.Itoa(len(args)))
		}
	}
	q := "SELECT item, officer, org FROM figure_posts WHERE " + strings.Join(where, " AND ") + " ORDER BY item, officer, org"
	return r.t.query(q, func(row row) error {
		f(population{item: uint32(row.int(0)), officer: uint32(row.int(1)), org: uint32(row.int(2))})
		return nil
	}, args...)
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
	case s.kind != 0 || s.channel != 0 || s.by != dimAll:
		return dimMix, 0, true
	}
	return dimAll, 0, true
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

// rows reads the runs.
func (r *figureReader) rows(s *scan, d dim, id uint32) error {
	fetches, err := r.plan(s.segments, d)
	if err != nil {
		return err
	}
	one := "SELECT id, cells FROM figure_runs WHERE run = ?1 AND dim = ?2 AND grain = ?3 AND period = ?4 AND id = ?5"
	if every := "SELECT id, cells FROM figure_runs WHERE run = ?1 AND dim = ?2 AND grain = ?3 AND period = ?4 AND id > ?5"; id == 0 && d > dimMix {
		one = every
	}
	for _, run := range runsUpTo(r.blocks(d)) {
		for _, f := range fetches {
			err := r.t.query(one, func(row row) error {
				group := uint32(0)
				if s.by != dimAll && s.by < rowDims {
					group = uint32(row.int(0))
				}
				return s.row(group, f, row.bytes(1))
			}, run, int64(d), f.grain, int64(f.period), int64(id))
			if err != nil {
				return err
			}
		}
	}
	return nil
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

// slips reads the cells by item, officer and unit together. The cost grows
// with the number of the population's cases.
func (r *figureReader) slips(s *scan, d dim, _ uint32) error {
	var posts []population
	if err := r.posts(&s.selection, func(p population) { posts = append(posts, p) }); err != nil {
		return err
	}
	for _, p := range posts {
		err := r.t.query("SELECT cells FROM figure_slips WHERE item = ?1 AND officer = ?2 AND org = ?3 AND block < ?4", func(row row) error {
			return eachMonth(row.bytes(0), func(month int32, stored []byte) error {
				if f, ok := s.fetch(grainDays, month); ok {
					return s.row(p.id(s.by), f, stored)
				}
				return nil
			})
		}, int64(p.item), int64(p.officer), int64(p.org), r.blocks(d))
		if err != nil {
			return err
		}
	}
	return nil
}

// tail reads the entries from a number on.
func (r *figureReader) tail(s *scan, from int64) error {
	var cells []cell
	read := entryReader{}
	for _, u := range s.use {
		read.wanted |= u
	}
	return r.t.query("SELECT data FROM figure_journal WHERE chunk >= ?1 AND chunk <= ?2 ORDER BY chunk", func(row row) error {
		read.b, read.last = row.bytes(0), 0
		var e entry
		for stored := read.next(&e); stored != nil && e.position <= r.until; stored = read.next(&e) {
			if !s.takes(&e.population) {
				continue
			}
			var err error
			if cells, err = parseCells(cells[:0], stored); err != nil {
				return err
			}
			tallies := s.tally(e.group(s.by))
			for _, c := range cells {
				segment := s.segments.of(c.day)
				if s.use[segment].has(c.measure) {
					tallies[segment].add(c.measure, c.key, c.n, c.sum, s.within(segment, c.day))
				}
			}
		}
		if read.bad {
			return errEntry
		}
		return nil
	}, from/r.state.chunk, r.chunks)
}
