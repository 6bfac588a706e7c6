package registers

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// source is what books are made of: a snapshot, or what was known at a record
// before it.
type source struct {
	Query
	snapshot  *projections.Snapshot
	limits    limits
	ordinal   uint64
	recorded  time.Time
	simulated bool
	then      bool    // as known at that record
	known     []known // the cases, once they were replayed
	struck    []known // those that were annulled
}

// limits bound what a book is made of; 0 is no bound.
type limits struct {
	cases   int    // of the period
	records uint64 // up to the one that KnownAt names
}

// A TooLargeError: the book would be made of more than its limits allow.
type TooLargeError struct {
	What string // "cases" or "records"
	Have uint64
	Most uint64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the book is of %d %s, and at most %d are taken here", e.Have, e.What, e.Most)
}

// known is a case as it was known, and its entries.
type known struct {
	*projections.Summary
	told []casefile.Entry
}

func open(s *projections.Snapshot, q Query, most limits) (*source, error) {
	src := &source{Query: q, snapshot: s, limits: most, then: q.KnownAt > 0}
	var err error
	if src.ordinal, err = s.Cited(q.KnownAt); err != nil {
		return nil, err
	}
	if src.simulated, err = s.Simulated(); err != nil {
		return nil, err
	}
	src.recorded, err = s.RecordedAt(src.ordinal)
	return src, err
}

// count is how many cases of the period there are: the database's own count, or
// that of the cases that were replayed.
func (s *source) count() (n int, err error) {
	if s.then {
		if s.limits.records > 0 && s.ordinal > s.limits.records {
			return 0, &TooLargeError{"records", s.ordinal, s.limits.records}
		}
		err = s.replay()
		n = len(s.known)
	} else {
		asked := s.cases()
		asked.First, asked.CountTotal = 1, true
		var page projections.CasePage
		page, err = s.snapshot.Cases(asked)
		n = page.Total
	}
	if err == nil && s.limits.cases > 0 && n > s.limits.cases {
		return 0, &TooLargeError{"cases", uint64(n), uint64(s.limits.cases)}
	}
	return n, err
}

// replay holds the cases of the period as they were known then, and the annulled
// ones, whose period is looked at later. Memory grows with their number.
func (s *source) replay() error {
	err := s.snapshot.EachKnown(s.ordinal, func(c *projections.Summary, told []casefile.Entry) error {
		switch {
		case s.Org != nil && c.Org != *s.Org:
		case c.Status == casefile.Struck:
			s.struck = append(s.struck, known{c, told})
		case !c.AcceptedAt.IsZero() && s.holds(c.AcceptedOn()):
			s.known = append(s.known, known{c, told})
		}
		return nil
	})
	slices.SortStableFunc(s.known, func(a, b known) int { return cmp.Compare(a.AcceptedAt.UnixMicro(), b.AcceptedAt.UnixMicro()) })
	return err
}

// each calls take for the cases of the period in the order of their acceptance,
// with the entries of those whose history is wanted.
func (s *source) each(wanted func(*casefile.Case) bool, take func(*projections.Summary, []casefile.Entry) error) error {
	if !s.then {
		return eachCase(s.snapshot, s.cases(), wanted, take)
	}
	return all(s.known, take)
}

func all(list []known, take func(*projections.Summary, []casefile.Entry) error) error {
	for _, k := range list {
		if err := take(k.Summary, k.told); err != nil {
			return err
		}
	}
	return nil
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
