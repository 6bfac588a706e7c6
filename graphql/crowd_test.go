package graphql_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"caseledger/graphql"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// BenchmarkCrowd records events while 1000 subscribers follow all cases and
// 10 000 follow one that rests. One operation is one record that has reached
// all of the thousand.
func BenchmarkCrowd(b *testing.B) {
	const active, resting = 1000, 10_000
	w := newWorld(b, 0)
	w.deps.Now = time.Now
	h, err := graphql.New(w.deps)
	if err != nil {
		b.Fatal(err)
	}
	ctx, leave := context.WithCancel(b.Context())
	var crowd, received sync.WaitGroup
	join := func(query string, heard func(int)) {
		opened := make(chan struct{})
		r := httptest.NewRequestWithContext(ctx, "GET", "/graphql?query="+url.QueryEscape(query), nil)
		r.Header.Set("Accept", "text/event-stream")
		crowd.Go(func() { h.ServeHTTP(&listener{header: http.Header{}, heard: heard, opened: opened}, r) })
		<-opened
	}
	for range active {
		join(`subscription { caseEvents(after: 33) { position event { type occurredAt post } } }`, func(n int) { received.Add(-n) })
	}
	for range resting {
		join(`subscription { caseEvents(after: 33, number: "XK-2024-0001") { position } }`, func(int) {})
	}
	stream := casefile.Stream("CROWD-1")
	next := ledger.NoStream
	for b.Loop() {
		var e casefile.Event = casefile.StepPerformed{Step: "x", Name: "x"}
		if next == ledger.NoStream {
			e = casefile.Accepted{Org: "A"}
		}
		d := casetest.Case("CROWD-1").On("2025-03-03", e).Drafts[0]
		d.Command = ledger.NewCommandID(noon, fmt.Sprint(next))
		d.ID = ledger.EventIDOf(d.Command, 0)
		received.Add(active)
		if _, err := w.store.Append(b.Context(), stream, next, d); err != nil {
			b.Fatal(err)
		}
		next++
		w.catchUp(b)
		received.Wait()
	}
	b.ReportMetric(float64(b.N)*active/b.Elapsed().Seconds(), "answers/s")
	leave()
	crowd.Wait()
}

// listener is a client that counts what it hears.
type listener struct {
	header http.Header
	heard  func(int)
	opened chan struct{}
	once   sync.Once
}

func (l *listener) Header() http.Header { return l.header }
func (l *listener) WriteHeader(int)     {}
func (l *listener) Flush()              {}
func (l *listener) Write(p []byte) (int, error) {
	l.once.Do(func() { close(l.opened) })
	if n := strings.Count(string(p), "event: next"); n > 0 {
		l.heard(n)
	}
	return len(p), nil
}
