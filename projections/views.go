package projections

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// ErrNotFound: there is no such case, or no such page.
var ErrNotFound = errors.New("not found")

// Views are the views of one ledger, opened for queries.
type Views struct {
	place     door.Place
	readOnly  bool
	sortUpTo  int // set by tests, else -1: see few
	memo      memo
	directory directory
	branches  branches
	listed    lists
	origin    origin
	further   []view.View // those beside the core

	turn   chan struct{} // held by whoever uses writer or changes the live generation
	writer *writer       // of the live generation; nil in a reader
	build  chan struct{} // held by the one rebuild

	mu      sync.Mutex
	current *generation   // guarded by mu
	changed chan struct{} // guarded by mu; closed when the views move on
	failure error         // guarded by mu; see Err
	watched bool          // guarded by mu: a reader looks for changes
	done    chan struct{} // closed by Close
	watches sync.WaitGroup
	closing sync.Once
}

// Progress is called now and then during long work: how far it came, and
// where the end is.
type Progress func(at, head ledger.Position)

// Open opens or creates the views database, SQLite files at path and beside
// it, for reading and writing. One process at a time may have it open so; for
// others the error is a [*ledger.LockedError]. Views of a newer program give an
// [*OutdatedError].
func Open(ctx context.Context, path string) (*Views, error) {
	return open(ctx, path, false)
}

// OpenReadOnly opens existing views for queries, also while another process
// writes them. Where there are none, the error is [io/fs.ErrNotExist].
func OpenReadOnly(ctx context.Context, path string) (*Views, error) {
	return open(ctx, path, true)
}

func open(ctx context.Context, path string, readOnly bool) (*Views, error) {
	p, err := door.OpenSQLite(ctx, path, readOnly)
	if err != nil {
		return nil, err
	}
	return OpenIn(ctx, p, readOnly)
}

// OpenIn opens views in a place, which belongs to them from then on, also where
// there is an error.
func OpenIn(ctx context.Context, p door.Place, readOnly bool) (*Views, error) {
	return newViews(ctx, p, readOnly)
}

func newViews(ctx context.Context, p door.Place, readOnly bool) (*Views, error) {
	v := &Views{
		place: p, readOnly: readOnly, sortUpTo: -1, further: furtherViews,
		turn: make(chan struct{}, 1), build: make(chan struct{}, 1),
		changed: make(chan struct{}), done: make(chan struct{}),
	}
	if err := v.start(ctx); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

// start opens the live generation. A writer makes an empty one where there is
// none, or where its files were deleted, and removes what a rebuild left that did not end.
func (v *Views) start(ctx context.Context) error {
	live, err := v.place.Live(ctx)
	if err != nil {
		return err
	}
	if v.readOnly && live == 0 {
		return fmt.Errorf("open views: %w", fs.ErrNotExist)
	}
	if !v.readOnly {
		found, err := v.sweep(ctx, live)
		if err != nil {
			return err
		}
		if !found { // a number that a reader of deleted views cannot take for theirs
			live++
			if err := v.begin(ctx, live); err != nil {
				return err
			}
		}
	}
	g, err := v.open(ctx, live)
	if err != nil {
		return err
	}
	v.current = g
	if !v.readOnly {
		v.writer = newWriter(g.db, v.further)
	}
	return nil
}

// Close frees the database when queries under way have ended; runs must have
// ended before. Closing again does nothing.
func (v *Views) Close() (err error) {
	v.closing.Do(func() {
		close(v.done)
		v.watches.Wait()
		if v.current != nil {
			err = v.current.db.Close()
		}
		err = errors.Join(err, v.place.Close())
	})
	return err
}

// read runs f on a snapshot of the live views that stands at a position.
func (v *Views) read(ctx context.Context, f func(t door.Tx, at ledger.Position) error) error {
	return v.readAt(ctx, func(t door.Tx, c *checkpoint) error { return f(t, c.position) })
}

// readAt runs f on a snapshot of the live views.
func (v *Views) readAt(ctx context.Context, f func(t door.Tx, c *checkpoint) error) error {
	for {
		g := v.acquire()
		retired := false
		err := g.db.Read(ctx, func(t door.Tx) error {
			c, err := readCheckpoint(t, "")
			if retired = c.retired; retired {
				return nil
			}
			if refusal := v.refusal(g); refusal != nil {
				return refusal
			}
			if err != nil {
				return err
			}
			return f(t, &c)
		})
		v.release(g)
		if err != nil || !retired {
			return err
		}
		if err := v.reopen(ctx, g); err != nil {
			return err
		}
	}
}

// Position is how far the views have applied the ledger; figures may be behind,
// see [Views.Whole].
func (v *Views) Position(ctx context.Context) (at ledger.Position, err error) {
	err = v.read(ctx, func(_ door.Tx, p ledger.Position) error {
		at = p
		return nil
	})
	return at, err
}

// Err is the error that ended [Views.Run] or [Views.Follow], nil while it runs
// and after it was told to stop.
func (v *Views) Err() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.failure
}

func (v *Views) fail(err error) {
	v.mu.Lock()
	v.failure = err
	v.mu.Unlock()
	v.notify()
}
