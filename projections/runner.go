package projections

import (
	"context"
	"errors"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/follow"
)

// CatchUp applies all records up to the ledger's head as it stands now. It may
// be called while [Views.Run] runs. Views of another ledger are made anew.
func (v *Views) CatchUp(ctx context.Context, s ledger.Store, p Progress) error {
	if err := v.prepare(ctx, s, p, nil); err != nil {
		return err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	return v.pump(ctx, s, v.write, head, p)
}

// Run follows the ledger until the context ends or something fails; the error
// is kept for [Views.Err], unless it is the context's. See [Views.Follow].
func (v *Views) Run(ctx context.Context, s ledger.Store) error { return v.RunFor(ctx, s, nil) }

// Follow follows the ledger until the context ends or a fault is one that the
// follower calls final. After any other it goes on where the views stand; a
// ledger that is not the one they were computed from makes them anew.
func (v *Views) Follow(ctx context.Context, s ledger.Store, f *follow.Follower) error {
	err := f.Run(ctx, func(ctx context.Context) error { return v.run(ctx, s, f) })
	if ctx.Err() == nil {
		v.fail(err)
	}
	return err
}

// RunFor is [Views.Run] for a follower that tries again by other means, such as
// opening the views again; it is told of each step.
func (v *Views) RunFor(ctx context.Context, s ledger.Store, f *follow.Follower) error {
	err := v.run(ctx, s, f)
	if ctx.Err() == nil {
		v.fail(err)
	}
	return err
}

func (v *Views) run(ctx context.Context, s ledger.Store, f *follow.Follower) error {
	if err := v.prepare(ctx, s, nil, f); err != nil {
		return err
	}
	return v.pump(ctx, s, v.write, endless, func(at, _ ledger.Position) {
		if f != nil {
			f.Reached(at)
		}
	})
}

// prepare makes the views ready to follow a ledger: where they are not that
// ledger's, or the core's version is not this program's, they are built anew.
// Outdated ones answer meanwhile; those of another ledger do not.
func (v *Views) prepare(ctx context.Context, s ledger.Store, p Progress, f *follow.Follower) error {
	if v.readOnly {
		return door.ErrReadOnly
	}
	g := v.acquire()
	defer v.release(g)
	anew := g.outdated != nil
	if !anew {
		err := v.Continues(ctx, s)
		if _, foreign := errors.AsType[*ForeignError](err); !foreign && err != nil {
			return err
		} else if foreign {
			anew = true
		}
	}
	if !anew {
		return nil
	}
	if f != nil {
		f.Rebuilding()
	}
	return v.Rebuild(ctx, s, p)
}

// endless is a head that is never reached.
const endless = ledger.Position(1<<64 - 1)

// write gives f the writer of the live generation, one caller at a time.
func (v *Views) write(ctx context.Context, f func(*writer) error) error {
	if v.readOnly {
		return door.ErrReadOnly
	}
	select {
	case v.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-v.turn }()
	defer v.notify()
	return f(v.writer)
}

// pump applies the ledger's records up to a head; with gives it the writer for
// each batch.
func (v *Views) pump(ctx context.Context, s ledger.Store, with func(context.Context, func(*writer) error) error, head ledger.Position, p Progress) error {
	var at ledger.Position
	err := with(ctx, func(w *writer) (err error) {
		at, err = w.position(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if at >= head && head != endless {
		return moveOn(ctx, with, func() bool { return false })
	}
	ctx, stop := context.WithCancel(ctx)
	r := newReader()
	go r.read(ctx, s, at)
	defer func() {
		stop()
		for b := range r.full {
			r.free <- b
		}
	}()
	for b := range r.full {
		err := takeBatch(ctx, with, b, b.live || b.position >= head, func(at ledger.Position) {
			if p != nil {
				p(at, max(head, b.position))
			}
		})
		if err = errors.Join(err, b.err); err != nil {
			return err
		}
		done := b.position >= head
		if err := moveOn(ctx, with, func() bool { return !done && len(r.full) > 0 }); err != nil {
			return err
		}
		if p != nil {
			p(b.position, max(head, b.position))
		}
		if done {
			return nil
		}
		r.free <- b
	}
	return errEnded
}

// takeBatch applies a batch and makes the indexes at an end of the ledger.
// Between the slices of a registry's record others may have the writer; slice
// is called there.
func takeBatch(ctx context.Context, with func(context.Context, func(*writer) error) error, b *batch, end bool, slice func(at ledger.Position)) error {
	for {
		more, at := false, ledger.Position(0)
		err := with(ctx, func(w *writer) (err error) {
			if more, err = w.apply(ctx, b); err != nil || more {
				at = w.at.position
				return err
			}
			if end {
				return w.index(ctx)
			}
			return nil
		})
		if err != nil || !more {
			return err
		}
		slice(at)
	}
}

// moveOn moves what reads the core's records on to where it stands, a slice at a
// time, until something else waits; at least one slice.
func moveOn(ctx context.Context, with func(context.Context, func(*writer) error) error, waits func() bool) error {
	for behind := true; behind; behind = behind && !waits() {
		err := with(ctx, func(w *writer) (err error) {
			behind, err = w.moveOn(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
