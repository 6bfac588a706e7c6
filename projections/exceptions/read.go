package exceptions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// A Row is one record that is out of the ordinary.
type Row struct {
	Ordinal  uint64
	Number   string // of its case
	Revision ledger.Revision
	Type     string
	Post     string
	Event    casefile.Event
	Occurred time.Time
	Recorded time.Time
	Amended  uint64 // ordinal of the record by which it holds no longer; 0 while it does
}

// Query chooses rows of some types.
type Query struct {
	Types []string
	UpTo  uint64 // ordinal of the last record that counts; 0 for all
	After uint64 // newest first: begins before this ordinal; 0 for the newest
	First int    // 1 to 1000
}

const maxRows = 1000

// all is an ordinal beyond all.
const all = 1<<63 - 2

// Rows lists the newest first, and says whether more follow. A First that is not from
// 1 to 1000 is a [*ledger.InvalidError].
func Rows(ctx context.Context, v view.Reader, q Query) (out []Row, more bool, err error) {
	if q.First < 1 || q.First > maxRows {
		return nil, false, &ledger.InvalidError{Field: "first", Value: fmt.Sprint(q.First), Reason: fmt.Sprintf("want 1 to %d", maxRows)}
	}
	if q.UpTo == 0 {
		q.UpTo = all
	}
	until := q.UpTo + 1
	if q.After > 0 && q.After < until {
		until = q.After
	}
	where, args := typed(q.Types)
	where += " AND ordinal < " + door.Bind(&args, int64(until)) + " ORDER BY ordinal DESC LIMIT " + door.Bind(&args, int64(q.First+1))
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query("SELECT ordinal, type, case_number, revision, post, occurred, recorded, body, amended FROM exceptions_rows WHERE "+where, func(r door.Row) error {
			x, err := read(r)
			if x.Amended > q.UpTo {
				x.Amended = 0
			}
			out = append(out, x)
			return err
		}, args...)
	})
	if more = len(out) > q.First; more {
		out = out[:q.First]
	}
	return out, more, err
}

// typed is the condition for types, and its arguments.
func typed(types []string) (where string, args []any) {
	places := make([]string, len(types))
	for i, name := range types {
		places[i] = door.Bind(&args, name)
	}
	return "type IN (" + strings.Join(places, ", ") + ")", args
}

func read(r door.Row) (x Row, err error) {
	x = Row{Ordinal: uint64(r.Int(0)), Type: r.Text(1), Number: r.Text(2), Revision: ledger.Revision(r.Int(3)), Post: r.Text(4), Occurred: door.Instant(r.Int(5)), Recorded: door.Instant(r.Int(6)), Amended: uint64(r.Int(8))}
	e, err := casefile.Decode(&ledger.Record{Stream: casefile.Stream(x.Number), Revision: x.Revision, Draft: ledger.Draft{Type: x.Type, Post: x.Post, Occurred: x.Occurred, Recorded: x.Recorded, Public: []byte(r.Text(7))}})
	x.Event = e.Event
	return x, err
}

// Count is how many rows hold of some types, as known at an ordinal, 0 for the last.
func Count(ctx context.Context, v view.Reader, types []string, upTo uint64) (n int, err error) {
	if upTo == 0 {
		upTo = all
	}
	where, args := typed(types)
	at := door.Bind(&args, int64(upTo))
	where += " AND ordinal <= " + at + " AND (amended = 0 OR amended > " + at + ")"
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query("SELECT COUNT(*) FROM exceptions_rows WHERE "+where, func(r door.Row) error {
			n = int(r.Int(0))
			return nil
		}, args...)
	})
	return n, err
}

// A Sealed is how many values of a label were sealed with records of a type in a
// month.
type Sealed struct {
	Type, Label string
	Year, Month int
	Count       int
}

// SealedCounts lists them by type, label and month.
func SealedCounts(ctx context.Context, v view.Reader) (out []Sealed, err error) {
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query("SELECT type, label, month, sealed FROM exceptions_sealed ORDER BY type, label, month", func(r door.Row) error {
			m := int(r.Int(2))
			out = append(out, Sealed{r.Text(0), r.Text(1), m / 12, m%12 + 1, int(r.Int(3))})
			return nil
		})
	})
	return slices.Clip(out), err
}
