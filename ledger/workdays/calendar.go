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
	// All its years are provisional.
	Weekdays = "weekdays"
)

// Calendar is a set of notices. It is immutable; the zero value counts Monday
// to Friday and knows no year.
type Calendar struct {
	id    string
	days  map[Date]Day
	years map[int]bool
}

// NewCalendar is a calendar without any notice.
func NewCalendar(id string) *Calendar { return &Calendar{id: id} }

// ID is the calendar's name.
func (c *Calendar) ID() string { return c.id }

// With is the calendar with one more notice; of two that name the same date,
// the later one counts.
func (c *Calendar) With(n Notice) *Calendar {
	out := &Calendar{id: c.id, days: maps.Clone(c.days), years: maps.Clone(c.years)}
	if out.days == nil {
		out.days, out.years = map[Date]Day{}, map[int]bool{}
	}
	for _, d := range n.Days {
		out.days[d.Date] = d
	}
	out.years[n.Year] = true
	return out
}

// Years lists the years with a published notice, ascending.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.years)) }

// Known says whether the year has a published notice.
func (c *Calendar) Known(year int) bool { return c.years[year] }

// Status is what the calendar says of a date.
type Status struct {
	Working bool
	// Reason names the rule: "weekday", "weekend", or the notice's own words
	// ("春节", "春节 make-up day").
	Reason string
	// Provisional: no notice of that year is known; Monday to Friday counts.
	Provisional bool
}

// On gives the status of a date.
func (c *Calendar) On(d Date) Status {
	s := Status{Provisional: !c.years[d.Year()]}
	if e, ok := c.days[d]; ok {
		s.Working, s.Reason, s.Provisional = !e.Off, e.Name, false
		if !e.Off {
			s.Reason += " make-up day"
		}
		return s
	}
	w := d.Weekday()
	s.Working = w != time.Saturday && w != time.Sunday
	s.Reason = "weekend"
	if s.Working {
		s.Reason = "weekday"
	}
	return s
}
