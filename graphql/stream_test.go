package graphql_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"caseledger/graphql"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// streaming is a recording world behind a real server. Write deadlines need the
// real time.
func streaming(t testing.TB, w *world) *httptest.Server {
	t.Helper()
	w.deps.Now = time.Now
	h, err := graphql.New(w.deps)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(func() {
		if err := h.(io.Closer).Close(); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return s
}

// event is one server-sent event.
type event struct {
	name, id string
	data     struct {
		Data   map[string]any
		Errors []struct{ Extensions map[string]any }
	}
}

// follow opens a stream of server-sent events.
func follow(t testing.TB, s *httptest.Server, query string, headers ...string) (next func() event, stop func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	r, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/graphql?query="+url.QueryEscape(query), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 {
		b, _ := io.ReadAll(resp.Body)
		t.Fatalf("status %d: %s", resp.StatusCode, b)
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	next = func() (e event) {
		t.Helper()
		for lines.Scan() {
			switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				if value != "" {
					if err := json.Unmarshal([]byte(value), &e.data); err != nil {
						t.Fatalf("%v in %s", err, value)
					}
				}
			case "":
				if e.name != "" {
					return e
				}
			}
		}
		return event{name: "end"}
	}
	return next, func() { cancel(); _ = resp.Body.Close() }
}

const eventsQuery = `subscription { caseEvents(after: %d) { position event { caseNumber revision } } }`

// TestEventStream: what was recorded before and what is recorded while the
// stream runs comes in order, and a client that reconnects misses nothing.
func TestEventStream(t *testing.T) {
	w := recording(t)
	s := streaming(t, w)
	next, stop := follow(t, s, fmt.Sprintf(eventsQuery, 0))
	var seen []string
	var last string
	take := func(n int) {
		t.Helper()
		for range n {
			e := next()
			if e.name != "next" || len(e.data.Errors) > 0 || e.id != e.data.Data["caseEvents"].(map[string]any)["position"] {
				t.Fatalf("%+v", e)
			}
			ev := at(t, e.data.Data, "caseEvents", "event")
			seen, last = append(seen, fmt.Sprint(at(t, ev, "caseNumber"), "/", at(t, ev, "revision"))), e.id
		}
	}
	take(5)
	stop()
	next, stop = follow(t, s, fmt.Sprintf(eventsQuery, 0), "Last-Event-ID: "+last)
	take(8)
	h := casetest.Case("LIVE-1").On("2025-03-03", casefile.Accepted{Org: "A", Promise: 5}).On("2025-03-04", casefile.StepPerformed{Step: "x", Name: "x"})
	if _, err := h.AppendTo(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	take(2)
	stop()
	var want []string
	for _, h := range append(stories(), h) {
		for i := range h.Drafts {
			want = append(want, fmt.Sprint(h.Number, "/", i))
		}
	}
	if got := strings.Join(seen, " "); got != strings.Join(want, " ") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(want, " "))
	}
	next, stop = follow(t, s, `subscription { caseEvents(after: 0, number: "XK-2024-0003") { event { revision } case { status } } }`)
	defer stop()
	for i := range 2 {
		e := next()
		if at(t, e.data.Data, "caseEvents", "event", "revision") != float64(i) || at(t, e.data.Data, "caseEvents", "case", "status") != "RETURNED" {
			t.Errorf("one case: %+v", e)
		}
	}
}

