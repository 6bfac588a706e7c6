package projections

import (
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// figureReader reads the figures' rows as they were known at a position.
type figureReader struct {
	t     door.Tx
	until ledger.Position
	state figureState
	// chunks is the number of chunks all of which was known.
	chunks int64
}

func newFigureReader(t door.Tx, until ledger.Position) (*figureReader, error) {
	state, err := readFigureState(t)
	if err != nil {
		return nil, err
	}
	r := &figureReader{t: t, until: until, state: state, chunks: state.entries / state.chunk}
	err = t.Query("SELECT chunk FROM figure_journal WHERE last > ?1 ORDER BY last, chunk LIMIT 1", func(row door.Row) error {
		r.chunks = row.Int(0)
		return nil
	}, int64(until))
	return r, err
}

// known is the last run of a dimension all of which was known. The entries
// that are not in it lie in the chunks that follow, fewer than a block has.
func (r *figureReader) known(d dim) int64 {
	return r.state.upTo(d, r.chunks*r.state.chunk/r.state.block)
}

// knownSlips is the last run with which slips were written that were known.
func (r *figureReader) knownSlips() int64 {
	k := r.chunks * r.state.chunk / r.state.block
	return k - k%slipBlocks
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
	known, err := int64(0), error(nil)
	if ok {
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
	return r.t.Query(q, func(row door.Row) error {
		f(population{item: uint32(row.Int(0)), officer: uint32(row.Int(1)), org: uint32(row.Int(2))})
		return nil
	}, args...)
}

// rows reads the runs.
func (r *figureReader) rows(s *scan, d dim, id uint32) error {
	fetches, err := r.plan(s.segments, d)
	if err != nil {
		return err
	}
	q := "SELECT id, cells FROM figure_runs WHERE run = ?1 AND dim = ?2 AND grain = ?3 AND period = ?4 AND id = ?5"
	if id == 0 && d > dimMix {
		q = "SELECT id, cells FROM figure_runs WHERE run = ?1 AND dim = ?2 AND grain = ?3 AND period = ?4 AND id > ?5"
	}
	var stored []byte // one room for all
	for _, run := range runsUpTo(r.known(d)) {
		for _, f := range fetches {
			from := d
			if d == dimOrg && f.grain != grainDays && !s.mixed() {
				from = dimPlain
			}
			add := s.adder(f)
			err := r.t.Query(q, func(row door.Row) error {
				group := uint32(0)
				if s.by != dimAll && s.by < rowDims {
					group = uint32(row.Int(0))
				}
				stored = row.AppendTo(stored[:0], 1)
				return add(group, stored)
			}, run, int64(from), f.grain, int64(f.period), int64(id))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// slips reads the cells by item, officer and unit together. The cost grows
// with the number of the population's cases.
func (r *figureReader) slips(s *scan) error {
	var posts []population
	if err := r.posts(&s.selection, func(p population) { posts = append(posts, p) }); err != nil {
		return err
	}
	adders := map[int32]func(uint32, []byte) error{} // nil for months that are not wanted
	for _, p := range posts {
		err := r.t.Query("SELECT cells FROM figure_slips WHERE item = ?1 AND officer = ?2 AND org = ?3 AND run <= ?4", func(row door.Row) error {
			return eachMonth(row.Bytes(0), func(month int32, stored []byte) error {
				add, known := adders[month]
				if !known {
					if f, ok := s.fetch(grainDays, month); ok {
						add = s.adder(f)
					}
					adders[month] = add
				}
				if add == nil {
					return nil
				}
				return add(p.id(s.by), stored)
			})
		}, int64(p.item), int64(p.officer), int64(p.org), r.knownSlips())
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
	return r.t.Query("SELECT data FROM figure_journal WHERE chunk >= ?1 AND chunk <= ?2 ORDER BY chunk", func(row door.Row) error {
		read.b, read.last = row.Bytes(0), 0
		var e entry
		for stored := read.next(&e); stored != nil && e.position <= r.until; stored = read.next(&e) {
			if !s.takes(&e.population) {
				continue
			}
			var err error
			if cells, err = parseCells(cells[:0], stored, read.set); err != nil {
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
