package projections

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger"
)

// watchEvery is how often views opened for reading look for what another
// process wrote.
const watchEvery = 10 * time.Millisecond

// Changed returns a channel that is closed when the views next move on.
func (v *Views) Changed() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.readOnly && !v.watched {
		v.watched = true
		v.watches.Add(1)
		go v.watch()
	}
	return v.changed
}

func (v *Views) notify() {
	v.mu.Lock()
	defer v.mu.Unlock()
	close(v.changed)
	v.changed = make(chan struct{})
}

// Wait returns when the views have reached the position, or with the context's
// error, or with [Views.Err] when they will not move on by themselves.
func (v *Views) Wait(ctx context.Context, at ledger.Position) error {
	for {
		changed := v.Changed()
		have, err := v.Position(ctx)
		if !beingMade(err) && (err != nil || have >= at) {
			return err
		}
		if err := v.Err(); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// beingMade says whether views do not answer because they are to be made anew.
func beingMade(err error) bool {
	_, foreign := errors.AsType[*ForeignError](err)
	_, outdated := errors.AsType[*OutdatedError](err)
	return foreign || outdated
}

// watch looks for a new position until the views are closed.
func (v *Views) watch() {
	defer v.watches.Done()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	last := endless
	for {
		select {
		case <-v.done:
			return
		case <-tick.C:
		}
		at, err := v.Position(context.Background())
		if err == nil && at != last {
			last = at
			v.notify()
		}
	}
}
