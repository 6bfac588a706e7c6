package kafka

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"

	"caseledger/ledger"
)

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
	for nothing := 0; from < upTo; {
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
		if next <= from { // a broker that throttles, or is slow, answers nothing
			if nothing++; nothing == patience {
				return tail{}, fmt.Errorf("the broker gives nothing from offset %d on, %d times in turn; the log ends at %d", from, nothing, upTo)
			}
			if err := sleep(ctx, max(res.Throttle, 10*time.Millisecond)); err != nil {
				return tail{}, err
			}
			continue
		}
		from, nothing = next, 0
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
