package backup

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/vault"
)

// Names within a part, the same as in a data folder.
const (
	ledgerFile = "ledger.sqlite"
	vaultFile  = "vault.sqlite"
	accessDir  = "access"
)

// Source is what is copied, and when.
type Source struct {
	Folder  string        // the data folder
	Ledger  *sqlite.Store // its ledger; may be open for reading only, beside a server
	Vault   *vault.Vault  // nil where the folder has none
	Now     time.Time
	Program string // version
}

// Write makes a set: the ledger's part in one folder, the vault's in another.
// Neither may exist, or only as an empty folder. The copy of the ledger is
// read as [sqlite.Store.Verify] does, so that a damaged ledger does not become
// a backup; the error is then a [*ledger.CorruptError]. What an unfinished
// Write leaves has no manifest.
func Write(ctx context.Context, ledgerDir, vaultDir string, s Source) (m Manifest, err error) {
	for _, dir := range []string{ledgerDir, vaultDir} {
		if err := vacant(dir); err != nil {
			return m, err
		}
	}
	m = Manifest{Format: format, Part: "ledger", Made: s.Now, Program: s.Program}
	copied := filepath.Join(ledgerDir, ledgerFile)
	last, err := s.Ledger.Backup(ctx, copied)
	if err != nil {
		return m, err
	}
	m.Position = last.String()
	if m.LastRecord, err = readBack(ctx, copied, last); err != nil {
		return m, fmt.Errorf("the copy of the ledger: %w", err)
	}
	for _, name := range []string{ledgerFile, ledgerFile + ".mark"} {
		if err := m.add(ledgerDir, name); err != nil {
			return m, err
		}
	}
	m.Set = m.Files[0].SHA256[:32]
	if err := m.addAccess(s.Folder, ledgerDir); err != nil {
		return m, err
	}
	if s.Vault != nil { // after the ledger: keys are durable before records are
		if err := writeVault(vaultDir, s.Vault, m); err != nil {
			return m, err
		}
	}
	return m, m.write(ledgerDir)
}

// readBack checks a copy of a ledger and gives the hash of its last record.
func readBack(ctx context.Context, path string, last ledger.Position) (hash string, err error) {
	s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close(), leave(path)) }()
	if err := s.Verify(ctx); err != nil || last == 0 {
		return "", err
	}
	for item, err := range s.Follow(ctx, last-1, ledger.Filter{}) {
		if err != nil {
			return "", err
		}
		if item.Record != nil {
			h := item.Record.Hash()
			return hex.EncodeToString(h[:]), nil
		}
	}
	return "", ctx.Err()
}

// leave removes what SQLite put beside a file to read it, which a reader
// cannot do itself; the -wal file is empty then.
func leave(path string) error {
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return fmt.Errorf("%s-wal is not empty after reading", path)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// addAccess copies tokens and the key of pseudonyms, where there are any.
func (m *Manifest) addAccess(folder, dir string) error {
	entries, err := os.ReadDir(filepath.Join(folder, accessDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		f, err := copyFile(filepath.Join(folder, accessDir, e.Name()), filepath.Join(dir, accessDir, e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // a token that is being written has another name meanwhile
		}
		if err != nil {
			return err
		}
		f.Name = accessDir + "/" + e.Name()
		m.Files = append(m.Files, f)
	}
	return nil
}

func writeVault(dir string, v *vault.Vault, of Manifest) error {
	if err := v.Backup(filepath.Join(dir, vaultFile)); err != nil {
		return err
	}
	m := Manifest{Format: format, Part: "vault", Set: of.Set, Made: of.Made, Program: of.Program}
	for _, name := range []string{vaultFile, vaultFile + ".key"} {
		if _, err := os.Stat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			continue // the master key stands in no file
		}
		if err := m.add(dir, name); err != nil {
			return err
		}
	}
	return m.write(dir)
}

// vacant makes sure that a folder exists and holds nothing.
func vacant(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty, and nothing is written over: %w", dir, fs.ErrExist)
	}
	return err
}
