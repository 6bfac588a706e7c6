package kafka_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	kgo "github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"
	franz "github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
	"caseledger/projections/follow"
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
	// An older copy that went on differently is told apart when it has come to
	// where the topic ends.
	restored := feedtest.New(20)
	for n := 21; n <= 60; n++ {
		r := feedtest.Record(n)
		r.ID[15] ^= 1
		restored.Add(r)
	}
	if err := newPublisher(t, brokers, restored, topic).Run(t.Context()); !errors.As(err, &bad) {
		t.Errorf("an older copy that went on: %v, want TopicError", err)
	}
	// Views that are still being rebuilt are behind the topic: it waits, and
	// says so.
	same := feedtest.New(20)
	p = newPublisher(t, brokers, same, topic)
	noticed := make(chan struct{})
	p.Follower = follow.New("publish", follow.Pace{Sleep: func(ctx context.Context, _ time.Duration) error {
		if s := p.Follower.Status(); s.Class != "behind" || s.State != follow.Retrying {
			t.Errorf("behind the topic: %+v", s)
		}
		noticed <- struct{}{}
		return ctx.Err()
	}})
	stop = run(p)
	<-noticed
	same.Grow(40)
	go func() {
		for range noticed {
		}
	}()
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

// A broker that throttles answers a fetch with nothing: that is not the end of
// the partition.
func TestEmptyFetchIsAskedAgain(t *testing.T) {
	c, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	brokers, l, topic := c.ListenAddrs(), feedtest.New(100), topicName(t)
	p := newPublisher(t, brokers, l, topic)
	stop := run(p)
	reach(t, p, 100)
	stop()
	asked := map[int32]int{} // by partition; the cluster calls one control at a time
	c.ControlKey(kmsg.Fetch.Int16(), func(r kmsg.Request) (kmsg.Response, error, bool) {
		c.KeepControl()
		request := r.(*kmsg.FetchRequest)
		part := request.Topics[0].Partitions[0].Partition
		if asked[part]++; asked[part]%3 == 0 {
			return nil, nil, false
		}
		answer := request.ResponseKind().(*kmsg.FetchResponse)
		in := kmsg.NewFetchResponseTopic()
		in.Topic = request.Topics[0].Topic
		none := kmsg.NewFetchResponseTopicPartition()
		none.Partition = part
		in.Partitions = append(in.Partitions, none)
		answer.Topics = append(answer.Topics, in)
		return answer, nil, true
	})
	l.Grow(20)
	p = newPublisher(t, brokers, l, topic)
	stop = run(p)
	reach(t, p, 120)
	stop()
	if n := p.Metrics().Published; n != 20 {
		t.Errorf("%d records published, want the 20 new ones", n)
	}
}

// A partition that retention has emptied does not tell where to go on: a
// person must.
func TestRetentionEmptiedAPartition(t *testing.T) {
	brokers, l, topic := fake(t), feedtest.New(100), topicName(t)
	p := newPublisher(t, brokers, l, topic)
	stop := run(p)
	reach(t, p, 100)
	stop()
	empty(t, brokers, topic, 2)
	l.Grow(20)
	p = newPublisher(t, brokers, l, topic)
	var emptied *kafka.EmptiedError
	if err := p.Run(t.Context()); !errors.As(err, &emptied) || emptied.Partition != 2 {
		t.Errorf("got %v, want EmptiedError of partition 2", err)
	}
	p.After = feedtest.Record(100).Position
	stop = run(p)
	reach(t, p, 120)
	stop()
	if n := p.Metrics().Published; n != 20 {
		t.Errorf("%d records published, want the 20 new ones", n)
	}
}

// empty deletes all records of a partition, as retention does.
func empty(t testing.TB, brokers []string, topic string, partition int32) {
	t.Helper()
	c, err := franz.NewClient(franz.SeedBrokers(brokers...))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	part := kmsg.NewDeleteRecordsRequestTopicPartition()
	part.Partition, part.Offset = partition, -1 // up to the end
	in := kmsg.NewDeleteRecordsRequestTopic()
	in.Topic, in.Partitions = topic, []kmsg.DeleteRecordsRequestTopicPartition{part}
	request := kmsg.NewPtrDeleteRecordsRequest()
	request.Topics = []kmsg.DeleteRecordsRequestTopic{in}
	res, err := request.RequestWith(t.Context(), c)
	if err != nil || res.Topics[0].Partitions[0].ErrorCode != 0 {
		t.Fatalf("delete records: %v, %+v", err, res)
	}
}
