package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/ledger/durable"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/vault"
)

// Restored is what a set became.
type Restored struct {
	Ledger, Vault Manifest // Vault is zero where none was restored
	Sealed        vault.Verified
}

// Restore brings a set back into a data folder that does not exist, or is
// empty: nothing is written over. The folder gets its name when everything in
// it has been checked: hashes, the whole ledger, and every sealed value against
// the vault. An empty vaultDir restores the ledger alone; its sealed values are
// then lost to this folder, and those recorded later get keys of their own. A
// vault whose master key stands in no file opens under the one that is given.
func Restore(ctx context.Context, ledgerDir, vaultDir, into string, under ...vault.Master) (r Restored, err error) {
	if r.Ledger, err = ReadManifest(ledgerDir, "ledger"); err != nil {
		return r, err
	}
	if vaultDir != "" {
		if r.Vault, err = ReadManifest(vaultDir, "vault"); err != nil {
			return r, err
		}
	}
	entries, err := os.ReadDir(into)
	if len(entries) > 0 {
		return r, fmt.Errorf("%s is not empty, and nothing is written over: %w", into, fs.ErrExist)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	into = filepath.Clean(into)
	building := into + ".restoring"
	if err := os.RemoveAll(building); err != nil { // of a restore that was cut off
		return r, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(building)
		}
	}()
	if err := r.fill(ctx, ledgerDir, vaultDir, building, under); err != nil {
		return r, err
	}
	if err := os.Remove(into); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	if err := os.Rename(building, into); err != nil {
		return r, err
	}
	return r, durable.SyncDir(filepath.Dir(into))
}

// fill copies both parts and checks them together.
func (r *Restored) fill(ctx context.Context, ledgerDir, vaultDir, into string, under []vault.Master) (err error) {
	if err := r.Ledger.unpack(ledgerDir, into); err != nil {
		return err
	}
	if err := r.Vault.unpack(vaultDir, into); err != nil {
		return err
	}
	s, err := sqlite.Open(ctx, filepath.Join(into, ledgerFile), sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(), leave(filepath.Join(into, ledgerFile))) }()
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	if head.String() != r.Ledger.Position {
		return damaged(ledgerDir, fmt.Sprintf("its ledger ends at record %s, and its manifest says %s", head, r.Ledger.Position))
	}
	if err := s.Verify(ctx); err != nil || vaultDir == "" {
		return err
	}
	return r.checkVault(ctx, into, s, under)
}

func (r *Restored) checkVault(ctx context.Context, into string, s ledger.Store, under []vault.Master) (err error) {
	v, err := vault.OpenReadOnly(filepath.Join(into, vaultFile), under...)
	if err != nil {
		return err
	}
	r.Sealed, err = v.Verify(ctx, s)
	return errors.Join(err, v.Close(), leave(filepath.Join(into, vaultFile)))
}

// unpack copies the files of a part and holds each against its hash.
func (m *Manifest) unpack(from, into string) error {
	for _, want := range m.Files {
		name := filepath.FromSlash(want.Name)
		got, err := copyFile(filepath.Join(from, name), filepath.Join(into, name))
		if err != nil {
			return err
		}
		if got.Bytes != want.Bytes || got.SHA256 != want.SHA256 {
			return damaged(filepath.Join(from, name), "it is not the file that its manifest names")
		}
	}
	if len(m.Files) == 0 {
		return nil
	}
	return durable.SyncDir(into)
}
