package kafka

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"pgregory.net/rapid"

	"caseledger/feeds/feedtest"
	"caseledger/ledger"
)

// A foreign decoder reads what we encode, checksum included.
func TestBatchRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, n := rapid.IntRange(1, 1000).Draw(t, "first"), rapid.IntRange(1, 40).Draw(t, "n")
		id := producer{rapid.Int64Min(0).Draw(t, "id"), rapid.Int16Min(0).Draw(t, "epoch")}
		sequence := rapid.Int32Min(0).Draw(t, "sequence")
		var messages []message
		for i := range n {
			r := feedtest.Record(first + i)
			m, err := newMessage(&r, "urn:test")
			if err != nil {
				t.Fatal(err)
			}
			messages = append(messages, m)
		}
		b := id.encode(sequence, messages)
		if len(b.bytes) > batchSize(messages) {
			t.Fatalf("%d bytes, bound %d", len(b.bytes), batchSize(messages))
		}
		var set protocol.RecordSet
		if _, err := set.ReadFrom(bytes.NewReader(b.bytes)); err != nil {
			t.Fatal(err)
		}
		stream := set.Records.(*protocol.RecordStream)
		got := stream.Records[0].(*protocol.RecordBatch)
		if got.ProducerID != id.id || got.ProducerEpoch != id.epoch || got.BaseSequence != sequence || len(stream.Records) != 1 {
			t.Fatalf("producer %d/%d/%d in %d batches", got.ProducerID, got.ProducerEpoch, got.BaseSequence, len(stream.Records))
		}
		for i, m := range messages {
			r, err := got.ReadRecord()
			if err != nil {
				t.Fatal(err)
			}
			check(t, i, m, r)
		}
		if _, err := got.ReadRecord(); err != io.EOF {
			t.Fatalf("more than %d records", n)
		}
	})
}

func check(t *rapid.T, i int, m message, r *kgo.Record) {
	key, _ := io.ReadAll(r.Key)
	value, _ := io.ReadAll(r.Value)
	var headers []header
	for _, h := range r.Headers {
		headers = append(headers, header{h.Key, string(h.Value)})
	}
	got := []any{r.Offset, r.Time.UnixMilli(), string(key), string(value)}
	want := []any{int64(i), m.at.UnixMilli(), m.key, string(m.value)}
	if diff := cmp.Diff(want, got); diff != "" || !slices.Equal(headers, m.headers[:]) {
		t.Fatalf("record %d:\n%s%v", i, diff, headers)
	}
}

func TestPositionHeader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := ledger.Position(rapid.Uint64Max(1<<63-1).Draw(t, "a"))
		b := ledger.Position(rapid.Uint64Max(1<<63-1).Draw(t, "b"))
		if back, err := parsePosition(formatPosition(a)); err != nil || back != a {
			t.Fatalf("%d comes back as %d, %v", a, back, err)
		}
		if (a < b) != (formatPosition(a) < formatPosition(b)) {
			t.Fatalf("%d and %d do not sort as texts", a, b)
		}
	})
	for _, bad := range []string{"", "1", "9999999999999999999", "-000000000000000001", "00000000000000000001"} {
		if _, err := parsePosition(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestCut(t *testing.T) {
	small := message{value: make([]byte, 1000)}
	large := message{value: make([]byte, batchBytes)}
	for name, test := range map[string]struct {
		messages []message
		want     int
	}{
		"one":                      {[]message{small}, 1},
		"one that is too large":    {[]message{large, small}, 1},
		"a large one after others": {[]message{small, small, large}, 2},
		"more than fit":            {slices.Repeat([]message{small}, 2000), batchBytes / small.size()},
	} {
		if got := cut(test.messages); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// The partition is part of the format: these must never change.
func TestPartition(t *testing.T) {
	for key, want := range map[string]int{"许可-2026-00001": 1, "permit-2024-17": 4, "calendar/CN": 5, "": 5} {
		if got := Partition(key, 8); got != want {
			t.Errorf("%q: %d, want %d", key, got, want)
		}
	}
}

// What eventLine refuses it refuses in words that quote nothing.
func FuzzEventLine(f *testing.F) {
	f.Add("application/json", "ce_specversion", "1.0", []byte(`{"a":"x"}`))
	f.Add("application/cloudevents+json", "k", "v", []byte(`{"specversion":"1.0"}`))
	f.Add("text/plain", "ce_data", "\xff", []byte("\n"))
	f.Fuzz(func(t *testing.T, content, name, value string, body []byte) {
		m := &kgo.Message{Value: body, Headers: []protocol.Header{
			{Key: "Content-Type", Value: []byte(content)}, {Key: "ce_specversion", Value: []byte("1.0")}, {Key: name, Value: []byte(value)},
		}}
		line, err := eventLine(m)
		if err != nil {
			if line != nil || len(value) > 12 && strings.Contains(err.Error(), value) {
				t.Errorf("error %q with line %q", err, line)
			}
			return
		}
		if bytes.ContainsAny(line, "\n\r") || len(line) == 0 {
			t.Errorf("not one line: %q", line)
		}
	})
}
