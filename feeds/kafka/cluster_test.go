package kafka_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"
	franz "github.com/twmb/franz-go/pkg/kgo"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
)

// real names the bootstrap servers of a running Apache Kafka, separated by
// commas; .ci/kafka starts one. Without it, only the broker within the test
// process is used.
const real = "CASELEDGER_KAFKA"

// onBrokers runs a test on the broker in the process and, if there is one, on
// a real one.
func onBrokers(t *testing.T, test func(t *testing.T, brokers []string)) {
	t.Run("kfake", func(t *testing.T) { test(t, fake(t)) })
	t.Run("apache", func(t *testing.T) { test(t, apache(t)) })
}

func fake(t testing.TB, options ...kfake.Opt) []string {
	t.Helper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.ListenAddrs()
}

func apache(t testing.TB) []string {
	t.Helper()
	servers := os.Getenv(real)
	if servers == "" {
		t.Skipf("set %s=host:port to test against a real broker, for example one that .ci/kafka starts", real)
	}
	return strings.Split(servers, ",")
}

var topics atomic.Int64

// topicName is new in every test and run.
func topicName(t testing.TB) string {
	return fmt.Sprintf("test.%d.%d.%d", os.Getpid(), time.Now().UnixNano(), topics.Add(1))
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func client(brokers []string) *kgo.Client {
	return &kgo.Client{Addr: kgo.TCP(brokers...), Transport: &kgo.Transport{MetadataTTL: time.Second}}
}

// run runs a publisher until stop is called, which gives its error.
func run(p *kafka.Publisher) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	return func() error { cancel(); return <-done }
}

// patience is how long a test waits for what must happen. It is no measure of
// speed: only a test that fails ever waits that long.
const patience = 3 * time.Minute

// reach waits until the topic has everything up to an ordinal.
func reach(t testing.TB, p *kafka.Publisher, ordinal uint64) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for p.Metrics().Reached < ordinal {
		select {
		case <-deadline:
			t.Fatalf("reached %+v, want %d", p.Metrics(), ordinal)
		case <-tick.C:
		}
	}
}

// stored is one message as a consumer sees it.
type stored struct {
	key, value string
	headers    map[string]string
	offset     int64
}

// consume reads a whole partition with a client that is not the publisher's.
func consume(t testing.TB, brokers []string, topic string, partition int) []stored {
	t.Helper()
	c, err := franz.NewClient(franz.SeedBrokers(brokers...), franz.FetchIsolationLevel(franz.ReadCommitted()), franz.KeepControlRecords(),
		franz.ConsumePartitions(map[string]map[int32]franz.Offset{topic: {int32(partition): franz.NewOffset().AtStart()}}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	offsets, err := client(brokers).ListOffsets(t.Context(), &kgo.ListOffsetsRequest{Topics: map[string][]kgo.OffsetRequest{topic: {kgo.LastOffsetOf(partition)}}})
	if err != nil {
		t.Fatal(err)
	}
	last := offsets.Topics[topic][0]
	if last.Error != nil {
		t.Fatalf("end of %s/%d: %v", topic, partition, last.Error)
	}
	var out []stored
	for at, end := int64(0), last.LastOffset; at < end; {
		fetched := c.PollFetches(t.Context())
		if err := fetched.Err(); err != nil {
			t.Fatal(err)
		}
		for _, r := range fetched.Records() {
			at = r.Offset + 1
			if r.Attrs.IsControl() {
				continue
			}
			s := stored{string(r.Key), string(r.Value), map[string]string{}, r.Offset}
			for _, h := range r.Headers {
				s.headers[h.Key] = string(h.Value)
			}
			out = append(out, s)
		}
	}
	return out
}

// checkTopic holds the topic against the ledger: each record once, in order
// within its partition, with the content that follows from it.
func checkTopic(t testing.TB, brokers []string, topic string, partitions int, l *feedtest.Ledger) {
	t.Helper()
	want := make([][]string, partitions)
	for _, r := range l.All() {
		p := kafka.Partition(kafka.Key(r.Stream), partitions)
		want[p] = append(want[p], string(r.AppendCanonical(nil)))
	}
	duplicates, disorder, total := 0, 0, 0
	for p := range partitions {
		newest, seen := "", map[string]bool{}
		var got []string
		for _, m := range consume(t, brokers, topic, p) {
			position := m.headers["position"]
			switch {
			case seen[position]:
				duplicates++
			case position <= newest:
				disorder++
			}
			seen[position], newest = true, max(newest, position)
			got = append(got, m.value)
			total++
		}
		if strings.Join(got, "\n") != strings.Join(want[p], "\n") {
			t.Errorf("partition %d: %d messages differ from the %d records", p, len(got), len(want[p]))
		}
	}
	if duplicates != 0 || disorder != 0 || total != len(l.All()) {
		t.Errorf("%d messages of %d records, %d duplicates, %d out of order", total, len(l.All()), duplicates, disorder)
	}
}

// lossy cuts connections: of every hundred large requests the given share
// loses its reply after the broker has got the request.
type lossy struct {
	lose  int
	count atomic.Uint64
	lost  atomic.Uint64
}

func (l *lossy) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &lossyConn{Conn: c, lossy: l}, nil
}

type lossyConn struct {
	net.Conn
	lossy  *lossy
	doomed atomic.Bool
}

func (c *lossyConn) Write(b []byte) (int, error) {
	// A fixed, scattered choice: the same share on every run.
	if len(b) > 1000 && int(c.lossy.count.Add(1)*37%100) < c.lossy.lose {
		c.doomed.Store(true)
	}
	return c.Conn.Write(b)
}

func (c *lossyConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b) // the broker has answered
	if c.doomed.Load() && n > 0 {
		c.lossy.lost.Add(1)
		c.Conn.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}
