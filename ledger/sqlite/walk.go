package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
)

// verifyRows looks at every row as it lies in its page.
func (s *Store) verifyRows(ctx context.Context) (err error) {
	conn, err := s.conns.get()
	if err != nil {
		return err
	}
	defer s.conns.put(conn)
	conn.SetInterrupt(ctx.Done())
	defer conn.SetInterrupt(nil)
	end := sqlitex.Transaction(conn) // one snapshot for all pages
	defer end(&err)
	rows := newDecoder(s.limits.memory)
	w := walker{
		path: s.path, rows: rows,
		page: func(n uint32) ([]byte, error) { return readPage(conn, n) },
		name: func(id int64) (ledger.StreamID, error) { return rows.name(conn, id) },
	}
	err = w.tables(func(table string) (int64, error) {
		return number(conn, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?", table)
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// readPage reads one page of a connection's snapshot; nil where there is none.
func readPage(conn *sqlite.Conn, n uint32) (page []byte, err error) {
	stmt, err := conn.Prepare("SELECT data FROM sqlite_dbpage WHERE pgno = ?")
	if err != nil {
		return nil, err
	}
	stmt.BindInt64(1, int64(n))
	_, err = row(stmt, func(stmt *sqlite.Stmt) {
		page = make([]byte, stmt.ColumnLen(0))
		stmt.ColumnBytes(0, page)
	})
	return page, err
}

// walker reads the trees of tables page by page.
type walker struct {
	path    string
	page    func(n uint32) ([]byte, error)
	name    func(stream int64) (ledger.StreamID, error)
	usable  int // bytes of a page that SQLite uses
	rows    *decoder
	columns []column
	last    int64 // position of the last record seen
}

// tables walks both tables, from the pages where their trees begin.
func (w *walker) tables(root func(table string) (int64, error)) error {
	first, err := w.read(1)
	if err != nil {
		return err
	}
	w.usable = len(first) - int(first[20])
	for _, table := range []struct {
		name  string
		check func(*cell) error
	}{{"streams", w.stream}, {"events", w.event}} {
		n, err := root(table.name)
		if err != nil {
			return fault(w.path, "verify", err)
		}
		if err := w.walk(uint32(n), 0, table.check); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) damage(format string, args ...any) error {
	return &ledger.CorruptError{Where: w.path, Reason: fmt.Sprintf(format, args...)}
}

func (w *walker) read(n uint32) ([]byte, error) {
	page, err := w.page(n)
	if err != nil {
		return nil, fault(w.path, "verify", err)
	}
	if len(page) < minFile {
		return nil, w.damage("page %d is missing", n)
	}
	return page, nil
}

// maxRow is more than the largest record takes.
const maxRow = 4 << 20

// maxDepth is deeper than a tree of any size.
const maxDepth = 20

// walk hands every row below a page to check, in the order of their keys.
func (w *walker) walk(n uint32, depth int, check func(*cell) error) error {
	page, err := w.read(n)
	if err != nil {
		return err
	}
	if depth > maxDepth {
		return w.damage("the tree at page %d has no end", n)
	}
	const interior, leaf = 5, 13
	count := int(binary.BigEndian.Uint16(page[3:]))
	pointers := page[8:]
	if page[0] == interior {
		pointers = page[12:]
	}
	if page[0] != interior && page[0] != leaf || 2*count > len(pointers) {
		return w.damage("page %d is not one of a table", n)
	}
	for i := range count {
		at := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if at < 8 || at+4 > w.usable {
			return w.damage("row %d of page %d lies outside of it", i, n)
		}
		if page[0] == interior {
			err = w.walk(binary.BigEndian.Uint32(page[at:]), depth+1, check)
		} else {
			err = w.leafRow(page, at, check)
			if errors.Is(err, errCell) {
				err = w.damage("row %d of page %d: %v", i, n, err)
			}
		}
		if err != nil {
			return err
		}
	}
	if page[0] == interior {
		return w.walk(binary.BigEndian.Uint32(page[8:]), depth+1, check)
	}
	return nil
}

// leafRow reads the row at a place of a page, and what of it lies elsewhere.
func (w *walker) leafRow(page []byte, at int, check func(*cell) error) error {
	size, n := varint(page[at:w.usable])
	if n == 0 || size > maxRow {
		return errCell
	}
	key, m := varint(page[at+n : w.usable])
	body := at + n + m
	local, total := w.local(int(size)), int(size)
	if m == 0 || body+local > w.usable {
		return errCell
	}
	c := cell{key: int64(key), form: page[at:body], body: page[body : body+local : body+local]}
	if local < total {
		if body+local+4 > w.usable {
			return errCell
		}
		next := binary.BigEndian.Uint32(page[body+local:])
		for len(c.body) < total {
			more, err := w.read(next)
			if err != nil {
				return err
			}
			next = binary.BigEndian.Uint32(more)
			c.body = append(c.body, more[4:min(w.usable, 4+total-len(c.body))]...)
		}
		if next != 0 {
			return errCell
		}
	}
	return check(&c)
}

// local is how much of a row of the given size lies in the page itself.
func (w *walker) local(size int) int {
	most := w.usable - 35
	if size <= most {
		return size
	}
	least := (w.usable-12)*32/255 - 23
	if k := least + (size-least)%(w.usable-4); k <= most {
		return k
	}
	return least
}

func (w *walker) stream(c *cell) (err error) {
	if w.columns, err = columnsOf(c.body, w.columns); err != nil {
		return err
	}
	return c.checkForm(w.columns, streamKinds)
}

func (w *walker) event(c *cell) (err error) {
	if w.columns, err = columnsOf(c.body, w.columns); err != nil {
		return err
	}
	if err := c.checkForm(w.columns, eventKinds); err != nil {
		return err
	}
	if c.key != w.last+1 {
		return w.damage("record %d is missing", w.last+1)
	}
	w.last = c.key
	name, err := w.name(w.columns[colStream].number)
	if err != nil {
		return fault(w.path, "verify", err)
	}
	if _, err := w.rows.recordOf(c, w.columns, name); err != nil {
		return w.damage("%v", err)
	}
	return nil
}
