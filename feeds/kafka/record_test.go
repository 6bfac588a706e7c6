package kafka

import (
	"strings"
	"testing"
	"time"

	kgo "github.com/segmentio/kafka-go"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// TestRefusedMessagesAreDead: what the mapping refuses goes to the dead-letter
// topic with its rule, and the rest of its batch is recorded.
func TestRefusedMessagesAreDead(t *testing.T) {
	m, err := intake.ParseMapping("m.json", []byte(`{"name": "m", "formats": ["ndjson"], "calendar": "weekdays", "cloudevents": {"types": {
		"begun": {"event": "case.accepted/1"},
		"done": {"event": "case.step_performed/1", "fields": {"step": {"is": "done"}, "name": {"from": "data.said", "public": "refuse"}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	in := &Intake{Topic: "in", Mapping: m, Store: memory.New(), Now: func() time.Time { return time.Unix(1.7e9, 0).UTC() }}
	var batch []kgo.Message
	for _, e := range []string{`"id":"1","type":"begun"`, `"id":"2","type":"done","data":{"said":"called 13800138000"}`, `"id":"3","type":"done","data":{"said":"called"}`} {
		batch = append(batch, kgo.Message{
			Value:   []byte(`{"specversion":"1.0","source":"/s","subject":"A-1","time":"2024-03-04T09:00:00Z",` + e + `}`),
			Headers: []kgo.Header{{Key: "content-type", Value: []byte("application/cloudevents+json")}},
		})
	}
	bad, err := in.record(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	if len(bad) != 1 || bad[0].message != &batch[1] || bad[0].reason != "the mapping refuses it: name (telephone-number)" {
		t.Errorf("dead: %+v; want the second message", bad)
	}
	if added := in.Metrics().Added; added != 2 {
		t.Errorf("%d records were added, want 2", added)
	}
	for _, d := range bad {
		if strings.Contains(d.reason, "138") {
			t.Error("the reason repeats the number")
		}
	}
}
