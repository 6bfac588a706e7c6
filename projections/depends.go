package projections

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/audit"
	"caseledger/ledger/dossier"
	"caseledger/ledger/erasure"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// dependency is what a record of a registry changes for cases that are there
// already. A registry that cases depend on is a type with these methods and a
// line in [dependencyOf].
//
// The summaries that the writer holds are those under the record before, until
// the last of the touched cases is derived anew; see [writer.rederive].
type dependency interface {
	// touched is a condition on the rows of cases: true at least of every case
	// whose summary the record changes. It begins with equalities and ranges
	// that an index has, see [indexes], and depends on nothing of the writer but
	// what it has learnt of such records before.
	touched(w *writer) (condition string, args []any)
	// derivation gives the function that a summary goes through: the summary
	// once the record holds, nil where nothing of it differs. Given again what
	// it gave, it gives nil.
	derivation(w *writer) func(*Summary) *Summary
	// learn makes the writer know the record, for all that follow.
	learn(w *writer)
}

// dependencyOf says what a record that is no case's changes: nil for one that
// is kept as a public record, and in no view.
func dependencyOf(e act.Event) (dependency, error) {
	switch e := e.(type) {
	case registry.Notice:
		return notice{(*workdays.Notice)(&e)}, nil
	case registry.Policy:
		return edition{policy.Policy(e)}, nil
	case audit.Read, erasure.Erased: // rules have asked for them already
		return nil, nil
	case registry.Entry:
		return listed(e), nil
	case dossier.Event: // the views beside the core have them
		return nil, nil
	}
	return nil, fmt.Errorf("%T is not known to the views", e)
}

// sliceCases bounds the cases that are derived anew in one transaction,
// some 100 ms of work.
const sliceCases = 2000

// rederivation is the work that a registry's record makes.
type rederivation struct {
	derive func(*Summary) *Summary
	ids    []int64 // of touched cases that are yet to be derived, ascending
}

// rederive takes the registry's record of a batch that holds nothing else: a
// slice of the cases it touches, in one transaction, and says whether there are
// more. With the last slice the record itself is taken, and the views' position
// moves on. Until then their checkpoint says in last which record it is, and in
// rederived the last case done: so the work goes on after a stop of any kind.
func (w *writer) rederive(ctx context.Context, b *batch, items []item) (more bool, err error) {
	it := &items[0]
	if w.work == nil {
		if w.work, err = w.find(ctx, it.depends); err != nil {
			return false, err
		}
	}
	n := min(len(w.work.ids), w.slice)
	if w.until > 0 && n > 0 {
		upTo, _ := slices.BinarySearch(w.work.ids, w.until+1)
		n = min(n, max(upTo, 1))
	}
	ids, rest := w.work.ids[:n], w.work.ids[n:]
	before := w.at.rederived
	err = w.write(ctx, func(t door.Tx) error {
		stored := checkpoint{prefix: w.prefix}
		if err := stored.loadLast(t); err != nil {
			return err
		}
		if stored.rederived != before {
			return fmt.Errorf("views are at case %d of a registry's record, not %d: another program writes them", stored.rederived, before)
		}
		if err := w.rederiveCases(t, it, ids); err != nil {
			return recordError(&it.record, err)
		}
		w.at.last.read(items)
		if len(rest) > 0 {
			w.at.rederived = ids[n-1]
			return nil
		}
		w.at.position, w.at.rederived = b.position, 0
		it.depends.learn(w)
		return w.applyItems(t, items)
	})
	if err != nil {
		return false, err
	}
	w.work.ids = rest
	if len(rest) == 0 {
		w.work = nil
	}
	return len(rest) > 0, nil
}

// find lists the cases that a record touches and that come after the last one
// done. Their order is that of their ids, whatever index finds them: the rows
// of figures follow it. All ids are held, 8 bytes each.
func (w *writer) find(ctx context.Context, d dependency) (*rederivation, error) {
	work := &rederivation{derive: d.derivation(w)}
	condition, args := d.touched(w)
	if err := w.indexFor(ctx, d); err != nil {
		return nil, err
	}
	err := w.db.Read(ctx, func(t door.Tx) error {
		return t.Query("SELECT id FROM "+w.prefix+"cases WHERE "+condition, func(r door.Row) error {
			if id := r.Int(0); id > w.at.rederived {
				work.ids = append(work.ids, id)
			}
			return nil
		}, args...)
	})
	slices.Sort(work.ids)
	return work, err
}

// rederiveCases derives cases anew that a record touches, in order of their
// ids.
func (w *writer) rederiveCases(t door.Tx, it *item, ids []int64) error {
	some := make([]*held, 0, len(ids))
	err := queryMany(t, "SELECT id, number, records, state FROM "+w.prefix+"cases WHERE id IN ", ids, func(r door.Row) (err error) {
		h := w.cases.peek(r.Text(1))
		if h == nil {
			h = &held{number: r.Text(1)}
			err = h.load(r)
		}
		some = append(some, h)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(some, func(a, b *held) int { return cmp.Compare(a.id, b.id) })
	for _, h := range some {
		before := h.summary
		if after := w.work.derive(before); after != nil {
			h.summary = after
			w.change(h, &it.record, before)
		}
	}
	return w.flush(t)
}
