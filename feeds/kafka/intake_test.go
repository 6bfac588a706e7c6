package kafka_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	kgo "github.com/segmentio/kafka-go"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

var clock = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)

func newIntake(t testing.TB, brokers []string, topic string, s ledger.Store) *kafka.Intake {
	t.Helper()
	m, err := intake.LoadMapping("cloudevents")
	if err != nil {
		t.Fatal(err)
	}
	return &kafka.Intake{
		Connection: kafka.Connection{Brokers: brokers}, Topic: topic, Group: topic + ".group",
		Mapping: m, Store: s, Now: func() time.Time { return clock }, Logger: quiet(),
	}
}

// caseEvents are messages of an approval system: the events of n cases, each
// case's in order.
func caseEvents(t testing.TB, n int) []kgo.Message {
	t.Helper()
	var out []kgo.Message
	for i := 1; i <= n; i++ {
		number := fmt.Sprintf("OA-%04d", i)
		for k, e := range feedtest.Bodies(number)[:6] {
			name, public, err := casefile.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, message(number, map[string]string{
				"ce_specversion": "1.0", "ce_id": fmt.Sprint(k), "ce_source": "/oa/" + number, "ce_type": name,
				"ce_subject": number, "ce_time": fmt.Sprintf("2026-03-02T09:%02d:00Z", k), "ce_post": "post-7", "content-type": "application/json",
			}, string(public)))
		}
	}
	return out
}

func message(key string, headers map[string]string, value string) kgo.Message {
	m := kgo.Message{Key: []byte(key), Value: []byte(value)}
	for name, value := range headers {
		m.Headers = append(m.Headers, kgo.Header{Key: name, Value: []byte(value)})
	}
	slices.SortFunc(m.Headers, func(a, b kgo.Header) int { return strings.Compare(a.Key, b.Key) })
	return m
}

// send writes messages one request at a time, by key.
func send(t testing.TB, brokers []string, topic string, messages ...kgo.Message) {
	t.Helper()
	w := &kgo.Writer{Addr: kgo.TCP(brokers...), Topic: topic, RequiredAcks: kgo.RequireAll, Balancer: &kgo.Hash{},
		BatchTimeout: time.Millisecond, Transport: &kgo.Transport{MetadataTTL: time.Second}}
	defer w.Close()
	for begun := false; ; begun = true {
		err := w.WriteMessages(t.Context(), messages[0])
		if err == nil {
			break
		}
		if begun && !errors.Is(err, kgo.UnknownTopicOrPartition) {
			t.Fatal(err)
		}
	}
	if len(messages) > 1 {
		if err := w.WriteMessages(t.Context(), messages[1:]...); err != nil {
			t.Fatal(err)
		}
	}
}

// take runs an intake until it has seen so many messages.
func take(t testing.TB, in *kafka.Intake, messages uint64) {
	t.Helper()
	takeUntil(t, in, func() bool { return in.Metrics().Messages >= messages })
}

// takeUntil runs an intake until enough is taken.
func takeUntil(t testing.TB, in *kafka.Intake, enough func() bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- in.Run(ctx) }()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !enough() {
		select {
		case err := <-done:
			t.Fatalf("the intake ended: %v", err)
		case <-deadline:
			t.Fatalf("not enough is taken: %+v", in.Metrics())
		case <-tick.C:
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v", err)
	}
}

// cases reads all case records.
func cases(t testing.TB, s ledger.Store) map[string][]string {
	t.Helper()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if r := item.Record; r != nil && strings.HasPrefix(string(r.Stream), casefile.StreamPrefix) {
			out[string(r.Stream)] = append(out[string(r.Stream)], string(r.AppendCanonical(nil)))
		}
		if item.Position >= head {
			break
		}
	}
	return out
}

func TestIntake(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		topic, s := topicName(t), memory.New()
		create(t, brokers, topic, 3)
		send(t, brokers, topic, caseEvents(t, 50)...)
		in := newIntake(t, brokers, topic, s)
		take(t, in, 300)
		if diff := cmp.Diff(kafka.IntakeMetrics{Messages: 300, Added: 300}, in.Metrics()); diff != "" {
			t.Errorf("metrics:\n%s", diff)
		}
		first := cases(t, s)
		if len(first) != 50 {
			t.Errorf("%d cases, want 50", len(first))
		}
		r, err := casefile.Load(t.Context(), s, "OA-0007", casefile.Moment{})
		if err != nil || len(r.Records) != 6 || r.Records[5].Post != "post-7" || !r.Records[0].Recorded.Equal(clock) {
			t.Errorf("case OA-0007: %v, %d records", err, len(r.Records))
		}
		again := newIntake(t, brokers, topic, s) // another group gets everything again
		again.Group += ".again"
		take(t, again, 300)
		if n := again.Metrics().Added; n != 0 {
			t.Errorf("the second delivery added %d records", n)
		}
		if diff := cmp.Diff(first, cases(t, s)); diff != "" {
			t.Errorf("the second delivery changed the ledger:\n%s", diff)
		}
	})
}

