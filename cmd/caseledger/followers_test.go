package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	franz "github.com/twmb/franz-go/pkg/kgo"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
	"caseledger/feeds/live"
	"caseledger/feeds/tlog"
	"caseledger/graphql"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	files "caseledger/ledger/dossier"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
	"caseledger/projections/follow"
	"caseledger/projections/statements"
)

// faulty fails so many times once it is armed, as a full disk does.
type faulty struct {
	mu    sync.Mutex
	armed bool
	left  int
}

func (f *faulty) arm() { f.mu.Lock(); f.armed = true; f.mu.Unlock() }

func (f *faulty) fault() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.armed || f.left == 0 {
		return nil
	}
	f.left--
	return &ledger.FullError{Where: "the disk", Err: errors.New("no space left on device")}
}

func (f *faulty) spent() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.left == 0 }

// testClock passes at once: who sleeps moves it on.
type testClock struct {
	mu    sync.Mutex
	slept time.Duration
}

var clockStart = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return clockStart.Add(c.slept)
}

func (c *testClock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept += d
	return ctx.Err()
}

func (c *testClock) passed() time.Duration { c.mu.Lock(); defer c.mu.Unlock(); return c.slept }

// walking is one follower under the test.
type walking struct {
	*follow.Follower
	faults *faulty
}

// caughtUp waits until done says that all that was to be done after the faults
// is done.
func (w walking) caughtUp(t *testing.T, done func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for !w.faults.spent() || !done() || !w.Status().Healthy() {
		select {
		case <-deadline:
			t.Fatalf("not caught up: %+v", w.Status())
		case <-time.After(time.Millisecond):
		}
	}
}

