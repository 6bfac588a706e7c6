package projections

import (
	"context"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// Citations. What is cited names a place in the ledger by the ordinal of its
// record, which is the same in every store; positions are not. A number beyond
// the last ordinal that is a position here, as citations held before, is taken
// for one: in a store without gaps the two are equal, in one with gaps a
// position is greater than the number of records.

// Cited is the position of the record that a citation names: its ordinal, or a
// position beyond the last ordinal. One beyond the end is an
// [*ledger.InvalidError].
func (v *Views) Cited(ctx context.Context, n ledger.Position) (at ledger.Position, err error) {
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		at, _, err = cited(t, c, n)
		return err
	})
	return at, err
}

// cited gives position and ordinal; for 0 those of the end.
func cited(t door.Tx, c *checkpoint, n ledger.Position) (at ledger.Position, ordinal uint64, err error) {
	switch {
	case n == 0:
		return c.position, c.ordinal, nil
	case uint64(n) <= c.ordinal:
		ordinal = uint64(n)
	case n <= c.position:
		if ordinal, err = ordinalAfter(t, c, n); err != nil {
			return 0, 0, err
		}
		ordinal--
	default:
		return 0, 0, &ledger.InvalidError{Field: "known at", Value: n.String(), Reason: "the views stand at " + ledger.Position(c.ordinal).String()}
	}
	if ordinal > 0 {
		at, err = positionOf(t, ordinal)
	}
	return at, ordinal, err
}

// onCited asks for figures as known at the place that the query cites, and has
// the answers cite it; each goes over the figures of an answer.
func onCited[T any](ctx context.Context, v *Views, q FigureQuery, ask func(door.Tx, ledger.Position, FigureQuery, figures.Inventory) (T, error), each func(T, func(*Figure))) (out T, err error) {
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		if err := figuresReady(t, c); err != nil {
			return err
		}
		at, ordinal, err := cited(t, c, q.KnownAt)
		if err != nil {
			return err
		}
		q.KnownAt = at
		if out, err = ask(t, c.position, q, v.inventory(t, c, ordinal)); err != nil {
			return err
		}
		each(out, func(f *Figure) { f.Position, f.Query.KnownAt = ledger.Position(ordinal), ledger.Position(ordinal) })
		return nil
	})
	return out, err
}
