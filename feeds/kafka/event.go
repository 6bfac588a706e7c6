package kafka

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	kgo "github.com/segmentio/kafka-go"
)

// Content types of CloudEvents (Kafka protocol binding, §3).
const (
	structuredMode = "application/cloudevents+json"
	batchMode      = "application/cloudevents-batch"
)

// eventLine makes one line of JSON of a message: the CloudEvent in structured
// mode, as package intake reads it. Errors say what is wrong with the message
// and quote nothing of it.
func eventLine(m *kgo.Message) ([]byte, error) {
	attributes := map[string]string{}
	content := ""
	for _, h := range m.Headers {
		name := strings.ToLower(h.Key)
		if name == headerContent {
			content = string(h.Value)
			continue
		}
		if name, ok := strings.CutPrefix(name, "ce_"); ok {
			attributes[name] = string(h.Value)
		}
	}
	switch {
	case strings.HasPrefix(content, structuredMode):
		return compact(m.Value)
	case strings.HasPrefix(content, batchMode):
		return nil, errors.New("is a batch of CloudEvents; send each as a message of its own")
	case attributes["specversion"] == "":
		return nil, fmt.Errorf("is no CloudEvent: it has neither the header %s nor the content type %s", headerSpec, structuredMode)
	}
	return binaryLine(attributes, content, m.Value)
}

func binaryLine(attributes map[string]string, content string, value []byte) ([]byte, error) {
	event := make(map[string]any, len(attributes)+2)
	for name, value := range attributes {
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789") != "" || name == "data" || name == "datacontenttype" {
			return nil, errors.New("has a header ce_… that names no CloudEvents attribute: lower-case letters and digits only")
		}
		event[name] = value
	}
	if kind, _, _ := strings.Cut(content, ";"); content != "" && kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil, errors.New("has a content type that is not JSON")
	}
	if len(value) > 0 {
		data, err := compact(value)
		if err != nil {
			return nil, err
		}
		event["data"] = jsontext.Value(data)
	}
	line, err := json.Marshal(event, json.Deterministic(true))
	if err != nil {
		return nil, errors.New("has a header that is not UTF-8")
	}
	return line, nil
}

// compact is a JSON value on one line.
func compact(b []byte) ([]byte, error) {
	v := jsontext.Value(append([]byte(nil), b...))
	if err := v.Compact(); err != nil {
		return nil, errors.New("does not hold JSON")
	}
	return v, nil
}
