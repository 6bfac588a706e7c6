package workdays

import (
	"maps"
	"slices"
	"time"
)

// A Day is one exception that a notice makes: a working day taken off, or a
// weekend day worked (调休).
type Day struct {
	Date Date   `json:"date"`
	Name string `json:"name"`
	Off  bool   `json:"off"`
}

// A Notice is the published arrangement of one year (节假日安排). Its days may
// reach into the neighbouring years; it makes only Year itself known.
type Notice struct {
	Calendar string   `json:"calendar"`
	Days     []Day    `json:"days"`
	Papers   []string `json:"papers"`
	Year     int      `json:"year"`
}

// Names of calendars that need no notice from outside.
const (
	// China is the official calendar of the State Council.
	China = "CN"
	// Weekdays is Monday to Friday, for places whose calendar is not known.
	// It takes no notices, and all its years are provisional.
	Weekdays = "weekdays"
)

// Calendar is a set of notices. It is immutable and safe for concurrent use;
// the zero value, like a nil *Calendar, counts Monday to Friday and knows no
// year.
type Calendar struct {
	id      string
	notices []Notice // one a year, in the order in which they came
	days    map[Date]Day
	years   []int // known years, ascending

	// dates are the exceptions, ascending; shift[i] is by how much the first i
	// of them change the count of Monday-to-Friday days.
	dates []Date
	shift []int
}

// NewCalendar is a calendar without any notice.
func NewCalendar(id string) *Calendar { return &Calendar{id: id} }

// ID is the calendar's name.
func (c *Calendar) ID() string {
	if c == nil {
		return ""
	}
	return c.id
}

// With is the calendar with one more notice. It stands in for an earlier
// notice of the same year; of two years' notices that name the same date, the
// one that came later counts.
func (c *Calendar) With(n Notice) *Calendar {
	if c.ID() == Weekdays {
		return c
	}
	out := &Calendar{id: c.ID(), days: map[Date]Day{}}
	if c != nil {
		out.notices = slices.DeleteFunc(slices.Clone(c.notices), func(old Notice) bool { return old.Year == n.Year })
	}
	out.notices = append(out.notices, n)
	for _, n := range out.notices {
		out.years = append(out.years, n.Year)
		for _, d := range n.Days {
			out.days[d.Date] = d
		}
	}
	slices.Sort(out.years)
	out.dates = slices.Sorted(maps.Keys(out.days))
	out.shift = make([]int, len(out.dates)+1)
	for i, d := range out.dates {
		out.shift[i+1] = out.shift[i] + shiftOf(out.days[d])
	}
	return out
}

func shiftOf(d Day) int {
	switch weekend := isWeekend(d.Date); {
	case weekend && !d.Off:
		return 1
	case !weekend && d.Off:
		return -1
	}
	return 0
}

func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Years lists the years with a published notice, ascending.
func (c *Calendar) Years() []int {
	if c == nil {
		return nil
	}
	return slices.Clone(c.years)
}

// Known says whether the year has a published notice.
func (c *Calendar) Known(year int) bool {
	if c == nil {
		return false
	}
	_, ok := slices.BinarySearch(c.years, year)
	return ok
}

// Status is what the calendar says of a date.
type Status struct {
	Working bool
	// Reason names the rule: "weekday", "weekend", or the notice's own words
	// ("春节", "春节 make-up day").
	Reason string
	// Provisional: no notice names the date or its year; Monday to Friday
	// counts.
	Provisional bool
}

// On gives the status of a date.
func (c *Calendar) On(d Date) Status {
	if c != nil {
		if e, ok := c.days[d]; ok {
			if e.Off {
				return Status{Reason: e.Name}
			}
			return Status{Working: true, Reason: e.Name + " make-up day"}
		}
	}
	s := Status{Working: !isWeekend(d), Reason: "weekend", Provisional: !c.Known(d.Year())}
	if s.Working {
		s.Reason = "weekday"
	}
	return s
}
