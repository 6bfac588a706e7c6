package kafka

import (
	"context"
	"errors"
	"fmt"
	"time"

	kgo "github.com/segmentio/kafka-go"

	"caseledger/ledger"
)

// FencedError: another publisher has begun a session on the same topic.
type FencedError struct{ Topic string }

func (e *FencedError) Error() string {
	return fmt.Sprintf("another publisher has taken over topic %s; run one at a time", e.Topic)
}

// producer is the identity of a session: the brokers refuse an older epoch
// wherever a newer one has been seen.
type producer struct {
	id    int64
	epoch int16
}

// session is the time in which this publisher alone writes the topic.
type session struct {
	*client
	topic      string
	partitions []partition
	producer   producer
}

// partition is where a session stands in one. Only one goroutine at a time
// uses it.
type partition struct {
	number   int
	tail     tail            // newest when the session began
	last     ledger.Position // newest now, 0 in an empty partition
	emptied  bool            // had records, and retention took all of them
	sequence int32           // of the next record
	resent   uint64          // batches sent again
}

// openSession takes the topic over and reads where it ends.
func openSession(ctx context.Context, c *client, topic string, partitions int) (*session, error) {
	s := &session{client: c, topic: topic, partitions: make([]partition, partitions)}
	if err := s.fence(ctx); err != nil {
		if fenced(err) {
			return nil, &FencedError{topic}
		}
		return nil, fmt.Errorf("take over topic %s: %w", topic, err)
	}
	for i := range s.partitions {
		s.partitions[i].number = i
		if err := s.readTail(ctx, &s.partitions[i]); err != nil {
			return nil, fmt.Errorf("read the end of %s/%d: %w", topic, i, err)
		}
	}
	return s, nil
}

// transactionalID is what all publishers of a topic share.
func (s *session) transactionalID() string { return "caseledger-publisher-" + s.topic }

// fence bumps the epoch and makes every partition know it: a transaction
// without records leaves an abort marker on each. The second bump is granted
// only when all markers are written; from then on no batch of an older session
// can be stored any more.
func (s *session) fence(ctx context.Context) error {
	first, err := s.initProducer(ctx)
	if err != nil {
		return err
	}
	request := &kgo.AddPartitionsToTxnRequest{
		TransactionalID: s.transactionalID(), ProducerID: int(first.id), ProducerEpoch: int(first.epoch),
		Topics: map[string][]kgo.AddPartitionToTxn{},
	}
	for i := range s.partitions {
		request.Topics[s.topic] = append(request.Topics[s.topic], kgo.AddPartitionToTxn{Partition: i})
	}
	added, err := s.AddPartitionsToTxn(ctx, request)
	if err != nil {
		return err
	}
	for _, p := range added.Topics[s.topic] {
		if p.Error != nil {
			return fmt.Errorf("partition %d: %w", p.Partition, p.Error)
		}
	}
	ended, err := s.EndTxn(ctx, &kgo.EndTxnRequest{TransactionalID: s.transactionalID(), ProducerID: int(first.id), ProducerEpoch: int(first.epoch)})
	if err != nil {
		return err
	}
	if ended.Error != nil {
		return ended.Error
	}
	s.producer, err = s.initProducer(ctx)
	return err
}

// initProducer bumps the epoch, waiting while a transaction is being ended.
func (s *session) initProducer(ctx context.Context) (producer, error) {
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		res, err := s.InitProducerID(ctx, &kgo.InitProducerIDRequest{
			TransactionalID: s.transactionalID(), TransactionTimeoutMs: 60_000, ProducerID: -1, ProducerEpoch: -1,
		})
		if err == nil {
			err = res.Error
		}
		if err == nil {
			return producer{int64(res.Producer.ProducerID), int16(res.Producer.ProducerEpoch)}, nil
		}
		if !errors.Is(err, kgo.ConcurrentTransactions) && !errors.Is(err, kgo.GroupCoordinatorNotAvailable) &&
			!errors.Is(err, kgo.NotCoordinatorForGroup) && !errors.Is(err, kgo.GroupLoadInProgress) {
			return producer{}, err
		}
		if err := sleep(ctx, wait); err != nil {
			return producer{}, err
		}
	}
}
