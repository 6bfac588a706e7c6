package runs

import (
	"strconv"

	"caseledger/projections/door"
)

// rowReader gives the rows of one dimension and grain of a run, in order.
type rowReader struct {
	t     door.Tx
	run   int64
	dim   dim
	grain int64
	pages []page // still to be read
	in    pageReader
	has   bool  // in.at is a row
	after int64 // first of the last page that was read
	begun bool
	ended bool
}

// peek is the next row; nil at the end.
func (r *rowReader) peek() (*row, error) {
	for !r.has {
		if r.has = r.in.next(); r.has {
			break
		}
		if r.in.bad {
			return nil, errRow
		}
		if len(r.pages) == 0 {
			if r.ended {
				return nil, nil
			}
			if err := r.fill(); err != nil {
				return nil, err
			}
			continue
		}
		r.in = newPageReader(r.pages[0].first, r.pages[0].data)
		r.pages = r.pages[1:]
	}
	return &r.in.at, nil
}

func (r *rowReader) fill() error {
	if !r.begun {
		r.after, r.begun = -1<<63, true
	}
	err := r.t.Query(`SELECT r.first, p.data FROM figure_runs r JOIN figure_pages p ON p.page = r.page
		WHERE r.run = ?1 AND r.dim = ?2 AND r.grain = ?3 AND r.first > ?4 ORDER BY r.first LIMIT `+strconv.Itoa(pageBatch), func(row door.Row) error {
		r.pages = append(r.pages, page{first: row.Int(0), data: row.Bytes(1)})
		return nil
	}, r.run, int64(r.dim), r.grain, r.after)
	if n := len(r.pages); n > 0 {
		r.after = r.pages[n-1].first
	}
	r.ended = len(r.pages) < pageBatch
	return err
}

// mergeRun writes a dimension and grain of a run: the rows of the sources, and
// new ones.
func mergeRun(into *pageWriter, sources []int64, added []newRow) error {
	m := merger{added: added}
	for _, s := range sources {
		m.readers = append(m.readers, &rowReader{t: into.t, run: s, dim: into.dim, grain: into.grain})
	}
	for {
		more, err := m.next()
		if err != nil {
			return err
		}
		if !more {
			return into.close()
		}
		if err := into.add(&m.out); err != nil {
			return err
		}
	}
}

// merger joins rows from several runs with new ones.
type merger struct {
	readers []*rowReader
	added   []newRow
	out     row // what next made
	stored  [][]byte
	cells   []packed
	buf     []byte
}

// next makes the next row from all that have it. The row has no cells where
// they add up to nothing.
func (m *merger) next() (more bool, err error) {
	at, more, err := m.least()
	if err != nil || !more {
		return false, err
	}
	m.out = row{period: int32(at >> 32), id: uint32(at)}
	m.stored = m.stored[:0]
	for _, r := range m.readers {
		if r.has && r.in.at.place() == at {
			m.stored = append(m.stored, r.in.at.cells)
			r.has = false
		}
	}
	var cells []packed
	if len(m.added) > 0 && placeOf(m.added[0].period, m.added[0].id) == at {
		cells, m.added = m.added[0].cells, m.added[1:]
	} else if len(m.stored) == 1 {
		m.out.cells = m.stored[0]
		return true, nil
	}
	for _, b := range m.stored {
		if m.cells, err = parseRow(m.cells[:0], b); err != nil {
			return false, err
		}
		cells = addRows(m.cells, cells)
	}
	m.buf = appendRow(m.buf[:0], cells)
	m.out.cells = m.buf
	return true, nil
}

// least is the place of the next row.
func (m *merger) least() (at int64, more bool, err error) {
	if len(m.added) > 0 {
		at, more = placeOf(m.added[0].period, m.added[0].id), true
	}
	for _, r := range m.readers {
		next, err := r.peek()
		if err != nil {
			return 0, false, err
		}
		if next != nil && (!more || next.place() < at) {
			at, more = next.place(), true
		}
	}
	return at, more, nil
}
