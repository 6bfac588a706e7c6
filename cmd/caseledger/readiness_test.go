package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/tlog"
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
		{"a log that is witnessed", func(r *readiness) {
			r.reach()
			r.keeps(func() (*logStanding, string) {
				return &logStanding{Size: 9, Signed: 9, Witnesses: []cosignatureView{{"a", "witness.example/a", time.Unix(0, 0).UTC()}, {Name: "b", Key: "witness.example/b"}}}, ""
			})
		}, 200, `{"status":"ok","target":7,"log":{"size":9,"signed":9,"witnesses":[{"name":"a","key":"witness.example/a","signed":"1970-01-01T00:00:00Z"},{"name":"b","key":"witness.example/b"}]}}`},
		{"a log that waits for witnesses", func(r *readiness) {
			r.reach()
			r.keeps(func() (*logStanding, string) { return &logStanding{Size: 8, Signed: 9}, "log: too few" })
		}, 200, `{"status":"degraded","reason":"log: too few","target":7,"log":{"size":8,"signed":9}}`},
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

// TestLogCheck: a checkpoint that waits for witnesses is trouble after some time.
func TestLogCheck(t *testing.T) {
	at, records := tlog.Place(t.TempDir()), feedtest.New(3)
	if _, err := at.Init("example.gov.cn/log", rand.Reader); err != nil {
		t.Fatal(err)
	}
	now := clockStart
	p := &tlog.Publisher{Place: at, Records: records, Logger: silent(), Now: now.UTC}
	look := logCheck(p, func() time.Time { return now.UTC().Add(time.Hour) })
	if s, wrong := look(); s == nil || s.Size != 0 || wrong != "" {
		t.Errorf("begun: %+v, %q", s, wrong)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	for h, err := at.Head(); err == nil && h.Size < 3; h, err = at.Head() {
	}
	cancel()
	<-ended
	if s, wrong := look(); s.Size != 3 || s.Signed != 3 || wrong != "" {
		t.Errorf("published: %+v, %q", s, wrong)
	}
	if err := os.Remove(filepath.Join(at.Dir(), "checkpoint")); err != nil { // as where no witness signed it
		t.Fatal(err)
	}
	if s, wrong := look(); s.Size != 0 || s.Signed != 3 || !strings.HasPrefix(wrong, "log: 0 leaves are published of 3, since ") {
		t.Errorf("waiting: %+v, %q", s, wrong)
	}
}
