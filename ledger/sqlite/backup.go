package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
	"caseledger/ledger/durable"
)

// backupPages is how many pages are copied between two looks at the context.
const backupPages = 1024

// Backup copies the ledger as it stands to a new file at path, with a mark
// beside it, and gives the position of the copy's last record. Records that
// are appended meanwhile are not in it, and are not held up. The copy is
// durable when Backup returns; after an error there is none. A file that
// exists is [os.ErrExist].
func (s *Store) Backup(ctx context.Context, path string) (last ledger.Position, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	defer func() {
		err = errors.Join(err, file.Close())
		if err != nil {
			os.Remove(path)
			os.Remove(markPath(path))
		}
	}()
	if err := s.copyTo(ctx, path); err != nil {
		return 0, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return 0, fault(path, "backup", err)
	}
	last, err = check(path, conn, 0)
	if err = errors.Join(err, conn.Close()); err != nil {
		return 0, err
	}
	mark, err := lockMark(path)
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	err = errors.Join(mark.note(last), mark.file.Sync(), mark.close(), file.Sync(), durable.SyncDir(filepath.Dir(path)))
	return last, err
}

// copyTo copies one snapshot of the pages.
func (s *Store) copyTo(ctx context.Context, path string) (err error) {
	from, err := s.conns.get()
	if err != nil {
		return err
	}
	defer s.conns.put(from)
	end := sqlitex.Transaction(from)
	defer end(&err)
	if _, err := number(from, selectLast); err != nil { // the snapshot begins here
		return s.fault("backup", err)
	}
	to, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return fault(path, "backup", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	b, err := sqlite.NewBackup(to, "main", from, "main")
	if err != nil {
		return fault(path, "backup", err)
	}
	for more := true; more && err == nil; {
		if more, err = b.Step(backupPages); err != nil {
			err = fault(path, "backup", err)
		} else {
			err = ctx.Err()
		}
	}
	return errors.Join(err, b.Close())
}
