package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestReadiness(t *testing.T) {
	for _, c := range []struct {
		name   string
		happen func(*readiness)
		code   int
		body   string
	}{
		{"before the views have caught up", func(*readiness) {}, 503, `{"status":"starting","reason":"the views are catching up with the ledger","target":7}`},
		{"caught up", func(r *readiness) { r.reach() }, 200, `{"status":"ok","target":7}`},
		{"full, an hour ago", func(r *readiness) { r.reach(); r.watch(func() (int, uint64) { return 0, 9 }) }, 200, `{"status":"ok","target":7}`},
		{"full", func(r *readiness) { r.reach(); r.watch(func() (int, uint64) { return 3, 9 }) }, 200,
			`{"status":"degraded","reason":"3 answers were refused within the last minute because the server was full","target":7}`},
		{"stopping", func(r *readiness) { r.reach(); r.drain() }, 503, `{"status":"draining","reason":"the server is stopping","target":7}`},
		{"views stopped", func(r *readiness) { r.reach(); r.fail(errors.New("position 9: unknown type")) }, 503,
			`{"status":"stopped","reason":"the views stopped: position 9: unknown type","target":7}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r readiness
			r.expect(7)
			c.happen(&r)
			w := httptest.NewRecorder()
			r.ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
			if got := strings.TrimSpace(w.Body.String()); w.Code != c.code || got != c.body {
				t.Errorf("%d %s, want %d %s", w.Code, got, c.code, c.body)
			}
		})
	}
}

// TestHealthOfAFullServer: the verb says what is refused, and that the server
// is ready all the same.
func TestHealthOfAFullServer(t *testing.T) {
	var r readiness
	r.expect(7)
	r.reach()
	r.watch(func() (int, uint64) { return 3, 9 })
	s := httptest.NewServer(&r)
	defer s.Close()
	var out, log bytes.Buffer
	p := program{stdout: &out, stderr: &log, now: time.Now, rand: rand.Reader}
	if code := p.run(t.Context(), []string{"health", "--addr", s.Listener.Addr().String()}); code != exitOK || !strings.Contains(out.String(), "degraded: 3 answers were refused") {
		t.Errorf("exit code %d: %s %s", code, out.String(), log.String())
	}
}
