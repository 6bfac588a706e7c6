package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/vault"
	"caseledger/projections"
)

// A site is a ledger opened for serving, with the follower that keeps its
// views.
type site struct {
	store  ledger.Store
	vault  *vault.Vault
	views  *projections.Views
	keeps  bool // the views are written here
	ready  readiness
	logger *slog.Logger
	now    func() time.Time
	rand   io.Reader
}

// openSite opens all parts and records the official calendars that the ledger
// does not hold yet.
func openSite(ctx context.Context, p *program, h house, logger *slog.Logger) (_ *site, err error) {
	s := &site{logger: logger, now: p.now, rand: p.rand}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.store, err = h.openLedger(ctx); err != nil {
		return nil, err
	}
	if s.vault, err = h.openVault(p); err != nil {
		return nil, err
	}
	if s.views, err = h.openViews(ctx); err != nil {
		return nil, err
	}
	s.keeps = h.keepsViews()
	return s, publishCalendars(ctx, s.store, p.now)
}

// follow keeps the views current until the context ends, where that is this
// process's task. A record that cannot be applied stops it for good: the
// server goes on with the views as they are, and says so at /healthz.
func (s *site) follow(ctx context.Context) {
	if !s.keeps {
		return
	}
	err := s.views.Run(ctx, s.store)
	if err == nil || ctx.Err() != nil {
		return
	}
	s.ready.fail(err)
	s.logger.Error("views stopped", "error", err)
}

// close frees what was opened, views first: they read from the store.
func (s *site) close() error {
	var errs []error
	if s.views != nil {
		errs = append(errs, s.views.Close())
	}
	if s.vault != nil {
		errs = append(errs, s.vault.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	return errors.Join(errs...)
}
