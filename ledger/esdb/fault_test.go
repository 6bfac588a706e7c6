package esdb_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/esdb"
	"caseledger/ledger/esdb/esdbtest"
)

const name = esdb.DefaultPrefix + "case/A-1"

// Each row spoils the first append. It must succeed all the same, stored once.
func TestAppendSurvives(t *testing.T) {
	for _, tt := range []struct {
		name    string
		verdict esdbtest.Verdict
	}{
		{"a fault before the commit", esdbtest.BeforeCommit},
		{"a fault between commit and reply", esdbtest.AfterCommit},
		{"a node that is not the leader", esdbtest.NotLeader},
	} {
		t.Run(tt.name, func(t *testing.T) {
			log := esdbtest.NewLog()
			leader := start(t, &esdbtest.Node{Log: log})
			var spoiled atomic.Bool
			node := start(t, &esdbtest.Node{Log: log, Leader: leader, OnAppend: func(string) esdbtest.Verdict {
				if spoiled.CompareAndSwap(false, true) {
					return tt.verdict
				}
				return esdbtest.Proceed
			}})
			s := open(t, node.URL())
			for i := range 3 {
				rs, err := s.Append(timeout(t, patience), "case/A-1", ledger.Revision(i-1), draft(i))
				if err != nil || len(rs) != 1 || rs[0].Revision != ledger.Revision(i) {
					t.Fatalf("append %d = %v, %v", i, rs, err)
				}
			}
			if !spoiled.Load() || log.Count(name) != 3 {
				t.Errorf("stored %d events, spoiled %t, want 3 and true", log.Count(name), spoiled.Load())
			}
		})
	}
}

func TestSilenceIsAnUnknownOutcomeThatTheSameCallSettles(t *testing.T) {
	var silent atomic.Bool
	silent.Store(true)
	node := start(t, &esdbtest.Node{OnAppend: func(string) esdbtest.Verdict {
		if silent.Load() {
			return esdbtest.Silence
		}
		return esdbtest.Proceed
	}})
	s := open(t, node.URL())
	ctx, cancel := context.WithCancel(timeout(t, patience))
	go func() {
		for ctx.Err() == nil && node.Log.Count(name) == 0 {
			runtime.Gosched()
		}
		cancel() // stored, and no reply
	}()
	_, err := s.Append(ctx, "case/A-1", ledger.NoStream, draft(0))
	if !errors.Is(err, ledger.ErrUnknownOutcome) {
		t.Fatalf("append = %v, want an unknown outcome", err)
	}
	silent.Store(false)
	later := draft(0)
	later.Recorded = later.Recorded.Add(time.Hour)
	rs, err := s.Append(timeout(t, patience), "case/A-1", ledger.NoStream, later)
	if err != nil || !rs[0].Recorded.Equal(draft(0).Recorded) || node.Log.Count(name) != 1 {
		t.Errorf("second call = %v, %v with %d events stored, want the first result", rs, err, node.Log.Count(name))
	}
}

// While the server is away no call outlives its context, afterwards all goes
// on, and no goroutine stays behind.
func TestOutage(t *testing.T) {
	for _, away := range []struct {
		name       string
		begin, end func(n *esdbtest.Node) error
	}{
		{"stopped", func(n *esdbtest.Node) error { n.Stop(); return nil }, (*esdbtest.Node).Start},
		{"frozen", func(n *esdbtest.Node) error { n.Freeze(); return nil }, func(n *esdbtest.Node) error { n.Thaw(); return nil }},
	} {
		t.Run(away.name, func(t *testing.T) {
			node := start(t, &esdbtest.Node{})
			s := open(t, node.URL())
			if _, err := s.Append(timeout(t, patience), "case/A-1", ledger.NoStream, draft(0)); err != nil {
				t.Fatal(err)
			}
			before := runtime.NumGoroutine()
			if err := away.begin(node); err != nil {
				t.Fatal(err)
			}
			var group sync.WaitGroup
			for w := range 16 {
				group.Go(func() {
					ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
					defer cancel()
					stream := ledger.StreamID(fmt.Sprint("case/B-", w))
					if _, err := s.Append(ctx, stream, ledger.NoStream, draft(100+w)); !errors.Is(err, ledger.ErrUnknownOutcome) {
						t.Errorf("append while the server is away = %v, want an unknown outcome", err)
					}
				})
			}
			group.Wait() // ends only because no call outlives its context
			if err := away.end(node); err != nil {
				t.Fatal(err)
			}
			for w := range 16 {
				stream := ledger.StreamID(fmt.Sprint("case/B-", w))
				rs, err := s.Append(timeout(t, patience), stream, ledger.NoStream, draft(100+w))
				if err != nil || rs[0].Revision != 0 || node.Log.Count(esdb.DefaultPrefix+string(stream)) != 1 {
					t.Fatalf("append after the server is back = %v, %v", rs, err)
				}
			}
			settle(t, before+24) // waiting workers, and a few of the new connection
		})
	}
}

