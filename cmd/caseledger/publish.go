package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"caseledger/feeds"
	"caseledger/feeds/kafka"
	"caseledger/ledger"
	"caseledger/projections"
)

var publishVerb = verb{name: "publish", group: spreading, args: argsOf[publishCmd],
	words: "Role: publish the public record to Kafka, and its transparency log."}

type publishCmd struct {
	cluster
	Topic      string          `default:"caseledger.records" help:"Topic of the public record (default ${default})."`
	Partitions int             `default:"8" help:"Partitions of the topic, for ever (default ${default})."`
	Replicas   int             `default:"1" help:"Copies of a topic that is created: 3 where there are three brokers (default ${default})."`
	Source     string          `default:"urn:caseledger" placeholder:"URI" help:"CloudEvents source of all messages; choose it once (default ${default})."`
	After      ledger.Position `placeholder:"POSITION" help:"Where to go on if retention has emptied the topic."`
	Addr       string          `placeholder:"HOST:PORT" help:"Also answer /healthz and /metrics here; port 0 takes a free one."`
}

// Help is shown by --help.
func (publishCmd) Help() string {
	return `The role that publishes. With --kafka it keeps a Kafka topic equal to the public
record, every record once and in order within each case, as CloudEvents. It
remembers nothing; where to go on is read from the topic. With views in PostgreSQL,
start it on as many machines as you like: one works, the others take over within
ten seconds when it dies, and the brokers refuse what an old one still sends.
feeds/FORMAT.md says what a message is.

Where the data folder has a transparency log (caseledger log init) and the views
are in PostgreSQL, the role also keeps that log, with or without --kafka; servers
then only serve it. The machines that may take it over share the data folder, on a
file system that locks and renames as POSIX says. One that is paused while it
writes keeps the log until it goes on or dies: nobody writes beside it.

Examples:

    caseledger publish --kafka localhost:9092
    caseledger publish --views postgres://caseledger@db2/caseledger --kafka k1:9092,k2:9092,k3:9092 --replicas 3
    caseledger publish --views postgres://caseledger@db2/caseledger --data /srv/caseledger

Exit codes: 0 stopped in order, 1 failure (topic unusable, another publisher took over, the log is refused), 2 usage.`
}

// Run publishes until the context ends.
func (cmd publishCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	at := c.storage()
	withLog, err := at.rolePublishesLog()
	if err != nil {
		return err
	}
	connection, err := cmd.connection()
	if err != nil && !(withLog && len(cmd.Kafka) == 0) {
		return err
	}
	var views *projections.Views
	if at.keepsViews() {
		views, err = at.readViews(ctx)
	} else {
		views, err = openPostgresViews(ctx, at.engines.Views)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	logger, ready := p.logger(slog.LevelInfo), &readiness{}
	var parts []func(context.Context) error
	var gauges []gauge
	if len(cmd.Kafka) > 0 {
		r := &publisher{
			Publisher: &kafka.Publisher{
				Connection: connection, Records: projections.Share(views), Topic: cmd.Topic, Partitions: cmd.Partitions,
				Replicas: cmd.Replicas, Source: cmd.Source, After: cmd.After, Logger: logger,
			},
			turns: c.engines.Views, ready: ready,
		}
		r.Follower = newFollower("publish", p.now, p.rand, logger)
		ready.follow(r.Follower)
		parts, gauges = append(parts, r.run), r.gauges()
	}
	if withLog {
		k, err := newLogKeeper(ctx, p, c, views, logger, ready)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, k.store.Close()) }()
		parts = append(parts, k.run)
	}
	stop, err := serveHealth(p, c, cmd.Addr, "publishes", ready, gauges...)
	if err != nil {
		return err
	}
	defer stop()
	return together(ctx, parts)
}

// together runs all parts of a role until each has ended.
func together(ctx context.Context, parts []func(context.Context) error) error {
	var all sync.WaitGroup
	errs := make([]error, len(parts))
	for i, part := range parts {
		all.Go(func() { errs[i] = part(ctx) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// publisher is the part of the role that publishes to Kafka.
type publisher struct {
	*kafka.Publisher
	turns string // database of the leases, empty where there are none
	ready *readiness
}

// gauges show how far the topic is.
func (r *publisher) gauges() []gauge {
	show := func(name, help string, read func(kafka.Metrics) uint64) gauge {
		return gauge{"caseledger_publish_" + name, help, func() float64 { return float64(read(r.Metrics())) }}
	}
	return []gauge{
		show("records", "Records stored in the topic by this process.", func(m kafka.Metrics) uint64 { return m.Published }),
		show("resent_batches", "Batches sent again after a doubt.", func(m kafka.Metrics) uint64 { return m.Resent }),
		show("sessions", "Times this process took the topic over.", func(m kafka.Metrics) uint64 { return m.Sessions }),
		show("position", "Position up to which everything is in the topic.", func(m kafka.Metrics) uint64 { return uint64(m.Position) }),
		show("lag_records", "Records that the topic is behind the views.", func(m kafka.Metrics) uint64 { return m.Lag }),
	}
}

// run publishes whenever it has the turn. Without leases there is one try: the
// brokers let the newest publisher win.
func (r *publisher) run(ctx context.Context) error {
	for {
		err := r.turn(ctx)
		var fenced *kafka.FencedError
		var locked *ledger.LockedError
		switch {
		case ctx.Err() != nil:
			return nil
		case r.turns == "" || cannotPublish(err):
			r.ready.fail(err)
			return err
		case errors.As(err, &fenced) || errors.As(err, &locked) || err == nil:
			r.Logger.Warn("another process publishes; waiting for the next turn")
			if sleep(ctx, time.Second) != nil {
				return nil
			}
		default:
			if r.Follower.Wait(ctx, err) != nil {
				return nil
			}
		}
	}
}

// turn publishes until the turn is lost or the publisher stops.
func (r *publisher) turn(ctx context.Context) error {
	return inTurn(ctx, r.turns, "publish "+r.Topic, r.Follower, func(ctx context.Context) error {
		r.Logger.Info("publishing", "topic", r.Topic)
		r.ready.reach()
		return r.Publisher.Run(ctx)
	})
}

// cannotPublish says whether something has to be put right first.
func cannotPublish(err error) bool {
	var topic *kafka.TopicError
	var emptied *kafka.EmptiedError
	var unknown *feeds.UnknownTypeError
	var invalid *ledger.InvalidError
	return errors.As(err, &topic) || errors.As(err, &emptied) || errors.As(err, &unknown) || errors.As(err, &invalid)
}
