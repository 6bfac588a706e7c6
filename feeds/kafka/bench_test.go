package kafka_test

import (
	"sync"
	"testing"
	"time"

	kgo "github.com/segmentio/kafka-go"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
	"caseledger/ledger/memory"
)

// big is a ledger of 100 000 records of about 400 bytes.
var big = sync.OnceValue(func() *feedtest.Ledger { return feedtest.New(100_000) })

func BenchmarkPublish(b *testing.B) {
	onBrokersBench(b, func(b *testing.B, brokers []string) {
		l := big()
		var took time.Duration
		for b.Loop() {
			p := newPublisher(b, brokers, l, topicName(b))
			p.Partitions = 8
			stop := run(p)
			for p.Metrics().Sessions == 0 { // the topic is being made and taken over
				time.Sleep(time.Millisecond)
			}
			begin := time.Now()
			reach(b, p, uint64(len(l.All())))
			took += time.Since(begin)
			stop()
		}
		b.ReportMetric(float64(b.N*len(l.All()))/took.Seconds(), "records/s")
	})
}

// BenchmarkWriter is kafka-go's own writer with acks=all, on the same broker,
// with the same messages.
func BenchmarkWriter(b *testing.B) {
	onBrokersBench(b, func(b *testing.B, brokers []string) {
		var messages []kgo.Message
		for _, r := range big().All() {
			messages = append(messages, kgo.Message{
				Key: []byte(kafka.Key(r.Stream)), Value: r.AppendCanonical(nil), Time: r.Recorded,
				Headers: []kgo.Header{
					{Key: "ce_specversion", Value: []byte("1.0")}, {Key: "ce_id", Value: []byte(r.ID.String())},
					{Key: "ce_source", Value: []byte("urn:caseledger")}, {Key: "ce_type", Value: []byte(r.Type)},
					{Key: "ce_subject", Value: []byte(r.Stream)}, {Key: "ce_time", Value: []byte("2026-03-02T09:03:00.000000Z")},
					{Key: "content-type", Value: []byte("application/json")}, {Key: "position", Value: []byte("0000000000000000021")},
				},
			})
		}
		var took time.Duration
		for b.Loop() {
			topic := topicName(b)
			create(b, brokers, topic, 8)
			w := &kgo.Writer{Addr: kgo.TCP(brokers...), Topic: topic, RequiredAcks: kgo.RequireAll, Balancer: &kgo.Hash{},
				BatchSize: 1000, BatchBytes: 900 << 10, BatchTimeout: 5 * time.Millisecond}
			for w.WriteMessages(b.Context(), messages[:8]...) != nil { // the topic is being made
				time.Sleep(10 * time.Millisecond)
			}
			begin := time.Now()
			for at := 0; at < len(messages); at += 8192 {
				if err := w.WriteMessages(b.Context(), messages[at:min(at+8192, len(messages))]...); err != nil {
					b.Fatal(err)
				}
			}
			took += time.Since(begin)
			w.Close()
		}
		b.ReportMetric(float64(b.N*len(messages))/took.Seconds(), "records/s")
	})
}

func onBrokersBench(b *testing.B, bench func(b *testing.B, brokers []string)) {
	b.Run("kfake", func(b *testing.B) { bench(b, fake(b)) })
	b.Run("apache", func(b *testing.B) { bench(b, apache(b)) })
}

// BenchmarkIntake is the way in, from topic to ledger.
func BenchmarkIntake(b *testing.B) {
	onBrokersBench(b, func(b *testing.B, brokers []string) {
		messages := caseEvents(b, 3000)
		topic := topicName(b)
		create(b, brokers, topic, 4)
		send(b, brokers, topic, messages...)
		var took time.Duration
		for b.Loop() {
			in := newIntake(b, brokers, topic, memory.New())
			in.Group = topicName(b)
			begin := time.Now()
			take(b, in, uint64(len(messages)))
			took += time.Since(begin)
		}
		b.ReportMetric(float64(b.N*len(messages))/took.Seconds(), "messages/s")
	})
}
