package kafka

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	kgo "github.com/segmentio/kafka-go"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/intake"
	"caseledger/ledger/vault"
	"caseledger/projections/follow"
)

// DefaultGroup is the consumer group of an [Intake].
const DefaultGroup = "caseledger-intake"

// Intake records the case events of other systems from a topic. Set its fields
// before Run.
//
// Every message is recorded exactly once, however often it is delivered: its
// ids follow from the CloudEvent's source and id, and the group's offset is
// committed after the ledger has it. Several intakes of one group share the
// partitions. The sender keeps the events of a case in order by using the case
// as key.
type Intake struct {
	Connection
	Topic string // required; it must exist
	Group string // default DefaultGroup
	// Dead is the topic of messages that cannot be recorded; default Topic
	// with ".dead". It is created where it is missing.
	Dead     string
	Replicas int // of the dead-letter topic, default 1

	Mapping *intake.Mapping // required
	Store   ledger.Store    // required
	Vault   *vault.Vault    // required where the mapping has personal values
	Classes act.Classes     // lists that the centre has closed; none if nil
	Now     func() time.Time
	// Follower is told of each step that went well; nil: nobody is.
	Follower *follow.Follower
	// Logger takes what happens; nil is slog.Default. No content of a message
	// is logged.
	Logger *slog.Logger

	mu  sync.Mutex
	now IntakeMetrics // guarded by mu
	lag map[int]int64 // guarded by mu; by partition
}

// IntakeMetrics says what an intake has done since it was made.
type IntakeMetrics struct {
	Messages uint64 // taken from the topic, repeated ones included
	Added    uint64 // records that were new
	Dead     uint64 // messages that went to the dead-letter topic
	Lag      uint64 // messages that wait in the partitions read so far
}

// Metrics is safe to call at any time.
func (in *Intake) Metrics() IntakeMetrics {
	in.mu.Lock()
	defer in.mu.Unlock()
	m := in.now
	for _, n := range in.lag {
		m.Lag += uint64(max(n, 0))
	}
	return m
}

// Run takes messages in until the context ends or there is an error: a
// [*TopicError], a [*ledger.InvalidError], or a fault of the ledger. It may be
// run again then, and goes on where it was.
func (in *Intake) Run(ctx context.Context) error {
	in.Group = cmp.Or(in.Group, DefaultGroup)
	in.Dead = cmp.Or(in.Dead, in.Topic+".dead")
	in.Logger = cmp.Or(in.Logger, slog.Default())
	if in.Topic == "" || in.Mapping == nil || in.Store == nil || in.Now == nil {
		return &ledger.InvalidError{Field: "kafka intake", Reason: "Topic, Mapping, Store and Now are required"}
	}
	c, err := in.client()
	if err != nil {
		return err
	}
	defer c.Close()
	if err := in.topics(ctx, c); err != nil {
		return err
	}
	if in.Follower != nil {
		in.Follower.Reached(0)
	}
	login, err := in.login()
	if err != nil {
		return err
	}
	r := kgo.NewReader(kgo.ReaderConfig{
		Brokers: in.Brokers, GroupID: in.Group, Topic: in.Topic, StartOffset: kgo.FirstOffset,
		MinBytes: 1, MaxBytes: 4 << 20, MaxWait: 250 * time.Millisecond, IsolationLevel: kgo.ReadCommitted,
		Dialer: &kgo.Dialer{
			ClientID: cmp.Or(in.ClientID, "caseledger"), Timeout: 10 * time.Second,
			TLS: in.TLS, SASLMechanism: login, DialFunc: in.Dial,
		},
	})
	defer r.Close()
	for {
		if err := in.step(ctx, c, r); err != nil {
			return err
		}
	}
}

func (in *Intake) topics(ctx context.Context, c *client) error {
	n, err := partitionCount(ctx, c, in.Topic)
	if err != nil {
		return err
	}
	if n == 0 {
		return &TopicError{in.Topic, "does not exist; create it, or correct the name"}
	}
	n, err = partitionCount(ctx, c, in.Dead)
	if err != nil || n > 0 {
		return err
	}
	return createTopic(ctx, c, in.Dead, 1, cmp.Or(in.Replicas, 1))
}

