package graphql_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"caseledger/graphql/clients"
)

// largeQuery has an answer of some megabytes, within the limit of cost.
func largeQuery() string {
	return "{" + repeat(13, func(i int) string {
		return fmt.Sprintf("a%d: cases(first: 100) { nodes { number events(first: 20) { id eventId caseNumber body occurredAt recordedAt post type revision position sealedValues } } } ", i)
	}) + "}"
}

// unread is a handler that tells when an answer begins to be written.
type unread struct {
	http.Handler
	writing chan struct{}
}

func (u unread) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u.Handler.ServeHTTP(&firstWrite{ResponseWriter: w, tell: sync.OnceFunc(func() { u.writing <- struct{}{} })}, r)
}

type firstWrite struct {
	http.ResponseWriter
	tell func()
}

func (w *firstWrite) Write(b []byte) (int, error) {
	w.tell()
	return w.ResponseWriter.Write(b)
}

func (w *firstWrite) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// stuck opens a connection that asks and does not read.
func stuck(t *testing.T, s *httptest.Server, client, query string) {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() }) // the server may have closed it
	_ = c.(*net.TCPConn).SetReadBuffer(4096)
	if _, err := fmt.Fprintf(c, "GET /graphql?query=%s HTTP/1.1\r\nHost: x\r\nX-Test-Client: %s\r\n\r\n", url.QueryEscape(query), client); err != nil {
		t.Fatal(err)
	}
}

// TestSlowReaders: more readers than there are places take no byte of a large
// answer, and everybody else is answered.
func TestSlowReaders(t *testing.T) {
	w := newWorld(t, 200)
	w.deps.Now = time.Now
	w.withAccess(t)
	u := unread{w.newHandler(t), make(chan struct{})}
	s := httptest.NewServer(u)
	t.Cleanup(s.CloseClientConnections)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	const readers = 80
	for range readers {
		stuck(t, s, "slow", largeQuery())
	}
	for i := range readers {
		select {
		case <-u.writing:
		case <-ctx.Done():
			t.Fatalf("%d of %d answers are being written; the others wait for their readers", i, readers)
		}
	}
	go func() { // others tell as well
		for range u.writing {
		}
	}()
	for _, token := range []string{"", w.staff} {
		r, err := http.NewRequestWithContext(ctx, "GET", s.URL+getURL("{ledger{records}}", ""), nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		resp, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Body.Close(); resp.StatusCode != http.StatusOK {
			t.Errorf("status %d", resp.StatusCode)
		}
	}
}

// TestUnreadBytes: what waits for one client is bounded, for its own account.
func TestUnreadBytes(t *testing.T) {
	w := newWorld(t, 200)
	book := clients.New(clients.Limits{PerMinute: 1e6, Waiting: 1 << 20}, time.Now)
	w.deps.Now, w.deps.Clients, w.deps.Client = time.Now, book, func(r *http.Request) string { return r.Header.Get("X-Test-Client") }
	u := unread{w.newHandler(t), make(chan struct{})}
	s := httptest.NewServer(u)
	t.Cleanup(s.CloseClientConnections)
	stuck(t, s, "slow", largeQuery())
	<-u.writing
	ask := func(client string) reply {
		return send(t, u.Handler, "GET", getURL(largeQuery(), ""), "", "X-Test-Client: "+client)
	}
	if r := ask("slow"); r.status != http.StatusTooManyRequests || r.code() != "RATE_LIMITED" {
		t.Errorf("another one for who does not read the first: %d", r.status)
	}
	if r := ask("other"); r.status != http.StatusOK {
		t.Errorf("for somebody else: %d", r.status)
	}
	if n, _ := book.Refused(); n != 0 {
		t.Errorf("the server is said to be full: %d", n)
	}
}

// TestFullServer: what is refused because all places are taken is told.
func TestFullServer(t *testing.T) {
	w := newWorld(t, 0)
	book := clients.New(clients.Limits{}, w.deps.Now)
	w.deps.Clients = book
	w.withAccess(t)
	h := w.newHandler(t)
	for range 64 {
		leave, err := book.Enter(t.Context(), clients.Client{Name: "x"})
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // waiting ends with the request
	r := httptest.NewRequestWithContext(ctx, "GET", getURL("{ledger{records}}", ""), nil)
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	if n, _ := book.Refused(); rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" || n != 1 {
		t.Errorf("%d %v, %d refusals", rec.Code, rec.Header(), n)
	}
	if r := as(t, h, w.staff, "{ledger{records}}"); r.status != http.StatusOK {
		t.Errorf("staff: %d %s", r.status, r.raw)
	}
}
