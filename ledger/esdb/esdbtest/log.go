package esdbtest

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/protobuf/proto"
)

// maxAppend is the server's default MaxAppendSize, all events of an append
// together.
const maxAppend = 1 << 20

// Log is what the nodes of a cluster agree on. The zero value is not usable;
// see [NewLog].
type Log struct {
	mu      sync.Mutex
	events  []*api.ReadResp_ReadEvent_RecordedEvent // guarded by mu; in position order
	streams map[string][]int                        // guarded by mu; indexes into events
	next    uint64                                  // guarded by mu; next free position
	grown   chan struct{}                           // guarded by mu; closed when events grow
}

// NewLog is a log with the system event that every node writes first.
func NewLog() *Log {
	l := &Log{streams: map[string][]int{}, grown: make(chan struct{})}
	l.Foreign("$streams-by-test", 1)
	return l
}

// Foreign writes n events of somebody else's stream.
func (l *Log) Foreign(stream string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		l.add(stream, &api.AppendReq_ProposedMessage{
			Id:       &shared.UUID{Value: &shared.UUID_String_{String_: "00000000-0000-4000-8000-000000000000"}},
			Metadata: map[string]string{"type": "$foreign", "content-type": "application/json"},
			Data:     []byte(`{}`),
		})
	}
	l.announce()
}

// Count is the number of events in a stream.
func (l *Log) Count(stream string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.streams[stream])
}

func (l *Log) add(stream string, m *api.AppendReq_ProposedMessage) {
	metadata := map[string]string{"created": strconv.FormatInt(time.Unix(1_700_000_000, 0).UnixNano()/100, 10)}
	for k, v := range m.Metadata {
		metadata[k] = v
	}
	e := &api.ReadResp_ReadEvent_RecordedEvent{
		Id: m.Id, StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)},
		StreamRevision: uint64(len(l.streams[stream])), CommitPosition: l.next, PreparePosition: l.next,
		Metadata: metadata, Data: m.Data, CustomMetadata: m.CustomMetadata,
	}
	l.next += uint64(120 + len(stream) + len(m.Data) + len(m.CustomMetadata))
	l.streams[stream] = append(l.streams[stream], len(l.events))
	l.events = append(l.events, e)
}

func (l *Log) announce() {
	close(l.grown)
	l.grown = make(chan struct{})
}

// view gives the events so far and a channel that is closed when there are
// more.
func (l *Log) view() ([]*api.ReadResp_ReadEvent_RecordedEvent, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.events, l.grown
}

func (l *Log) stream(name string) []*api.ReadResp_ReadEvent_RecordedEvent {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]*api.ReadResp_ReadEvent_RecordedEvent, len(l.streams[name]))
	for n, i := range l.streams[name] {
		out[n] = l.events[i]
	}
	return out
}

// at is the index of the first event at a position or behind it.
func at(events []event, position uint64) int {
	i, _ := slices.BinarySearchFunc(events, position, func(e event, p uint64) int { return cmp.Compare(e.CommitPosition, p) })
	return i
}

// append applies the server's rules for an exact expectation: the stream
// stands there, or exactly these ids stand behind it already.
func (l *Log) append(stream string, expect int64, messages []*api.AppendReq_ProposedMessage) *api.AppendResp {
	l.mu.Lock()
	defer l.mu.Unlock()
	have := int64(len(l.streams[stream])) - 1
	if have != expect && !l.again(stream, expect, messages) {
		return wrongVersion(have, expect)
	}
	if have == expect {
		for _, m := range messages {
			l.add(stream, m)
		}
		l.announce()
	}
	last := expect + int64(len(messages))
	e := l.events[l.streams[stream][last]]
	return &api.AppendResp{Result: &api.AppendResp_Success_{Success: &api.AppendResp_Success{
		CurrentRevisionOption: &api.AppendResp_Success_CurrentRevision{CurrentRevision: uint64(last)},
		PositionOption: &api.AppendResp_Success_Position{Position: &api.AppendResp_Position{
			CommitPosition: e.CommitPosition, PreparePosition: e.PreparePosition,
		}},
	}}}
}

func (l *Log) again(stream string, expect int64, messages []*api.AppendReq_ProposedMessage) bool {
	standing := l.streams[stream]
	if expect < -1 || expect >= int64(len(standing)-len(messages)) {
		return false
	}
	for i, m := range messages {
		if !proto.Equal(l.events[standing[expect+1+int64(i)]].Id, m.Id) {
			return false
		}
	}
	return len(messages) > 0
}

func wrongVersion(have, expect int64) *api.AppendResp {
	w := &api.AppendResp_WrongExpectedVersion{}
	if have < 0 {
		w.CurrentRevisionOption = &api.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &shared.Empty{}}
	} else {
		w.CurrentRevisionOption = &api.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: uint64(have)}
	}
	if expect < 0 {
		w.ExpectedRevisionOption = &api.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &shared.Empty{}}
	} else {
		w.ExpectedRevisionOption = &api.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: uint64(expect)}
	}
	return &api.AppendResp{Result: &api.AppendResp_WrongExpectedVersion_{WrongExpectedVersion: w}}
}
