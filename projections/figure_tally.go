package projections

import (
	"maps"
	"math"
	"slices"

	"caseledger/ledger/workdays"
)

const nearValues = 256

// histogram counts whole numbers: exact, and quick where lengths in days lie.
type histogram struct {
	near []int64 // 0 … 255; nil while empty
	far  map[int]int64
	n    int64
	sum  int64
}

func (h *histogram) add(value int, n int64) {
	h.n += n
	h.sum += int64(value) * n
	if value >= 0 && value < nearValues {
		if h.near == nil {
			h.near = make([]int64, nearValues)
		}
		h.near[value] += n
		return
	}
	if h.far == nil {
		h.far = map[int]int64{}
	}
	h.far[value] += n
}

func (h *histogram) merge(o *histogram) {
	for v, n := range o.near {
		if n != 0 {
			h.add(v, n)
		}
	}
	for v, n := range o.far {
		h.add(v, n)
	}
}

// at is the k-th smallest value, k from 1 to n.
func (h *histogram) at(k int64) int {
	far := slices.Sorted(maps.Keys(h.far))
	i, _ := slices.BinarySearch(far, 0)
	for _, v := range far[:i] {
		if k -= h.far[v]; k <= 0 {
			return v
		}
	}
	for v, n := range h.near {
		if k -= n; k <= 0 {
			return v
		}
	}
	for _, v := range far[i:] {
		if k -= h.far[v]; k <= 0 {
			return v
		}
	}
	return 0
}

// A tally adds up the cells of some days.
type tally struct {
	neverOpen, overdue, overdueProvisional              int64 // differences
	accepted, immediate                                 int64
	early, onTime, late, withoutDue                     int64 // closed, by result
	returned, withdrawn                                 int64
	cohort                                              int64 // accepted in these days, closed in time
	bothLimits, promised, legal                         int64 // accepted with both limits; sums of days
	limit, spent                                        int64 // closed with a limit: sums of limits and of working days
	provisionalDue, provisionalDays, provisionalLimited int64 // closed
	working, calendar                                   histogram
	fees                                                map[uint32]*feeTally
	anomalies                                           [len(anomalies)]int64
}

type feeTally struct{ cases, charges, millionths int64 }

func (t *tally) closed() int64 { return t.early + t.onTime + t.late + t.withoutDue }

// open is by how much the cases in hand became more.
func (t *tally) open() int64 {
	return t.accepted - t.closed() - t.returned - t.withdrawn + t.neverOpen
}

// kept is how many kept their due time.
func (t *tally) kept() int64 { return t.early + t.onTime }

func (t *tally) withLimit() int64 { return t.early + t.onTime + t.late }

// add takes one cell. Cohorts count what was closed so many days after the
// day that the cell's key counts from.
func (t *tally) add(m measure, key uint32, n, sum int64, within int) {
	switch m {
	case mOpen:
		t.neverOpen += n
	case mOverdue:
		t.overdue += n
		t.overdueProvisional += n * int64(key)
	case mAccepted:
		t.accepted += n
		t.immediate += n * int64(key&1)
		if legal := int64(key >> 1); legal > 0 {
			t.bothLimits += n
			t.legal += legal * n
			t.promised += sum
		}
	case mClosed:
		t.addClosed(closingOf(key), n, sum)
	case mReturned:
		t.withdrawn += n * int64(key)
		t.returned += n * (1 - int64(key))
	case mCohort:
		if unzigzag(key) <= within {
			t.cohort += n
		}
	case mDays:
		t.calendar.add(unzigzag(key), n)
	case mFees:
		t.addFees(key, n, sum)
	case mAnomaly:
		t.anomalies[min(int(key), len(anomalies)-1)] += n
	}
}

func (t *tally) addClosed(c closing, n, sum int64) {
	switch c.result {
	case Early:
		t.early += n
	case OnTime:
		t.onTime += n
	case Late:
		t.late += n
	default:
		t.withoutDue += n
	}
	t.working.add(c.worked, n)
	if c.provisionalDays {
		t.provisionalDays += n
	}
	if c.provisionalDue {
		t.provisionalDue += n
	}
	if c.result != WithoutDue {
		t.limit += sum
		t.spent += int64(c.worked) * n
		if c.provisionalDays {
			t.provisionalLimited += n
		}
	}
}

func (t *tally) addFees(key uint32, n, sum int64) {
	if t.fees == nil {
		t.fees = map[uint32]*feeTally{}
	}
	f := t.fees[key>>1]
	if f == nil {
		f = &feeTally{}
		t.fees[key>>1] = f
	}
	if key&1 == 0 {
		f.cases += n
		f.millionths += sum
	} else {
		f.charges += n
	}
}

// feeTotal adds up the currencies' cases and charges.
func (t *tally) feeTotal() (total feeTally) {
	for _, f := range t.fees {
		total.cases += f.cases
		total.charges += f.charges
	}
	return total
}

// merge adds another tally.
func (t *tally) merge(o *tally) {
	t.neverOpen, t.overdue, t.overdueProvisional = t.neverOpen+o.neverOpen, t.overdue+o.overdue, t.overdueProvisional+o.overdueProvisional
	t.accepted, t.immediate = t.accepted+o.accepted, t.immediate+o.immediate
	t.early, t.onTime, t.late, t.withoutDue = t.early+o.early, t.onTime+o.onTime, t.late+o.late, t.withoutDue+o.withoutDue
	t.returned, t.withdrawn, t.cohort = t.returned+o.returned, t.withdrawn+o.withdrawn, t.cohort+o.cohort
	t.bothLimits, t.promised, t.legal = t.bothLimits+o.bothLimits, t.promised+o.promised, t.legal+o.legal
	t.limit, t.spent = t.limit+o.limit, t.spent+o.spent
	t.provisionalDue, t.provisionalDays = t.provisionalDue+o.provisionalDue, t.provisionalDays+o.provisionalDays
	t.provisionalLimited += o.provisionalLimited
	t.working.merge(&o.working)
	t.calendar.merge(&o.calendar)
	for currency, f := range o.fees {
		t.addFees(currency<<1, f.cases, f.millionths)
		t.addFees(currency<<1|1, f.charges, 0)
	}
	for i, n := range o.anomalies {
		t.anomalies[i] += n
	}
}

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
