package runs

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// reader reads the figures' rows as they were known at a position.
type reader struct {
	t     door.Tx
	until ledger.Position
	state state
	// chunks is the number of chunks all of which was known.
	chunks int64
}

func newReader(t door.Tx, until ledger.Position) (*reader, error) {
	s, err := readState(t)
	if err != nil {
		return nil, err
	}
	r := &reader{t: t, until: until, state: s, chunks: s.entries / s.chunk}
	err = t.Query("SELECT chunk FROM figure_journal WHERE last > ?1 ORDER BY last, chunk LIMIT 1", func(row door.Row) error {
		r.chunks = row.Int(0)
		return nil
	}, int64(until))
	return r, err
}

// known is the last run of a dimension all of which was known. The entries
// that are not in it lie in the chunks that follow, fewer than a block has.
func (r *reader) known(d dim) int64 { return r.state.upTo(d, r.chunks*r.state.chunk/r.state.block) }

// knownSlips is the last run with which slips were written that were known.
func (r *reader) knownSlips() int64 {
	k := r.chunks * r.state.chunk / r.state.block
	return k - k%slipBlocks
}

// run fills the scan's tallies.
func (r *reader) run(s *scan) error {
	if s.none {
		return nil
	}
	if err := r.load(s); err != nil {
		return err
	}
	if s.by != dimOrg || s.org == 0 {
		return r.read(s, false)
	}
	rows, slips := s.split()
	for i, nodes := range []map[uint32]bool{rows, slips} {
		if s.within = nodes; len(nodes) == 0 {
			continue
		}
		if err := r.read(s, i == 1); err != nil {
			return err
		}
	}
	return nil
}

// load reads what the scan tells groups apart by.
func (r *reader) load(s *scan) (err error) {
	if s.byMix() {
		if s.kinds, err = loadMixes(r.t); err != nil {
			return err
		}
	}
	switch {
	case s.by == dimOrg && s.org != 0:
		s.placed, err = loadPlacesNear(r.t, s.org)
	case s.by == dimOrg:
		s.placed, err = loadPlaces(r.t)
	}
	return err
}

// split are the nodes at and below the selected one, by what answers for them
// within it: their rows, or slips where a node has cases elsewhere too, since it
// was moved.
func (s *scan) split() (rows, slips map[uint32]bool) {
	rows, slips = map[uint32]bool{}, map[uint32]bool{}
	for id := range s.placed {
		if s.places[id] {
			for _, n := range s.counted(&s.placed[id]) {
				rows[n] = true
			}
		}
	}
	for id := range s.placed {
		for i, n := range s.placed[id].nodes() {
			in := s.places[id] && slices.Contains(s.counted(&s.placed[id]), n)
			if rows[n] && !in && !(s.own && i > 0) {
				slips[n] = true
			}
		}
	}
	maps.DeleteFunc(rows, func(n uint32, _ bool) bool { return slips[n] })
	return rows, slips
}

// read fills the scan's tallies from the rows of one dimension, or from slips,
// and from the entries after them.
func (r *reader) read(s *scan, fromSlips bool) (err error) {
	wanted := s.selection
	if err := r.simplify(&s.selection, s.by); err != nil {
		return err
	}
	d, id, ok := s.source()
	known := int64(0)
	if ok && !fromSlips {
		known, err = r.known(d), r.rows(s, d, id)
	} else {
		known, err = r.knownSlips(), r.slips(s)
	}
	if err != nil {
		return err
	}
	s.selection = wanted
	return r.tail(s, known*r.state.block)
}

// simplify drops from a selection what follows from the rest of it: the unit
// of an item that only that unit has, say. Rows of one dimension then answer.
func (r *reader) simplify(s *selection, by dim) error {
	named := s.org != 0 && (s.item != 0 || s.officer != 0) || s.item != 0 && s.officer != 0
	if !named || by != dimAll && by < rowDims {
		return nil
	}
	of := selection{officer: s.officer}
	if s.officer == 0 {
		of.item = s.item
	}
	sameOrg, sameItem := true, true
	err := r.posts(&of, func(p population) error {
		sameOrg = sameOrg && (s.places == nil || s.places[p.place])
		sameItem = sameItem && p.item == s.item
		return nil
	})
	if sameOrg {
		s.org, s.places = 0, nil
	}
	if sameItem && s.officer != 0 {
		s.item = 0
	}
	return err
}

