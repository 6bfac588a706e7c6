package workdays

import (
	"cmp"
	"math"
	"slices"
)

// A Span is a time in which the clock stands still, by local dates: the state
// at 24:00 decides, so From is the date on which the suspension began and
// Until the date on which the clock ran again; the dates From … Until−1 are
// not counted. Until is [NoDate] while the suspension lasts.
type Span struct {
	From, Until Date
	Reason      string
}

// Covers says whether the clock stands still at 24:00 of the date.
func (s Span) Covers(d Date) bool {
	return d >= s.From && (s.Until == NoDate || d < s.Until)
}

// Clock is a limit in working days that runs from a start date. Its spans may
// overlap and stand in any order; together they are a union.
type Clock struct {
	Start Date // day 0, not counted
	// Days is the limit. 0 is due on the start date itself or, where the clock
	// stands still at its end, on the first counted day after.
	Days  int
	Spans []Span
}

// Due is the date on which the clock's limit ends, or [NoDate] while an open
// suspension keeps it from being known; and whether it is provisional.
func (c *Calendar) Due(k Clock) (due Date, provisional bool) {
	left, at := min(max(k.Days, 0), MaxDays), k.Start
	stops := union(k.Spans)
	if left == 0 {
		if !slices.ContainsFunc(stops, func(s stop) bool { return s.from <= at && at < s.until }) {
			return at, c.Provisional(at, at)
		}
		left = 1
	}
	for _, s := range stops {
		if s.until <= at+1 {
			continue
		}
		last := max(s.from-1, at)
		n := c.Count(at, last)
		if n >= left {
			break
		}
		if s.until == forever {
			return NoDate, c.Provisional(k.Start, last)
		}
		left -= n
		at = s.until - 1
	}
	due = c.Add(at, left)
	return due, c.Provisional(k.Start, due)
}

// Worked is the number of counted days from the clock's start up to and
// including a date, and whether it is provisional. Before the start it is
// minus the number of working days from the date to the start.
func (c *Calendar) Worked(k Clock, d Date) (days int, provisional bool) {
	days = c.Count(k.Start, d)
	for _, s := range union(k.Spans) {
		from, to := max(s.from-1, k.Start), min(s.until-1, d)
		if from < to {
			days -= c.Count(from, to)
		}
	}
	return days, c.Provisional(k.Start, d)
}

// stop is a span of dates [from, until) in which nothing is counted.
type stop struct{ from, until Date }

const forever Date = math.MaxInt32

// union gives the dates that any span covers, as ascending stops that neither
// touch nor overlap.
func union(spans []Span) []stop {
	if len(spans) == 0 {
		return nil
	}
	all := make([]stop, 0, len(spans))
	for _, s := range spans {
		if s.Until == NoDate {
			s.Until = forever
		}
		if s.From < s.Until {
			all = append(all, stop{s.From, s.Until})
		}
	}
	slices.SortFunc(all, func(a, b stop) int { return cmp.Compare(a.from, b.from) })
	out := all[:0]
	for _, s := range all {
		if n := len(out); n > 0 && s.from <= out[n-1].until {
			out[n-1].until = max(out[n-1].until, s.until)
			continue
		}
		out = append(out, s)
	}
	return out
}
