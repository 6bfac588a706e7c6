package kafka

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"

	"caseledger/feeds"
	"caseledger/ledger"
)

// Report is what a topic looks like from outside, beside the public record.
type Report struct {
	Partitions int
	// Newest is the highest position in the topic.
	Newest ledger.Position
	// Behind is how many records of the public record come after Newest.
	Behind uint64
	// Read is the number of messages that Check compared; 0 in a Look.
	Read uint64
}

// MismatchError: the topic does not hold the public record as it is.
type MismatchError struct {
	Topic     string
	Partition int
	Position  ledger.Position
	Reason    string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("topic %s/%d at position %s: %s", e.Topic, e.Partition, e.Position, e.Reason)
}

// Look reads the ends of a topic, and says how far it is behind the public
// record. It changes nothing; a topic that does not exist is a *TopicError.
func Look(ctx context.Context, c Connection, topic string, records feeds.Records) (Report, error) {
	s, closing, err := look(ctx, c, topic)
	if err != nil {
		return Report{}, err
	}
	defer closing()
	report := Report{Partitions: len(s.partitions)}
	for i := range s.partitions {
		p := &s.partitions[i]
		if err := s.readTail(ctx, p); err != nil {
			return report, fmt.Errorf("read the end of %s/%d: %w", topic, i, err)
		}
		report.Newest = max(report.Newest, p.last)
	}
	count, err := records.Count(ctx)
	if err != nil {
		return report, err
	}
	next, err := records.OrdinalAfter(ctx, report.Newest)
	report.Behind = count + 1 - next
	return report, err
}

// Check reads a whole topic and compares it with the public record: each
// record once, in its partition, in order, with its own bytes, up to the newest
// one in the topic. A *MismatchError names the first place that differs.
func Check(ctx context.Context, c Connection, topic string, records feeds.Records) (Report, error) {
	report, err := Look(ctx, c, topic, records)
	if err != nil {
		return report, err
	}
	s, closing, err := look(ctx, c, topic)
	if err != nil {
		return report, err
	}
	defer closing()
	next := make([]func() (stored, error, bool), report.Partitions)
	for i := range next {
		pull, stop := iter.Pull2(s.stored(ctx, i))
		defer stop()
		next[i] = pull
	}
	for r, err := range upTo(ctx, records, report.Newest) {
		if err != nil {
			return report, err
		}
		key := Key(r.Stream)
		p := Partition(key, report.Partitions)
		got, err, ok := next[p]()
		if err != nil {
			return report, fmt.Errorf("read %s/%d: %w", topic, p, err)
		}
		report.Read++
		if reason := differs(got, ok, r, key); reason != "" {
			return report, &MismatchError{topic, p, r.Position, reason}
		}
	}
	for i, pull := range next {
		if got, err, ok := pull(); ok {
			return report, errors.Join(err, &MismatchError{topic, i, got.position, "a message more than the public record has"})
		}
	}
	return report, nil
}

func differs(got stored, ok bool, want *ledger.Record, key string) string {
	switch {
	case !ok:
		return "the record is missing"
	case got.position < want.Position:
		return fmt.Sprintf("position %s stands there again", got.position)
	case got.position > want.Position:
		return fmt.Sprintf("the record is missing; position %s follows", got.position)
	case got.key != key || !bytes.Equal(got.value, want.AppendCanonical(nil)):
		return "the message is not that record"
	}
	return ""
}

// look opens a topic for reading, without a session.
func look(ctx context.Context, c Connection, topic string) (*session, func(), error) {
	cl, err := c.client()
	if err != nil {
		return nil, nil, err
	}
	n, err := partitionCount(ctx, cl, topic)
	if err == nil && n == 0 {
		err = &TopicError{topic, "does not exist"}
	}
	if err != nil {
		cl.Close()
		return nil, nil, err
	}
	s := &session{client: cl, topic: topic, partitions: make([]partition, n)}
	for i := range s.partitions {
		s.partitions[i].number = i
	}
	return s, cl.Close, nil
}

// stored is one message in a topic.
type stored struct {
	position ledger.Position
	key      string
	value    []byte
}

// stored yields the messages of a partition up to its end as it stands now.
func (s *session) stored(ctx context.Context, partition int) iter.Seq2[stored, error] {
	return func(yield func(stored, error) bool) {
		at, end, err := s.bounds(ctx, partition)
		for err == nil && at < end {
			var res *kgo.FetchResponse
			res, err = s.Fetch(ctx, &kgo.FetchRequest{
				Topic: s.topic, Partition: partition, Offset: at,
				MinBytes: 1, MaxBytes: 2 * maxMessage, MaxWait: time.Second,
			})
			if err == nil {
				err = res.Error
			}
			if err != nil {
				break
			}
			from := at
			for m, e := range messagesOf(res.Records) {
				if err = e; err != nil {
					break
				}
				if m.offset < from {
					continue // a batch is given whole
				}
				at = m.offset + 1
				if m.position != 0 && !yield(m.stored, nil) {
					return
				}
			}
			if at == from && err == nil {
				return // only markers are left
			}
		}
		if err != nil {
			yield(stored{}, err)
		}
	}
}

type placed struct {
	stored
	offset int64
}

// messagesOf yields what a fetch gave; markers have no position.
func messagesOf(records kgo.RecordReader) iter.Seq2[placed, error] {
	return func(yield func(placed, error) bool) {
		parts := []kgo.RecordReader{records}
		if stream, ok := records.(*protocol.RecordStream); ok {
			parts = stream.Records
		}
		for _, part := range parts {
			_, marker := part.(*protocol.ControlBatch)
			for {
				r, err := part.ReadRecord()
				if errors.Is(err, io.EOF) {
					break
				}
				m := placed{}
				if err == nil {
					m, err = place(r, marker)
				}
				if !yield(m, err) || err != nil {
					return
				}
			}
		}
	}
}

func place(r *kgo.Record, marker bool) (placed, error) {
	m := placed{offset: r.Offset}
	if marker {
		return m, nil
	}
	t, err := tailOf(r)
	if err != nil {
		return m, fmt.Errorf("offset %d: %w", r.Offset, err)
	}
	key, err := kgo.ReadAll(r.Key)
	if err != nil {
		return m, err
	}
	value, err := kgo.ReadAll(r.Value)
	m.stored = stored{t.position, string(key), value}
	return m, err
}

// upTo yields the public record up to a position.
func upTo(ctx context.Context, records feeds.Records, last ledger.Position) iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		for n := uint64(1); ; {
			page, err := records.Public(ctx, n, 1000)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page {
				if page[i].Position > last {
					return
				}
				r := page[i].Record
				r.Position = page[i].Position
				if !yield(&r, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
			n += uint64(len(page))
		}
	}
}
