package workdays

import (
	"slices"
	"sort"
)

// LastDate is the last date that arithmetic gives, 9999-12-31: the last one
// that has a written form.
const LastDate Date = 2932896

// MaxDays bounds limits, about four centuries: a larger one is a mistake in
// the data and is cut, so that it cannot overflow a date.
const MaxDays = 100_000

// Count is the number of working days in (from, to]: after the one date, up to
// and including the other. Where to lies before from it is −Count(to, from).
func (c *Calendar) Count(from, to Date) int { return c.upTo(to) - c.upTo(from) }

// Add is the n-th working day after the date; the date itself where n ≤ 0.
func (c *Calendar) Add(from Date, n int) Date {
	if n <= 0 {
		return from
	}
	n = min(n, MaxDays)
	want := c.upTo(from) + n
	reach := n + n/2 + 8
	for c.upTo(within(from, reach)) < want && within(from, reach) < LastDate {
		reach *= 2
	}
	return within(from, 1+sort.Search(reach-1, func(i int) bool { return c.upTo(within(from, 1+i)) >= want }))
}

// within is the date n days later, at most LastDate.
func within(d Date, n int) Date { return Date(min(int(d)+n, max(int(LastDate), int(d)))) }

// Provisional says whether a count over (from, to] rests on a date that no
// notice vouches for. A calendar that knows no year at all vouches for
// nothing, not even for an empty interval.
func (c *Calendar) Provisional(from, to Date) bool {
	if c == nil || len(c.years) == 0 {
		return true
	}
	if to < from {
		from, to = to, from
	}
	if from == to {
		return false
	}
	first, last := (from + 1).Year(), to.Year()
	if last-first-1 > len(c.years) {
		return true // more whole years lie between than are known
	}
	for y := first; y <= last; y++ {
		if c.Known(y) {
			continue
		}
		lo, hi := max(from+1, Civil(y, 1, 1)), min(to, Civil(y, 12, 31))
		if int(hi-lo)+1 > c.index(hi+1)-c.index(lo) {
			return true // at least one of these dates is not named anywhere
		}
	}
	return false
}

// upTo counts the working days from a fixed Monday up to and including a date.
func (c *Calendar) upTo(d Date) int {
	days := int64(d) + 3 // since Monday 1969-12-29
	weeks := floorDiv(days, 7)
	n := int(5*weeks + min(days-7*weeks+1, 5))
	if c == nil || len(c.dates) == 0 {
		return n
	}
	return n + c.shift[c.index(d+1)]
}

// index is the number of exceptions before a date.
func (c *Calendar) index(d Date) int {
	i, _ := slices.BinarySearch(c.dates, d)
	return i
}
