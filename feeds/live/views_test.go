package live_test

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/feeds/live"
	"caseledger/ledger"
	"caseledger/ledger/memory"
	"caseledger/projections"
)

// house is a ledger whose views follow it, and a live feed of them.
func house(t testing.TB) (ledger.Store, *httptest.Server) {
	t.Helper()
	store := memory.New()
	views, err := projections.Open(t.Context(), filepath.Join(t.TempDir(), "views.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = views.Run(ctx, store) }()
	s := live.New(live.Config{Records: views})
	web := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		web.Close()
		cancel()
		<-done
		if err := views.Close(); err != nil {
			t.Error(err)
		}
	})
	return store, web
}

// add appends the n-th made-up record.
func add(t testing.TB, store ledger.Store, n int) ledger.Record {
	t.Helper()
	r := feedtest.Record(n)
	records, err := store.Append(t.Context(), r.Stream, r.Revision-1, r.Draft)
	if err != nil {
		t.Fatal(err)
	}
	return records[0]
}

// From the store through the views to the reader: what is appended arrives,
// byte for byte, with nothing sealed.
func TestThroughTheViews(t *testing.T) {
	store, web := house(t)
	s, done := connect(t, web, "?after=0")
	defer done()
	for n := 1; n <= 40; n++ {
		r := add(t, store, n)
		e, ok := s.next()
		if want := string(feeds.AppendPlaced(nil, &r)); !ok || e.data != want || e.id != r.Position.String() {
			t.Fatalf("record %d: got %+v, want %s", n, e, want)
		}
		if strings.Contains(e.data, feedtest.Secret) {
			t.Fatalf("record %d: a sealed value was streamed", n)
		}
	}
}

// BenchmarkAppendToReader is the time from an append to its arrival at one of
// many readers, views included.
func BenchmarkAppendToReader(b *testing.B) {
	store, web := house(b)
	for range 100 { // readers that only listen
		s, done := connect(b, web, "")
		defer done()
		go func() {
			for _, ok := s.next(); ok; _, ok = s.next() {
			}
		}()
	}
	s, done := connect(b, web, "?after=0")
	defer done()
	var took []time.Duration
	for n := 1; b.Loop(); n++ {
		begin := time.Now()
		add(b, store, n)
		if _, ok := s.next(); !ok {
			b.Fatal("the stream ended")
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
