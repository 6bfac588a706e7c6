package sqlite_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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

// concurrently has each writer call step again and again until it was called
// n times in all.
func concurrently(b *testing.B, writers, n int, step func(writer int, n int64)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := next.Add(1); i <= int64(n); i = next.Add(1) {
				step(w, i)
			}
		})
	}
	group.Wait()
}

// BenchmarkAppend measures durable appends, one record each, beside the limit
// that the disk sets: the same bytes written and synced by groups, without any
// index. ×raw is the ratio of the two, taken in turns.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 16, 128, 1024} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchAppend(b, writers) })
	}
}

func benchAppend(b *testing.B, writers int) {
	s := open(b, filepath.Join(b.TempDir(), "ledger.db"), sqlite.Options{})
	raw := newRawLog(b)
	var made atomic.Int64
	heads := make([]ledger.Revision, writers)
	streams := make([]ledger.StreamID, writers)
	for w := range streams {
		heads[w] = 9
	}
	step := func(w int, _ int64) {
		n := made.Add(1)
		if heads[w]++; heads[w] == 10 { // ten records for a case
			heads[w], streams[w] = 0, ledger.StreamID(fmt.Sprintf("case/permit-%09d", n))
		}
		if _, err := s.Append(context.Background(), streams[w], heads[w]-1, benchDraft(n)); err != nil {
			b.Error(err)
		}
	}
	var ours, limit time.Duration
	for b.Loop() {
		n := writers * 200
		start := time.Now()
		concurrently(b, writers, n, step)
		ours += time.Since(start)
		start = time.Now()
		concurrently(b, writers, n, func(int, int64) { raw.append() })
		limit += time.Since(start)
	}
	n := float64(b.N * writers * 200)
	b.ReportMetric(n/ours.Seconds(), "records/s")
	b.ReportMetric(n/limit.Seconds(), "raw/s")
	b.ReportMetric(limit.Seconds()/ours.Seconds(), "×raw")
	b.ReportMetric(0, "ns/op")
}

// rawLog is the least that durable group commit can be: what is queued is
// written in one piece and synced.
type rawLog struct {
	queue chan chan struct{}
}

func newRawLog(b *testing.B) *rawLog {
	file, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	r := &rawLog{queue: make(chan chan struct{}, 1024)}
	var group sync.WaitGroup
	group.Go(func() { r.run(b, file) })
	b.Cleanup(func() { close(r.queue); group.Wait(); file.Close() })
	return r
}

func (r *rawLog) append() {
	done := make(chan struct{}, 1)
	r.queue <- done
	<-done
}

func (r *rawLog) run(b *testing.B, file *os.File) {
	var group []chan struct{}
	var bytes []byte
	for first := range r.queue {
		group, bytes = append(group[:0], first), append(bytes[:0], benchBody...)
		for more := true; more && len(group) < 1024; {
			select {
			case next, ok := <-r.queue:
				if more = ok; ok {
					group, bytes = append(group, next), append(bytes, benchBody...)
				}
			default:
				more = false
			}
		}
		if _, err := file.Write(bytes); err != nil {
			b.Error(err)
		}
		if err := dataSync(file); err != nil {
			b.Error(err)
		}
		for _, done := range group {
			done <- struct{}{}
		}
	}
}

// filled gives the path of a ledger with -records records in cases of ten.
func filled(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "ledger.db")
	s := open(b, path, sqlite.Options{})
	const writers = 64
	concurrently(b, writers, *benchRecords/10, func(_ int, n int64) {
		drafts := make([]ledger.Draft, 10)
		for i := range drafts {
			drafts[i] = benchDraft(10*n + int64(i))
		}
		if _, err := s.Append(context.Background(), ledger.StreamID(fmt.Sprintf("case/permit-%09d", n)), ledger.NoStream, drafts...); err != nil {
			b.Error(err)
		}
	})
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
