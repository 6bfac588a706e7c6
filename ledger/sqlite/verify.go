package sqlite

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
)

// Verify reads the whole ledger as it stands and checks all that can be
// checked without a second copy: the pages and indexes of the file, that no
// position and no revision is missing, every record's checksum and form, and
// that each row lies in its page as SQLite writes it, bit by bit. What is wrong is a [*ledger.CorruptError] that names the first place.
func (s *Store) Verify(ctx context.Context) error {
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	if err := s.verifyFile(ctx); err != nil {
		return err
	}
	if err := s.verifyRows(ctx); err != nil || head == 0 {
		return err
	}
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			return err
		}
		if r := item.Record; r != nil {
			if err := r.Validate(); err != nil {
				return &ledger.CorruptError{Where: s.path, Reason: fmt.Sprintf("record %d: %v", r.Position, err)}
			}
		}
		if item.Position >= head {
			break
		}
	}
	return nil
}

// verifyFile checks pages, indexes and the numbering of streams.
func (s *Store) verifyFile(ctx context.Context) error {
	conn, err := s.conns.get()
	if err != nil {
		return err
	}
	defer s.conns.put(conn)
	conn.SetInterrupt(ctx.Done())
	defer conn.SetInterrupt(nil)
	found := ""
	note := func(stmt *sqlite.Stmt) error {
		if found == "" && stmt.ColumnText(0) != "ok" {
			found = stmt.ColumnText(0)
		}
		return nil
	}
	for _, query := range []string{
		"PRAGMA integrity_check(1)",
		"SELECT 'an event belongs to stream ' || stream || ', which does not exist' FROM events WHERE stream NOT IN (SELECT id FROM streams) LIMIT 1",
		"SELECT 'stream ' || stream || ' lacks revisions' FROM events GROUP BY stream HAVING min(revision) <> 0 OR max(revision) <> count(*) - 1 LIMIT 1",
		"SELECT 'stream ' || name || ' has no events' FROM streams WHERE id NOT IN (SELECT stream FROM events) LIMIT 1",
	} {
		err := sqlitex.Execute(conn, query, &sqlitex.ExecOptions{ResultFunc: note})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return s.fault("verify", err)
		}
		if found != "" {
			return &ledger.CorruptError{Where: s.path, Reason: found}
		}
	}
	return nil
}
