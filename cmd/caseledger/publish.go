package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"caseledger/feeds"
	"caseledger/feeds/kafka"
	"caseledger/ledger"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/follow"
)

var publishVerb = verb{name: "publish", group: spreading, args: argsOf[publishCmd],
	words: "Role: publish the public record to Kafka."}

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
	return `The role that publishes: keeps a Kafka topic equal to the public record, every
record once and in order within each case, as CloudEvents. It remembers
nothing; where to go on is read from the topic. With views in PostgreSQL, start
it on as many machines as you like: one works, the others take over within ten
seconds when it dies, and the brokers refuse what an old one still sends.
feeds/FORMAT.md says what a message is.

Examples:

    caseledger publish --kafka localhost:9092
    caseledger publish --views postgres://caseledger@db2/caseledger --kafka k1:9092,k2:9092,k3:9092 --replicas 3

Exit codes: 0 stopped in order, 1 failure (topic unusable, another publisher took over), 2 usage.`
}

// Run publishes until the context ends.
func (cmd publishCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	connection, err := cmd.connection()
	if err != nil {
		return err
	}
	at := c.storage()
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
	r := &publisher{
		Publisher: &kafka.Publisher{
			Connection: connection, Records: projections.Share(views), Topic: cmd.Topic, Partitions: cmd.Partitions,
			Replicas: cmd.Replicas, Source: cmd.Source, After: cmd.After, Logger: p.logger(slog.LevelInfo),
		},
		turns: c.engines.Views,
	}
	r.Follower = newFollower("publish", p.now, p.rand, r.Logger)
	r.ready.follow(r.Follower)
	stop, err := serveHealth(p, c, cmd.Addr, "publishes", &r.ready, r.gauges()...)
	if err != nil {
		return err
	}
	defer stop()
	return r.run(ctx)
}

// publisher is the role at work.
type publisher struct {
	*kafka.Publisher
	turns string // database of the leases, empty where there are none
	ready readiness
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
func (r *publisher) turn(ctx context.Context) (err error) {
	if r.turns == "" {
		r.ready.reach()
		return r.Publisher.Run(ctx)
	}
	r.Follower.Be(follow.Waiting)
	turn, err := door.TakeTurn(ctx, door.Postgres{URL: r.turns, Holder: holder(), Wait: true}, "publish "+r.Topic)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, turn.Close()) }()
	r.Logger.Info("publishing", "topic", r.Topic)
	r.ready.reach()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-turn.Lost():
			stop()
		case <-ctx.Done():
		}
	}()
	return r.Publisher.Run(ctx)
}

// cannotPublish says whether something has to be put right first.
func cannotPublish(err error) bool {
	var topic *kafka.TopicError
	var emptied *kafka.EmptiedError
	var unknown *feeds.UnknownTypeError
	var invalid *ledger.InvalidError
	return errors.As(err, &topic) || errors.As(err, &emptied) || errors.As(err, &unknown) || errors.As(err, &invalid)
}
