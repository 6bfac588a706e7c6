package sqlite_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

var benchRecords = flag.Int("records", 100_000, "records in the ledger of BenchmarkFollow, BenchmarkStream and BenchmarkOpen")

var benchBody = []byte(`{"channel":"internet","item":"330000-xk-0017","limit":{"days":20,"kind":"working"},"name":"审核","number":"permit-2024-000017","office":"330000-zwfw","remarks":["` +
	`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],"window":"A-17"}`)

// benchDraft is the n-th draft of a benchmark: a body of 400 bytes, and ids in
// the order of time.
func benchDraft(n int64) ledger.Draft {
	at := time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Millisecond)
	command := ledger.NewCommandID(at, fmt.Sprint(n))
	return ledger.Draft{
		ID: ledger.EventIDOf(command, 0), Type: "case.performed/1", Occurred: at, Recorded: at,
		Command: command, Post: "post-07", Public: benchBody,
	}
}

// BenchmarkAppend measures durable appends, one record each. In turns with it
// run the limit that the disk sets (the same bytes written and synced by
// groups, without any index) and, where CASELEDGER_POSTGRES names a server,
// PostgreSQL with a single committer of either kind. × is our rate over theirs.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 16, 128, 1024} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchAppend(b, writers) })
	}
}

func benchAppend(b *testing.B, writers int) {
	s := open(b, filepath.Join(b.TempDir(), "ledger.db"), sqlite.Options{})
	ours := newRunner(writers, func(stream string, revision int64, n int64) error {
		_, err := s.Append(context.Background(), ledger.StreamID(stream), ledger.Revision(revision-1), benchDraft(n))
		return err
	})
	raw := newRunner(writers, newRawLog(b).append)
	runners := []*runner{ours, raw}
	if address := os.Getenv("CASELEDGER_POSTGRES"); address != "" {
		runners = append(runners,
			newRunner(writers, newPostgresLog(b, address, false).append),
			newRunner(writers, newPostgresLog(b, address, true).append))
	}
	for b.Loop() {
		for _, r := range runners {
			if err := r.run(writers * 200); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(ours.rate(), "records/s")
	b.ReportMetric(ours.quantile(0.5), "p50-ms")
	b.ReportMetric(ours.quantile(0.99), "p99-ms")
	b.ReportMetric(raw.rate(), "raw/s")
	b.ReportMetric(ours.rate()/raw.rate(), "×raw")
	for i, name := range []string{"postgres-rows", "postgres-columns"}[:len(runners)-2] {
		b.ReportMetric(runners[2+i].rate(), name+"/s")
		b.ReportMetric(ours.rate()/runners[2+i].rate(), "×"+name)
	}
	b.ReportMetric(0, "ns/op")
}

// runner appends with many writers, each to a case of its own with ten
// records, and keeps the time.
type runner struct {
	append   func(stream string, revision, n int64) error
	streams  []string
	heads    []int64
	made     atomic.Int64
	took     time.Duration
	each     [][]time.Duration // by writer
	finished int
}

func newRunner(writers int, append func(stream string, revision, n int64) error) *runner {
	r := &runner{append: append, streams: make([]string, writers), heads: make([]int64, writers), each: make([][]time.Duration, writers)}
	for w := range r.heads {
		r.heads[w] = 9
	}
	return r
}

// run makes n appends.
func (r *runner) run(n int) error {
	var left atomic.Int64
	left.Store(int64(n))
	fail := make([]error, len(r.streams))
	start := time.Now()
	var group sync.WaitGroup
	for w := range r.streams {
		group.Go(func() {
			for left.Add(-1) >= 0 && fail[w] == nil {
				fail[w] = r.step(w)
			}
		})
	}
	group.Wait()
	r.took += time.Since(start)
	r.finished += n
	return errors.Join(fail...)
}

func (r *runner) step(w int) error {
	n := r.made.Add(1)
	if r.heads[w]++; r.heads[w] == 10 {
		r.heads[w], r.streams[w] = 0, fmt.Sprintf("case/permit-%09d", n)
	}
	start := time.Now()
	err := r.append(r.streams[w], r.heads[w], n)
	r.each[w] = append(r.each[w], time.Since(start))
	return err
}

func (r *runner) rate() float64 { return float64(r.finished) / r.took.Seconds() }

// quantile gives a quantile of the time of one append, in milliseconds.
func (r *runner) quantile(q float64) float64 {
	all := slices.Concat(r.each...)
	slices.Sort(all)
	return all[int(q*float64(len(all)-1))].Seconds() * 1e3
}

// committer hands what is queued to commit, in groups, from one goroutine.
type committer[T any] struct {
	queue  chan waiting[T]
	commit func([]T) error
}

type waiting[T any] struct {
	item T
	done chan error
}

func newCommitter[T any](b *testing.B, commit func([]T) error) *committer[T] {
	c := &committer[T]{queue: make(chan waiting[T], 1024), commit: commit}
	var group sync.WaitGroup
	group.Go(c.run)
	b.Cleanup(func() { close(c.queue); group.Wait() })
	return c
}

func (c *committer[T]) append(item T) error {
	w := waiting[T]{item, make(chan error, 1)}
	c.queue <- w
	return <-w.done
}

func (c *committer[T]) run() {
	for first := range c.queue {
		group := []waiting[T]{first}
		for more := true; more && len(group) < 1024; {
			select {
			case next, ok := <-c.queue:
				if more = ok; ok {
					group = append(group, next)
				}
			default:
				more = false
			}
		}
		items := make([]T, len(group))
		for i := range group {
			items[i] = group[i].item
		}
		err := c.commit(items)
		for _, w := range group {
			w.done <- err
		}
	}
}

// rawLog is the least that durable group commit can be: what is queued is
// written in one piece and synced.
type rawLog struct{ *committer[int64] }

func newRawLog(b *testing.B) rawLog {
	file, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	var bytes []byte
	return rawLog{newCommitter(b, func(items []int64) error {
		bytes = bytes[:0]
		for range items {
			bytes = append(bytes, benchBody...)
		}
		if _, err := file.Write(bytes); err != nil {
			return err
		}
		return dataSync(file)
	})}
}

func (r rawLog) append(_ string, _, n int64) error { return r.committer.append(n) }

// filled gives the path of a ledger with -records records in cases of ten.
func filled(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "ledger.db")
	s := open(b, path, sqlite.Options{})
	var group sync.WaitGroup
	var next atomic.Int64
	for range 64 {
		group.Go(func() {
			for n := next.Add(1); n <= int64(*benchRecords/10); n = next.Add(1) {
				drafts := make([]ledger.Draft, 10)
				for i := range drafts {
					drafts[i] = benchDraft(10*n + int64(i))
				}
				if _, err := s.Append(context.Background(), ledger.StreamID(fmt.Sprintf("case/permit-%09d", n)), ledger.NoStream, drafts...); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkFollow measures a follow from zero to the head.
func BenchmarkFollow(b *testing.B) {
	s := open(b, filled(b), sqlite.Options{})
	head, err := s.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for item, err := range s.Follow(b.Context(), 0, ledger.Filter{}) {
			if err != nil {
				b.Fatal(err)
			}
			if item.Position == head {
				break
			}
		}
	}
	b.ReportMetric(float64(b.N)*float64(head)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkStream measures the reading of one case of ten records.
func BenchmarkStream(b *testing.B) {
	s := open(b, filled(b), sqlite.Options{})
	n := 0
	for b.Loop() {
		n = (n + 7919) % (*benchRecords / 10)
		count := 0
		for _, err := range s.Stream(b.Context(), ledger.StreamID(fmt.Sprintf("case/permit-%09d", n+1)), 0) {
			if err != nil {
				b.Fatal(err)
			}
			count++
		}
		if count != 10 {
			b.Fatalf("case %d has %d records", n+1, count)
		}
	}
}

// BenchmarkOpen measures opening a ledger to its first record.
func BenchmarkOpen(b *testing.B) {
	path := filled(b)
	for b.Loop() {
		s, err := sqlite.Open(b.Context(), path, sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range s.Stream(b.Context(), "case/permit-000000001", 0) {
			if err != nil {
				b.Fatal(err)
			}
			break
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
