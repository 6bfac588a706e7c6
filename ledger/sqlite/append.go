package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// request is one append on its way through the writer.
type request struct {
	stream ledger.StreamID
	at     ledger.Revision
	drafts []ledger.Draft // copies: the caller may leave before the writer does
	size   int
	taken  atomic.Bool // set once, by the writer to store it or by the caller to withdraw it
	answer chan answer // takes one answer without waiting
}

type answer struct {
	records []ledger.Record
	err     error
}

// Append implements [ledger.Store]. Appends of concurrent callers are
// committed together. A full disk is a [*ledger.FullError], and the store
// works again when there is room.
func (s *Store) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	return s.Submit(ctx, stream, at, drafts...)()
}

// Submit hands an append over and returns; the function it returns waits for
// the answer, which is that of Append. Appends that one goroutine submits are
// placed in that order and committed together, and those that survive a crash
// are a beginning of them. It waits only where the queue is full.
func (s *Store) Submit(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error) {
	failed := func(err error) func() ([]ledger.Record, error) {
		return func() ([]ledger.Record, error) { return nil, err }
	}
	if err := ctx.Err(); err != nil {
		return failed(err)
	}
	if err := ledger.CheckAppend(stream, at, drafts); err != nil {
		return failed(err)
	}
	r := &request{stream: stream, at: at, drafts: make([]ledger.Draft, len(drafts)), answer: make(chan answer, 1)}
	for i := range drafts {
		r.drafts[i] = drafts[i].Clone()
		r.size += drafts[i].Size()
	}
	if err := s.enqueue(ctx, r); err != nil {
		return failed(err)
	}
	return func() ([]ledger.Record, error) { return r.wait(ctx) }
}

// wait gives the answer, once; if the context ends first the request is
// withdrawn, or its outcome is unknown.
func (r *request) wait(ctx context.Context) ([]ledger.Record, error) {
	select {
	case a := <-r.answer:
		return a.records, a.err
	case <-ctx.Done():
	}
	if r.taken.CompareAndSwap(false, true) {
		return nil, ctx.Err()
	}
	select {
	case a := <-r.answer: // it came at the same moment
		return a.records, a.err
	default:
		return nil, fmt.Errorf("append to %s: %w (%w)", r.stream, ledger.ErrUnknownOutcome, ctx.Err())
	}
}

// enqueue hands a request to the writer, which answers all that it was handed.
func (s *Store) enqueue(ctx context.Context, r *request) error {
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.closed {
		return ledger.ErrClosed
	}
	if s.queue == nil {
		return fmt.Errorf("append to %s: %s is open for reading only", r.stream, s.path)
	}
	select {
	case s.queue <- r:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run commits groups of requests until the queue is closed and empty.
func (w *writer) run(queue <-chan *request) {
	for first := range queue {
		runtime.Gosched() // lets more callers in
		w.answer(w.gather(first, queue))
	}
}

// gather takes what is queued now, up to the bounds of a group.
func (w *writer) gather(first *request, queue <-chan *request) []*request {
	group, size := w.group[:0], 0
	for r := first; ; {
		if r.taken.CompareAndSwap(false, true) {
			group = append(group, r)
			size += r.size
		}
		if len(group) >= w.limits.group || size >= w.limits.groupBytes {
			break
		}
		var more bool
		select {
		case r, more = <-queue:
		default:
		}
		if !more {
			break
		}
	}
	w.group = group
	return group
}

// answer commits a group and tells every caller what came of it.
func (w *writer) answer(group []*request) {
	if len(group) == 0 {
		return
	}
	answers, err := w.store(group, false)
	if duplicate(err) {
		answers, err = w.store(group, true)
	}
	if err != nil {
		err = w.settle(err)
	}
	for i, r := range group {
		if err != nil {
			r.answer <- answer{err: fmt.Errorf("append to %s: %w", r.stream, err)}
		} else {
			r.answer <- answers[i]
		}
		group[i] = nil
	}
}

// settle says what callers are told when a group could not be committed.
// Where the commit itself failed for another reason than want of room, nobody
// can know what a restart will find, and a later success would prove nothing:
// the writer stops for good.
func (w *writer) settle(err error) error {
	if w.broken != nil {
		return w.broken
	}
	var commit *commitError
	known := fault(w.path, "write", err)
	if !errors.As(err, &commit) || noRoom(sqlite.ErrCode(err)) {
		return known
	}
	w.broken = fmt.Errorf("%s takes nothing more since a commit failed (%v): restart before you go on", w.path, commit.err)
	return fmt.Errorf("%w: %w", ledger.ErrUnknownOutcome, known)
}
