package registers

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger"
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
	// KnownAt leaves out what was recorded after this record, named by its
	// ordinal: the book as it was known then. 0 is now.
	KnownAt ledger.Position
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
// are written to their ends, and the error is an [*ImbalanceError]. A KnownAt
// beyond the last record is a [*ledger.InvalidError].
func Make(ctx context.Context, v *projections.Views, q Query, outs []Out, p Progress) error {
	return v.Snapshot(ctx, func(s *projections.Snapshot) error {
		src, err := open(s, q, limits{})
		if err != nil {
			return err
		}
		return write(src, outs, p)
	})
}

// write makes the books of a source.
func write(src *source, outs []Out, p Progress) error {
	r := &run{source: src}
	err := r.begin(outs)
	if err == nil {
		err = r.cases(p)
	}
	if err == nil {
		err = r.end()
	}
	return err
}

// run is the making of some books.
type run struct {
	*source
	books  []book
	totals totals
}

type book struct {
	Out
	pages
	rows int
}

func (r *run) begin(outs []Out) (err error) {
	if r.totals.accepted, err = r.count(); err != nil {
		return err
	}
	for _, o := range outs {
		r.books = append(r.books, book{Out: o, pages: o.Register.open()})
		if err := o.Sheet.Begin(Head{o.Register, r.Query, r.ordinal, r.recorded, r.simulated}); err != nil {
			return err
		}
	}
	return nil
}

// cases puts every case into every book.
func (r *run) cases(p Progress) error {
	done := 0
	return r.each(r.told, func(c *projections.Summary, told []casefile.Entry) error {
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

func (r *run) end() error {
	var foot Foot
	if err := r.annulled(func(a Annulled) { foot.Annulled = append(foot.Annulled, a) }); err != nil {
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
