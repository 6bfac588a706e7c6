package export

import (
	"time"

	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// source is what files are made of: a snapshot, or what was known at a record
// before it.
type source struct {
	Query
	snapshot  *projections.Snapshot
	ordinal   uint64
	recorded  time.Time
	simulated bool
	progress  Progress
	done      int // cases read by the last walk
}

func open(s *projections.Snapshot, q Query, p Progress) (src *source, err error) {
	src = &source{Query: q, snapshot: s, progress: p}
	if src.ordinal, err = s.Cited(q.KnownAt); err != nil {
		return nil, err
	}
	if src.recorded, err = s.RecordedAt(src.ordinal); err != nil {
		return nil, err
	}
	src.simulated, err = s.Simulated()
	return src, err
}

// pageSize is how many cases are held at once.
const pageSize = 500

// A file is one case with what holds of its history, in the order of its
// times: at equal times in that of its records.
type file struct {
	*projections.Summary
	holding []casefile.Entry // empty where histories are not asked for
}

// each calls take for every case of the query, in the order of acceptance, or of
// what was known at an earlier record in that of their numbers.
func (s *source) each(histories bool, take func(f *file) error) error {
	s.done = 0
	one := func(c *projections.Summary, told []casefile.Entry) error {
		if s.done++; s.progress != nil && s.done%pageSize == 0 {
			s.progress(s.done, -1)
		}
		return take(&file{c, inTime(told)})
	}
	if s.KnownAt == 0 {
		return s.now(histories, one)
	}
	return s.snapshot.EachKnown(s.ordinal, func(c *projections.Summary, told []casefile.Entry) error {
		if !s.holds(c.AcceptedOn()) {
			return nil
		}
		return one(c, told)
	})
}

// now walks the cases as they stand.
func (s *source) now(histories bool, take func(*projections.Summary, []casefile.Entry) error) error {
	return s.pages(func(list []projections.Summary) (err error) {
		var told map[string][]casefile.Entry
		if histories {
			numbers := make([]string, len(list))
			for i := range list {
				numbers[i] = list[i].Number
			}
			if told, err = s.snapshot.Histories(numbers); err != nil {
				return err
			}
		}
		for i := range list {
			if err := take(&list[i], told[list[i].Number]); err != nil {
				return err
			}
		}
		return nil
	})
}

// pages calls take for the cases of the query page by page.
func (s *source) pages(take func([]projections.Summary) error) error {
	q := projections.CaseQuery{AcceptedFrom: s.From, AcceptedTo: s.To, Order: projections.ByAccepted, First: pageSize}
	for {
		page, err := s.snapshot.Cases(q)
		if err == nil {
			err = take(page.Rows)
		}
		if err != nil || !page.HasNext {
			return err
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
}
