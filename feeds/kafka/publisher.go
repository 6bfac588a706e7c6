package kafka

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections/follow"
)

// Defaults of a [Publisher].
const (
	DefaultTopic      = "caseledger.records"
	DefaultPartitions = 8
	DefaultSource     = "urn:caseledger"
)

// Publisher keeps a topic equal to the public record. Set its fields before
// Run, and run it once at a time.
type Publisher struct {
	Connection
	Records feeds.Records // required
	Topic   string        // default DefaultTopic
	// Partitions is the number of partitions, for ever; default
	// DefaultPartitions. A topic that has another number is refused.
	Partitions int
	// Replicas is the replication factor of a topic that is created, default
	// 1: set 3 where there are three brokers.
	Replicas int
	// Source is the CloudEvents source of all messages; default DefaultSource.
	// It stands in every message: choose it once.
	Source string
	// After is where to go on if retention has emptied a partition, so that
	// the topic no longer tells: the position up to which it was complete.
	After ledger.Position
	// Follower says how publishing stands, and at which pace it is tried again
	// after a fault; nil makes one that nobody sees.
	Follower *follow.Follower
	// Logger takes what happens; nil is slog.Default.
	Logger *slog.Logger

	meter meter
}

// EmptiedError: retention took all records of a partition, so that the topic
// does not tell where to go on. Set [Publisher.After].
type EmptiedError struct {
	Topic     string
	Partition int
}

func (e *EmptiedError) Error() string {
	return fmt.Sprintf("retention has emptied %s/%d, so the topic does not tell where to go on; say up to which position it was complete, and set retention.ms=-1", e.Topic, e.Partition)
}

// Run publishes until the context ends, another publisher takes over
// ([*FencedError]), or something has to be put right first: a [*TopicError],
// an [*EmptiedError], an [*feeds.UnknownTypeError], a [*ledger.InvalidError].
// From everything else it recovers with a new session.
func (p *Publisher) Run(ctx context.Context) error {
	p.Topic = cmp.Or(p.Topic, DefaultTopic)
	p.Partitions = cmp.Or(p.Partitions, DefaultPartitions)
	p.Replicas = cmp.Or(p.Replicas, 1)
	p.Source = cmp.Or(p.Source, DefaultSource)
	p.Logger = cmp.Or(p.Logger, slog.Default())
	if p.Follower == nil {
		p.Follower = follow.New("publish", follow.Pace{First: 50 * time.Millisecond})
		p.Follower.Logger = p.Logger
	}
	p.Follower.Final = forPeople
	return p.Follower.Run(ctx, p.session)
}

func forPeople(err error) bool {
	var (
		fenced  *FencedError
		topic   *TopicError
		emptied *EmptiedError
		unknown *feeds.UnknownTypeError
		invalid *ledger.InvalidError
	)
	return errors.As(err, &fenced) || errors.As(err, &topic) || errors.As(err, &emptied) ||
		errors.As(err, &unknown) || errors.As(err, &invalid)
}

// session runs one session to its end, which is always an error.
func (p *Publisher) session(ctx context.Context) error {
	c, err := p.client()
	if err != nil {
		return err
	}
	defer c.Close()
	if err := ensureTopic(ctx, c, p.Topic, p.Partitions, p.Replicas); err != nil {
		return err
	}
	s, err := openSession(ctx, c, p.Topic, p.Partitions)
	if err != nil {
		return err
	}
	next, err := p.resume(ctx, s)
	if err != nil {
		return err
	}
	p.meter.begin(next - 1)
	p.Follower.Reached(0)
	p.Logger.Info("publishing", "topic", p.Topic, "partitions", p.Partitions, "from", next)
	ctx, cancel := context.WithCancel(ctx)
	rounds := make(chan round, 1)
	var reader sync.WaitGroup
	defer reader.Wait()
	defer cancel()
	reader.Go(func() { p.read(ctx, next, rounds) })
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r := <-rounds:
			if r.err != nil {
				return r.err
			}
			if err := p.publish(ctx, s, r); err != nil {
				return err
			}
		}
	}
}