// posts calls f for every combination of officer, place and item that a
// selection takes, until it gives an error.
func (r *reader) posts(s *selection, f func(population) error) error {
	var where []string
	var args []any
	for _, c := range [...]struct {
		condition string
		id        uint32
	}{{"item = ", s.item}, {"officer = ", s.officer}} {
		if c.id != 0 {
			args = append(args, int64(c.id))
			where = append(where, c.condition+"?"+strconv.Itoa(len(args)))
		}
	}
	if len(where) == 0 {
		args = append(args, int64(s.org))
		where = append(where, "place IN (SELECT place FROM figure_places WHERE node = ?1)") // s.places takes fewer yet
	}
	var found []population
	q := "SELECT item, officer, place FROM figure_posts WHERE " + strings.Join(where, " AND ") + " ORDER BY item, officer, place"
	err := r.t.Query(q, func(row door.Row) error {
		found = append(found, population{item: uint32(row.Int(0)), officer: uint32(row.Int(1)), place: uint32(row.Int(2))})
		return nil
	}, args...)
	for i := range found {
		if err == nil && (s.places == nil || s.places[found[i].place]) {
			err = f(found[i])
		}
	}
	return err
}

// rows reads the runs.
func (r *reader) rows(s *scan, d dim, id uint32) error {
	whole := d // where days are not told apart
	if d == dimOrg && !s.mixed() {
		whole = dimPlain
	}
	fetches, err := r.plan(s, whole)
	if err != nil {
		return err
	}
	ids := []uint32{id}
	if n := len(s.within); n > 0 && n <= fewNodes { // quicker one by one
		ids = slices.Sorted(maps.Keys(s.within))
	}
	pages := pageFinder{t: r.t}
	known := runsUpTo(r.known(d))
	for _, f := range fetches {
		from := whole
		if f.grain == grainDays {
			from = d
		}
		add := s.adder(f, false)
		for _, run := range known {
			for _, id := range ids {
				err := pages.each(run, from, f, id, id == 0 && d > dimMix, func(row *row) error {
					switch {
					case s.by == dimAll || s.by >= rowDims:
						return add(0, row.cells)
					case s.within != nil && !s.within[row.id]:
						return nil
					}
					return add(row.id, row.cells)
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// fewNodes is how many rows of a period are looked for one by one.
const fewNodes = 64

// tail reads the entries from a number on.
func (r *reader) tail(s *scan, from int64) error {
	var cells []figures.Cell
	var groups []uint32
	var data []byte
	read := entryReader{}
	for i := range s.use {
		set := s.wanted(i)
		read.wanted.Join(&set)
	}
	if s.ever {
		read.wanted.Join(&accepted)
	}
	return r.t.Query("SELECT data FROM figure_journal WHERE chunk >= ?1 AND chunk <= ?2 ORDER BY chunk", func(row door.Row) error {
		data = row.AppendTo(data[:0], 0)
		read.b, read.last = data, 0
		var e entry
		for stored := read.next(&e); stored != nil && e.position <= r.until; stored = read.next(&e) {
			if !s.takes(&e.population) {
				continue
			}
			var err error
			if cells, err = parseCells(cells[:0], stored, read.set, &read.wanted); err != nil {
				return err
			}
			groups = s.groups(groups, &e.population)
			for _, g := range groups {
				s.addCells(s.group(g), cells)
			}
		}
		if read.bad {
			return errEntry
		}
		return nil
	}, from/r.state.chunk, r.chunks)
}

// addCells adds cells of an entry to a group.
func (s *scan) addCells(g *group, cells []figures.Cell) {
	for i := range cells {
		c := &cells[i]
		segment, m := s.of(c.Day), figures.MeasureOf(c.Measure)
		s.count(g, m, segment, c.Day, c.Key, c.N, c.Sum)
		s.countDay(g, m, segment, c.Day, c.N)
		s.countEver(g, c.Measure, c.N)
	}
}
