package intake

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// spool is a private temporary database that vanishes with the process. It
// holds what an import must remember of the whole file: rows that have to be
// grouped, and the cases that were seen. It is opened when first needed.
type spool struct {
	conn *sqlite.Conn
	last string // the case added to last, and its ordinal
	ord  int64
	next int64 // cases so far
}

var spoolPragmas = []string{"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-16384", "PRAGMA temp_store=FILE"}

const spoolSchema = `
CREATE TABLE cases(ord INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE rows(seq INTEGER PRIMARY KEY, ord INTEGER NOT NULL, line INTEGER NOT NULL, fields BLOB NOT NULL) STRICT;
CREATE TABLE seen(number TEXT PRIMARY KEY, flags INTEGER NOT NULL) STRICT, WITHOUT ROWID;`

func (s *spool) open() error {
	if s.conn != nil {
		return nil
	}
	// The empty name is SQLite's own temporary file: private, beyond the page
	// cache on disk, and gone when the connection closes.
	conn, err := sqlite.OpenConn("", sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		return fmt.Errorf("open temporary file: %w", err)
	}
	if err := prepare(conn); err != nil {
		return errors.Join(fmt.Errorf("prepare temporary file: %w", err), conn.Close())
	}
	s.conn = conn
	return nil
}

// prepare makes the tables and begins the one transaction of the file's life.
func prepare(conn *sqlite.Conn) error {
	for _, pragma := range spoolPragmas {
		if err := sqlitex.ExecuteTransient(conn, pragma, nil); err != nil {
			return err
		}
	}
	if err := sqlitex.ExecuteScript(conn, spoolSchema, nil); err != nil {
		return err
	}
	return sqlitex.ExecuteTransient(conn, "BEGIN", nil)
}

func (s *spool) close() error {
	if s.conn == nil {
		return nil
	}
	return s.conn.Close()
}

// add keeps a row of a case.
func (s *spool) add(number string, line int, values []string) error {
	if err := s.open(); err != nil {
		return err
	}
	if err := s.ordinal(number); err != nil {
		return err
	}
	var fields []byte
	for _, v := range values {
		fields = append(binary.AppendUvarint(fields, uint64(len(v))), v...)
	}
	stmt, err := s.conn.Prepare(`INSERT INTO rows(ord, line, fields) VALUES(?, ?, ?)`)
	if err != nil {
		return err
	}
	stmt.BindInt64(1, s.ord)
	stmt.BindInt64(2, int64(line))
	stmt.BindBytes(3, fields)
	_, err = stmt.Step()
	return spoolFault(errors.Join(err, stmt.Reset()))
}

// ordinal sets ord to the case's place among the cases.
func (s *spool) ordinal(number string) error {
	if s.last == number && s.ord > 0 {
		return nil
	}
	s.last = number
	ord, err := s.find(number)
	if err != nil || ord > 0 {
		s.ord = ord
		return err
	}
	stmt, err := s.conn.Prepare(`INSERT INTO cases(ord, number) VALUES(?, ?)`)
	if err != nil {
		return err
	}
	s.next++
	s.ord = s.next
	stmt.BindInt64(1, s.ord)
	stmt.BindText(2, number)
	_, err = stmt.Step()
	return spoolFault(errors.Join(err, stmt.Reset()))
}

func (s *spool) find(number string) (ord int64, err error) {
	stmt, err := s.conn.Prepare(`SELECT ord FROM cases WHERE number = ?`)
	if err != nil {
		return 0, err
	}
	stmt.BindText(1, number)
	more, err := stmt.Step()
	if more {
		ord = stmt.ColumnInt64(0)
	}
	return ord, spoolFault(errors.Join(err, stmt.Reset()))
}

// spooled is one case with its rows in the order of the file.
type spooled struct {
	ord  int64
	rows []spooledRow
}

type spooledRow struct {
	line   int
	values []string
}

// cases yields the cases in the order in which they were first added.
func (s *spool) cases(ctx context.Context) iter.Seq2[*spooled, error] {
	return func(yield func(*spooled, error) bool) {
		if s.conn == nil {
			return
		}
		stmt, _, err := s.conn.PrepareTransient(`SELECT ord, line, fields FROM rows ORDER BY ord, seq`)
		if err != nil {
			yield(nil, err)
			return
		}
		defer stmt.Finalize()
		var c *spooled
		for {
			more, err := stmt.Step()
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, spoolFault(err))
				return
			}
			if c != nil && (!more || c.ord != stmt.ColumnInt64(0)) {
				if !yield(c, nil) {
					return
				}
				c = nil
			}
			if !more {
				return
			}
			if c == nil {
				c = &spooled{ord: stmt.ColumnInt64(0)}
			}
			if len(c.rows) <= MaxCaseEvents {
				c.rows = append(c.rows, readRow(stmt))
			}
		}
	}
}

func readRow(stmt *sqlite.Stmt) spooledRow {
	r := spooledRow{line: int(stmt.ColumnInt64(1))}
	b := make([]byte, stmt.ColumnLen(2))
	stmt.ColumnBytes(2, b)
	text := string(b) // one allocation for all values of the row
	for at := 0; at < len(text); {
		n, k := binary.Uvarint(b[at:])
		at += k
		r.values = append(r.values, text[at:at+int(n)])
		at += int(n)
	}
	return r
}

// remember keeps the flags of a case.
func (s *spool) remember(number string, f flags) error {
	if err := s.open(); err != nil {
		return err
	}
	stmt, err := s.conn.Prepare(`INSERT INTO seen(number, flags) VALUES(?, ?) ON CONFLICT DO UPDATE SET flags = excluded.flags`)
	if err != nil {
		return err
	}
	stmt.BindText(1, number)
	stmt.BindInt64(2, int64(f))
	_, err = stmt.Step()
	return spoolFault(errors.Join(err, stmt.Reset()))
}

// recall gives the flags of a case, 0 where none were kept.
func (s *spool) recall(number string) (f flags, err error) {
	if s.conn == nil {
		return 0, nil
	}
	stmt, err := s.conn.Prepare(`SELECT flags FROM seen WHERE number = ?`)
	if err != nil {
		return 0, err
	}
	stmt.BindText(1, number)
	more, err := stmt.Step()
	if more {
		f = flags(stmt.ColumnInt64(0))
	}
	return f, spoolFault(errors.Join(err, stmt.Reset()))
}

func spoolFault(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("temporary file of the import (in the folder that TMPDIR names): %w", err)
}
