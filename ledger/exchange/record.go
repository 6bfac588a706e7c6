package exchange

import (
	"context"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// Job is the taking of rows into a ledger.
type Job struct {
	Store   ledger.Store
	Classes act.Classes
	// Now is the recorder's clock, for the calendar's notices; rows are recorded
	// when they say.
	Now func() time.Time
	// Progress, if set, is told how many cases are done.
	Progress func(done, all int)
}

// Summary is what was done.
type Summary struct {
	Cases   int `json:"cases"`
	Rows    int `json:"rows"`
	Added   int `json:"added"`   // records
	Notices int `json:"notices"` // of the calendar
}

// submitter is what a store can offer beside [ledger.Store]: appends that one
// goroutine submits are placed in that order, see package intake.
type submitter interface {
	Submit(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error)
}

// maxWaiting bounds the appends under way.
const maxWaiting = 256

// Record takes a batch into the ledger, case by case in the order of their first
// rows. A row that cannot be understood ends it, with the table and the row named;
// what was recorded before stays, and the same batch taken again adds what is
// missing. Nobody else may record the cases of the batch meanwhile.
func Record(ctx context.Context, j Job, rows []Row) (sum Summary, err error) {
	if sum.Notices, err = registry.Publish(ctx, j.Store, workdays.Official(), j.Now()); err != nil {
		return sum, err
	}
	cases, order := byCase(rows)
	var waiting []func() ([]ledger.Record, error)
	settle := func(down int) error {
		for len(waiting) > down {
			if _, err := waiting[0](); err != nil {
				return err
			}
			waiting = waiting[1:]
		}
		return nil
	}
	for i, number := range order {
		c, err := load(ctx, j.Store, number, j.Classes)
		if err == nil {
			err = c.apply(cases[number])
		}
		if err != nil {
			_ = settle(0) // what was submitted is in, or its own error is the later one
			return sum, err
		}
		at := c.head()
		for part := range chunks(c.drafts) {
			waiting = append(waiting, submit(ctx, j.Store, number, at, part))
			at += ledger.Revision(len(part))
		}
		sum.Cases, sum.Rows, sum.Added = sum.Cases+1, sum.Rows+len(cases[number]), sum.Added+len(c.drafts)
		if err := settle(maxWaiting); err != nil {
			return sum, err
		}
		if j.Progress != nil {
			j.Progress(i+1, len(order))
		}
	}
	return sum, settle(0)
}

func submit(ctx context.Context, s ledger.Store, number string, at ledger.Revision, drafts []ledger.Draft) func() ([]ledger.Record, error) {
	wrap := func(records []ledger.Record, err error) ([]ledger.Record, error) {
		if err != nil {
			err = fmt.Errorf("case %s: %w", number, err)
		}
		return records, err
	}
	if group, ok := s.(submitter); ok {
		answer := group.Submit(ctx, casefile.Stream(number), at, drafts...)
		return func() ([]ledger.Record, error) { return wrap(answer()) }
	}
	records, err := s.Append(ctx, casefile.Stream(number), at, drafts...)
	return func() ([]ledger.Record, error) { return wrap(records, err) }
}

// chunks cuts drafts where one append would be too long.
func chunks(drafts []ledger.Draft) func(yield func([]ledger.Draft) bool) {
	return func(yield func([]ledger.Draft) bool) {
		for len(drafts) > 0 {
			n, size := 0, 0
			for n < min(len(drafts), ledger.MaxAppendDrafts) {
				if size += drafts[n].Size(); n > 0 && size > ledger.MaxAppendBytes {
					break
				}
				n++
			}
			if !yield(drafts[:n]) {
				return
			}
			drafts = drafts[n:]
		}
	}
}

// byCase parts a batch by its cases, in the order in which they come first.
func byCase(rows []Row) (cases map[string][]Row, order []string) {
	cases = map[string][]Row{}
	for _, r := range rows {
		number := r.Case()
		if cases[number] == nil {
			order = append(order, number)
		}
		cases[number] = append(cases[number], r)
	}
	return cases, order
}