// step takes in one batch. From its end on a crash only causes a repetition,
// which adds nothing to the ledger.
func (in *Intake) step(ctx context.Context, c *client, r *kgo.Reader) error {
	messages, err := fetch(ctx, r)
	if err != nil {
		return err
	}
	dead, err := in.record(ctx, messages)
	if err != nil {
		return err
	}
	if err := in.bury(ctx, c, dead); err != nil {
		return err
	}
	if err := r.CommitMessages(ctx, messages...); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		// Another member has the partition now, and reads the batch again.
		in.Logger.Warn("offsets not committed", "topic", in.Topic, "group", in.Group, "error", err)
	}
	in.count(messages, len(dead))
	if in.Follower != nil {
		in.Follower.Reached(0)
	}
	return nil
}

func (in *Intake) count(messages []kgo.Message, dead int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.now.Messages += uint64(len(messages))
	in.now.Dead += uint64(dead)
	if in.lag == nil {
		in.lag = map[int]int64{}
	}
	for i := range messages {
		m := &messages[i]
		in.lag[m.Partition] = m.HighWaterMark - m.Offset - 1
	}
}

// Bounds of a batch.
const (
	batchMessages = 500
	intakeBytes   = 4 << 20
	linger        = 5 * time.Millisecond
)

// fetch waits for a message and takes what else is there.
func fetch(ctx context.Context, r *kgo.Reader) ([]kgo.Message, error) {
	m, err := r.FetchMessage(ctx)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	messages, size := []kgo.Message{m}, len(m.Value)
	soon, cancel := context.WithTimeout(ctx, linger)
	defer cancel()
	for len(messages) < batchMessages && size < intakeBytes {
		m, err := r.FetchMessage(soon)
		if err != nil {
			break // an error that lasts comes again with the next batch
		}
		messages, size = append(messages, m), size+len(m.Value)
	}
	return messages, nil
}

// dead is a message that cannot be recorded, and why.
type dead struct {
	message *kgo.Message
	reason  string
}

// record records a batch at once; if anything in it is bad, message by
// message, so that it is known which.
func (in *Intake) record(ctx context.Context, messages []kgo.Message) ([]dead, error) {
	var bad []dead
	var good []*kgo.Message
	var lines [][]byte
	for i := range messages {
		m := &messages[i]
		if isMarker(m) {
			continue
		}
		line, err := eventLine(m)
		if err != nil {
			bad = append(bad, dead{m, err.Error()})
			continue
		}
		good, lines = append(good, m), append(lines, line)
	}
	if len(lines) == 0 {
		return bad, nil
	}
	err := in.importLines(ctx, lines...)
	if reasonOf(err) == "" {
		return bad, err
	}
	for i, line := range lines {
		err := in.importLines(ctx, line)
		if reason := reasonOf(err); reason != "" {
			bad = append(bad, dead{good[i], reason})
		} else if err != nil {
			return nil, err
		}
	}
	return bad, nil
}

// isMarker knows the control records of transactions, which this reader shows.
func isMarker(m *kgo.Message) bool { return len(m.Headers) == 0 && len(m.Key) == 4 }

func (in *Intake) importLines(ctx context.Context, lines ...[]byte) error {
	text := append(bytes.Join(lines, []byte("\n")), '\n')
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		sum, err := intake.Import(ctx, intake.Job{
			Name: in.Topic, Input: bytes.NewReader(text), Mapping: in.Mapping, Store: in.Store, Vault: in.Vault, Classes: in.Classes, Now: in.Now,
		})
		in.mu.Lock()
		in.now.Added += uint64(sum.Added)
		in.mu.Unlock()
		var conflict *ledger.ConflictError // others write the same cases
		if !errors.Is(err, ledger.ErrUnknownOutcome) && !errors.As(err, &conflict) {
			return err
		}
		in.Logger.Warn("the ledger is asked again", "topic", in.Topic, "error", err)
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// reasonOf is what is wrong with a message; empty where the fault is not the
// message's.
func reasonOf(err error) string {
	var source *intake.SourceError
	if errors.As(err, &source) {
		return source.Reason
	}
	var diverged *intake.DivergedError
	if errors.As(err, &diverged) && len(diverged.First) > 0 {
		return "the ledger tells it otherwise: " + diverged.First[0].Reason
	}
	var refused *intake.RefusedError
	if errors.As(err, &refused) && len(refused.First) > 0 {
		return fmt.Sprintf("the mapping refuses it: %s (%s)", refused.First[0].Field, refused.First[0].Rule)
	}
	return ""
}
