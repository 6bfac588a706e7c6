package kafka

import (
	"context"
	"fmt"
	"strconv"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
)

// Headers that a dead letter has beside those of the message.
const (
	headerDeadReason    = "dead_reason"
	headerDeadTopic     = "dead_topic"
	headerDeadPartition = "dead_partition"
	headerDeadOffset    = "dead_offset"
)

// bury writes messages to the dead-letter topic as they came, each with the
// reason and where it stood. A crash after that writes them once more; place
// and offset tell.
func (in *Intake) bury(ctx context.Context, c *client, letters []dead) error {
	for _, d := range letters {
		m := d.message
		headers := append([]protocol.Header(nil), m.Headers...)
		headers = append(headers,
			protocol.Header{Key: headerDeadReason, Value: []byte(d.reason)},
			protocol.Header{Key: headerDeadTopic, Value: []byte(m.Topic)},
			protocol.Header{Key: headerDeadPartition, Value: []byte(strconv.Itoa(m.Partition))},
			protocol.Header{Key: headerDeadOffset, Value: []byte(strconv.FormatInt(m.Offset, 10))},
		)
		letter := kgo.Record{Time: m.Time, Key: bytesOrNil(m.Key), Value: bytesOrNil(m.Value), Headers: headers}
		if err := in.send(ctx, c, letter); err != nil {
			return fmt.Errorf("write %s/%d offset %d to %s: %w", m.Topic, m.Partition, m.Offset, in.Dead, err)
		}
		in.Logger.Warn("message cannot be recorded", "topic", m.Topic, "partition", m.Partition, "offset", m.Offset, "dead", in.Dead)
	}
	return nil
}

func (in *Intake) send(ctx context.Context, c *client, letter kgo.Record) error {
	for attempt, wait := 1, 10*time.Millisecond; ; attempt, wait = attempt+1, min(2*wait, 2*time.Second) {
		res, err := c.Produce(ctx, &kgo.ProduceRequest{
			Topic: in.Dead, Partition: 0, RequiredAcks: kgo.RequireAll, Records: kgo.NewRecordReader(letter),
		})
		if err == nil {
			err = res.Error
		}
		if err == nil || final(err) || attempt == patience {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

func bytesOrNil(b []byte) kgo.Bytes {
	if b == nil {
		return nil
	}
	return kgo.NewBytes(b)
}
