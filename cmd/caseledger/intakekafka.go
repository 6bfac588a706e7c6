package main

import (
	"context"
	"errors"
	"log/slog"

	"caseledger/feeds/kafka"
	"caseledger/ledger"
	"caseledger/ledger/intake"
)

var intakeKafkaVerb = verb{name: "intake-kafka", group: spreading, args: argsOf[intakeKafkaCmd],
	words: "Role: record case events from a Kafka topic."}

type intakeKafkaCmd struct {
	cluster
	Topic    string `required:"" help:"Topic with case events, as CloudEvents; it must exist."`
	Mapping  string `default:"cloudevents" placeholder:"NAME|FILE" help:"How events become case events (default ${default})."`
	Group    string `default:"caseledger-intake" help:"Consumer group; several processes of one group share the partitions (default ${default})."`
	Dead     string `placeholder:"TOPIC" help:"Topic for messages that cannot be recorded; the topic's name with .dead if not given."`
	Replicas int    `default:"1" help:"Copies of a dead-letter topic that is created (default ${default})."`
	Addr     string `placeholder:"HOST:PORT" help:"Also answer /healthz and /metrics here; port 0 takes a free one."`
}

// Help is shown by --help.
func (intakeKafkaCmd) Help() string {
	return `The role that takes case events of an approval system in from Kafka: each
message is recorded exactly once, however often it is delivered, and what
cannot be recorded goes to a dead-letter topic with the reason. The sender uses
the case number as key, so that the events of a case stay in order.

Examples:

    caseledger intake-kafka --kafka localhost:9092 --topic approvals
    caseledger intake-kafka --store esdb://db1:2113?tls=false --kafka k1:9092 --topic approvals --mapping our-events.json

Exit codes: 0 stopped in order, 1 failure, 2 usage, 3 ledger damaged, 5 no room.`
}

// Run takes events in until the context ends.
func (cmd intakeKafkaCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	connection, err := cmd.connection()
	if err != nil {
		return err
	}
	mapping, err := intake.LoadMapping(cmd.Mapping)
	if err != nil {
		return err
	}
	at := c.storage()
	store, err := at.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	vault, err := at.openVault(ctx, p, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vault.Close()) }()
	classes, err := c.folder().classes()
	if err != nil {
		return err
	}
	in := &kafka.Intake{
		Connection: connection, Topic: cmd.Topic, Group: cmd.Group, Dead: cmd.Dead, Replicas: cmd.Replicas,
		Mapping: mapping, Store: store, Vault: vault, Classes: classes, Now: p.now, Logger: p.logger(slog.LevelInfo),
	}
	var ready readiness
	in.Follower = newFollower("intake", p.now, p.rand, in.Logger)
	in.Follower.Final = cannotTakeIn
	ready.follow(in.Follower)
	stop, err := serveHealth(p, c, cmd.Addr, "takes events in", &ready, intakeGauges(in)...)
	if err != nil {
		return err
	}
	defer stop()
	ready.reach()
	err = in.Follower.Run(ctx, in.Run)
	if ctx.Err() != nil {
		return nil
	}
	ready.fail(err)
	return err
}

// cannotTakeIn says whether something has to be put right first.
func cannotTakeIn(err error) bool {
	_, topic := errors.AsType[*kafka.TopicError](err)
	_, invalid := errors.AsType[*ledger.InvalidError](err)
	return topic || invalid || final(err)
}

// intakeGauges show what came in.
func intakeGauges(in *kafka.Intake) []gauge {
	show := func(name, help string, read func(kafka.IntakeMetrics) uint64) gauge {
		return gauge{"caseledger_intake_" + name, help, func() float64 { return float64(read(in.Metrics())) }}
	}
	return []gauge{
		show("messages", "Messages taken from the topic, repeated ones included.", func(m kafka.IntakeMetrics) uint64 { return m.Messages }),
		show("records", "Records that were new.", func(m kafka.IntakeMetrics) uint64 { return m.Added }),
		show("dead_messages", "Messages that went to the dead-letter topic.", func(m kafka.IntakeMetrics) uint64 { return m.Dead }),
		show("lag_messages", "Messages that wait in the partitions read so far.", func(m kafka.IntakeMetrics) uint64 { return m.Lag }),
	}
}
