package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/follow"
)

var projectVerb = verb{name: "project", group: spreading, args: argsOf[projectCmd],
	words: "Role: keep views in PostgreSQL for any number of servers."}

type projectCmd struct {
	Addr string `placeholder:"HOST:PORT" help:"Also answer /healthz and /metrics here; port 0 takes a free one."`
}

// Help is shown by --help.
func (projectCmd) Help() string {
	return `The role that writes the views: follows the ledger and keeps views in
PostgreSQL for any number of servers (caseledger serve --views postgres://…).
Start it on as many machines as you like: one works, the others wait and take
over within ten seconds when it dies. One that was paused meanwhile finds
itself shut out and waits in its turn. A server that cannot be reached is tried
again; a record that cannot be applied ends the role.

Examples:

    caseledger project --store esdb://db1:2113?tls=false --views postgres://caseledger@db2/caseledger
    caseledger project --addr 0.0.0.0:8081     # addresses from CASELEDGER_STORE and CASELEDGER_VIEWS

Exit codes: 0 stopped in order, 1 failure, 2 usage, 3 ledger damaged.`
}

// Run projects until the context ends.
func (cmd projectCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if c.Views == "" {
		return &usageError{"project needs --views postgres://…; on one machine caseledger serve keeps the views itself"}
	}
	store, err := c.storage().openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r := projector{store: store, address: c.Views, logger: p.logger(slog.LevelInfo), now: p.now}
	r.follower = newFollower("views", p.now, p.rand, r.logger)
	r.ready.follow(r.follower)
	stop, err := serveHealth(p, c, cmd.Addr, "projects", &r.ready)
	if err != nil {
		return err
	}
	defer stop()
	return r.run(ctx)
}

// projector is the role at work.
type projector struct {
	store   ledger.Store
	address string
	ready   readiness
	logger  *slog.Logger
	now     func() time.Time

	follower *follow.Follower
}

// run takes its turn, writes until it loses it or a server fails, and waits
// for the next turn.
func (r *projector) run(ctx context.Context) error {
	r.follower.Final = func(err error) bool {
		_, record := errors.AsType[*projections.RecordError](err)
		return record || final(err)
	}
	err := r.follower.Run(ctx, r.turn)
	if ctx.Err() != nil {
		return nil
	}
	r.ready.fail(err)
	return err
}

// turn waits for the lease and follows the ledger while it holds it.
func (r *projector) turn(ctx context.Context) (err error) {
	if err := publishCalendars(ctx, r.store, r.now); err != nil {
		return err
	}
	r.follower.Be(follow.Waiting)
	views, err := projections.OpenPostgres(ctx, door.Postgres{URL: r.address, Holder: holder(), Wait: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	r.logger.Info("writing the views")
	head, err := r.store.Head(ctx)
	if err != nil {
		return err
	}
	r.ready.expect(head)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		if views.Wait(ctx, head) == nil {
			r.ready.reach()
		}
	}()
	return views.RunFor(ctx, r.store, r.follower)
}

// final says whether trying again would meet the same error.
func final(err error) bool {
	var corrupt *ledger.CorruptError
	var newer *projections.OutdatedError
	return errors.As(err, &corrupt) || errors.As(err, &newer)
}

// publishCalendars records the official calendars that the ledger does not
// hold yet.
func publishCalendars(ctx context.Context, store ledger.Store, now func() time.Time) error {
	_, err := registry.Publish(ctx, store, workdays.Official(), now())
	return err
}
