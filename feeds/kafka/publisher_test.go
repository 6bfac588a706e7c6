package kafka_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	kgo "github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
)

func newPublisher(t testing.TB, brokers []string, l *feedtest.Ledger, topic string) *kafka.Publisher {
	return &kafka.Publisher{Connection: kafka.Connection{Brokers: brokers}, Records: l, Topic: topic, Partitions: 4, Logger: quiet()}
}

func TestPublish(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		l, topic := feedtest.New(5000), topicName(t)
		p := newPublisher(t, brokers, l, topic)
		stop := run(p)
		reach(t, p, 5000)
		l.Grow(10)
		reach(t, p, 5010)
		if err := stop(); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped with %v", err)
		}
		m := p.Metrics()
		want := kafka.Metrics{Published: 5010, Sessions: 1, Reached: 5010, Position: feedtest.Record(5010).Position}
		if diff := cmp.Diff(want, m); diff != "" {
			t.Errorf("metrics:\n%s", diff)
		}
		checkTopic(t, brokers, topic, 4, l)
	})
}

func TestMessage(t *testing.T) {
	brokers, l, topic := fake(t), feedtest.New(16), topicName(t)
	p := newPublisher(t, brokers, l, topic)
	stop := run(p)
	reach(t, p, 16)
	stop()
	for _, n := range []int{3, 16} {
		r := feedtest.Record(n)
		key := map[int]string{3: "许可-2026-00001", 16: "calendar/CN"}[n]
		want := map[string]string{
			"ce_specversion": "1.0", "ce_id": r.ID.String(), "ce_source": "urn:caseledger", "ce_type": r.Type,
			"ce_subject": string(r.Stream), "ce_time": map[int]string{3: "2026-03-02T09:03:00.000000Z", 16: "2026-03-02T09:16:00.000000Z"}[n],
			"content-type": "application/json", "position": map[int]string{3: "0000000000000000021", 16: "0000000000000000112"}[n],
		}
		found := false
		for _, m := range consume(t, brokers, topic, kafka.Partition(key, 4)) {
			if m.headers["ce_id"] != r.ID.String() {
				continue
			}
			found = true
			if diff := cmp.Diff(stored{key, string(r.AppendCanonical(nil)), want, m.offset}, m, cmp.AllowUnexported(stored{})); diff != "" {
				t.Errorf("record %d:\n%s", n, diff)
			}
		}
		if !found {
			t.Errorf("record %d is not in its partition", n)
		}
	}
}

// Lost replies, and publishers that are killed and started again at any
// moment, neither double nor reorder nor lose anything.
func TestLostRepliesAndKills(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		const records = 10_000
		l, topic := feedtest.New(0), topicName(t)
		bad := &lossy{lose: 20}
		sessions, resent := uint64(0), uint64(0)
		for round := 1; round <= 10; round++ {
			p := newPublisher(t, brokers, l, topic)
			p.Dial = bad.dial
			stop := run(p)
			grown := 0
			for grown < records/10 { // small rounds, many requests
				l.Grow(50)
				grown += 50
				if grown%200 == 0 {
					reach(t, p, uint64(len(l.All())-round*20)) // killed with work under way
				}
			}
			stop()
			sessions += p.Metrics().Sessions
			resent += p.Metrics().Resent
		}
		p := newPublisher(t, brokers, l, topic)
		stop := run(p)
		reach(t, p, records)
		stop()
		t.Logf("%d replies lost, %d batches sent again, %d sessions", bad.lost.Load(), resent, sessions)
		if bad.lost.Load() < 20 {
			t.Errorf("only %d replies were lost: the test does not test", bad.lost.Load())
		}
		checkTopic(t, brokers, topic, 4, l)
	})
}

// A second publisher takes over; the first one is refused on every partition,
// also where the second has not written yet.
func TestFencing(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		l, topic := feedtest.New(100), topicName(t)
		first := newPublisher(t, brokers, l, topic)
		ended := make(chan error, 1)
		go func() { ended <- first.Run(t.Context()) }()
		reach(t, first, 100)
		second := newPublisher(t, brokers, l, topic)
		stop := run(second)
		reach(t, second, 100)
		l.Grow(100)
		var fenced *kafka.FencedError
		if err := <-ended; !errors.As(err, &fenced) || fenced.Topic != topic {
			t.Errorf("the first publisher ended with %v, want FencedError", err)
		}
		reach(t, second, 200)
		stop()
		checkTopic(t, brokers, topic, 4, l)
	})
}