// TestFigureStream sends figures now, and again when they change.
func TestFigureStream(t *testing.T) {
	w := recording(t)
	next, stop := follow(t, streaming(t, w), `subscription { figures(ids: ["accepted"]) { value } }`)
	defer stop()
	if e := next(); at(t, e.data.Data, "figures", 0, "value") != "3" {
		t.Fatalf("%+v", e)
	}
	if _, err := casetest.Case("LIVE-1").On("2025-03-03", casefile.Accepted{Org: "A"}).AppendTo(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	if e := next(); at(t, e.data.Data, "figures", 0, "value") != "4" {
		t.Errorf("%+v", e)
	}
}

// TestStreamOfOthers: queries come over a stream too, and errors.
func TestStreamOfOthers(t *testing.T) {
	w := recording(t)
	s := streaming(t, w)
	for query, want := range map[string]string{
		`{ledger {caughtUp}}`: "", `{caze}`: "GRAPHQL_VALIDATION_FAILED",
		`subscription { caseEvents { position } figures { id } }`: "DOCUMENT_TOO_COMPLEX",
	} {
		next, stop := follow(t, s, query)
		e := next()
		if code := ""; len(e.data.Errors) > 0 || want != "" {
			if len(e.data.Errors) > 0 {
				code, _ = e.data.Errors[0].Extensions["code"].(string)
			}
			if code != want {
				t.Errorf("%s: code %q, want %q", query, code, want)
			}
		} else if at(t, e.data.Data, "ledger", "caughtUp") != true {
			t.Errorf("%s: %+v", query, e)
		}
		if e := next(); e.name != "complete" {
			t.Errorf("%s: then %+v", query, e)
		}
		stop()
	}
}

// TestEqualSubscribers: an answer is executed once for all who ask the same.
func TestEqualSubscribers(t *testing.T) {
	w := recording(t)
	counted := &countingStore{Store: w.store}
	w.deps.Store = counted
	s := streaming(t, w)
	const subscribers = 20
	query := `subscription { caseEvents(after: 0, number: "XK-2024-0003") { case { at(revision: 0) { status } } } }`
	for range subscribers {
		next, stop := follow(t, s, query)
		next()
		next()
		stop()
	}
	if n := counted.reads.Load(); n != 2 {
		t.Errorf("the case was read %d times for 2 records, want 2", n)
	}
}

// TestNoGoroutineIsLeft subscribes and leaves many times.
func TestNoGoroutineIsLeft(t *testing.T) {
	w := recording(t)
	before := runtime.NumGoroutine()
	w.deps.Now = time.Now
	h, err := graphql.New(w.deps)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	for range 100 {
		next, stop := follow(t, s, fmt.Sprintf(eventsQuery, 0))
		next()
		stop()
		c := dial(t, s)
		c.say(t, `{"type":"connection_init"}`)
		c.hear(t)
		c.say(t, `{"type":"subscribe","id":"1","payload":{"query":"subscription { caseEvents { position } }"}}`)
		if err := c.CloseNow(); err != nil {
			t.Fatal(err)
		}
	}
	s.Client().CloseIdleConnections()
	if err := h.(io.Closer).Close(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if !settles(before + 5) {
		b := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, b[:runtime.Stack(b, true)])
	}
}

// settles waits for goroutines that were told to end.
func settles(limit int) bool {
	deadline := time.After(10 * time.Second)
	for runtime.NumGoroutine() > limit {
		select {
		case <-deadline:
			return false
		default:
			runtime.Gosched()
		}
	}
	return true
}

// TestSlowClient: who does not read is cut off, and holds up nobody.
func TestSlowClient(t *testing.T) {
	w := recording(t)
	w.deps.Now = func() time.Time { return time.Now().Add(-9900 * time.Millisecond) } // a tenth of a second is left to write
	h, err := graphql.New(w.deps)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r)
		close(ended)
	}))
	defer s.Close()
	for stream, drafts := range casetest.Generate(7, 3000) {
		if _, err := w.store.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
			t.Fatal(err)
		}
	}
	w.catchUp(t)
	c, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.(*net.TCPConn).SetReadBuffer(4096)
	query := url.QueryEscape(`subscription { caseEvents(after: 0) { event { id eventId caseNumber body occurredAt recordedAt post } case { id number status org item channel } } }`)
	if _, err := fmt.Fprintf(c, "GET /graphql?query=%s HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n", query); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("a client that does not read was not cut off")
	}
}

