package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// served is a server in this process.
type served struct {
	started
	data string
	log  *locked
	http http.Client
}

// locked is a buffer for several goroutines.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer // guarded by mu
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// runVerb runs a verb in the server's data folder and gives what it prints.
func runVerb(t *testing.T, data string, args ...string) []byte {
	t.Helper()
	var out, log bytes.Buffer
	p := program{stdout: &out, stderr: &log, now: time.Now, rand: rand.Reader}
	if code := p.run(t.Context(), append(args, "--data", data, "--json")); code != exitOK {
		t.Fatalf("%v: exit code %d: %s", args, code, log.String())
	}
	return out.Bytes()
}

func serveHere(t *testing.T, args ...string) *served {
	t.Helper()
	s := &served{data: t.TempDir(), log: &locked{}}
	out, in := io.Pipe()
	p := program{stdout: in, stderr: s.log, now: time.Now, rand: rand.Reader}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	code := make(chan int, 1)
	go func() {
		code <- p.run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", s.data, "--json"}, args...))
		in.Close()
	}()
	t.Cleanup(func() {
		s.http.CloseIdleConnections()
		stop()
		if c := <-code; c != exitOK {
			t.Errorf("exit code %d: %s", c, s.log)
		}
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the server did not start: %s", s.log)
	}
	if err := json.Unmarshal(line, &s.started); err != nil {
		t.Fatal(err)
	}
	return s
}

// token makes a token.
func (s *served) token(t *testing.T, scope string) (token, id string) {
	t.Helper()
	var v struct{ Token, ID string }
	if err := json.Unmarshal(runVerb(t, s.data, "token", "create", "--scope", scope, "--post", scope+"-post", "--label", "test"), &v); err != nil {
		t.Fatal(err)
	}
	return v.Token, v.ID
}

// ask sends a GraphQL document.
func (s *served) ask(t *testing.T, token, query string) (status int, answer string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return s.do(t, r)
}

func (s *served) do(t *testing.T, r *http.Request) (status int, answer string) {
	t.Helper()
	resp, err := s.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func (s *served) get(t *testing.T, url string) (status int, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.do(t, r)
}

// await gets a page until it has the words: the views follow the ledger.
func (s *served) await(t *testing.T, address, words string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		_, a := s.get(t, address)
		if strings.Contains(a, words) {
			return a
		}
		if sleep(ctx, 10*time.Millisecond) != nil {
			t.Fatalf("%s does not say %s: %s", address, words, a)
		}
	}
}

const (
	accepting = `mutation Wang { acceptCase(input: {number: "T-1", idempotencyKey: "k", org: "A", promisedDays: 5,
		sealed: [{label: "applicant.name", subject: "s-1", text: "王小明"}]}) { position case { number } userErrors { message } } }`
	revealing = `{ case(number: "T-1") { events(first: 1) { post sealed { label text } } } }`
)

// TestTokensAtAServer: staff record, auditors read, each reading is published,
// a revoked token ends at once, and nothing of all this is in the log or in
// the metrics.
func TestTokensAtAServer(t *testing.T) {
	s := serveHere(t, "--ops-addr", "127.0.0.1:0")
	staff, id := s.token(t, "record")
	auditor, _ := s.token(t, "reveal")
	if _, a := s.ask(t, "", accepting); !strings.Contains(a, "UNAUTHENTICATED") {
		t.Errorf("the public records: %s", a)
	}
	if _, a := s.ask(t, staff, accepting); !strings.Contains(a, `"case":{"number":"T-1"}`) {
		t.Fatalf("staff: %s", a)
	}
	if _, a := s.ask(t, auditor, revealing); !strings.Contains(a, "王小明") || !strings.Contains(a, `"post":"record-post"`) {
		t.Errorf("an auditor: %s", a)
	}
	for _, token := range []string{"", staff} {
		if _, a := s.ask(t, token, revealing); strings.Contains(a, "小明") {
			t.Errorf("read without leave: %s", a)
		}
	}
	if a := s.await(t, s.URL+"/feeds/json", "查阅密封信息"); !strings.Contains(a, "reveal-post") || strings.Contains(a, "小明") {
		t.Errorf("the feed: %s", a)
	}
	runVerb(t, s.data, "token", "revoke", id)
	if status, _ := s.ask(t, staff, accepting); status != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d", status)
	}
	s.get(t, s.URL+"/王小明?query=王小明")
	_, metrics := s.get(t, s.Ops+"/metrics")
	if !strings.Contains(metrics, "caseledger_refused_total 0") {
		t.Errorf("nothing is said of refusals: %s", metrics)
	}
	for name, text := range map[string]string{"log": s.log.String(), "metrics": metrics} {
		for _, secret := range []string{staff, auditor, "小明", "%E5", "Wang", "acceptCase", "T-1", "127.0.0.1", id, "-post"} {
			if strings.Contains(text, secret) {
				t.Errorf("the %s holds %q: %s", name, secret, text)
			}
		}
	}
	if n := strings.Count(s.log.String(), `"msg":"request"`); n < 7 {
		t.Errorf("%d requests are in the log", n)
	}
}

// TestRateAtAServer: who asks too much is refused and counted.
func TestRateAtAServer(t *testing.T) {
	s := serveHere(t, "--ops-addr", "127.0.0.1:0", "--rate", "20")
	last := 0
	for range 25 {
		last, _ = s.ask(t, "", `{ledger {position}}`)
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("status %d", last)
	}
	if _, m := s.get(t, s.Ops+"/metrics"); !strings.Contains(m, "caseledger_http_rate_limited_total ") || strings.Contains(m, "caseledger_http_rate_limited_total 0") {
		t.Error("it is not counted")
	}
}

// TestOperatorsSide: what is for the operator is not where the public comes.
func TestOperatorsSide(t *testing.T) {
	s := serveHere(t, "--ops-addr", "127.0.0.1:0")
	for _, path := range []string{"/metrics", "/debug/pprof/", "/livez", "/healthz"} {
		if status, a := s.get(t, s.Ops+path); status != http.StatusOK && path != "/healthz" {
			t.Errorf("%s: %d %s", path, status, a)
		}
		status, _ := s.get(t, s.URL+path)
		if public := path == "/livez" || path == "/healthz"; !public && status != http.StatusNotFound {
			t.Errorf("the public gets %s: %d", path, status)
		}
	}
	_, metrics := s.get(t, s.Ops+"/metrics")
	for _, name := range []string{"caseledger_http_requests_total{", "caseledger_views_lag_positions ", "caseledger_views_records ", "caseledger_live_clients ",
		"caseledger_ledger_append_seconds_count{", "caseledger_ready ", "caseledger_build_info{", "go_goroutines "} {
		if !strings.Contains(metrics, name) {
			t.Errorf("there is no %s", name)
		}
	}
}
