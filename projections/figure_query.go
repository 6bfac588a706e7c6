package projections

import (
	"fmt"
	"slices"
	"strconv"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// kinds in the order of casefile, for messages and checks.
var kinds = [...]casefile.Kind{casefile.KindReturned, casefile.KindCorrected, casefile.KindSpecial, casefile.KindJoint,
	casefile.KindForwarded, casefile.KindAgent, casefile.KindImmediate, casefile.KindPromised, casefile.KindOther}

// inquiry is a checked query on a snapshot.
type inquiry struct {
	FigureQuery // with KnownAt set
	recipes     []recipe
	reader      *figureReader
	selection   selection
	// today is the day as of which cases are overdue where the query leaves
	// the day open: when the last known record of a case was recorded, in the
	// default zone. NoDate where there is none.
	today      workdays.Date
	currencies map[uint32]string
}

// check says whether a query can be answered, before anything is read.
func (q *FigureQuery) check() error {
	switch {
	case q.From != workdays.NoDate && q.To != workdays.NoDate && q.To < q.From:
		return &ledger.InvalidError{Field: "to", Value: q.To.String(), Reason: "lies before from " + q.From.String()}
	case q.Decimals > 6:
		return &ledger.InvalidError{Field: "decimals", Value: strconv.Itoa(q.Decimals), Reason: "want 0 to 6, or less for the definition's own"}
	case q.Kind != nil && !slices.Contains(kinds[:], casefile.Kind(*q.Kind)):
		return &ledger.InvalidError{Field: "kind", Value: *q.Kind, Reason: fmt.Sprintf("want one of %v", kinds)}
	}
	return nil
}

// inquire checks a query that is put to a snapshot at a position.
func inquire(t door.Tx, at ledger.Position, q FigureQuery) (*inquiry, error) {
	recipes, err := recipesFor(q.IDs)
	if err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	if q.KnownAt == 0 {
		q.KnownAt = at
	}
	if q.KnownAt > at {
		return nil, &ledger.InvalidError{Field: "known at", Value: q.KnownAt.String(), Reason: "the views stand at " + at.String()}
	}
	x, err := newInquiry(t, q, recipes)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return x, nil
}

func newInquiry(t door.Tx, q FigureQuery, recipes []recipe) (*inquiry, error) {
	r, err := newFigureReader(t, q.KnownAt)
	if err != nil {
		return nil, err
	}
	x := &inquiry{FigureQuery: q, recipes: recipes, reader: r, today: workdays.NoDate, currencies: map[uint32]string{}}
	err = t.Query("SELECT day FROM figure_days WHERE position <= ?1 ORDER BY position DESC LIMIT 1", func(row door.Row) error {
		x.today = workdays.Date(row.Int(0))
		return nil
	}, int64(q.KnownAt))
	if err != nil {
		return nil, err
	}
	if x.selection, err = resolve(t, q.Filter); err != nil {
		return nil, err
	}
	err = t.Query("SELECT id, name FROM figure_names WHERE dim = ?1", func(row door.Row) error {
		x.currencies[uint32(row.Int(0))] = row.Text(1)
		return nil
	}, int64(dimCurrency))
	return x, err
}

// resolve turns names into numbers.
func resolve(t door.Tx, f Filter) (s selection, err error) {
	for _, c := range [...]struct {
		dim  dim
		name *string
		id   *uint32
	}{{dimOrg, f.Org, &s.org}, {dimItem, f.Item, &s.item}, {dimOfficer, f.Officer, &s.officer}, {dimKind, f.Kind, &s.kind}, {dimChannel, f.Channel, &s.channel}} {
		if c.name == nil {
			continue
		}
		err := t.Query("SELECT id FROM figure_names WHERE dim = ?1 AND name = ?2", func(row door.Row) error {
			*c.id = uint32(row.Int(0))
			return nil
		}, int64(c.dim), *c.name)
		if err != nil {
			return s, err
		}
		s.none = s.none || *c.id == 0
	}
	return s, nil
}

// asOf is the day of a period on whose end stocks and cohorts are counted;
// NoDate where all counts.
func (x *inquiry) asOf(to workdays.Date) workdays.Date {
	if x.AsOf != workdays.NoDate {
		return x.AsOf
	}
	return to
}

// overdueOn is the day on whose end cases are overdue.
func (x *inquiry) overdueOn(to workdays.Date) workdays.Date {
	if d := x.asOf(to); d != workdays.NoDate {
		return d
	}
	return x.today
}

// dayAfter is the first date after one that may be open.
func dayAfter(d workdays.Date) workdays.Date {
	if d == workdays.NoDate {
		return d
	}
	return d + 1
}

// cut makes the segments that the periods need.
func (x *inquiry) cut(points []Point) *segments {
	var edges []workdays.Date
	for _, p := range points {
		edges = append(edges, p.From, dayAfter(p.To), dayAfter(x.asOf(p.To)), dayAfter(x.overdueOn(p.To)))
	}
	s := newSegments(edges...)
	flows, stocks, overdue := measures(0), measures(0), measures(0)
	for _, r := range x.recipes {
		flows |= r.flows
		stocks |= r.stocks
		if r.overdue {
			overdue = setOf(mOverdue)
		}
	}
	for _, p := range points {
		first, last := s.want(p.From, p.To, flows)
		for i := first; i <= last; i++ {
			s.until[i] = x.asOf(p.To)
		}
		s.want(workdays.NoDate, x.asOf(p.To), stocks)
		s.want(workdays.NoDate, x.overdueOn(p.To), overdue)
		if p.From != workdays.NoDate {
			s.want(workdays.NoDate, p.From-1, stocks)
		}
	}
	return s
}

// read puts together what the tallies say of one period.
func (x *inquiry) read(s *segments, tallies []tally, p Point) *reading {
	r := &reading{flow: s.sum(tallies, p.From, p.To)}
	if p.From != workdays.NoDate {
		r.start = s.stock(tallies, p.From-1).open()
	}
	at := s.stock(tallies, x.asOf(p.To))
	r.open, r.accepted, r.closed = at.open(), at.accepted, at.closed()
	if on := x.overdueOn(p.To); on != workdays.NoDate {
		at = s.stock(tallies, on)
		r.overdue, r.overdueProvisional = at.overdue, at.overdueProvisional
	}
	return r
}

// stock adds up the stocks at the end of a day.
func (s *segments) stock(tallies []tally, on workdays.Date) *tally {
	out := new(tally)
	_, last := s.span(workdays.NoDate, on)
	for i := range tallies[:last+1] {
		t := &tallies[i]
		out.neverOpen += t.neverOpen
		out.overdue += t.overdue
		out.overdueProvisional += t.overdueProvisional
		out.accepted += t.accepted
		out.early, out.onTime = out.early+t.early, out.onTime+t.onTime
		out.late, out.withoutDue = out.late+t.late, out.withoutDue+t.withoutDue
		out.returned, out.withdrawn = out.returned+t.returned, out.withdrawn+t.withdrawn
	}
	return out
}