// walks gives every follower of the list something to do that fails three
// times; each returns when it has caught up.
var walks = map[string]func(*testing.T, walking){
	"views": func(t *testing.T, w walking) {
		store := memory.New()
		views := viewsIn(t, w.faults, false)
		w.faults.arm()
		go views.Follow(t.Context(), store, w.Follower)
		recordAll(t, store, 40)
		w.caughtUp(t, func() bool { at, err := views.Position(t.Context()); return err == nil && at == 40 })
	},
	"live": func(t *testing.T, w walking) {
		records := feedtest.New(1)
		server := live.New(live.Config{Records: flakyRecords{records, w.faults}, Follower: w.Follower, Logger: silent()})
		web := httptest.NewServer(server)
		defer web.Close()
		defer server.Close()
		lines := events(t, web.URL+"?after=0")
		lines.next(t, "data:")
		w.faults.arm()
		records.Grow(1)
		lines.next(t, "data:")
		w.caughtUp(t, func() bool { return true })
	},
	"log": func(t *testing.T, w walking) {
		at, records := tlog.Place(t.TempDir()), feedtest.New(3)
		if _, err := at.Init("example.gov.cn/log", rand.Reader); err != nil {
			t.Fatal(err)
		}
		w.faults.arm()
		p := &tlog.Publisher{Place: at, Records: flakyRecords{records, w.faults}, Follower: w.Follower, Logger: silent()}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx) }()
		w.caughtUp(t, func() bool { return w.Status().Position == feedtest.Record(3).Position })
		cancel()
		<-ended
	},
	"figures": func(t *testing.T, w walking) {
		at, store := tlog.Place(t.TempDir()), memory.New()
		if _, err := at.Init("example.gov.cn/log", rand.Reader); err != nil {
			t.Fatal(err)
		}
		recordAll(t, store, 3)
		views := viewsIn(t, w.faults, true)
		if err := views.CatchUp(t.Context(), store, nil); err != nil {
			t.Fatal(err)
		}
		desk := &files.Desk{Store: store, Beyond: &statements.Freezer{Views: views, Store: store}}
		order := files.Order{ID: ledger.NewCommandID(clockStart, "close"), Event: statement.Closed{Period: "2026-03"}, Recorded: clockStart}
		if _, err := statement.Kind.Do(t.Context(), desk, order); err != nil {
			t.Fatal(err)
		}
		if err := views.CatchUp(t.Context(), store, nil); err != nil {
			t.Fatal(err)
		}
		w.faults.arm()
		p := &tlog.Publisher{Place: at, Records: views, Statements: views, Follower: w.Follower, Logger: silent()}
		beside := &tlog.Publisher{Place: at, Records: feedtest.New(4), Logger: silent()}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- keepBoth(ctx, beside, p) }()
		w.caughtUp(t, func() bool { return w.Status().Position == 4 })
		cancel()
		<-ended
	},
	"subscriptions": func(t *testing.T, w walking) {
		store := memory.New()
		views := viewsIn(t, w.faults, true)
		recordAll(t, store, 1)
		go views.Run(t.Context(), store)
		if err := views.Wait(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		api, err := graphql.New(graphql.Deps{Views: views, Store: store, Now: time.Now, Logger: silent(), Follower: w.Follower})
		if err != nil {
			t.Fatal(err)
		}
		web := httptest.NewServer(api)
		defer web.Close()
		defer api.(io.Closer).Close()
		lines := events(t, web.URL+"/graphql?query="+url.QueryEscape(`subscription { caseEvents(after: "0") { position } }`))
		lines.next(t, `data: {"data"`)
		w.faults.arm()
		record, err := feedtestAppend(t.Context(), store, 2)
		if err != nil {
			t.Fatal(err)
		}
		lines.next(t, record.Position.String())
		w.caughtUp(t, func() bool { return true })
	},
	"calendars": func(t *testing.T, w walking) {
		store := memory.New()
		s := &site{store: flakyStore{store, w.faults}, now: clockStart.UTC, follows: map[string]*follow.Follower{"calendars": w.Follower}}
		w.faults.arm()
		s.publishes(t.Context())
		if head, err := store.Head(t.Context()); err != nil || head == 0 || w.Status().State != follow.Done {
			t.Errorf("%s records, %v, %+v", head, err, w.Status())
		}
	},
	"supervise": func(t *testing.T, w walking) {
		store := memory.New()
		o := casefile.Order{ID: ledger.NewCommandID(clockStart, "late"), Number: "T-1", Occurred: clockStart.AddDate(0, -3, 0), Recorded: clockStart, Command: casefile.Accept{Org: "A", Promise: 5}}
		if _, err := (&casefile.Desk{Store: store}).Do(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		s := newSuperviseRole(flakyStore{store, w.faults}, clockStart.UTC)
		s.follower = w.Follower
		w.faults.arm()
		go s.run(t.Context())
		w.caughtUp(t, func() bool { return s.recorded()["card.issued/1"] == 1 })
	},
	"publish": func(t *testing.T, w walking) {
		brokers := kafkaInProcess(t)
		p := &kafka.Publisher{
			Connection: kafka.Connection{Brokers: brokers}, Records: flakyRecords{feedtest.New(30), w.faults},
			Topic: "walk", Partitions: 2, Logger: silent(), Follower: w.Follower,
		}
		w.faults.arm()
		go p.Run(t.Context())
		w.caughtUp(t, func() bool { return p.Metrics().Reached == 30 })
	},
	"intake": func(t *testing.T, w walking) {
		brokers := kafkaInProcess(t)
		mapping, err := intake.LoadMapping("cloudevents")
		if err != nil {
			t.Fatal(err)
		}
		produce(t, brokers, "approvals")
		in := &kafka.Intake{
			Connection: kafka.Connection{Brokers: brokers}, Topic: "approvals", Mapping: mapping,
			Store: flakyStore{memory.New(), w.faults}, Now: clockStart.UTC, Logger: silent(), Follower: w.Follower,
		}
		w.Final = cannotTakeIn
		w.faults.arm()
		go w.Run(t.Context(), in.Run)
		w.caughtUp(t, func() bool { return in.Metrics().Added == 1 })
	},
}

// Every follower of the list meets three failed writes, or reads where it only
// reads, goes on by itself within ten seconds of its clock, and says so.
func TestFollowersGoOn(t *testing.T) {
	for _, k := range followers {
		t.Run(k.name, func(t *testing.T) {
			walk := walks[k.name]
			if walk == nil {
				t.Fatal("nobody tries what this follower does after a fault: give it a walk")
			}
			clock := &testClock{}
			w := walking{follow.New(k.name, follow.Pace{Now: clock.now, Sleep: clock.sleep}), &faulty{left: 3}}
			walk(t, w)
			s := w.Status()
			if s.Retries < 3 || s.Class != "full" || !s.Healthy() {
				t.Errorf("after three faults: %+v", s)
			}
			if clock.passed() > 10*time.Second {
				t.Errorf("caught up after %s", clock.passed())
			}
			if !s.Since.After(clockStart) {
				t.Errorf("the state has stood since %s, before the faults", s.Since)
			}
		})
	}
}

// What a follower is called stands in the list.
func TestFollowersHaveNames(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a follower that is not in the list was made")
		}
	}()
	newFollower("unheard-of", time.Now, strings.NewReader(""), nil)
}

