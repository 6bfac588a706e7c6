package projections

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// ForeignError: the views were computed from another ledger than the one at
// hand: it ends before their last record, or has another one in its place. So
// it is after an older copy of the ledger was restored.
type ForeignError struct{ Reason string }

func (e *ForeignError) Error() string {
	return "the views were computed from another ledger (" + e.Reason + "); they are made anew"
}

// ErrorClass names the fault for health and metrics.
func (e *ForeignError) ErrorClass() string { return "foreign" }

// Continues says whether a ledger is the one that the views were computed from:
// nil, a [*ForeignError], or a fault. Views of another ledger answer no query
// from then on, until they have been made anew. It reads one record.
func (v *Views) Continues(ctx context.Context, s ledger.Store) error {
	for {
		g := v.acquire()
		var c checkpoint
		var err error
		if g.outdated == nil { // else they are built anew in any case
			err = g.db.Read(ctx, func(t door.Tx) (err error) {
				if c, err = readCheckpoint(t, ""); err == nil {
					err = c.loadLast(t)
				}
				return err
			})
		}
		v.release(g)
		if err != nil {
			return err
		}
		if !c.retired {
			err := c.sameLedger(ctx, s)
			if _, foreign := errors.AsType[*ForeignError](err); foreign {
				v.refuse(g, err)
			}
			return err
		}
		if err := v.reopen(ctx, g); err != nil {
			return err
		}
	}
}

// sameLedger compares the ledger with the last record that the views read.
func (c *checkpoint) sameLedger(ctx context.Context, s ledger.Store) error {
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	if head < c.last.position {
		return &ForeignError{fmt.Sprintf("they have read up to position %s, and it ends at %s", c.last.position, head)}
	}
	if c.last.position == 0 {
		return nil
	}
	for it, err := range s.Follow(ctx, c.last.prior, ledger.Filter{}) {
		if err != nil {
			return err
		}
		if it.Record == nil {
			continue
		}
		if h := it.Record.Hash(); it.Position != c.last.position || !bytes.Equal(h[:], c.last.hash) {
			return &ForeignError{fmt.Sprintf("its record at position %s is another one", c.last.position)}
		}
		return nil
	}
	return ctx.Err()
}

// refuse makes queries of a generation fail until another one is live.
func (v *Views) refuse(g *generation, err error) {
	v.mu.Lock()
	g.unreadable = err
	v.mu.Unlock()
	v.notify()
}

// refusal says why a generation must not answer, nil if it may.
func (v *Views) refusal(g *generation) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return g.unreadable
}
