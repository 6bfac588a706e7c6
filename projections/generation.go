package projections

import (
	"context"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures/runs"
)

// generation is one set of tables, open.
type generation struct {
	number     int64
	db         door.Database
	outdated   *OutdatedError // its core's version is not this program's
	unreadable error          // its rows must not be read; guarded by Views.mu
	users      int            // guarded by Views.mu
	retired    bool           // guarded by Views.mu: to be dropped after the last user
}

// create makes a new generation with empty tables. What is left of one of that
// number goes first: a -wal file without its database would be taken for a
// part of the new one.
func (v *Views) create(ctx context.Context, number int64) (*generation, error) {
	if err := v.place.Drop(ctx, number); err != nil {
		return nil, fmt.Errorf("create views: %w", err)
	}
	db, err := v.place.Open(ctx, number)
	if err != nil {
		return nil, err
	}
	if err := db.Write(ctx, func(t door.Tx) error { return create(t, &runs.View{}) }); err != nil {
		return nil, errors.Join(fmt.Errorf("create views: %w", err), db.Close())
	}
	return &generation{number: number, db: db}, nil
}

// begin makes an empty generation the live one.
func (v *Views) begin(ctx context.Context, number int64) error {
	g, err := v.create(ctx, number)
	if err != nil {
		return err
	}
	return errors.Join(g.db.Close(), v.place.SetLive(ctx, number))
}

// open opens a generation that exists. Views of a newer program are an error.
func (v *Views) open(ctx context.Context, number int64) (*generation, error) {
	db, err := v.place.Open(ctx, number)
	if err != nil {
		return nil, err
	}
	g := &generation{number: number, db: db}
	err = db.Read(ctx, func(t door.Tx) error {
		g.outdated, g.unreadable = readVersions(t)
		return nil
	})
	var old *OutdatedError
	if g.unreadable != nil && (!errors.As(g.unreadable, &old) || old.Have > old.Want) {
		err = errors.Join(err, g.unreadable)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return g, nil
}

// sweep removes generations that are not live, and says whether the live one
// is there: whoever deletes views may not delete all of their files.
func (v *Views) sweep(ctx context.Context, live int64) (found bool, err error) {
	all, err := v.place.Generations(ctx)
	if err != nil {
		return false, err
	}
	for _, n := range all {
		if n == live {
			found = true
		} else if err := v.place.Drop(ctx, n); err != nil {
			return found, err
		}
	}
	return found, nil
}

func (v *Views) acquire() *generation {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.current.users++
	return v.current
}

func (v *Views) release(g *generation) {
	v.mu.Lock()
	g.users--
	last := g.retired && g.users == 0
	v.mu.Unlock()
	if last {
		v.bury(g)
	}
}

// swap makes a generation the current one and lets the old one go.
func (v *Views) swap(g *generation) {
	v.mu.Lock()
	old := v.current
	v.current, old.retired = g, true
	last := old.users == 0
	v.mu.Unlock()
	if last {
		v.bury(old)
	}
}

// bury closes a generation that nobody uses any more. Should its files stay,
// the next start removes them.
func (v *Views) bury(g *generation) {
	g.db.Close()
	if !v.readOnly {
		v.place.Drop(context.Background(), g.number)
	}
}

// reopen changes to the generation that replaced a retired one.
func (v *Views) reopen(ctx context.Context, old *generation) error {
	v.turn <- struct{}{}
	defer func() { <-v.turn }()
	v.mu.Lock()
	same := v.current == old
	v.mu.Unlock()
	if !same {
		return nil
	}
	live, err := v.place.Live(ctx)
	if err != nil {
		return err
	}
	if live == old.number {
		return &ledger.CorruptError{Where: "row of the live views", Reason: "it names views that were replaced"}
	}
	g, err := v.open(ctx, live)
	if err != nil {
		return err
	}
	v.swap(g)
	return nil
}

// Rebuild builds all views anew beside the live ones and switches when they
// have caught up. Until then the old ones answer. A rebuild that was cut off
// leaves them as they were.
func (v *Views) Rebuild(ctx context.Context, s ledger.Store, p Progress) error {
	if v.readOnly {
		return door.ErrReadOnly
	}
	select {
	case v.build <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-v.build }()
	live, err := v.place.Live(ctx)
	if err != nil {
		return err
	}
	g, err := v.create(ctx, live+1)
	if err != nil {
		return err
	}
	if err := v.fill(ctx, s, g, p); err != nil {
		g.db.Close()
		return errors.Join(fmt.Errorf("rebuild views: %w", err), v.place.Drop(context.WithoutCancel(ctx), g.number))
	}
	return nil
}

// fill brings a new generation to the end of the ledger and switches to it.
func (v *Views) fill(ctx context.Context, s ledger.Store, g *generation, p Progress) error {
	w := newWriter(g.db, v.further)
	with := func(_ context.Context, f func(*writer) error) error { return f(w) }
	for range 2 { // the second time for what came in during the first
		head, err := s.Head(ctx)
		if err != nil {
			return err
		}
		if err := v.pump(ctx, s, with, head, p); err != nil {
			return err
		}
		if err := w.index(ctx); err != nil {
			return err
		}
	}
	return v.write(ctx, func(*writer) error {
		// Nobody writes the old views now, and they may be ahead by a little.
		head, err := s.Head(ctx)
		if err != nil {
			return err
		}
		if err := v.pump(ctx, s, with, head, p); err != nil {
			return err
		}
		// From here a crash is harmless: either generation is whole.
		if err := v.place.SetLive(ctx, g.number); err != nil {
			return err
		}
		old := v.acquire()
		v.writer = w
		v.swap(g)
		err = old.db.Write(ctx, func(t door.Tx) error { return t.Exec("UPDATE checkpoint SET retired = 1") })
		v.release(old)
		return err
	})
}
