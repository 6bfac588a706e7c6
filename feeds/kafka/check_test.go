package kafka_test

import (
	"errors"
	"testing"

	kgo "github.com/segmentio/kafka-go"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
)

func TestCheck(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		l, topic := feedtest.New(3000), topicName(t)
		c := kafka.Connection{Brokers: brokers}
		var missing *kafka.TopicError
		if _, err := kafka.Check(t.Context(), c, topic, l); !errors.As(err, &missing) {
			t.Fatalf("no topic: %v", err)
		}
		p := newPublisher(t, brokers, l, topic)
		stop := run(p)
		reach(t, p, 3000)
		stop()
		l.Grow(7)
		got, err := kafka.Check(t.Context(), c, topic, l)
		want := kafka.Report{Partitions: 4, Newest: feedtest.Record(3000).Position, Behind: 7, Read: 3000}
		if err != nil || got != want {
			t.Fatalf("Check = %+v, %v, want %+v", got, err, want)
		}
		// A message that somebody else wrote again is found.
		again := feedtest.Record(3)
		key := kafka.Key(again.Stream)
		_, err = client(brokers).Produce(t.Context(), &kgo.ProduceRequest{
			Topic: topic, Partition: kafka.Partition(key, 4), RequiredAcks: kgo.RequireAll,
			Records: kgo.NewRecordReader(kgo.Record{
				Key: kgo.NewBytes([]byte(key)), Value: kgo.NewBytes(again.AppendCanonical(nil)),
				Headers: []kgo.Header{{Key: "position", Value: []byte("0000000000000000021")}},
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		var mismatch *kafka.MismatchError
		if _, err := kafka.Check(t.Context(), c, topic, l); !errors.As(err, &mismatch) || mismatch.Position != again.Position {
			t.Errorf("a message again: %v, want a mismatch at %s", err, again.Position)
		}
	})
}