// TestSocket holds the server to graphql-transport-ws.
func TestSocket(t *testing.T) {
	w := recording(t)
	s := streaming(t, w)
	const subscribe = `{"type":"subscribe","id":"%s","payload":{"query":%q}}`
	for _, c := range []struct {
		name string
		say  []string
		code websocket.StatusCode
	}{
		{"subscribed before the greeting", []string{fmt.Sprintf(subscribe, "1", "{__typename}")}, 4401},
		{"greeted twice", []string{`{"type":"connection_init"}`, `{"type":"connection_init"}`}, 4429},
		{"no message", []string{`{"type":"connection_init"}`, `nonsense`}, 4400},
		{"an unknown type", []string{`{"type":"connection_init"}`, `{"type":"start"}`}, 4400},
		{"no id", []string{`{"type":"connection_init"}`, `{"type":"subscribe","payload":{"query":"{a}"}}`}, 4400},
		{"an id twice", []string{`{"type":"connection_init"}`, fmt.Sprintf(subscribe, "1", "subscription {caseEvents {position}}"), fmt.Sprintf(subscribe, "1", "subscription {caseEvents {position}}")}, 4409},
		{"no greeting", nil, 4408},
		{"a message of 100 KiB", []string{`{"type":"connection_init"}`, `{"type":"ping","payload":"` + strings.Repeat("x", 100<<10) + `"}`}, websocket.StatusMessageTooBig},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := dial(t, s)
			for _, m := range c.say {
				k.say(t, m)
			}
			for {
				_, _, err := k.Read(t.Context())
				if err == nil {
					continue
				}
				if got := websocket.CloseStatus(err); got != c.code {
					t.Errorf("closed with %d (%v), want %d", got, err, c.code)
				}
				return
			}
		})
	}
	k := dial(t, s)
	k.say(t, `{"type":"connection_init"}`)
	if m := k.hear(t); m["type"] != "connection_ack" {
		t.Fatalf("%v", m)
	}
	k.say(t, `{"type":"ping"}`)
	if m := k.hear(t); m["type"] != "pong" {
		t.Errorf("%v", m)
	}
	k.say(t, fmt.Sprintf(subscribe, "q", "{ledger {caughtUp}}"))
	if m := k.hear(t); m["type"] != "next" || at(t, m["payload"], "data", "ledger", "caughtUp") != true {
		t.Errorf("%v", m)
	}
	if m := k.hear(t); m["type"] != "complete" || m["id"] != "q" {
		t.Errorf("%v", m)
	}
	k.say(t, fmt.Sprintf(subscribe, "e", "{caze}"))
	if m := k.hear(t); m["type"] != "error" || m["id"] != "e" {
		t.Errorf("%v", m)
	}
	for i := range 21 {
		k.say(t, fmt.Sprintf(subscribe, fmt.Sprint("s", i), "subscription {caseEvents {position}}"))
	}
	if m := k.hear(t); m["type"] != "error" || m["id"] != "s20" {
		t.Errorf("one operation too many: %v", m)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, resp, err := websocket.Dial(ctx, s.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Origin": {"https://elsewhere.example"}}})
	if err == nil || resp == nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another origin: %v", err)
	}
	if other, _, err := websocket.Dial(ctx, s.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-ws"}}); err == nil {
		if _, _, err := other.Read(ctx); websocket.CloseStatus(err) != 4406 {
			t.Errorf("another protocol: %v", err)
		}
	}
}

// conn is a client's socket.
type conn struct{ *websocket.Conn }

func dial(t testing.TB, s *httptest.Server) conn {
	t.Helper()
	c, _, err := websocket.Dial(t.Context(), s.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() }) // it may be closed already
	return conn{c}
}

func (c conn) say(t testing.TB, m string) {
	t.Helper()
	if err := c.Write(t.Context(), websocket.MessageText, []byte(m)); err != nil && !errors.As(err, new(websocket.CloseError)) {
		t.Log(err) // the server may have closed it after an earlier message
	}
}

func (c conn) hear(t testing.TB) (m map[string]any) {
	t.Helper()
	_, b, err := c.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestForeignClients subscribes with the npm clients of both protocols.
func TestForeignClients(t *testing.T) {
	w := newWorld(t, 1700) // more than 20 000 events
	var got map[string]struct {
		Count, Milliseconds   int
		Ordered, Query, Wrong bool
	}
	node(t, &got, "subscribe.mjs", streaming(t, w).URL, "20000")
	for _, name := range []string{"sse", "ws"} {
		g := got[name]
		t.Logf("%s: %d events in %d ms", name, g.Count, g.Milliseconds)
		if g.Count < 20000 || g.Count > 21000 || !g.Ordered || !g.Query || !g.Wrong {
			t.Errorf("%s: %+v", name, g)
		}
	}
}

// TestSubscribingBeyondTheLedger: a position that the ledger has not come to is
// refused, with what to do.
func TestSubscribingBeyondTheLedger(t *testing.T) {
	w := recording(t)
	s := streaming(t, w)
	head, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	next, stop := follow(t, s, fmt.Sprintf(eventsQuery, head+1))
	defer stop()
	e := next()
	if len(e.data.Errors) != 1 || !strings.Contains(fmt.Sprint(e.data.Errors), "BAD_USER_INPUT") {
		t.Errorf("%+v", e)
	}
}

// TestSubscribingAheadOfTheViews: of what the ledger has and the views have not
// read yet, only what comes after the position is told.
func TestSubscribingAheadOfTheViews(t *testing.T) {
	w := newWorld(t, 0)
	s := streaming(t, w)
	h := casetest.Case("LAG-1").On("2025-03-03", casefile.Accepted{Org: "A", Promise: 5}).
		On("2025-03-04", casefile.StepPerformed{Step: "x", Name: "x"}).On("2025-03-05", casefile.StepPerformed{Step: "y", Name: "y"})
	if _, err := h.AppendTo(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	head, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	next, stop := follow(t, s, fmt.Sprintf(eventsQuery, head-1))
	defer stop()
	w.catchUp(t)
	if e := next(); e.id != head.String() || len(e.data.Errors) > 0 {
		t.Errorf("%+v, want the record at %s", e, head)
	}
}
