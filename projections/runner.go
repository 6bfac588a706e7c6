package projections

import (
	"context"
	"errors"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// CatchUp applies all records up to the ledger's head as it stands now. It may
// be called while [Views.Run] runs.
func (v *Views) CatchUp(ctx context.Context, s ledger.Store, p Progress) error {
	if err := v.prepare(ctx, s, p); err != nil {
		return err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	return v.pump(ctx, s, v.write, head, p)
}

// Run follows the ledger until the context ends or a record cannot be applied.
// The error is kept for [Views.Err], unless it is the context's.
func (v *Views) Run(ctx context.Context, s ledger.Store) error {
	err := v.prepare(ctx, s, nil)
	if err == nil {
		err = v.pump(ctx, s, v.write, endless, nil)
	}
	if ctx.Err() == nil {
		v.fail(err)
	}
	return err
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
	if err != nil || at >= head && head != endless {
		return err
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
		err := with(ctx, func(w *writer) error {
			if err := w.apply(ctx, b); err != nil {
				return err
			}
			if b.live || b.position >= head {
				return w.index(ctx)
			}
			return nil
		})
		if err = errors.Join(err, b.err); err != nil {
			return err
		}
		if p != nil {
			p(b.position, max(head, b.position))
		}
		if b.position >= head {
			return nil
		}
		r.free <- b
	}
	return errEnded
}
