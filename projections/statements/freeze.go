package statements

import (
	"context"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/statement"
)

// Reader is what frozen statements are read and compared by.
type Reader interface {
	Views
	Position(context.Context) (ledger.Position, error)
	Count(context.Context) (uint64, error)
}

// A Freezer computes what a statement freezes: the figures as they are known at
// the ledger's end. It implements [statement.Freezer].
type Freezer struct {
	Views Reader
	Store ledger.Store
}

// Freeze implements [statement.Freezer].
func (f *Freezer) Freeze(ctx context.Context, p statement.Period, org string, last *statement.Frozen) (k statement.Known, err error) {
	head, err := f.Store.Head(ctx)
	if err != nil {
		return k, err
	}
	at, err := f.Views.Position(ctx)
	if err != nil {
		return k, err
	}
	if at < head {
		return k, statement.ErrBehind
	}
	n, err := f.Views.Count(ctx)
	if err != nil || n == 0 {
		return k, err
	}
	of := Scope{p, org}
	k.Definitions = Definitions()
	rows, err := Rows(ctx, f.Views, of, int(n), k.Definitions)
	if err != nil {
		return k, err
	}
	k.Ordinal, k.Rows, k.SHA256 = int(n), len(rows), Hash(rows)
	if last != nil {
		before, err := Frozen(ctx, f.Views, of, *last)
		if err != nil {
			return k, err
		}
		k.Changed = len(compare(before, rows))
	}
	return k, nil
}

// Frozen computes the rows of a statement again and holds them against its hash.
// Where they differ, the error is a [*MismatchError]: the views are damaged, the
// statement never was true, or this program counts otherwise.
func Frozen(ctx context.Context, v Views, of Scope, f statement.Frozen) ([]Row, error) {
	rows, err := Rows(ctx, v, of, f.Ordinal, f.Definitions)
	if err != nil {
		return nil, err
	}
	if have := Hash(rows); have != f.SHA256 || len(rows) != f.Rows {
		return nil, &MismatchError{of, f, have, len(rows)}
	}
	return rows, nil
}

// ErrNotClosed: no statement of the month was closed.
var ErrNotClosed = errors.New("the month is not closed")

// A MismatchError: the rows of a statement that are computed again are not those
// that were frozen.
type MismatchError struct {
	Scope
	Frozen statement.Frozen
	Have   string // hash of the rows computed now
	Rows   int    // how many they are
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("the statement of %s %s at record %d does not hold: %d rows with the hash %s were frozen, %d rows with %s are computed; rebuild the views, and if that does not help, do not publish it",
		e.Period, e.Org, e.Frozen.Ordinal, e.Frozen.Rows, e.Frozen.SHA256, e.Rows, e.Have)
}
