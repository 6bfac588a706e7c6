package feedtest

import (
	"context"
	"iter"
	"sort"
	"sync"

	"caseledger/ledger"
	"caseledger/projections"
)

// Ledger is a public record that grows. It is safe for concurrent use.
type Ledger struct {
	mu      sync.Mutex
	records []ledger.Record // guarded by mu
	changed chan struct{}   // guarded by mu; closed when records grow
	reads   int             // guarded by mu
}

// New holds the first n records of [Record].
func New(n int) *Ledger {
	l := &Ledger{changed: make(chan struct{})}
	l.Grow(n)
	return l
}

// Grow adds the next n records of [Record].
func (l *Ledger) Grow(n int) {
	for range n {
		l.Add(Record(len(l.All()) + 1))
	}
}

// Add adds records as they are.
func (l *Ledger) Add(records ...ledger.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.records = append(l.records, records...)
	close(l.changed)
	l.changed = make(chan struct{})
}

// All lists the records.
func (l *Ledger) All() []ledger.Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.records[:len(l.records):len(l.records)]
}

// Reads is how often Public was called.
func (l *Ledger) Reads() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.reads
}

// Count is the number of records.
func (l *Ledger) Count(ctx context.Context) (uint64, error) {
	return uint64(len(l.All())), ctx.Err()
}

// OrdinalAfter is the ordinal of the first record after a position.
func (l *Ledger) OrdinalAfter(ctx context.Context, at ledger.Position) (uint64, error) {
	all := l.All()
	n := sort.Search(len(all), func(i int) bool { return all[i].Position > at })
	return uint64(n) + 1, ctx.Err()
}

// Changed returns a channel that is closed when a record is added.
func (l *Ledger) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

// Public lists records as projections.Views does, but leaves sealed values as
// they are: writers must not rely on others to strip them.
func (l *Ledger) Public(ctx context.Context, from uint64, n int) ([]projections.PublicRecord, error) {
	l.mu.Lock()
	l.reads++
	l.mu.Unlock()
	var out []projections.PublicRecord
	all := l.All()
	for i := from; i <= uint64(len(all)) && len(out) < n; i++ {
		out = append(out, projections.PublicRecord{Ordinal: i, Position: all[i-1].Position, Record: all[i-1]})
	}
	return out, ctx.Err()
}

// Stream yields one stream's records, as a store does.
func (l *Ledger) Stream(_ context.Context, stream ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		for _, r := range l.All() {
			if r.Stream == stream && r.Revision >= from && !yield(r, nil) {
				return
			}
		}
	}
}
