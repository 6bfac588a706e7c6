package projections

import (
	"math"
	"slices"

	"caseledger/ledger/workdays"
)

// segments cut time at dates: segment 0 lies before the first edge, segment i
// from edge i−1 on, up to the next one.
type segments struct {
	edges []workdays.Date // ascending, distinct
	// use says what is read of each segment; until, up to which date its
	// cohort's closings count.
	use   []measures
	until []workdays.Date
}

// newSegments cuts at the given dates; NoDate cuts nothing.
func newSegments(edges ...workdays.Date) *segments {
	edges = slices.DeleteFunc(edges, func(d workdays.Date) bool { return d == workdays.NoDate })
	slices.Sort(edges)
	edges = slices.Compact(edges)
	s := &segments{edges: edges, use: make([]measures, len(edges)+1), until: make([]workdays.Date, len(edges)+1)}
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

// within is how many days after a date a segment's cohort may be closed.
func (s *segments) within(segment int, from workdays.Date) int {
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
func (s *segments) want(from, to workdays.Date, m measures) (first, last int) {
	first, last = s.span(from, to)
	for i := first; i <= last; i++ {
		s.use[i] |= m
	}
	return first, last
}

// sum adds up the tallies of the segments between two dates.
func (s *segments) sum(tallies []tally, from, to workdays.Date) *tally {
	first, last := s.span(from, to)
	if first == last {
		return &tallies[first]
	}
	out := new(tally)
	for i := first; i <= last; i++ {
		out.merge(&tallies[i])
	}
	return out
}
