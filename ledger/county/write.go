package county

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/transfer"
)

// Summary says what was written. It follows from the job alone.
type Summary struct {
	Job
	Version  int             `json:"version"`
	Commands int             `json:"commands"` // orders carried out
	Records  int             `json:"records"`  // these, and the entries of registries
	Ordinal  ledger.Position `json:"ordinal"`  // of the last record
	// ContentHash is the tree hash (RFC 6962) over the records of the ledger in
	// their order, as caseledger copy prints it.
	ContentHash ledger.Hash    `json:"contentHash"`
	Truth       map[string]int `json:"truth"` // how much of each kind was planted
}

// Output is where a county goes.
type Output struct {
	// Store takes the records. One that holds the beginning of the same county
	// takes the rest; a store that offers Submit is written in groups.
	Store ledger.Store
	// Truth, if set, is told what was planted, in the order of the cases.
	Truth func(Planted) error
	// Progress, if set, is told now and then how many cases were lived.
	Progress func(done, all int)
}

// Write lives the cases and appends their records in the order of the simulated
// clock; those of one instant in the order of the cases. What a store refuses
// ends it, and it may be run again.
func (c *County) Write(ctx context.Context, out Output) (Summary, error) {
	w := &writer{County: c, out: out, sum: Summary{Job: c.Job, Version: Version, Truth: map[string]int{}}, queue: newQueue(out.Store)}
	first, err := c.foundings(ctx)
	if err != nil {
		return w.sum, err
	}
	w.pending = append(w.pending, first...)
	if c.town {
		deeds, err := c.deedsWritten(ctx)
		if err != nil {
			return w.sum, err
		}
		w.pending = append(w.pending, deeds...)
	}
	if err = w.tellReform(); err == nil {
		err = w.write(ctx)
	}
	if err == nil {
		err = w.tellBatches()
	}
	w.sum.Records, w.sum.ContentHash = int(w.tree.Size()), w.tree.Root()
	return w.sum, err
}

// writer brings lives into one order.
type writer struct {
	*County
	out     Output
	sum     Summary
	queue   *queue
	tree    transfer.Tree
	pending []written // records that are due later
	batches map[int32]*Planted
}

func (w *writer) write(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for l := range inOrder(ctx, w.chunks(), runtime.GOMAXPROCS(0), w.liveAll) {
		for _, x := range l.lives {
			if x.err != nil {
				return x.err
			}
			if err := w.take(x); err != nil {
				return err
			}
		}
		if l.ends { // all of a day's cases are lived
			if err := w.flush(ctx, onDate(w.days.list[l.day]+1, 0)); err != nil {
				return err
			}
		}
		if w.out.Progress != nil {
			w.out.Progress(l.to, len(w.cases))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.flush(ctx, w.end.Add(24*time.Hour)); err != nil {
		return err
	}
	return w.queue.settle()
}

// take keeps the records of a life until they are due.
func (w *writer) take(l *life) error {
	w.sum.Commands += len(l.out)
	w.pending = append(w.pending, l.out...)
	if l.batch != 0 {
		w.batched(l)
	}
	for _, p := range l.truth {
		if err := w.tell(p); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) tell(p Planted) error {
	w.sum.Truth[p.Kind]++
	if w.out.Truth == nil {
		return nil
	}
	return w.out.Truth(p)
}

// tellReform tells what becomes of the tree.
func (w *writer) tellReform() (err error) {
	for i := range w.units {
		u := &w.units[i]
		if u.moved != 0 && err == nil {
			err = w.tell(Planted{Kind: PlantedMove, Org: u.code, To: u.under, On: &u.moved})
		}
		if u.merged != 0 && err == nil {
			err = w.tell(Planted{Kind: PlantedMerger, Org: u.code, To: u.into, On: &u.merged})
		}
	}
	return err
}

// batched adds a case to its batch.
func (w *writer) batched(l *life) {
	if w.batches == nil {
		w.batches = map[int32]*Planted{}
	}
	b := w.batches[l.batch]
	if b == nil {
		b = &Planted{Kind: PlantedBatch, Org: l.state.Org, Recorded: l.out[0].Recorded}
		w.batches[l.batch] = b
	}
	b.Cases = append(b.Cases, l.number)
	b.Until = l.out[len(l.out)-1].Recorded
}

func (w *writer) tellBatches() error {
	for n := range len(w.batches) {
		if err := w.tell(*w.batches[int32(n+1)]); err != nil {
			return err
		}
	}
	return nil
}

// flush appends what is recorded before an instant.
func (w *writer) flush(ctx context.Context, until time.Time) error {
	due, rest := []written{}, w.pending[:0:0]
	for _, x := range w.pending {
		if x.Recorded.Before(until) {
			due = append(due, x)
		} else {
			rest = append(rest, x)
		}
	}
	w.pending = rest
	slices.SortStableFunc(due, func(a, b written) int { return a.Recorded.Compare(b.Recorded) })
	for i := range due {
		w.tree.Add(due[i].leaf)
		w.sum.Ordinal++
		if err := w.queue.append(ctx, &due[i].Record); err != nil {
			return fmt.Errorf("append record %d: %w", w.sum.Ordinal, err)
		}
	}
	return nil
}
