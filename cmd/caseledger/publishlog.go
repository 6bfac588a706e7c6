package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"caseledger/feeds"
	"caseledger/feeds/tlog"
	"caseledger/ledger"
	"caseledger/projections"
)

// rolePublishesLog says whether the role publish keeps the transparency log: where
// one was begun, and no server keeps the views beside it.
func (at storage) rolePublishesLog() (bool, error) {
	if at.keepsViews() {
		return false, nil
	}
	return at.log().Exists()
}

// logKeeper is the part of the role publish that keeps the transparency logs.
type logKeeper struct {
	*tlog.Publisher // of the records
	figures         *tlog.Publisher
	store           ledger.Store
	views           *projections.Views
	turns           string // database of the leases
	ready           *readiness
}

func newLogKeeper(ctx context.Context, p *program, c *cli, views *projections.Views, logger *slog.Logger, ready *readiness) (*logKeeper, error) {
	at := c.storage()
	store, err := at.readLedger(ctx)
	if err != nil {
		return nil, err
	}
	k := &logKeeper{store: store, views: views, turns: at.engines.Views, ready: ready}
	k.Publisher = &tlog.Publisher{Place: at.log(), Records: views, Logger: logger, Follower: newFollower("log", p.now, p.rand, logger), Now: p.now}
	k.figures = &tlog.Publisher{Place: at.log(), Records: views, Statements: views, Logger: logger, Follower: newFollower("figures", p.now, p.rand, logger), Now: p.now}
	ready.follow(k.Follower, k.figures.Follower)
	ready.keeps(logCheck(k.Publisher, p.now))
	return k, nil
}

// run keeps the log whenever this process has the turn, until the context ends
// or people have to put something right.
func (k *logKeeper) run(ctx context.Context) error {
	for {
		err := inTurn(ctx, k.turns, "log", k.Follower, k.keep)
		switch {
		case ctx.Err() != nil:
			return nil
		case needsPeople(err):
			return err
		case err == nil || errors.Is(err, context.Canceled):
			k.Logger.Warn("another process keeps the log; waiting for the next turn")
			if sleep(ctx, time.Second) != nil {
				return nil
			}
		default:
			if k.Follower.Wait(ctx, err) != nil {
				return nil
			}
		}
	}
}

// keep keeps the log from when the views have come to where the ledger is now:
// views that are being made would look like those of an older ledger.
func (k *logKeeper) keep(ctx context.Context) error {
	head, err := k.store.Head(ctx)
	if err != nil {
		return err
	}
	if err := k.views.Wait(ctx, head); err != nil {
		return err
	}
	k.ready.reach()
	return keepBoth(ctx, k.Publisher, k.figures)
}

// keepBoth keeps the log of the records, and beside it that of the figures, whose
// faults do not end the other.
func keepBoth(ctx context.Context, records, figures *tlog.Publisher) error {
	ctx, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	beside.Go(func() { _ = figures.Run(ctx) })
	return records.Run(ctx)
}

// needsPeople says whether something has to be put right before the log goes on.
func needsPeople(err error) bool {
	var refused *tlog.RefusedError
	var unknown *feeds.UnknownTypeError
	return errors.As(err, &refused) || errors.As(err, &unknown)
}
