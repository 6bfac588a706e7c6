package kafka

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"

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

// tail is the newest record of a part of the topic; the zero tail is that of
// one without records.
type tail struct {
	position ledger.Position
	id       string // event id
}

func (t tail) later(u tail) tail {
	if u.position > t.position {
		return u
	}
	return t
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

// tailWindow is how many offsets are read back from the end at first.
const tailWindow = 1000

// readTail finds the newest position. Markers take offsets too, so where the
// window holds no record it is widened.
func (s *session) readTail(ctx context.Context, p *partition) error {
	first, end, err := s.bounds(ctx, p.number)
	if err != nil {
		return err
	}
	upTo := end
	for window := int64(tailWindow); upTo > first && p.tail.position == 0; window *= 4 {
		from := max(first, end-window)
		if p.tail, err = s.newest(ctx, p.number, from, upTo); err != nil {
			return err
		}
		upTo = from
	}
	p.last = p.tail.position
	p.emptied = p.last == 0 && first > 0
	return nil
}

func (s *session) bounds(ctx context.Context, partition int) (first, end int64, err error) {
	res, err := s.ListOffsets(ctx, &kgo.ListOffsetsRequest{Topics: map[string][]kgo.OffsetRequest{
		s.topic: {kgo.FirstOffsetOf(partition), kgo.LastOffsetOf(partition)},
	}})
	if err != nil {
		return 0, 0, err
	}
	for _, p := range res.Topics[s.topic] {
		if p.Error != nil {
			return 0, 0, p.Error
		}
		first, end = max(first, p.FirstOffset), max(end, p.LastOffset)
	}
	return first, end, nil
}

// newest reads the offsets from … upTo−1.
func (s *session) newest(ctx context.Context, partition int, from, upTo int64) (newest tail, err error) {
	for from < upTo {
		res, err := s.Fetch(ctx, &kgo.FetchRequest{
			Topic: s.topic, Partition: partition, Offset: from,
			MinBytes: 1, MaxBytes: 2 * maxMessage, MaxWait: time.Second,
		})
		if err == nil {
			err = res.Error
		}
		if err != nil {
			return tail{}, err
		}
		next, t, err := readAll(res.Records)
		if err != nil {
			return tail{}, err
		}
		newest = newest.later(t)
		if next <= from { // only markers are left
			break
		}
		from = next
	}
	return newest, nil
}

// readAll reads a fetched piece: the offset that follows it, and the newest
// record in it.
func readAll(records kgo.RecordReader) (next int64, newest tail, err error) {
	parts := []kgo.RecordReader{records}
	if stream, ok := records.(*protocol.RecordStream); ok {
		parts = stream.Records
	}
	for _, part := range parts {
		_, marker := part.(*protocol.ControlBatch)
		for {
			r, err := part.ReadRecord()
			if err == io.EOF {
				break
			}
			if err != nil {
				return 0, tail{}, err
			}
			next = max(next, r.Offset+1)
			if marker {
				continue
			}
			t, err := tailOf(r)
			if err != nil {
				return 0, tail{}, fmt.Errorf("offset %d: %w", r.Offset, err)
			}
			newest = newest.later(t)
		}
	}
	return next, newest, nil
}

func tailOf(r *kgo.Record) (t tail, err error) {
	for _, h := range r.Headers {
		switch h.Key {
		case headerPosition:
			if t.position, err = parsePosition(string(h.Value)); err != nil {
				return tail{}, err
			}
		case headerID:
			t.id = string(h.Value)
		}
	}
	if t.position == 0 {
		return tail{}, errors.New("a record without position: something else writes this topic")
	}
	return t, nil
}

// patience is how often a batch is sent again before the session is given up.
const patience = 10

// produce stores messages at the end of a partition, once. Its errors end the
// session.
func (s *session) produce(ctx context.Context, p *partition, messages []message) error {
	b := s.producer.encode(p.sequence, messages)
	for attempt, wait := 1, 10*time.Millisecond; ; attempt, wait = attempt+1, min(2*wait, 2*time.Second) {
		err := s.send(ctx, p.number, b)
		if err == nil {
			p.sequence = int32((int64(p.sequence) + int64(b.records)) & math.MaxInt32)
			p.last = b.last
			return nil
		}
		if fenced(err) {
			return &FencedError{s.topic}
		}
		if final(err) || attempt == patience || ctx.Err() != nil {
			return fmt.Errorf("publish %d records up to position %s on %s/%d: %w", b.records, b.last, s.topic, p.number, err)
		}
		p.resent++
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func (s *session) send(ctx context.Context, partition int, b batch) error {
	res, err := s.RawProduce(ctx, &kgo.RawProduceRequest{
		Topic: s.topic, Partition: partition, RequiredAcks: kgo.RequireAll,
		RawRecords: protocol.RawRecordSet{Reader: bytes.NewReader(b.bytes)},
	})
	if err == nil {
		err = res.Error
	}
	if errors.Is(err, kgo.DuplicateSequenceNumber) {
		return nil // an earlier sending was stored, and others since
	}
	return err
}

func fenced(err error) bool {
	return errors.Is(err, kgo.InvalidProducerEpoch) || errors.Is(err, kgo.ProducerFenced)
}

// final says whether an error would come again however often the batch is
// sent. An error that is none of the broker's leaves the outcome unknown.
func final(err error) bool {
	var answer kgo.Error
	return errors.As(err, &answer) && !answer.Temporary()
}

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