func TestDeadLetters(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		topic, s := topicName(t), memory.New()
		create(t, brokers, topic, 1)
		good := caseEvents(t, 2)
		envelope := func(change map[string]string) map[string]string {
			h := map[string]string{}
			for _, x := range good[1].Headers {
				h[x.Key] = string(x.Value)
			}
			for name, value := range change {
				if h[name] = value; value == "" {
					delete(h, name)
				}
			}
			return h
		}
		bad := []struct {
			want string // in the reason
			m    kgo.Message
		}{
			{"no CloudEvent", message("x", nil, `{"a":1}`)},
			{"JSON", message("x", envelope(nil), `{"a":`)},
			{"content type", message("x", envelope(map[string]string{"content-type": "text/xml"}), `<a/>`)},
			{"batch", message("x", map[string]string{"content-type": "application/cloudevents-batch+json"}, `[]`)},
			{"attribute", message("x", envelope(map[string]string{"ce_Bad-Name": "1"}), `{}`)},
			{"specversion", message("x", envelope(map[string]string{"ce_specversion": "0.3"}), `{}`)},
			{"time", message("x", envelope(map[string]string{"ce_time": "yesterday"}), `{}`)},
			{"type", message("x", envelope(map[string]string{"ce_type": "oa.unknown"}), `{}`)},
			{"accept", message("x", envelope(map[string]string{"ce_subject": "OA-9999", "ce_id": "none"}), string(good[1].Value))},
			{"otherwise", message("x", envelope(nil), `{"name":"changed afterwards","step":"review"}`)},
		}
		messages := slices.Clone(good[:6])
		for _, b := range bad {
			messages = append(messages, b.m)
		}
		messages = append(messages, good[6:]...)
		send(t, brokers, topic, messages...)
		in := newIntake(t, brokers, topic, s)
		take(t, in, uint64(len(messages)))
		if diff := cmp.Diff(kafka.IntakeMetrics{Messages: uint64(len(messages)), Added: 12, Dead: uint64(len(bad))}, in.Metrics()); diff != "" {
			t.Errorf("metrics:\n%s", diff)
		}
		letters := map[string]stored{}
		for _, l := range consume(t, brokers, topic+".dead", 0) {
			letters[l.headers["dead_offset"]] = l
		}
		for i, b := range bad {
			l := letters[fmt.Sprint(6+i)]
			if !strings.Contains(l.headers["dead_reason"], b.want) || l.value != string(b.m.Value) || l.headers["dead_topic"] != topic || l.headers["dead_partition"] != "0" {
				t.Errorf("letter %d: %+v, want %q in the reason", i, l, b.want)
			}
		}
		if len(letters) != len(bad) {
			t.Errorf("%d letters, want %d", len(letters), len(bad))
		}
	})
}

func TestStructuredMode(t *testing.T) {
	brokers, topic, s := fake(t), topicName(t), memory.New()
	create(t, brokers, topic, 1)
	send(t, brokers, topic, message("OA-1", map[string]string{"content-type": "application/cloudevents+json; charset=utf-8"}, `{
		"specversion": "1.0", "id": "1", "source": "/oa", "type": "case.accepted/1", "subject": "OA-1", "time": "2026-03-02T09:00:00+08:00",
		"data": {"calendar": "CN", "number": "OA-1", "promisedDays": 5, "zone": "Asia/Shanghai"}
	}`))
	take(t, newIntake(t, brokers, topic, s), 1)
	if got := cases(t, s); len(got["case/OA-1"]) != 1 {
		t.Errorf("ledger holds %v", got)
	}
}

// flaky is a store whose appends fail until they have failed so often.
type flaky struct {
	*memory.Store
	failures atomic.Int64
}

func (f *flaky) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if f.failures.Add(-1) >= 0 {
		return nil, errors.New("disk full")
	}
	return f.Store.Append(ctx, stream, at, drafts...)
}

// A fault of the ledger ends the intake before the offset is committed.
func TestFaultOfTheLedger(t *testing.T) {
	brokers, topic := fake(t), topicName(t)
	s := &flaky{Store: memory.New()}
	s.failures.Store(1)
	create(t, brokers, topic, 1)
	send(t, brokers, topic, caseEvents(t, 1)...)
	if err := newIntake(t, brokers, topic, s).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("ended with %v, want the fault", err)
	}
	in := newIntake(t, brokers, topic, s)
	take(t, in, 6)
	if n := in.Metrics(); n.Added != 6 || n.Dead != 0 {
		t.Errorf("%+v, want 6 added", n)
	}
}

// Intakes that are killed and started again while messages come over bad
// lines leave the ledger that a calm one leaves.
func TestIntakeKilledAgainAndAgain(t *testing.T) {
	onBrokers(t, func(t *testing.T, brokers []string) {
		topic, s := topicName(t), memory.New()
		create(t, brokers, topic, 3)
		messages := caseEvents(t, 60)
		bad := &lossy{lose: 10}
		for part := range slices.Chunk(messages, 60) {
			send(t, brokers, topic, part...)
			in := newIntake(t, brokers, topic, s)
			in.Dial = bad.dial
			take(t, in, 1) // killed early: most of it is delivered again
		}
		in := newIntake(t, brokers, topic, s)
		in.Group += ".last"
		take(t, in, uint64(len(messages)))
		calm := memory.New()
		other := newIntake(t, brokers, topic, calm)
		other.Group += ".calm"
		take(t, other, uint64(len(messages)))
		if diff := cmp.Diff(cases(t, calm), cases(t, s)); diff != "" {
			t.Errorf("the ledgers differ:\n%s", diff)
		}
	})
}

func TestIntakeNeedsItsTopic(t *testing.T) {
	var missing *kafka.TopicError
	if err := newIntake(t, fake(t), "not.there", memory.New()).Run(t.Context()); !errors.As(err, &missing) {
		t.Errorf("got %v, want TopicError", err)
	}
}
