package late

import (
	"context"
	"fmt"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/lateness"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// A Query chooses entries.
type Query struct {
	Org *string // accepting organisation of their cases; nil for all
	// From and To bound the local date on which they were recorded, both
	// inclusive; NoDate leaves a side open.
	From, To  workdays.Date
	MinDays   int  // shortest lag in working days
	BatchOnly bool // only those that are part of a batch
	After     uint64
	First     int // at most so many, after the ordinal After
}

// maxEntries bounds the entries of one page.
const maxEntries = 1000

// A Page is one of entries.
type Page struct {
	Entries []Entry
	More    bool
	At      uint64 // ordinal of the last record taken into account
}

// Entries lists entries in ledger order. A First that is not from 1 to 1000 is
// an [*ledger.InvalidError].
func Entries(ctx context.Context, v view.Reader, q Query) (p Page, err error) {
	if q.First < 1 || q.First > maxEntries {
		return p, &ledger.InvalidError{Field: "first", Value: fmt.Sprint(q.First), Reason: fmt.Sprintf("want 1 to %d", maxEntries)}
	}
	where, args := q.where("recorded_on")
	where = append(where, "ordinal > "+door.Bind(&args, int64(q.After)))
	if q.MinDays > 1 {
		where = append(where, "days >= "+door.Bind(&args, int64(q.MinDays)))
	}
	if q.BatchOnly {
		where = append(where, "batch <> 0")
	}
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		p.At = at
		limit := door.Bind(&args, int64(q.First+1))
		p.Entries, err = readEntries(t, "WHERE "+strings.Join(where, " AND ")+" ORDER BY ordinal LIMIT "+limit, args...)
		if p.More = len(p.Entries) > q.First; p.More {
			p.Entries = p.Entries[:q.First]
		}
		return err
	})
	return p, err
}

// where is the condition for organisation and dates, and its arguments.
func (q Query) where(on string) (where []string, args []any) {
	if q.Org != nil {
		where = append(where, "org = "+door.Bind(&args, *q.Org))
	}
	if q.From != workdays.NoDate {
		where = append(where, on+" >= "+door.Bind(&args, int64(q.From)))
	}
	if q.To != workdays.NoDate {
		where = append(where, on+" <= "+door.Bind(&args, int64(q.To)))
	}
	return where, args
}

// A Total counts the entries of one organisation and class of lag.
type Total struct {
	Org     string
	Class   lateness.Class
	Records int // late entries
	Batched int // of these, in batches
	Longest int // longest lag, in working days
}

// A Summary are totals by organisation and class.
type Summary struct {
	Totals  []Total // those that are not zero, by organisation, then lag
	Batches int     // batches that begun in the period
	At      uint64  // ordinal of the last record taken into account
}

// Summarize counts; of the query it takes organisation and dates.
func Summarize(ctx context.Context, v view.Reader, q Query) (s Summary, err error) {
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		s.At = at
		where, args := q.where("recorded_on")
		err := t.Query("SELECT org, days, batched, CAST(SUM(records) AS BIGINT) FROM late_tally "+conditions(where)+"GROUP BY org, days, batched ORDER BY org, days", func(r door.Row) error {
			s.add(r.Text(0), int(r.Int(1)), r.Int(2) != 0, int(r.Int(3)))
			return nil
		}, args...)
		if err != nil {
			return err
		}
		where, args = q.where("begun_on")
		return t.Query("SELECT COUNT(*) FROM late_batches "+conditions(where), func(r door.Row) error {
			s.Batches = int(r.Int(0))
			return nil
		}, args...)
	})
	return s, err
}

func conditions(where []string) string {
	if len(where) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(where, " AND ") + " "
}

// add counts records of a lag; they come by organisation, then lag.
func (s *Summary) add(org string, days int, batched bool, records int) {
	if records == 0 {
		return
	}
	class := lateness.Classes()[lateness.ClassOf(days)]
	if n := len(s.Totals); n == 0 || s.Totals[n-1].Org != org || s.Totals[n-1].Class != class {
		s.Totals = append(s.Totals, Total{Org: org, Class: class})
	}
	t := &s.Totals[len(s.Totals)-1]
	t.Records, t.Longest = t.Records+records, max(t.Longest, days)
	if batched {
		t.Batched += records
	}
}

// Batches lists the batches that begun in the period, after one and at most so
// many, in ledger order.
func Batches(ctx context.Context, v view.Reader, q Query) (out []Batch, err error) {
	where, args := q.where("begun_on")
	where = append(where, "id > "+door.Bind(&args, int64(q.After)))
	query := "SELECT id, org, begun, begun_on, ended, records, (SELECT COUNT(DISTINCT case_number) FROM late_entries WHERE batch = id) FROM late_batches " +
		conditions(where) + "ORDER BY id LIMIT " + door.Bind(&args, int64(q.First))
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query(query, func(r door.Row) error {
			out = append(out, Batch{ID: uint64(r.Int(0)), Org: r.Text(1), Begun: door.Instant(r.Int(2)), BegunOn: workdays.Date(r.Int(3)),
				Ended: door.Instant(r.Int(4)), Records: int(r.Int(5)), Cases: int(r.Int(6))})
			return nil
		}, args...)
	})
	return out, err
}
