package sqlite

import (
	"context"
	"iter"
	"time"

	"caseledger/ledger"
)

// pollInterval is how often a live follow of a ledger that is open for reading
// only looks whether the writing process has appended something.
const pollInterval = 20 * time.Millisecond

// batch is what a follow reads ahead.
type batch struct {
	records []ledger.Record
	upto    ledger.Position
	live    bool
	err     error
}

// Follow implements [ledger.Store]. It reads one batch ahead of its caller.
func (s *Store) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		reading, stop := context.WithCancel(ctx)
		batches := make(chan batch, 1)
		go func() {
			defer close(batches)
			s.readAhead(reading, after, f, batches)
		}()
		defer func() {
			stop()
			for range batches { // until the reader has ended
			}
		}()
		for b := range batches {
			if !b.yield(ctx, yield) {
				return
			}
		}
		yield(ledger.Item{}, ctx.Err())
	}
}

// yield passes a batch on and says whether the follow goes on.
func (b *batch) yield(ctx context.Context, yield func(ledger.Item, error) bool) bool {
	last := ledger.Position(0)
	for i := range b.records {
		r := &b.records[i]
		last = r.Position
		if err := ctx.Err(); err != nil {
			yield(ledger.Item{}, err)
			return false
		}
		if !yield(ledger.Item{Record: r, Position: last}, nil) {
			return false
		}
	}
	if b.err != nil {
		yield(ledger.Item{}, b.err)
		return false
	}
	return !b.live && b.upto == last || yield(ledger.Item{Position: b.upto, Live: b.live}, nil)
}

// readAhead sends batches until the context ends, or a last one with an error.
func (s *Store) readAhead(ctx context.Context, after ledger.Position, f ledger.Filter, out chan<- batch) {
	send := func(b batch) bool {
		select {
		case out <- b:
			return b.err == nil
		case <-ctx.Done():
			return false
		}
	}
	err := s.refresh()
	last, _ := s.tail.now()
	if err == nil {
		err = ledger.CheckAfter(after, last)
	}
	rows, live := newDecoder(s.limits.memory), false
	for b := (batch{upto: after, err: err}); b.err == nil; {
		last, grown := s.tail.now()
		switch {
		case b.upto < last:
			b.live, live = false, false
			b.records, b.upto, b.err = s.readFrom(rows, b.upto, int(min(last-b.upto, ledger.Position(s.limits.batch))), f)
		case !live:
			b.records, b.live, live = nil, true, true
		default:
			b.records, b.live = nil, false
			if b.err = s.await(ctx, grown); b.err == nil {
				continue
			}
		}
		if !send(b) {
			return
		}
	}
	send(batch{err: err})
}

// await waits until the ledger may have grown.
func (s *Store) await(ctx context.Context, grown <-chan struct{}) error {
	var poll <-chan time.Time
	if s.readOnly {
		timer := time.NewTimer(pollInterval)
		defer timer.Stop()
		poll = timer.C
	}
	select {
	case <-grown:
		return nil
	case <-poll:
		return s.refresh()
	case <-s.done:
		return ledger.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}
