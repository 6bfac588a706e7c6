package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"caseledger/feeds/tlog"
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/vault"
	"caseledger/projections"
	"caseledger/projections/follow"
)

// A site is a ledger opened for serving, with the follower that keeps its
// views.
type site struct {
	store   ledger.Store
	vault   *vault.Vault
	classes act.Classes // lists that the centre has closed
	views   *projections.Views
	keeps   bool // the views are written here
	log     tlog.Place
	logs    bool            // a transparency log was begun
	keeper  *tlog.Publisher // of that log; nil where another process keeps it
	figures *tlog.Publisher // the same of that of published figures
	// supervises is nil where nobody supervises here.
	supervises *superviseRole
	// simulated: the ledger says that it is made up, as it is served.
	simulated bool
	// Those that read along, by their names in the list.
	follows map[string]*follow.Follower
	ready   readiness
	logger  *slog.Logger
	now     func() time.Time
	rand    io.Reader
}

// openSite opens all parts and records the official calendars that the ledger
// does not hold yet. It may supervise where it keeps the views.
func openSite(ctx context.Context, p *program, at storage, supervises bool, logger *slog.Logger) (_ *site, err error) {
	s := &site{logger: logger, now: p.now, rand: p.rand, follows: map[string]*follow.Follower{}}
	s.log = at.log()
	if s.logs, err = s.log.Exists(); err != nil {
		return nil, err
	}
	names := []string{"views", "live", "subscriptions", "calendars"}
	if s.logs && at.keepsViews() {
		names = append(names, "log", "figures")
	}
	if supervises = supervises && at.keepsViews(); supervises {
		names = append(names, "supervise")
	}
	for _, name := range names {
		s.follows[name] = newFollower(name, p.now, p.rand, logger)
		s.ready.follow(s.follows[name])
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.store, err = at.openLedger(ctx); err != nil {
		return nil, err
	}
	if s.vault, err = at.openVault(ctx, p, s.store); err != nil {
		return nil, err
	}
	if s.classes, err = at.classes(); err != nil {
		return nil, err
	}
	if s.views, err = at.openViews(ctx); err != nil {
		return nil, err
	}
	s.keeps = at.keepsViews()
	if s.logs && s.keeps {
		s.keeper = &tlog.Publisher{Place: s.log, Records: s.views, Follower: s.follows["log"], Logger: s.logger, Now: s.now}
		s.figures = &tlog.Publisher{Place: s.log, Records: s.views, Statements: s.views, Follower: s.follows["figures"], Logger: s.logger, Now: s.now}
		s.ready.keeps(logCheck(s.keeper, s.now))
	}
	if supervises {
		s.supervises = newSuperviseRole(s.store, p.now)
		s.supervises.follower = s.follows["supervise"]
	}
	// Where there is no room now, the follower records them later.
	err = publishCalendars(ctx, s.store, p.now)
	if _, full := errors.AsType[*ledger.FullError](err); full {
		err = nil
	}
	return s, err
}

// follow keeps the views current until the context ends, where that is this
// process's task; else it looks now and then whether they are those of this
// ledger. No fault ends it: meanwhile the server goes on with the views as they
// are, and says so at /healthz.
func (s *site) follow(ctx context.Context) {
	f := s.follows["views"]
	if s.keeps {
		_ = s.views.Follow(ctx, s.store, f) // the context's error
		return
	}
	_ = f.Run(ctx, func(ctx context.Context) error {
		for {
			if err := s.views.Continues(ctx, s.store); err != nil {
				return err
			}
			at, err := s.views.Position(ctx)
			if err != nil {
				return err
			}
			f.Reached(at)
			if err := sleep(ctx, lookEvery); err != nil {
				return err
			}
		}
	})
}

// lookEvery is how often a server looks whether views that another process
// writes are those of its ledger.
const lookEvery = 5 * time.Second

// publishes records the official calendars that the ledger does not hold yet.
func (s *site) publishes(ctx context.Context) {
	_ = s.follows["calendars"].Run(ctx, func(ctx context.Context) error { return publishCalendars(ctx, s.store, s.now) })
}

// publishesLog keeps the transparency logs equal to the public record, where they
// were begun and the views are written here, from when they have come to a place of
// the ledger; of views that others write the role publish keeps it. A fault that
// people must put right is logged, and the server goes on without it.
func (s *site) publishesLog(ctx context.Context, from ledger.Position) {
	if s.keeper != nil && s.views.Wait(ctx, from) == nil {
		_ = keepBoth(ctx, s.keeper, s.figures)
	}
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
