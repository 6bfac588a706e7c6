package registry

import (
	"context"
	"fmt"
	"sync"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// ReadStreams makes the directory of some streams as they are now. Who wants
// all takes a [Reader].
func ReadStreams(ctx context.Context, s ledger.Store, streams ...ledger.StreamID) (*Directory, error) {
	var events []act.Event
	for _, id := range streams {
		for r, err := range s.Stream(ctx, id, 0) {
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", id, err)
			}
			e, err := Decode(&r)
			if err != nil {
				return nil, err
			}
			events = append(events, e)
		}
	}
	return new(Directory).With(events...), nil
}

// listed is the directory as a [Reader] has read it.
type listed struct {
	mu        sync.Mutex
	directory *Directory      // guarded by mu
	position  ledger.Position // up to which it was read; guarded by mu
}

// Directory gives the directory as the ledger defines it now. The first time it
// passes over the whole ledger, then over what was recorded since.
func (r *Reader) Directory(ctx context.Context) (*Directory, error) {
	r.listed.mu.Lock()
	defer r.listed.mu.Unlock()
	d := r.listed.directory
	if d == nil {
		d = new(Directory)
	}
	d, at, err := d.read(ctx, r.Store, r.listed.position)
	if err != nil {
		return nil, err
	}
	r.listed.directory, r.listed.position = d, at
	return d, nil
}

// read is the directory with what a ledger holds after a position, and the
// position up to which it was read.
func (d *Directory) read(ctx context.Context, s ledger.Store, after ledger.Position) (*Directory, ledger.Position, error) {
	var events []act.Event
	for item, err := range s.Follow(ctx, after, ledger.Filter{}) {
		if err != nil {
			return nil, after, fmt.Errorf("read the directory: %w", err)
		}
		if after = item.Position; item.Live {
			break
		}
		if item.Record == nil || !Listed(string(item.Record.Stream)) {
			continue
		}
		e, err := Decode(item.Record)
		if err != nil {
			return nil, after, err
		}
		events = append(events, e)
	}
	return d.With(events...), after, nil
}
