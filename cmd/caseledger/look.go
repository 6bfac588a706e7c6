package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"caseledger/ledger"
	"caseledger/projections"
)

// look is what a verb that only reads has opened: views, and where they could
// not be kept in the data folder, the folder that they are in meanwhile.
type look struct {
	*projections.Views
	scratch string
}

// Close frees the views, and removes those that nobody keeps.
func (l look) Close() error {
	err := l.Views.Close()
	if l.scratch != "" {
		err = errors.Join(err, os.RemoveAll(l.scratch))
	}
	return err
}

// currentViews opens the views for a look. Where nobody else has ledger and
// views open they are brought up to the ledger first; beside a running server
// they are taken as that server keeps them; in a folder that cannot be written
// they are taken if they stand at the ledger's end, and else computed elsewhere.
func (at storage) currentViews(ctx context.Context, p *program) (look, error) {
	if err := at.exists(); err != nil {
		return look{}, err
	}
	if !at.keepsViews() {
		ctx, cancel := context.WithTimeout(ctx, reachTime)
		defer cancel()
		views, err := openPostgresViews(ctx, at.engines.Views)
		return look{Views: views}, err
	}
	views, err := at.caughtUp(ctx, p)
	var locked *ledger.LockedError
	switch {
	case errors.As(err, &locked):
		views, err = at.readViews(ctx)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return at.unkeptViews(ctx, p)
	}
	return look{Views: views}, err
}

// unkeptViews are the views of a folder for reading only.
func (at storage) unkeptViews(ctx context.Context, p *program) (l look, err error) {
	store, err := at.readLedger(ctx)
	if err != nil {
		return look{}, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	head, err := store.Head(ctx)
	if err != nil {
		return look{}, err
	}
	if views, err := projections.OpenReadOnly(ctx, at.file("views.sqlite")); err == nil {
		at, err := views.Position(ctx)
		if err == nil && at == head && views.Whole(ctx) == nil {
			return look{Views: views}, nil
		}
		views.Close()
	}
	if l.scratch, err = os.MkdirTemp("", "caseledger-views-"); err != nil {
		return look{}, err
	}
	fmt.Fprintf(p.stderr, "caseledger: %s is for reading only; its views are computed in %s meanwhile\n", at.folder, l.scratch)
	if l.Views, err = projections.Open(ctx, filepath.Join(l.scratch, "views.sqlite")); err != nil {
		return look{}, errors.Join(err, os.RemoveAll(l.scratch))
	}
	bar := p.bar("views", false)
	err = l.CatchUp(ctx, store, bar.positions)
	bar.done()
	if err != nil {
		return look{}, errors.Join(err, l.Close())
	}
	return l, nil
}
