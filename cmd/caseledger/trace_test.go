package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// TestTraces: a collector gets a span for each request and operation, in the
// caller's trace, and nothing that leads to a person.
func TestTraces(t *testing.T) {
	var mu sync.Mutex
	var got strings.Builder
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		mu.Lock()
		defer mu.Unlock()
		got.Write(b)
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	defer collector.Close()
	const caller = "\x0a\xf7\x65\x19\x16\xcd\x43\xdd\x84\x48\xeb\x21\x1c\x80\x31\x9c"
	t.Run("served", func(t *testing.T) { // its end sends the last spans
		s := serveHere(t, "--otlp-endpoint", collector.URL)
		token, _ := s.token(t, "record")
		s.ask(t, token, accepting)
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/graphql?query={ledger{position}}", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		s.do(t, r)
	})
	mu.Lock()
	defer mu.Unlock()
	for _, want := range []string{"POST /graphql", "GET /graphql", "graphql mutation", "graphql query", "graphql.document.hash", "http.response.status_code", "clerk", caller} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("%q is in no span", want)
		}
	}
	for _, secret := range []string{"小明", "Wang", "acceptCase", "T-1", "clt_", "127.0.0.1", "record-post"} {
		if strings.Contains(got.String(), secret) {
			t.Errorf("a span holds %q", secret)
		}
	}
}

// TestCollectorIsGone: traces that nobody takes are no failure.
func TestCollectorIsGone(t *testing.T) {
	collector := httptest.NewServer(http.NotFoundHandler())
	collector.Close()
	s := serveHere(t, "--otlp-endpoint", collector.URL)
	if status, a := s.ask(t, "", `{ledger {position}}`); status != http.StatusOK {
		t.Errorf("%d %s", status, a)
	}
}