func viewsIn(t *testing.T, f *faulty, reads bool) *projections.Views {
	t.Helper()
	place, err := door.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "views.sqlite"), false)
	if err != nil {
		t.Fatal(err)
	}
	flaky := doortest.Flaky(place, f.fault)
	if reads {
		flaky = doortest.FlakyReads(place, f.fault)
	}
	views, err := projections.OpenIn(t.Context(), flaky, false)
	if err != nil {
		t.Fatal(err)
	}
	return views // closed by nobody: followers may still hold it
}

func feedtestAppend(ctx context.Context, s ledger.Store, n int) (ledger.Record, error) {
	r := feedtest.Record(n)
	out, err := s.Append(ctx, r.Stream, r.Revision-1, r.Draft)
	if err != nil {
		return ledger.Record{}, err
	}
	return out[0], nil
}

func recordAll(t *testing.T, s ledger.Store, n int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		if _, err := feedtestAppend(t.Context(), s, i); err != nil {
			t.Fatal(err)
		}
	}
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

// flakyRecords is a public record whose reading fails.
type flakyRecords struct {
	*feedtest.Ledger
	faults *faulty
}

// Public implements [projections.Records].
func (r flakyRecords) Public(ctx context.Context, from uint64, n int) ([]projections.PublicRecord, error) {
	if err := r.faults.fault(); err != nil {
		return nil, err
	}
	return r.Ledger.Public(ctx, from, n)
}

// Count implements [projections.Records].
func (r flakyRecords) Count(ctx context.Context) (uint64, error) {
	if err := r.faults.fault(); err != nil {
		return 0, err
	}
	return r.Ledger.Count(ctx)
}

// flakyStore is a ledger whose appends fail.
type flakyStore struct {
	ledger.Store
	faults *faulty
}

// Append implements [ledger.Store].
func (s flakyStore) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if err := s.faults.fault(); err != nil {
		return nil, err
	}
	return s.Store.Append(ctx, stream, at, drafts...)
}

func kafkaInProcess(t *testing.T) []string {
	t.Helper()
	c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, "approvals"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.ListenAddrs()
}

// produce sends one case event.
func produce(t *testing.T, brokers []string, topic string) {
	t.Helper()
	c, err := franz.NewClient(franz.SeedBrokers(brokers...))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const number = "OA-0001"
	name, public, err := casefile.Encode(feedtest.Bodies(number)[0])
	if err != nil {
		t.Fatal(err)
	}
	m := &franz.Record{Topic: topic, Key: []byte(number), Value: public}
	for _, h := range [][2]string{{"ce_specversion", "1.0"}, {"ce_id", "1"}, {"ce_source", "/oa"}, {"ce_type", name},
		{"ce_subject", number}, {"ce_time", "2026-03-02T09:00:00Z"}, {"content-type", "application/json"}} {
		m.Headers = append(m.Headers, franz.RecordHeader{Key: h[0], Value: []byte(h[1])})
	}
	if err := c.ProduceSync(t.Context(), m).FirstErr(); err != nil {
		t.Fatal(err)
	}
}

// eventLines is a stream of events as it comes in.
type eventLines struct{ *bufio.Scanner }

func events(t *testing.T, address string) eventLines {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		t.Fatal(fmt.Errorf("%s: %s", address, response.Status))
	}
	return eventLines{Scanner: bufio.NewScanner(response.Body)}
}

// next waits for a line that holds a text.
func (l eventLines) next(t *testing.T, text string) {
	t.Helper()
	for l.Scan() {
		if strings.Contains(l.Text(), text) {
			return
		}
	}
	t.Fatalf("the stream ended before %q: %v", text, l.Err())
}
