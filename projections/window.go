package projections

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"caseledger/ledger"
	"caseledger/projections/follow"
)

// Records is the public record in ledger order, as followers read it; [Views]
// is one.
type Records interface {
	// Count is the ordinal of the last record.
	Count(ctx context.Context) (uint64, error)
	// Public lists records from … from+n−1 as far as there are any, n to 1000.
	Public(ctx context.Context, from uint64, n int) ([]PublicRecord, error)
	// OrdinalAfter is the ordinal of the first record after a position; one
	// past the last if there is none.
	OrdinalAfter(ctx context.Context, at ledger.Position) (uint64, error)
	// Changed returns a channel that is closed when there is more.
	Changed() <-chan struct{}
}

// Window is the end of the public record, read once for all who read along,
// and made into what they need. Elements are shared and must not be written to.
// Make one with [NewWindow]. It is safe for concurrent use.
type Window[T any] struct {
	records  Records
	fit      func(*PublicRecord) (T, error)
	size     func(*T) int
	bounds   WindowBounds
	follower *follow.Follower
	recovery chan struct{} // held by the one reader who tries again for all

	mu    sync.Mutex
	first uint64 // ordinal of held[0]
	held  []T
	bytes int // of held
	// quiet, if set, is open for as long as nothing has come after held.
	quiet   <-chan struct{}
	trouble error // why reading failed last; nil once it goes well
}

// WindowBounds says how much a window reads and holds. All are required.
type WindowBounds struct {
	Batch int // records read at once, to 1000
	Held  int // elements held for readers near the end
	Bytes int // of elements held, by their size; one excepted
}

// NewWindow makes a window. fit turns a record into an element, size tells its
// bytes. The follower's state is that of the window: it is told of faults, and
// its pace is that of reading again. It may be nil where nobody calls
// [Window.Status] or [Window.Again].
func NewWindow[T any](records Records, b WindowBounds, f *follow.Follower, fit func(*PublicRecord) (T, error), size func(*T) int) *Window[T] {
	return &Window[T]{records: records, fit: fit, size: size, bounds: b, follower: f, recovery: make(chan struct{}, 1)}
}

// UnfitError: a record could not be made into an element. Reading again would
// meet it again.
type UnfitError struct {
	Ordinal uint64
	Err     error
}

func (e *UnfitError) Error() string { return fmt.Sprintf("record %d: %v", e.Ordinal, e.Err) }

func (e *UnfitError) Unwrap() error { return e.Err }

// ErrorClass names the fault for health and metrics.
func (e *UnfitError) ErrorClass() string { return "record" }

// Status says how reading stands.
func (w *Window[T]) Status() follow.Status { return w.follower.Status() }

// At gives elements from the ordinal on, as many as are at hand, none where the
// record ends there. After an error [Window.Again] waits until it may be tried
// again.
func (w *Window[T]) At(ctx context.Context, ordinal uint64) ([]T, error) {
	out, behind, err := w.shared(ctx, ordinal)
	if behind {
		out, err = w.read(ctx, ordinal)
	}
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out, err
}

// shared is At for an ordinal that is not behind what is held. Whoever needs
// the next record first reads it for all.
func (w *Window[T]) shared(ctx context.Context, ordinal uint64) (out []T, behind bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.first + uint64(len(w.held))
	switch {
	case ordinal < w.first:
		return nil, true, nil
	case ordinal < next:
		out = w.held[ordinal-w.first:]
		n := min(len(out), w.bounds.Batch)
		return out[:n:n], false, nil
	case w.trouble != nil:
		return nil, false, w.trouble
	}
	if w.quiet != nil {
		select {
		case <-w.quiet:
		default:
			return nil, false, nil
		}
	}
	if ordinal > next { // nobody has read on for a while
		w.first, w.held, w.bytes = ordinal, nil, 0
	}
	quiet := w.records.Changed() // before the read, so that no move goes unseen
	if out, err = w.read(ctx, ordinal); err != nil {
		return nil, false, err
	}
	if w.quiet = nil; len(out) == 0 {
		w.quiet = quiet
	}
	w.hold(out)
	return out, false, nil
}

// hold adds elements, and lets the oldest go in a new array: readers keep
// theirs.
func (w *Window[T]) hold(more []T) {
	for i := range more {
		w.bytes += w.size(&more[i])
	}
	drop, all := 0, len(w.held)+len(more)
	if all > w.bounds.Held {
		drop = min(len(w.held), max(all-w.bounds.Held, w.bounds.Held/2))
	}
	for i := range w.held[:drop] {
		w.bytes -= w.size(&w.held[i])
	}
	for ; w.bytes > w.bounds.Bytes && drop < len(w.held); drop++ {
		w.bytes -= w.size(&w.held[drop])
	}
	if drop > 0 {
		w.held = append([]T(nil), w.held[drop:]...)
		w.first += uint64(drop)
	}
	w.held = append(w.held, more...)
}

func (w *Window[T]) read(ctx context.Context, ordinal uint64) ([]T, error) {
	public, err := w.records.Public(ctx, ordinal, w.bounds.Batch)
	if err != nil {
		return nil, fmt.Errorf("read records from %d: %w", ordinal, err)
	}
	out := make([]T, len(public))
	for i := range public {
		if out[i], err = w.fit(&public[i]); err != nil {
			return nil, &UnfitError{public[i].Ordinal, err}
		}
	}
	if w.follower == nil {
		return out, nil
	}
	if n := len(public); n > 0 {
		w.follower.Reached(public[n-1].Position)
	} else {
		w.follower.Reached(0)
	}
	return out, nil
}

// expect says that there is a record of this ordinal: somebody saw it before
// the records told of a change.
func (w *Window[T]) expect(ordinal uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ordinal >= w.first+uint64(len(w.held)) {
		w.quiet = nil
	}
}

// Again is told of a fault of reading, here or of the records themselves, and
// returns when it may be tried again: one of those who wait tries for all. A
// fault that would come again, and the context's end, come back as errors. Do
// not hold anything that others need meanwhile.
func (w *Window[T]) Again(ctx context.Context, err error) error {
	if _, unfit := errors.AsType[*UnfitError](err); unfit {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.troubled(err) // should another reader have ended it meanwhile, one try is lost
	select {
	case w.recovery <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.recovery }()
	for {
		w.mu.Lock()
		trouble := w.trouble
		w.mu.Unlock()
		if trouble == nil {
			return nil
		}
		if err := w.follower.Wait(ctx, trouble); err != nil {
			return err
		}
		_, err := w.records.Count(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			w.follower.Reached(0)
		}
		w.troubled(err)
	}
}

func (w *Window[T]) troubled(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trouble = err
}
