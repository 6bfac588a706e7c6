package recount

import (
	"fmt"
	"slices"
	"time"
)

// date is a local date as a number of days since 1970.
type date int

func dateOf(t time.Time, zone *time.Location) date {
	y, m, d := t.In(zone).Date()
	return civil(y, m, d)
}

func civil(y int, m time.Month, d int) date {
	return date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (d date) civil() (int, time.Month, int) { return time.Unix(int64(d)*86400, 0).UTC().Date() }

func (d date) String() string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// notice is a body of calendar.published/1, as far as it counts.
type notice struct {
	Year int
	Days []struct {
		Date string
		Off  bool
	}
}

// dayCounter counts the working days of one calendar, and keeps what it knows:
// ledger/casefile/FORMAT.md §3.
type dayCounter struct {
	notices []notice
	known   map[date]workday
}

type workday struct{ works, provisional bool }

// of says of a date whether it is a working day; the later notice counts.
func (c *dayCounter) of(d date) workday {
	w, ok := c.known[d]
	if ok {
		return w
	}
	text := d.String()
	w = workday{(d+3)%7 < 5, true} // day 0 was a Thursday
	for _, n := range c.notices {
		if text[:4] == fmt.Sprintf("%04d", n.Year) {
			w.provisional = false
		}
		for _, x := range n.Days {
			if x.Date == text {
				w = workday{!x.Off, false}
			}
		}
	}
	c.known[d] = w
	return w
}

func (c *dayCounter) works(d date) bool { return c.of(d).works }

// provisional says whether a count from a to b is.
func (c *dayCounter) provisional(a, b date) bool {
	for d := min(a, b) + 1; d <= max(a, b); d++ {
		if c.of(d).provisional {
			return true
		}
	}
	return len(c.notices) == 0
}

// between is the working days from a to b.
func (c *dayCounter) between(a, b date) (n int) {
	if b < a {
		return -c.between(b, a)
	}
	for d := a + 1; d <= b; d++ {
		if c.works(d) {
			n++
		}
	}
	return n
}

// lastDate is where dates end: 9999-12-31.
const lastDate date = 2_932_896

// after is the n-th working day after a date.
func (c *dayCounter) after(d date, n int) date {
	for n > 0 && d < lastDate {
		if d++; c.works(d) {
			n--
		}
	}
	return d
}

// limit is a limit with its due time.
type limit struct {
	exists, known bool
	length        int
	due           time.Time
	on            date
	given         bool // an explicit deadline
	provisional   bool
}

// limit is the governing limit, FORMAT.md §4, under the rules of its regime, nil
// where there are none.
func (d *file) limit(c *dayCounter, r *rules) limit {
	halts := d.halting(c, r)
	extra := 0
	for _, x := range d.extensions {
		var then []halt
		for _, h := range halts {
			if h.from.After(x.recorded) {
				continue
			}
			if h.over && h.until.After(x.recorded) {
				h = halt{from: h.from}
			}
			then = append(then, h)
		}
		l := d.limitWith(c, r, then, extra)
		if x.days > 0 && x.notice && l.exists && (!l.known || !x.recorded.After(l.due)) {
			extra += x.days
		}
	}
	return d.limitWith(c, r, halts, extra)
}

// longest is how far a limit is looked for: only a clock that stands for ever
// comes so far.
const longest = 5000

func (d *file) limitWith(c *dayCounter, r *rules, halts []halt, extra int) limit {
	days, zero := 0, d.zero(r)
	switch {
	case d.promised > 0:
		days = d.promised
	case !d.deadline.IsZero():
		return d.deadlined(c, halts, extra)
	case d.handling == "immediate":
		zero = dateOf(d.accepted, d.zone)
	case d.legalDays(r) > 0:
		days = d.legalDays(r)
	default:
		return limit{}
	}
	l := limit{exists: true, known: true, length: days + extra, on: zero}
	target := l.length
	if target == 0 && d.stands(halts, l.on) {
		target = 1
	}
	for n := 0; n < target; {
		l.on++
		if l.on > zero+longest {
			return limit{exists: true, length: l.length}
		}
		if c.works(l.on) && !d.stands(halts, l.on) {
			n++
		}
	}
	l.provisional = c.provisional(zero, l.on)
	y, m, day := (l.on + 1).civil()
	l.due = time.Date(y, m, day, 0, 0, 0, 0, d.zone).Add(-time.Microsecond)
	return l
}

// stands says whether the clock stands still at 24:00 of a date.
func (d *file) stands(halts []halt, on date) bool {
	return slices.ContainsFunc(halts, func(h halt) bool {
		return dateOf(h.from, d.zone) <= on && (!h.over || on < dateOf(h.until, d.zone))
	})
}

// deadlined is an explicit deadline, prolonged and moved.
func (d *file) deadlined(c *dayCounter, halts []halt, extra int) limit {
	zero, given := dateOf(d.accepted, d.zone), dateOf(d.deadline, d.zone)
	l := limit{exists: true, known: true, given: true, length: c.between(zero, given) + extra, on: c.after(given, extra)}
	l.provisional = c.provisional(zero, given) || c.provisional(zero, l.on)
	due := func() time.Time {
		y, m, day := l.on.civil()
		t := d.deadline.In(d.zone)
		return time.Date(y, m, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), d.zone)
	}
	for _, h := range joined(halts) {
		if h.from.After(due()) {
			break
		}
		if !h.over {
			l.known = false
			return l
		}
		first := max(dateOf(h.from, d.zone), zero+1)
		if given <= zero {
			first = max(dateOf(h.from, d.zone), given)
		}
		until := dateOf(h.until, d.zone)
		if first < until {
			l.on = c.after(l.on, c.between(first-1, until-1))
		}
		if h.byEnd && d.hasEnded() && h.until.Equal(d.ended) && due().Before(h.until) {
			l.on = c.after(until, 1)
		}
	}
	l.due = due()
	l.provisional = l.provisional || l.on != given && c.provisional(given, l.on)
	return l
}

// joined makes overlapping halts one, in order of their beginning.
func joined(halts []halt) (out []halt) {
	halts = slices.DeleteFunc(slices.Clone(halts), func(h halt) bool { return h.over && !h.from.Before(h.until) })
	slices.SortStableFunc(halts, func(a, b halt) int { return a.from.Compare(b.from) })
	for _, h := range halts {
		if n := len(out); n > 0 && (!out[n-1].over || h.from.Before(out[n-1].until)) {
			before := &out[n-1]
			switch {
			case !before.over:
			case !h.over || h.until.After(before.until):
				before.until, before.over, before.byEnd = h.until, h.over, h.byEnd
			case h.until.Equal(before.until):
				before.byEnd = before.byEnd || h.byEnd
			}
			continue
		}
		out = append(out, h)
	}
	return out
}

// worked is the working days of the case up to a date.
func (d *file) worked(c *dayCounter, r *rules, on date) (n int) {
	zero := d.zero(r)
	if on < zero {
		return -c.between(on, zero)
	}
	halts := d.halting(c, r)
	for day := zero + 1; day <= on; day++ {
		if c.works(day) && !d.stands(halts, day) {
			n++
		}
	}
	return n
}
