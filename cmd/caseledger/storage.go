package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"caseledger/ledger"
	"caseledger/projections"
)

// Storage is where a ledger and its views are: the data folder, but for the
// parts that engines keeps elsewhere. The vault is always in the folder.
type storage struct {
	folder
	engines
}

// exists says whether there is a ledger; a server always has one, maybe empty.
func (at storage) exists() error {
	if at.engines.Store != "" {
		return nil
	}
	return at.folder.exists()
}

// openLedger opens the ledger for writing and makes one where there is none.
func (at storage) openLedger(ctx context.Context) (ledger.Store, error) {
	if at.engines.Store == "" {
		return at.folder.openLedger(ctx)
	}
	return openESDB(ctx, at.engines.Store)
}

// readLedger opens an existing ledger for reading, also beside a writer.
func (at storage) readLedger(ctx context.Context) (ledger.Store, error) {
	if at.engines.Store == "" {
		return at.folder.readLedger(ctx)
	}
	return openESDB(ctx, at.engines.Store)
}

// keepsViews says whether this process is to write the views: those in the
// folder are its own, those in PostgreSQL belong to the role project.
func (at storage) keepsViews() bool { return at.engines.Views == "" }

// openViews opens the views, for writing where this process keeps them.
func (at storage) openViews(ctx context.Context) (*projections.Views, error) {
	if !at.keepsViews() {
		return openPostgresViews(ctx, at.engines.Views)
	}
	if err := os.MkdirAll(string(at.folder), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return at.folder.openViews(ctx)
}

func (at storage) caughtUp(ctx context.Context, p *program) (*projections.Views, error) {
	store, err := at.openLedger(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	views, err := at.openViews(ctx)
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

func (at storage) readViews(ctx context.Context) (*projections.Views, error) {
	views, err := projections.OpenReadOnly(ctx, at.file("views.sqlite"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no views yet, and another process is using its ledger; ask again when that has ended: %w", at.folder, err)
	}
	return views, err
}