// resume is the ordinal to go on from. The newest record in the topic belongs
// to the last round that was begun, and all rounds before it are complete.
func (p *Publisher) resume(ctx context.Context, s *session) (uint64, error) {
	var newest tail
	for i := range s.partitions {
		part := &s.partitions[i]
		if part.emptied {
			if p.After == 0 {
				return 0, &EmptiedError{p.Topic, part.number}
			}
			part.last = p.After
			newest = newest.later(tail{position: p.After})
		}
		newest = newest.later(part.tail)
	}
	if newest.position == 0 {
		return 1, nil
	}
	after, err := p.Records.OrdinalAfter(ctx, newest.position)
	if err != nil {
		return 0, err
	}
	if err := p.same(ctx, newest, after-1); err != nil {
		return 0, err
	}
	if after <= Round {
		return 1, nil
	}
	return after - Round, nil
}

// BehindError: the topic holds records that the views have not come to. It
// passes where they only lag; where an older copy of the ledger was restored it
// stays, and nothing is published on top of what the ledger has lost.
type BehindError struct {
	Topic       string
	Have, Views ledger.Position
}

func (e *BehindError) Error() string {
	return fmt.Sprintf("topic %s holds records up to position %s, and the views have come to %s; should the ledger have been restored from an older copy, publish it on another topic", e.Topic, e.Have, e.Views)
}

// ErrorClass names the fault for health and metrics.
func (e *BehindError) ErrorClass() string { return "behind" }

// same refuses a topic that holds the records of another ledger, or of a later
// state than the views have come to.
func (p *Publisher) same(ctx context.Context, newest tail, ordinal uint64) error {
	count, err := p.Records.Count(ctx)
	if err != nil || newest.id == "" {
		return err
	}
	if count == 0 {
		return &BehindError{p.Topic, newest.position, 0}
	}
	r, err := feeds.RecordAt(ctx, p.Records, max(ordinal, 1))
	if err != nil {
		return err
	}
	if ordinal == count && r.Position < newest.position {
		return &BehindError{p.Topic, newest.position, r.Position}
	}
	if r.Position != newest.position || r.ID.String() != newest.id {
		return &TopicError{p.Topic, fmt.Sprintf("holds event %s at position %s, which this ledger does not have there; publish another ledger on another topic", newest.id, newest.position)}
	}
	return nil
}

// publish stores a round: on all partitions, or it has not happened.
func (p *Publisher) publish(ctx context.Context, s *session, r round) error {
	errs := make([]error, len(s.partitions))
	var group sync.WaitGroup
	for i := range s.partitions {
		part, messages := &s.partitions[i], r.messages[i]
		for len(messages) > 0 && messages[0].position <= part.last { // stored in an earlier session
			messages = messages[1:]
		}
		if len(messages) == 0 {
			continue
		}
		group.Go(func() { errs[i] = p.publishPart(ctx, s, part, messages) })
	}
	group.Wait()
	if err := firstOf(errs); err != nil {
		return err
	}
	p.meter.reach(r.upTo, r.position)
	p.Follower.Reached(r.position)
	return nil
}

// firstOf is the first error, those that people must see before others.
func firstOf(errs []error) error {
	var other error
	for _, err := range errs {
		if err == nil {
			continue
		}
		if forPeople(err) {
			return err
		}
		other = cmp.Or(other, err)
	}
	return other
}

func (p *Publisher) publishPart(ctx context.Context, s *session, part *partition, messages []message) error {
	resent := part.resent
	defer func() { p.meter.resent(part.resent - resent) }()
	for len(messages) > 0 {
		n := cut(messages)
		if err := s.produce(ctx, part, messages[:n]); err != nil {
			return err
		}
		p.meter.published(n)
		messages = messages[n:]
	}
	return nil
}

// batchBytes bounds a batch that holds more than one record.
const batchBytes = 768 << 10

// cut says how many messages fit into one batch, at least one.
func cut(messages []message) int {
	n, size := 1, messages[0].size()
	for n < len(messages) && size+messages[n].size() <= batchBytes {
		size += messages[n].size()
		n++
	}
	return n
}
