package sqlite

import (
	"context"
	"fmt"
	"iter"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// Bounds of one batch: what is read before a connection goes back and the
// caller gets its records.
const (
	maxBatch      = 2048
	maxBatchBytes = 1 << 20
)

const (
	selectFrom   = "SELECT " + columns + " FROM events WHERE position > ? ORDER BY position LIMIT ?"
	selectStream = "SELECT " + columns + " FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?) AND revision >= ? ORDER BY revision LIMIT ?"
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

// refresh brings the tail up to date with the file, if another process may
// have moved it.
func (s *Store) refresh() error {
	select {
	case <-s.done:
		return ledger.ErrClosed
	default:
	}
	if !s.readOnly {
		return nil
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
		rows := newDecoder()
		for from = max(from, 0); ; {
			records, err := s.readStream(ctx, rows, stream, from)
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
			if err != nil {
				yield(ledger.Record{}, err)
				return
			}
			if len(records) == 0 {
				return
			}
			from += ledger.Revision(len(records))
		}
	}
}

// readStream reads some records of a stream, or none at its end.
func (s *Store) readStream(ctx context.Context, rows *decoder, stream ledger.StreamID, from ledger.Revision) ([]ledger.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	conn, err := s.conns.get()
	if err != nil {
		return nil, err
	}
	defer s.conns.put(conn)
	stmt, err := conn.Prepare(selectStream)
	if err != nil {
		return nil, s.fault("read stream", err)
	}
	defer stmt.Reset()
	stmt.BindText(1, string(stream))
	stmt.BindInt64(2, int64(from))
	stmt.BindInt64(3, maxBatch)
	var records []ledger.Record
	for size := 0; size < maxBatchBytes; {
		more, err := stmt.Step()
		if err != nil {
			return records, s.fault("read stream", err)
		}
		if !more {
			break
		}
		r, err := rows.record(stmt, stream)
		if err != nil {
			return records, &ledger.CorruptError{Where: s.path, Reason: err.Error()}
		}
		if want := from + ledger.Revision(len(records)); r.Revision != want {
			return records, &ledger.CorruptError{Where: s.path, Reason: fmt.Sprintf("revision %d of %s is missing", want, stream)}
		}
		records = append(records, r)
		size += r.Size()
	}
	return records, nil
}

// readFrom reads the records behind a position that match, and says up to
// which position it has looked. There must be at least one record.
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
	stmt.BindInt64(2, int64(limit))
	var records []ledger.Record
	upto = after
	for size := 0; size < maxBatchBytes; {
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
			r, err := rows.record(stmt, name)
			if err != nil {
				return records, upto, &ledger.CorruptError{Where: s.path, Reason: err.Error()}
			}
			if records == nil {
				records = make([]ledger.Record, 0, limit)
			}
			records = append(records, r)
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
	if len(d.names) >= maxNames {
		clear(d.names)
	}
	d.names[id] = name
	return name, nil
}
