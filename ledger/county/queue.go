package county

import (
	"context"

	"caseledger/ledger"
)

// submitter is what a store can offer beside [ledger.Store]: see the store of
// ledger/sqlite. What one goroutine submits keeps its order and is committed in
// groups.
type submitter interface {
	Submit(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error)
}

// maxWaiting is how many appends may wait for their answers.
const maxWaiting = 4096

// queue appends records one after the other. It is used by one goroutine.
type queue struct {
	store   ledger.Store
	submit  submitter // nil where the store has none
	waiting []func() ([]ledger.Record, error)
}

func newQueue(s ledger.Store) *queue {
	q := &queue{store: s}
	q.submit, _ = s.(submitter)
	return q
}

// append appends a record at its place in its stream.
func (q *queue) append(ctx context.Context, r *ledger.Record) error {
	if q.submit == nil {
		_, err := q.store.Append(ctx, r.Stream, r.Revision-1, r.Draft)
		return err
	}
	q.waiting = append(q.waiting, q.submit.Submit(ctx, r.Stream, r.Revision-1, r.Draft))
	if len(q.waiting) < maxWaiting {
		return nil
	}
	return q.answered(maxWaiting / 2)
}

// answered waits for the oldest answers.
func (q *queue) answered(n int) error {
	for _, answer := range q.waiting[:n] {
		if _, err := answer(); err != nil {
			return err
		}
	}
	q.waiting = append(q.waiting[:0], q.waiting[n:]...)
	return nil
}

func (q *queue) settle() error { return q.answered(len(q.waiting)) }
