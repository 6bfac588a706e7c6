package runs

import (
	"encoding/binary"

	"caseledger/projections/door"
)

// Rows lie in pages, not each in a row of SQL, which costs more than its cells.
// A page has rows of one run, dimension and grain in ascending order of period
// and id: the distance of the period from the row before, the id, or where the
// period is the same its distance, the length of the cells in bytes, the cells.

// pageSize is how many bytes a page has at most, unless its one row has more:
// four fill a page of the database.
const pageSize = 2030

// row is one row of a run within a dimension and a grain.
type row struct {
	period int32
	id     uint32
	cells  []byte
}

// place orders rows within a dimension and a grain.
func (r *row) place() int64 { return placeOf(r.period, r.id) }

func placeOf(period int32, id uint32) int64 { return int64(period)<<32 | int64(id) }

// appendPageRow appends a row that comes after another.
func appendPageRow(b []byte, last, r *row) []byte {
	id := r.id
	if r.period == last.period {
		id -= last.id
	}
	b = binary.AppendVarint(b, int64(r.period)-int64(last.period))
	b = binary.AppendUvarint(b, uint64(id))
	b = binary.AppendUvarint(b, uint64(len(r.cells)))
	return append(b, r.cells...)
}

// pageReader gives the rows of a page in order. Their cells are part of it.
type pageReader struct {
	b   []byte
	at  row // the one that next gave; at first the place of the page
	bad bool
}

func newPageReader(first int64, page []byte) pageReader {
	return pageReader{b: page, at: row{period: int32(first >> 32), id: uint32(first)}}
}

// next moves on to the next row; false at the end or at a fault, which bad
// tells.
func (r *pageReader) next() bool {
	if len(r.b) == 0 {
		return false
	}
	period, n := uvarint(r.b)
	id, k := uvarint(r.b[n:])
	size, l := uvarint(r.b[n+k:])
	if n == 0 || k == 0 || l == 0 || size > uint64(len(r.b)-n-k-l) || id>>32 != 0 {
		r.b, r.bad = nil, true
		return false
	}
	if period == 0 {
		r.at.id += uint32(id)
	} else {
		r.at.period, r.at.id = r.at.period+int32(unzigzag(period)), uint32(id)
	}
	r.b = r.b[n+k+l:]
	r.at.cells, r.b = r.b[:size:size], r.b[size:]
	return true
}

// pageWriter cuts rows into pages and numbers them.
type pageWriter struct {
	t     door.Tx
	run   int64
	dim   dim
	grain int64
	next  *int64 // number of the last page
	open  page
	last  row // of the open page
	full  []page
}

type page struct {
	number, first int64
	data          []byte
}

// pageBatch is how many pages are read or written at a time, so that memory
// does not grow with the ledger.
const pageBatch = 64

var (
	runSheet  = &door.Sheet{Table: "figure_runs", Columns: []string{"run", "dim", "grain", "first", "page"}}
	pageSheet = &door.Sheet{Table: "figure_pages", Columns: []string{"page", "data"}}
)

// add takes the next row; one without cells is none.
func (w *pageWriter) add(r *row) error {
	if len(r.cells) == 0 {
		return nil
	}
	const head = 16 // more than what comes before the cells
	if len(w.open.data) > 0 && len(w.open.data)+len(r.cells)+head > pageSize {
		w.cut()
		if len(w.full) == pageBatch {
			if err := w.put(); err != nil {
				return err
			}
		}
	}
	if len(w.open.data) == 0 {
		w.open.first = r.place()
		w.last = *r
	}
	w.open.data = appendPageRow(w.open.data, &w.last, r)
	w.last.period, w.last.id = r.period, r.id
	return nil
}

func (w *pageWriter) cut() {
	*w.next++
	w.open.number = *w.next
	w.full = append(w.full, w.open)
	w.open = page{data: make([]byte, 0, pageSize)}
}

// close writes what is left.
func (w *pageWriter) close() error {
	if len(w.open.data) > 0 {
		w.cut()
	}
	return w.put()
}

func (w *pageWriter) put() error {
	err := w.t.Put(pageSheet, len(w.full), func(i int, p door.Params) {
		p.Int(w.full[i].number)
		p.Blob(w.full[i].data)
	})
	if err == nil {
		err = w.t.Put(runSheet, len(w.full), func(i int, p door.Params) {
			p.Int(w.run)
			p.Int(int64(w.dim))
			p.Int(w.grain)
			p.Int(w.full[i].first)
			p.Int(w.full[i].number)
		})
	}
	w.full = w.full[:0]
	return err
}

// pageFinder finds rows in pages.
type pageFinder struct {
	t   door.Tx
	buf []byte // one room for all
}

// each calls f for the row of a fetch with an id, or with all for those of all
// ids.
func (p *pageFinder) each(run int64, d dim, of fetch, id uint32, all bool, f func(*row) error) error {
	first, last := placeOf(of.period, id), placeOf(of.period, id)
	if all {
		last = placeOf(of.period+1, 0) - 1
	}
	read := func(row door.Row) error {
		p.buf = row.AppendTo(p.buf[:0], 1)
		in := newPageReader(row.Int(0), p.buf)
		for in.next() {
			at := in.at.place()
			if at > last {
				return nil
			}
			if at >= first {
				if err := f(&in.at); err != nil {
					return err
				}
			}
		}
		if in.bad {
			return errRow
		}
		return nil
	}
	err := p.t.Query(`SELECT r.first, p.data FROM figure_runs r JOIN figure_pages p ON p.page = r.page
		WHERE r.run = ?1 AND r.dim = ?2 AND r.grain = ?3 AND r.first <= ?4 ORDER BY r.first DESC LIMIT 1`,
		read, run, int64(d), of.grain, first)
	if err != nil || !all {
		return err
	}
	return p.t.Query(`SELECT r.first, p.data FROM figure_runs r JOIN figure_pages p ON p.page = r.page
		WHERE r.run = ?1 AND r.dim = ?2 AND r.grain = ?3 AND r.first > ?4 AND r.first <= ?5 ORDER BY r.first`,
		read, run, int64(d), of.grain, first, last)
}
