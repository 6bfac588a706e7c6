package sqlite

import (
	"context"
	"fmt"
	"iter"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// None has a LIMIT: its reader stops by itself, and a bound LIMIT would make
// SQLite prepare the statement anew each time.
const (
	selectFrom   = "SELECT " + columns + " FROM events WHERE position > ? ORDER BY position"
	selectStream = "SELECT " + columns + " FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?) AND revision >= ? ORDER BY revision"
	selectName   = "SELECT name FROM streams WHERE id = ?"
	selectLast   = "SELECT coalesce(max(position), 0) FROM events"
)

// Head implements [ledger.Store].
func (s *Store) Head(ctx context.Context) (ledger.Position, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := s.refresh(); err != nil {
		return 0, err
	}
	p, _ := s.tail.now()
	return p, nil
}

// opened is [ledger.ErrClosed] once the store is closed.
func (s *Store) opened() error {
	select {
	case <-s.done:
		return ledger.ErrClosed
	default:
		return nil
	}
}

// refresh brings the tail up to date with the file, if another process may
// have moved it.
func (s *Store) refresh() error {
	if err := s.opened(); err != nil || !s.readOnly {
		return err
	}
	conn, err := s.conns.get()
	if err != nil {
		return err
	}
	defer s.conns.put(conn)
	last, err := number(conn, selectLast)
	if err != nil {
		return s.fault("read", err)
	}
	s.tail.advance(ledger.Position(last))
	return nil
}

// Stream implements [ledger.Store].
func (s *Store) Stream(ctx context.Context, stream ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		rows := newDecoder(s.limits.memory)
		for next := max(from, 0); ; {
			records, more, err := s.readStream(ctx, rows, stream, next)
			for i := range records {
				if !yield(records[i], nil) {
					return
				}
			}
			if err != nil {
				yield(ledger.Record{}, err)
				return
			}
			if !more {
				return
			}
			next += ledger.Revision(len(records))
		}
	}
}

// readStream reads some records of a stream and says whether there may be
// more.
func (s *Store) readStream(ctx context.Context, rows *decoder, stream ledger.StreamID, from ledger.Revision) (records []ledger.Record, more bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	passed, groups := s.ends.passed(stream, from)
	if passed {
		return nil, false, s.opened()
	}
	defer func() {
		if err == nil && len(records) == 0 && !s.readOnly {
			s.ends.reached(stream, from, groups)
		}
	}()
	conn, err := s.conns.get()
	if err != nil {
		return nil, false, err
	}
	defer s.conns.put(conn)
	stmt, err := conn.Prepare(selectStream)
	if err != nil {
		return nil, false, s.fault("read stream", err)
	}
	defer stmt.Reset()
	stmt.BindText(1, string(stream))
	stmt.BindInt64(2, int64(from))
	for size := 0; len(records) < s.limits.batch && size < s.limits.batchBytes; {
		more, err := stmt.Step()
		if err != nil {
			return records, false, s.fault("read stream", err)
		}
		if !more {
			return records, false, nil
		}
		var r ledger.Record
		if err := rows.record(stmt, stream, &r); err != nil {
			return records, false, &ledger.CorruptError{Where: s.path, Reason: err.Error()}
		}
		if want := from + ledger.Revision(len(records)); r.Revision != want {
			return records, false, &ledger.CorruptError{Where: s.path, Reason: fmt.Sprintf("revision %d of %s is missing", want, stream)}
		}
		records = append(records, r)
		size += r.Size()
	}
	return records, true, nil
}

// readFrom reads the records that match among at most limit behind a position,
// and says up to which position it has looked. There must be at least one.
func (s *Store) readFrom(rows *decoder, after ledger.Position, limit int, f ledger.Filter) (_ []ledger.Record, upto ledger.Position, err error) {
	conn, err := s.conns.get()
	if err != nil {
		return nil, after, err
	}
	defer s.conns.put(conn)
	stmt, err := conn.Prepare(selectFrom)
	if err != nil {
		return nil, after, s.fault("read", err)
	}
	defer stmt.Reset()
	stmt.BindInt64(1, int64(after))
	var records []ledger.Record
	upto = after
	for size := 0; upto < after+ledger.Position(limit) && size < s.limits.batchBytes; {
		more, err := stmt.Step()
		if err != nil {
			return records, upto, s.fault("read", err)
		}
		if !more {
			break
		}
		if ledger.Position(stmt.ColumnInt64(colPosition)) != upto+1 {
			return records, upto, missing(s.path, upto+1)
		}
		name, err := rows.name(conn, stmt.ColumnInt64(colStream))
		if err != nil {
			return records, upto, s.fault("read stream name", err)
		}
		if f.Match(name) {
			if records == nil {
				records = make([]ledger.Record, 0, limit)
			}
			records = records[:len(records)+1]
			r := &records[len(records)-1]
			if err := rows.record(stmt, name, r); err != nil {
				return records[:len(records)-1], upto, &ledger.CorruptError{Where: s.path, Reason: err.Error()}
			}
			size += r.Size()
		}
		upto++
	}
	if upto == after {
		return nil, after, missing(s.path, after+1)
	}
	return records, upto, nil
}

func missing(path string, p ledger.Position) error {
	return &ledger.CorruptError{Where: path, Reason: fmt.Sprintf("record %d is missing", p)}
}

// name gives the name of a stream by its number.
func (d *decoder) name(conn *sqlite.Conn, id int64) (ledger.StreamID, error) {
	if name, ok := d.names[id]; ok {
		return name, nil
	}
	stmt, err := conn.Prepare(selectName)
	if err != nil {
		return "", err
	}
	var name ledger.StreamID // stays empty, and fails the checksum, where there is none
	stmt.BindInt64(1, id)
	if _, err := row(stmt, func(stmt *sqlite.Stmt) { name = ledger.StreamID(stmt.ColumnText(0)) }); err != nil {
		return "", err
	}
	if len(d.names) >= d.limit {
		clear(d.names)
	}
	d.names[id] = name
	return name, nil
}
