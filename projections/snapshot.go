package projections

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
)

// A Snapshot is the case view as it stood at one record: all of its answers are
// as of that one, however long reading takes. It belongs to one goroutine, and
// is good for the call that gave it.
type Snapshot struct {
	views *Views
	t     door.Tx
	at    *checkpoint
}

// Snapshot calls f, once, with a snapshot of the live views. Until it returns
// the database keeps what is written over meanwhile, so f does not dawdle.
func (v *Views) Snapshot(ctx context.Context, f func(s *Snapshot) error) error {
	return v.readAt(ctx, func(t door.Tx, c *checkpoint) error { return f(&Snapshot{v, t, c}) })
}

// Ordinal is that of the last record taken into account; 0 before the first.
func (s *Snapshot) Ordinal() uint64 { return s.at.ordinal }

// Recorded is when that record was recorded; zero before the first.
func (s *Snapshot) Recorded() (time.Time, error) { return s.RecordedAt(s.at.ordinal) }

// Cases lists one page of cases, as [Views.Cases] does.
func (s *Snapshot) Cases(q CaseQuery) (CasePage, error) {
	l, err := newListing(q)
	if err != nil {
		return CasePage{}, err
	}
	return s.views.list(s.t, s.at, l, q.CountTotal)
}

// Histories are the entries of cases in revision order, amendments among them.
// Numbers without a case are left out.
func (s *Snapshot) Histories(numbers []string) (map[string][]casefile.Entry, error) {
	all, err := timelines(s.t, numbers)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]casefile.Entry, len(all))
	for number, list := range all {
		if out[number], err = decoded(list); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Timelines are the events of cases as [Views.Timelines] gives them.
func (s *Snapshot) Timelines(numbers []string) (map[string][]TimelineEntry, error) {
	return timelines(s.t, numbers)
}

// PositionOf is where the record with an ordinal stands in its store; 0 for the
// ordinal 0.
func (s *Snapshot) PositionOf(ordinal uint64) (ledger.Position, error) {
	if ordinal == 0 {
		return 0, nil
	}
	return positionOf(s.t, ordinal)
}

// RulesAt gives the rules of calendars as they had been published by a record.
func (s *Snapshot) RulesAt(ordinal uint64) (func(calendar string) casefile.Rules, error) {
	p, err := s.publishedBy(ordinal)
	if err != nil {
		return nil, err
	}
	return p.rules, nil
}

// EachRecord calls each for the public records with ordinals from … until−1, as
// [Views.Public] gives them.
func (s *Snapshot) EachRecord(from, until uint64, each func(ordinal uint64, r *ledger.Record) error) error {
	const stretch, most = 8192, 1 << 16 // names of streams are held
	names := map[int64]ledger.StreamID{}
	for at := from; at < until; at += stretch {
		if len(names) > most {
			clear(names)
		}
		err := eachRecord(s.t, names, at, min(at+stretch, until), func(ordinal uint64, r ledger.Record) error {
			return each(ordinal, &r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
