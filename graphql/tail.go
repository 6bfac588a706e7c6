package graphql

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// Sizes of the tail.
const (
	tailWindow = 4096 // records held for readers near the end
	tailBatch  = 256  // records read at once
)

// notice is one record as subscribers get it. It is shared and immutable.
type notice struct {
	ordinal uint64
	entry   projections.TimelineEntry // Number is empty where the record is of no case
}

// tail is the end of the ledger as the views have read it, held once for all
// subscribers. It is safe for concurrent use.
type tail struct {
	views *projections.Views

	mu    sync.Mutex
	first uint64 // ordinal of held[0]
	held  []notice
	// quiet, if set, is open for as long as nothing has come after held.
	quiet <-chan struct{}
}

// from gives records from the ordinal on, none where the views end there. The
// slice is shared and must not be written to.
func (t *tail) from(ctx context.Context, ordinal uint64) ([]notice, error) {
	out, behind, err := t.shared(ctx, ordinal)
	if behind {
		return t.read(ctx, ordinal)
	}
	return out, err
}

// shared is from for an ordinal that is not behind what is held. Whoever needs
// the next record first reads it for all.
func (t *tail) shared(ctx context.Context, ordinal uint64) (out []notice, behind bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := t.first + uint64(len(t.held))
	if ordinal < t.first {
		return nil, true, nil
	}
	if ordinal < next {
		out = t.held[ordinal-t.first:]
		n := min(len(out), tailBatch)
		return out[:n:n], false, nil
	}
	if t.quiet != nil {
		select {
		case <-t.quiet:
		default:
			return nil, false, nil
		}
	}
	if ordinal > next { // nobody has read on for a while
		t.first, t.held = ordinal, nil
	}
	quiet := t.views.Changed() // before the read, so that no move goes unseen
	if out, err = t.read(ctx, ordinal); err != nil {
		return nil, false, err
	}
	if t.quiet = nil; len(out) == 0 {
		t.quiet = quiet
	}
	if len(t.held)+len(out) > tailWindow { // in a new array: readers keep theirs
		drop := min(len(t.held), tailWindow/2)
		t.held = append([]notice(nil), t.held[drop:]...)
		t.first += uint64(drop)
	}
	t.held = append(t.held, out...)
	return out, false, nil
}

func (t *tail) read(ctx context.Context, ordinal uint64) ([]notice, error) {
	records, err := t.views.Public(ctx, ordinal, tailBatch)
	if err != nil {
		return nil, fmt.Errorf("read records from %d: %w", ordinal, err)
	}
	out := make([]notice, len(records))
	for i, p := range records {
		r := p.Record
		number, _ := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix)
		if number == string(r.Stream) {
			number = ""
		}
		out[i] = notice{p.Ordinal, projections.TimelineEntry{Number: number, Revision: r.Revision, Position: p.Position, ID: r.ID, Type: r.Type,
			Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post, Public: r.Public, Sealed: len(r.Sealed)}}
	}
	return out, nil
}

// after gives the ordinal of the first record after a position.
func (t *tail) after(ctx context.Context, at ledger.Position) (uint64, error) {
	count, err := t.views.Count(ctx)
	if err != nil {
		return 0, err
	}
	n := sort.Search(int(count), func(i int) bool {
		if err != nil {
			return true
		}
		var r []projections.PublicRecord
		if r, err = t.views.Public(ctx, uint64(i)+1, 1); err != nil || len(r) == 0 {
			return true
		}
		return r[0].Position > at
	})
	return uint64(n) + 1, err
}