func TestTopicThatCannotBeUsed(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		for _, test := range []struct {
			name       string
			partitions int
			config     []kgo.ConfigEntry
		}{
			{"another number of partitions", 3, nil},
			{"compacted", 4, []kgo.ConfigEntry{{ConfigName: "cleanup.policy", ConfigValue: "compact"}}},
			{"compacted and deleted", 4, []kgo.ConfigEntry{{ConfigName: "cleanup.policy", ConfigValue: "compact,delete"}}},
			{"small messages only", 4, []kgo.ConfigEntry{{ConfigName: "max.message.bytes", ConfigValue: "1000"}}},
		} {
			t.Run(test.name, func(t *testing.T) {
				topic := topicName(t)
				create(t, brokers, topic, test.partitions, test.config...)
				err := newPublisher(t, brokers, feedtest.New(1), topic).Run(t.Context())
				var bad *kafka.TopicError
				if !errors.As(err, &bad) {
					t.Errorf("got %v, want TopicError", err)
				}
			})
		}
	})
}

func create(t testing.TB, brokers []string, topic string, partitions int, config ...kgo.ConfigEntry) {
	t.Helper()
	res, err := client(brokers).CreateTopics(t.Context(), &kgo.CreateTopicsRequest{Topics: []kgo.TopicConfig{
		{Topic: topic, NumPartitions: partitions, ReplicationFactor: 1, ConfigEntries: config},
	}})
	if err == nil {
		err = res.Errors[topic]
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A topic that holds another ledger is not written on.
func TestTopicOfAnotherLedger(t *testing.T) {
	brokers, topic := fake(t), topicName(t)
	p := newPublisher(t, brokers, feedtest.New(50), topic)
	stop := run(p)
	reach(t, p, 50)
	stop()
	other := feedtest.New(0)
	for n := 1; n <= 60; n++ {
		r := feedtest.Record(n)
		r.ID[15] ^= 1
		other.Add(r)
	}
	err := newPublisher(t, brokers, other, topic).Run(t.Context())
	var bad *kafka.TopicError
	if !errors.As(err, &bad) {
		t.Errorf("got %v, want TopicError", err)
	}
	// Views that are still being rebuilt are behind the topic, not another ledger.
	same := feedtest.New(20)
	p = newPublisher(t, brokers, same, topic)
	stop = run(p)
	reach(t, p, 20)
	same.Grow(40)
	reach(t, p, 60)
	stop()
	checkTopic(t, brokers, topic, 4, same)
}

func TestUnknownTypeStopsThePublisher(t *testing.T) {
	l := feedtest.New(1)
	r := feedtest.Record(2)
	r.Type = "case.secret/1"
	l.Add(r)
	var unknown *feeds.UnknownTypeError
	if err := newPublisher(t, fake(t), l, topicName(t)).Run(t.Context()); !errors.As(err, &unknown) {
		t.Errorf("got %v, want UnknownTypeError", err)
	}
}

func TestLogin(t *testing.T) {
	brokers := fake(t, kfake.EnableSASL(),
		kfake.User("PLAIN", "plain", "word-1"), kfake.User("SCRAM-SHA-256", "scram", "word-2"), kfake.User("SCRAM-SHA-512", "scram5", "word-3"))
	for _, c := range []kafka.Connection{
		{Login: kafka.Plain, User: "plain", Password: "word-1"},
		{Login: kafka.ScramSHA256, User: "scram", Password: "word-2"},
		{Login: kafka.ScramSHA512, User: "scram5", Password: "word-3"},
	} {
		t.Run(string(c.Login), func(t *testing.T) {
			c.Brokers = brokers
			p := newPublisher(t, brokers, feedtest.New(20), topicName(t))
			p.Connection = c
			stop := run(p)
			reach(t, p, 20)
			stop()
		})
	}
	err := (&kafka.Publisher{Connection: kafka.Connection{Brokers: brokers, Login: "kerberos"}, Records: feedtest.New(1), Logger: quiet()}).Run(t.Context())
	if err == nil {
		t.Error("a mechanism that is not there was taken")
	}
}
