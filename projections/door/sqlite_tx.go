package door

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
)

// maxStatements bounds the prepared statements that a connection keeps.
const maxStatements = 200

// sqliteTx is a connection with its statements, and the transaction on it.
type sqliteTx struct {
	conn  *sqlite.Conn
	stmts map[string]*sqlite.Stmt
}

// run runs f between two statements; where it fails, nothing stays. The views'
// path is for messages.
func (t *sqliteTx) run(ctx context.Context, views, begin, end string, f func(Tx) error) (err error) {
	if len(t.stmts) > maxStatements {
		t.forget()
	}
	if ctx.Done() != nil {
		t.conn.SetInterrupt(ctx.Done())
		defer t.conn.SetInterrupt(nil)
	}
	if err = t.Exec(begin); err == nil {
		if err = f(t); err == nil {
			if err = t.Exec(end); err == nil {
				return nil
			}
		}
		t.conn.SetInterrupt(nil) // the way back must not be cut off
		if !t.conn.AutocommitEnabled() {
			if back := t.Exec("ROLLBACK"); back != nil {
				err = fmt.Errorf("%w (and rolling back: %w)", err, back)
			}
		}
	}
	if sqlite.ErrCode(err) == sqlite.ResultInterrupt && ctx.Err() != nil {
		return ctx.Err()
	}
	return damaged(views, err)
}

func (t *sqliteTx) close() error {
	t.forget()
	return t.conn.Close()
}

func (t *sqliteTx) forget() {
	for _, s := range t.stmts {
		s.Finalize()
	}
	clear(t.stmts)
}

func (t *sqliteTx) prepare(query string) (*sqlite.Stmt, error) {
	if s := t.stmts[query]; s != nil {
		return s, nil
	}
	s, _, err := t.conn.PrepareTransient(dialect(query))
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	t.stmts[query] = s
	return s, nil
}

// dialect turns a CREATE TABLE of the common subset into SQLite's: a single
// integer key becomes the row's place, a composite key orders the table.
func dialect(query string) string {
	if !strings.HasPrefix(query, "CREATE TABLE") {
		return query
	}
	options := " STRICT"
	if strings.Contains(query, "PRIMARY KEY (") {
		options += ", WITHOUT ROWID"
	}
	return strings.ReplaceAll(query, "BIGINT", "INTEGER") + options
}

func (t *sqliteTx) Exec(query string, args ...any) error {
	return t.Query(query, nil, args...)
}

func (t *sqliteTx) Query(query string, each func(Row) error, args ...any) error {
	s, err := t.prepare(query)
	if err != nil {
		return err
	}
	defer s.Reset()
	for i, a := range args {
		switch v := a.(type) {
		case int64:
			s.BindInt64(i+1, v)
		case string:
			s.BindText(i+1, v)
		case []byte:
			s.BindBytes(i+1, v)
		case nil:
			s.BindNull(i + 1)
		default:
			return fmt.Errorf("query %q: argument %d is a %T", query, i+1, a)
		}
	}
	for {
		more, err := s.Step()
		if err != nil {
			return fmt.Errorf("query %q: %w", query, err)
		}
		if !more {
			return nil
		}
		if each != nil {
			if err := each(sqliteRow{s}); err != nil {
				return err
			}
		}
	}
}

// putRows is how many rows one statement puts: fewer statements, less work
// around each row.
const putRows = 16

func (t *sqliteTx) Put(into *Sheet, n int, fill func(i int, p Params)) error {
	many, one := n-n%putRows, n%putRows
	err := t.putBy(into, 0, many, putRows, fill)
	if err == nil {
		err = t.putBy(into, many, one, 1, fill)
	}
	if err != nil {
		return fmt.Errorf("put into %s: %w", into.Table, err)
	}
	return nil
}

// putBy puts n rows from the first on, so many in one statement.
func (t *sqliteTx) putBy(into *Sheet, first, n, rows int, fill func(i int, p Params)) error {
	if n == 0 {
		return nil
	}
	s, err := t.prepare(into.insert(rows))
	if err != nil {
		return err
	}
	for i := range n {
		p := sqliteParams{s, i % rows * len(into.Columns)}
		fill(first+i, &p)
		if have := p.at - i%rows*len(into.Columns); have != len(into.Columns) {
			return fmt.Errorf("%d values for %d columns", have, len(into.Columns))
		}
		if i%rows == rows-1 {
			_, err = s.Step()
			if err = errors.Join(err, s.Reset()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *sqliteTx) Aside(column string) string { return "+" + column }

type sqliteRow struct{ s *sqlite.Stmt }

func (r sqliteRow) Int(c int) int64   { return r.s.ColumnInt64(c) }
func (r sqliteRow) Text(c int) string { return r.s.ColumnText(c) }
func (r sqliteRow) Null(c int) bool   { return r.s.ColumnIsNull(c) }
func (r sqliteRow) Bytes(c int) []byte {
	b := make([]byte, r.s.ColumnLen(c))
	r.s.ColumnBytes(c, b)
	return b
}

func (r sqliteRow) AppendTo(dst []byte, c int) []byte {
	at, n := len(dst), r.s.ColumnLen(c)
	dst = slices.Grow(dst, n)[:at+n]
	r.s.ColumnBytes(c, dst[at:])
	return dst
}

type sqliteParams struct {
	stmt *sqlite.Stmt
	at   int
}

func (p *sqliteParams) Int(v int64)   { p.at++; p.stmt.BindInt64(p.at, v) }
func (p *sqliteParams) Text(v string) { p.at++; p.stmt.BindText(p.at, v) }
func (p *sqliteParams) Blob(v []byte) { p.at++; p.stmt.BindBytes(p.at, v) }
