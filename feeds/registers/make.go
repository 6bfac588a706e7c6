package registers

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// Query chooses the cases of a book.
type Query struct {
	// From and To bound the local date of acceptance, both inclusive; NoDate
	// leaves a side open.
	From, To workdays.Date
	Org      *string // accepting unit; nil for all
}

func (q Query) holds(d workdays.Date) bool {
	return (q.From == workdays.NoDate || d >= q.From) && (q.To == workdays.NoDate || d <= q.To)
}

// cases is the query for views. A case that was never accepted is in no book.
func (q Query) cases() projections.CaseQuery {
	out := projections.CaseQuery{AcceptedFrom: max(q.From, workdays.Civil(1, time.January, 1)), AcceptedTo: q.To, Order: projections.ByAccepted}
	out.Org = q.Org
	return out
}

// Out is a book to be made.
type Out struct {
	Register *Register
	Sheet    Sheet
}

// Progress is called now and then with the number of cases that are done.
type Progress func(done, all int)

// Make writes books of one snapshot of the views. If one does not reconcile, all
// are written to their ends, and the error is an [*ImbalanceError].
func Make(ctx context.Context, v *projections.Views, q Query, outs []Out, p Progress) error {
	return v.Snapshot(ctx, func(s *projections.Snapshot) error {
		r, err := begin(s, q, outs)
		if err == nil {
			err = r.cases(q, p)
		}
		if err == nil {
			err = r.end(q)
		}
		return err
	})
}

// run is the making of some books.
type run struct {
	snapshot *projections.Snapshot
	recorded time.Time
	books    []book
	totals   totals
}

type book struct {
	Out
	pages
	rows int
}

func begin(s *projections.Snapshot, q Query, outs []Out) (*run, error) {
	r := &run{snapshot: s}
	var err error
	if r.recorded, err = s.Recorded(); err != nil {
		return nil, err
	}
	asked := q.cases()
	asked.First, asked.CountTotal = 1, true
	page, err := s.Cases(asked)
	if err != nil {
		return nil, err
	}
	r.totals.accepted = page.Total
	for _, o := range outs {
		r.books = append(r.books, book{Out: o, pages: o.Register.open()})
		if err := o.Sheet.Begin(Head{o.Register, q, s.Ordinal(), r.recorded}); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// cases puts every case into every book.
func (r *run) cases(q Query, p Progress) error {
	done := 0
	return eachCase(r.snapshot, q.cases(), r.told, func(c *projections.Summary, told []casefile.Entry) error {
		if done++; p != nil && done%pageSize == 0 {
			p(done, r.totals.accepted)
		}
		r.totals.add(&c.Case)
		return r.put(&file{Summary: c, holding: casefile.Holding(told), zone: c.Location(), at: r.recorded})
	})
}

// told says whether a book wants the history of a case.
func (r *run) told(c *casefile.Case) bool {
	for i := range r.books {
		if told := r.books[i].Register.told; told != nil && told(c) {
			return true
		}
	}
	return false
}

func (r *run) put(f *file) error {
	for i := range r.books {
		b := &r.books[i]
		for _, row := range b.pages.rows(f) {
			b.rows++
			if err := b.Sheet.Row(append([]Cell{count(b.rows)}, row...)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) end(q Query) error {
	var foot Foot
	if err := eachAnnulled(r.snapshot, q, func(a Annulled) { foot.Annulled = append(foot.Annulled, a) }); err != nil {
		return err
	}
	var wrong []error
	for i := range r.books {
		b := &r.books[i]
		foot.Balance = b.balance(&r.totals)
		if err := b.Sheet.End(foot); err != nil {
			return err
		}
		for _, e := range foot.Balance {
			if !e.Holds() {
				wrong = append(wrong, &ImbalanceError{b.Register, e})
			}
		}
	}
	return errors.Join(wrong...)
}

// pageSize is how many cases are held at once.
const pageSize = 500

// eachCase calls each for the cases of a query, with the entries of those whose
// history is wanted.
func eachCase(s *projections.Snapshot, q projections.CaseQuery, wanted func(*casefile.Case) bool, each func(*projections.Summary, []casefile.Entry) error) error {
	for q.First = pageSize; ; {
		page, err := s.Cases(q)
		if err != nil {
			return err
		}
		var numbers []string
		for i := range page.Rows {
			if wanted(&page.Rows[i].Case) {
				numbers = append(numbers, page.Rows[i].Number)
			}
		}
		histories, err := s.Histories(numbers)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			if err := each(&page.Rows[i], histories[page.Rows[i].Number]); err != nil {
				return err
			}
		}
		if !page.HasNext {
			return nil
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
}
