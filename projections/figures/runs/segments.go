package runs

import (
	"math"
	"slices"

	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// segments cut time at dates: segment 0 lies before the first edge, segment i
// from edge i−1 on, up to the next one.
type segments struct {
	edges []workdays.Date // ascending, distinct
	// use says what is read of each segment; days, what is read of it day by
	// day; until, up to which date its cohort's closings count.
	use, days []figures.Set
	until     []workdays.Date
}

// newSegments cuts at the given dates; NoDate cuts nothing.
func newSegments(edges ...workdays.Date) *segments {
	edges = slices.DeleteFunc(edges, func(d workdays.Date) bool { return d == workdays.NoDate })
	slices.Sort(edges)
	edges = slices.Compact(edges)
	n := len(edges) + 1
	s := &segments{edges: edges, use: make([]figures.Set, n), days: make([]figures.Set, n), until: make([]workdays.Date, n)}
	for i := range s.until {
		s.until[i] = workdays.NoDate
	}
	return s
}

// of is the segment of a date.
func (s *segments) of(d workdays.Date) int {
	i, exact := slices.BinarySearch(s.edges, d)
	if exact {
		i++
	}
	return i
}

// closedWithin is how many days after a date a segment's cohort may be closed.
func (s *segments) closedWithin(segment int, from workdays.Date) int {
	if s.until[segment] == workdays.NoDate {
		return math.MaxInt
	}
	return int(s.until[segment] - from)
}

// span is the range of segments between two dates, both inclusive and both
// edges; NoDate is open.
func (s *segments) span(from, to workdays.Date) (first, last int) {
	first, last = 0, len(s.edges)
	if from != workdays.NoDate {
		first = s.of(from)
	}
	if to != workdays.NoDate {
		last = s.of(to)
	}
	return first, last
}

// want marks the segments between two dates for reading.
func (s *segments) want(from, to workdays.Date, m figures.Set) (first, last int) {
	first, last = s.span(from, to)
	for i := first; i <= last; i++ {
		s.use[i].Join(&m)
	}
	return first, last
}

// cut makes the segments that the periods of a question need.
func cut(x *figures.Question, points []figures.Point) *segments {
	var edges []workdays.Date
	for _, p := range points {
		edges = append(edges, p.From, dayAfter(p.To), dayAfter(x.AsOfDay(p.To)), dayAfter(x.DueDay(p.To)))
	}
	s := newSegments(edges...)
	flow, stock, due := x.Reads()
	daily := x.Daily()
	for _, p := range points {
		first, last := s.want(p.From, p.To, flow)
		for i := first; i <= last; i++ {
			s.until[i] = x.AsOfDay(p.To)
			s.days[i].Join(&daily)
		}
		s.want(workdays.NoDate, x.AsOfDay(p.To), stock)
		s.want(workdays.NoDate, x.DueDay(p.To), due)
		if p.From != workdays.NoDate {
			s.want(workdays.NoDate, p.From-1, stock)
		}
	}
	return s
}

// dayAfter is the first date after one that may be open.
func dayAfter(d workdays.Date) workdays.Date {
	if d == workdays.NoDate {
		return d
	}
	return d + 1
}

// sum adds up the tallies of the segments between two dates.
func (s *segments) sum(tallies []figures.Tally, from, to workdays.Date) *figures.Tally {
	first, last := s.span(from, to)
	if first == last {
		return &tallies[first]
	}
	out := new(figures.Tally)
	for i := first; i <= last; i++ {
		out.Merge(&tallies[i])
	}
	return out
}

// stocks are the tallies up to and including each segment, of some measures.
func stocks(tallies []figures.Tally, of figures.Set) []figures.Tally {
	out := make([]figures.Tally, len(tallies))
	for i := range tallies {
		if i > 0 {
			out[i].MergeCounts(&out[i-1], &of)
		}
		out[i].MergeCounts(&tallies[i], &of)
	}
	return out
}

// readings puts together what the tallies say of each period.
func (s *segments) readings(x *figures.Question, tallies []figures.Tally, points []figures.Point) []figures.Reading {
	_, stock, due := x.Reads()
	stock.Join(&due)
	var upTo []figures.Tally
	nothing := new(figures.Tally)
	if stock != (figures.Set{}) {
		upTo = stocks(tallies, stock)
	}
	at := func(day workdays.Date) *figures.Tally {
		if upTo == nil {
			return nothing
		}
		_, last := s.span(workdays.NoDate, day)
		return &upTo[last]
	}
	out := make([]figures.Reading, len(points))
	for i, p := range points {
		r := figures.Reading{Flow: s.sum(tallies, p.From, p.To), Start: nothing, AsOf: at(x.AsOfDay(p.To)), Due: nothing}
		if p.From != workdays.NoDate {
			r.Start = at(p.From - 1)
		}
		if on := x.DueDay(p.To); on != workdays.NoDate {
			r.Due = at(on)
		}
		out[i] = r
	}
	return out
}