// settle waits until no more than n goroutines run.
func settle(t *testing.T, n int) {
	t.Helper()
	for ctx := timeout(t, patience); runtime.NumGoroutine() > n; runtime.Gosched() {
		if ctx.Err() != nil {
			t.Fatalf("%d goroutines run, want at most %d", runtime.NumGoroutine(), n)
		}
	}
}

func TestFollowAcrossOutagesAndSlowDelivery(t *testing.T) {
	const each, rounds = 40, 4
	resume := make(chan struct{}, 1)
	node := &esdbtest.Node{}
	var delivered atomic.Int64
	node.Follow = func() {
		if delivered.Add(1)%37 == 0 { // a follower that lags now and then
			select {
			case <-resume:
			default:
			}
		}
	}
	start(t, node)
	s := open(t, node.URL())
	go func() {
		for i := range each * rounds {
			if i%each == each/2 {
				node.Stop()
				if err := node.Start(); err != nil {
					t.Errorf("restart: %v", err)
				}
			}
			if _, err := s.Append(context.Background(), "case/A-1", ledger.Revision(i-1), draft(i)); err != nil {
				t.Errorf("append %d: %v", i, err)
				return
			}
		}
	}()
	next, last := ledger.Revision(0), ledger.Position(0)
	for item, err := range s.Follow(timeout(t, patience), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Position < last {
			t.Fatalf("position %s after %s", item.Position, last)
		}
		last = item.Position
		if item.Record == nil {
			continue
		}
		if item.Record.Revision != next {
			t.Fatalf("record of revision %d, want %d", item.Record.Revision, next)
		}
		if next++; next == each*rounds {
			break
		}
	}
	if next != each*rounds {
		t.Errorf("followed %d records, want %d", next, each*rounds)
	}
}

func TestClusterGoesOnWithAnotherLeader(t *testing.T) {
	log := esdbtest.NewLog()
	nodes := []*esdbtest.Node{{Log: log}, {Log: log}, {Log: log}}
	for _, n := range nodes {
		start(t, n)
	}
	lead := func(leader *esdbtest.Node) {
		for _, n := range nodes {
			n.Elect(leader, nodes)
		}
	}
	lead(nodes[0])
	s := open(t, esdbtest.ClusterURL(nodes...))
	for i := range 9 {
		if i%3 == 2 {
			nodes[i/3].Stop()
			lead(nodes[(i/3+1)%3])
			if i/3 > 0 {
				if err := nodes[i/3-1].Start(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := s.Append(timeout(t, patience), "case/A-1", ledger.Revision(i-1), draft(i)); err != nil {
			t.Fatalf("append %d: %v", i, err)
		}
	}
	if n := log.Count(name); n != 9 {
		t.Errorf("stored %d events, want 9", n)
	}
}

func TestOpenRefusals(t *testing.T) {
	guarded := start(t, &esdbtest.Node{TLS: certificate(t), User: "ledger", Password: "correct horse"})
	away := start(t, &esdbtest.Node{})
	away.Stop()
	for _, tt := range []struct {
		name, url, want string
		wait            time.Duration
	}{
		{"another scheme", "kurrentdb://127.0.0.1:2113", "kurrentdb", patience},
		{"no server", away.URL(), "context deadline exceeded", time.Second},
		{"wrong password", strings.Replace(guarded.URL(), "correct", "wrong", 1), "not authenticated", patience},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := esdb.Open(timeout(t, tt.wait), tt.url, esdb.Options{})
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "horse") {
				t.Errorf("error %q, want it to say %q and no password", err, tt.want)
			}
		})
	}
}

func TestCredentialsOverTLS(t *testing.T) {
	node := start(t, &esdbtest.Node{TLS: certificate(t), User: "ledger", Password: "correct horse"})
	s := open(t, node.URL())
	if _, err := s.Append(timeout(t, patience), "case/A-1", ledger.NoStream, draft(0)); err != nil {
		t.Fatal(err)
	}
	if head, err := s.Head(t.Context()); err != nil || head == 0 {
		t.Errorf("head = %s, %v", head, err)
	}
}

func TestCloseLeavesNoGoroutine(t *testing.T) {
	node := start(t, &esdbtest.Node{})
	open(t, node.URL()).Close() // whatever starts once has started
	before := runtime.NumGoroutine()
	for range 5 {
		s := open(t, node.URL())
		for item, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
			if err != nil || item.Live {
				break
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, before+2)
}

func TestServerVersion(t *testing.T) {
	log := esdbtest.NewLog()
	plain := start(t, &esdbtest.Node{Log: log})
	secure := start(t, &esdbtest.Node{Log: log, TLS: certificate(t), User: "ledger", Password: "correct horse"})
	for _, url := range []string{plain.URL(), secure.URL(), esdbtest.ClusterURL(plain, plain)} {
		if v, err := esdb.ServerVersion(timeout(t, patience), url); err != nil || v != "23.10.8" {
			t.Errorf("version %q, %v", v, err)
		}
	}
	plain.Stop()
	if _, err := esdb.ServerVersion(timeout(t, 300*time.Millisecond), plain.URL()); err == nil {
		t.Error("a stopped server has a version")
	}
}
