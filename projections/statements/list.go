package statements

import (
	"context"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/statement"
)

// An Edition is one statement of a month (月结报表): its closing, or a restatement.
type Edition struct {
	Scope
	statement.Frozen
	N        int // 1 for the closing, 2, 3, … for restatements
	Restates string
	Changed  int    // rows that differ from the edition before
	At       uint64 // ordinal of its own record
	Recorded time.Time
	Post     string
}

// Kept is where statements are listed.
type Kept interface {
	EachTold(ctx context.Context, streams string, each func(ordinal uint64, r *ledger.Record) error) error
}

// List gives all statements: those of one stream after the other, editions in
// their order.
func List(ctx context.Context, v Kept) (out []Edition, err error) {
	err = v.EachTold(ctx, statement.Kind.Prefix, func(ordinal uint64, r *ledger.Record) error {
		e, err := statement.Kind.Decode(r)
		if err != nil {
			return err
		}
		x := Edition{N: int(r.Revision) + 1, At: ordinal, Recorded: r.Recorded, Post: r.Post}
		switch e := e.(type) {
		case statement.Closed:
			x.Scope, x.Frozen = Scope{statement.Period(e.Period), e.Org}, e.Frozen()
		case statement.Restated:
			x.Scope, x.Frozen = Scope{statement.Period(e.Period), e.Org}, e.Frozen()
			x.Restates, x.Changed = e.Restates, e.Changed
		}
		out = append(out, x)
		return nil
	})
	return out, err
}

// Find gives the editions of one month; an error of [ErrNotClosed] where there
// are none.
func Find(ctx context.Context, v Kept, of Scope) (out []Edition, err error) {
	if err := of.Period.Validate(); err != nil {
		return nil, err
	}
	all, err := List(ctx, v)
	for _, e := range all {
		if e.Scope == of {
			out = append(out, e)
		}
	}
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s %s: %w", of.Period, of.Org, ErrNotClosed)
	}
	return out, err
}
