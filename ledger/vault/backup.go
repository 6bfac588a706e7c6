package vault

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger/durable"
)

// Backup copies the key store as it stands to a new file at path, and its
// master key beside it, unless that stands in no file, both durable and for their owner alone. Keys that are
// made meanwhile are not in it. Whoever has the copy and a ledger can read
// every value that was not erased by then, also those erased later: keep it
// apart from ledgers, and not for long.
func (v *Vault) Backup(path string) error {
	if err := v.store.backup(path); err != nil {
		return fmt.Errorf("backup of the vault: %w", err)
	}
	if v.bare {
		return durable.SyncDir(filepath.Dir(path))
	}
	if err := copyKey(v.store.path+keySuffix, path+keySuffix); err != nil {
		return fmt.Errorf("backup of the vault: %w", err)
	}
	return durable.SyncDir(filepath.Dir(path))
}

func (s *keyStore) backup(path string) (err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Sync(), file.Close()) }()
	s.rmu.Lock()
	defer s.rmu.Unlock()
	if s.reader == nil {
		return ErrClosed
	}
	to, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(s.room(err), to.Close()) }()
	b, err := sqlite.NewBackup(to, "main", s.reader, "main")
	if err != nil {
		return err
	}
	_, err = b.Step(-1)
	return errors.Join(err, b.Close())
}

func copyKey(from, to string) (err error) {
	if _, err := readKey(from); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
