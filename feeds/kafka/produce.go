package kafka

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
)

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
