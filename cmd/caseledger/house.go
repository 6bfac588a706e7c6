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

// A house is a ledger with its views: the data folder, but for the parts that
// engines keeps elsewhere. The vault is always in the folder.
type house struct {
	folder
	engines
}

// exists says whether there is a ledger; a server always has one, maybe empty.
func (h house) exists() error {
	if h.engines.Store != "" {
		return nil
	}
	return h.folder.exists()
}

// openLedger opens the ledger for writing and makes one where there is none.
func (h house) openLedger(ctx context.Context) (ledger.Store, error) {
	if h.engines.Store == "" {
		return h.folder.openLedger(ctx)
	}
	return openESDB(ctx, h.engines.Store)
}

// readLedger opens an existing ledger for reading, also beside a writer.
func (h house) readLedger(ctx context.Context) (ledger.Store, error) {
	if h.engines.Store == "" {
		return h.folder.readLedger(ctx)
	}
	return openESDB(ctx, h.engines.Store)
}

// keepsViews says whether this process is to write the views: those in the
// folder are its own, those in PostgreSQL belong to the role project.
func (h house) keepsViews() bool { return h.engines.Views == "" }

// openViews opens the views, for writing where this process keeps them.
func (h house) openViews(ctx context.Context) (*projections.Views, error) {
	if !h.keepsViews() {
		return openPostgresViews(ctx, h.engines.Views)
	}
	if err := os.MkdirAll(string(h.folder), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return h.folder.openViews(ctx)
}

func (h house) caughtUp(ctx context.Context, p *program) (*projections.Views, error) {
	store, err := h.openLedger(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	views, err := h.openViews(ctx)
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

func (h house) readViews(ctx context.Context) (*projections.Views, error) {
	views, err := projections.OpenReadOnly(ctx, h.file("views.sqlite"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no views yet, and another process is using its ledger; ask again when that has ended: %w", h.folder, err)
	}
	return views, err
}
