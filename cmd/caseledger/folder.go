package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/vault"
	"caseledger/projections"
)

// defaultFolder is the data folder where neither --data nor CASELEDGER_DATA
// names one.
const defaultFolder = "caseledger-data"

// A folder is the data folder of one ledger:
//
//	ledger.sqlite   the records; nothing can bring them back but a backup
//	vault.sqlite    the keys of sealed personal values, under vault.sqlite.key;
//	                back them up apart
//	views.sqlite    the views; rebuilt from the records at any time
//
// Only the owner may read it: keys are in it.
type folder string

func (c *cli) folder() folder {
	if c.Data != "" {
		return folder(c.Data)
	}
	return defaultFolder
}

func (f folder) file(name string) string { return filepath.Join(string(f), name) }

// exists says whether there is a ledger, and if not, what to do.
func (f folder) exists() error {
	_, err := os.Stat(f.file("ledger.sqlite"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s holds no ledger; record cases with caseledger import, or name another folder with --data: %w", f, err)
	}
	return err
}

// openLedger opens the ledger for writing and makes folder and ledger where
// there are none. A second process gets a *ledger.LockedError.
func (f folder) openLedger(ctx context.Context) (*sqlite.Store, error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return sqlite.Open(ctx, f.file("ledger.sqlite"), sqlite.Options{})
}

// readLedger opens an existing ledger for reading, also beside a writer.
func (f folder) readLedger(ctx context.Context) (*sqlite.Store, error) {
	if err := f.exists(); err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, f.file("ledger.sqlite"), sqlite.Options{ReadOnly: true})
}

func (f folder) openVault(p *program) (*vault.Vault, error) {
	return vault.Open(f.file("vault.sqlite"), p.rand)
}

func (f folder) openViews(ctx context.Context) (*projections.Views, error) {
	return projections.Open(ctx, f.file("views.sqlite"))
}

// currentViews opens the views for a look. Where nobody else has the ledger
// open they are brought up to it first; beside a running server they are
// taken as that server keeps them.
func (f folder) currentViews(ctx context.Context, p *program) (*projections.Views, error) {
	if err := f.exists(); err != nil {
		return nil, err
	}
	store, err := f.openLedger(ctx)
	var locked *ledger.LockedError
	if errors.As(err, &locked) {
		return f.readViews(ctx)
	}
	if err != nil {
		return nil, err
	}
	defer store.Close()
	views, err := f.openViews(ctx)
	if err != nil {
		return nil, err
	}
	bar := p.bar("views", false)
	defer bar.done()
	if err := views.CatchUp(ctx, store, bar.positions); err != nil {
		return nil, errors.Join(err, views.Close())
	}
	return views, nil
}

func (f folder) readViews(ctx context.Context) (*projections.Views, error) {
	views, err := projections.OpenReadOnly(ctx, f.file("views.sqlite"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no views yet, and another process is using its ledger; ask again when that has ended: %w", f, err)
	}
	return views, err
}
