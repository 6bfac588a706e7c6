package registry

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// CalendarPrefix begins the names of all calendar streams: "calendar/CN".
const CalendarPrefix = "calendar/"

// Notice (公布工作日安排) is a calendar's notice of one year, as it is recorded.
type Notice workdays.Notice

// Stored names the schema.
func (Notice) Stored() string { return "calendar.published/1" }

// Stream is the calendar's.
func (n Notice) Stream() ledger.StreamID { return stream(n.Calendar) }

// Subject is the year.
func (n Notice) Subject() string { return strconv.Itoa(n.Year) }

// Since is the first instant of the year in UTC.
func (n Notice) Since() time.Time { return time.Date(n.Year, 1, 1, 0, 0, 0, 0, time.UTC) }

const (
	maxDays   = 3 * 366 // the years before and after, too
	maxPapers = 100
)

var calendarPublished = entry(spec[Notice]{
	Zh: "公布工作日安排", En: "Working-day calendar published", Public: act.Published,
	Command: "publishCalendar", Says: "Publishes the working-day arrangement of one year (公布工作日安排), complete.", By: act.ByOperator,
	Members: func(n *Notice, m *act.Members) {
		m.Code(&n.Calendar, "calendar", "Its name (日历).", act.Always, act.Required)
		act.Each(m, &n.Days, "days", "The exceptions (例外日), each date once.", maxDays, day, act.Always, act.Asked)
		m.Names(&n.Papers, "papers", "Where it was published (文件).", maxPapers, act.Always)
		m.Whole(&n.Year, "year", "Year (年份).", 1, 9999, act.Always, act.Required)
	},
	Check: (*Notice).check,
})

// day visits the members of a day.
func day(d *workdays.Day, m *act.Members) {
	m.Date(&d.Date, "date", "The date (日期), from 1 January of the year before to 31 December of the year after.", act.Always, act.Required)
	m.Text(&d.Name, "name", "The reason in the notice's words (名称), not empty.", act.Always, act.Required)
	m.Truth(&d.Off, "off", "`true`: a day off (休息); `false`: a weekend day that is worked (调休).", act.Always, act.Required)
}

func (n *Notice) check() error {
	switch n.Calendar {
	case "":
		return act.Invalid("calendar", "", "is missing")
	case workdays.Weekdays:
		return act.Invalid("calendar", n.Calendar, "this calendar is Monday to Friday by definition; publish under another name")
	}
	seen := map[workdays.Date]bool{}
	for i, d := range n.Days {
		field := fmt.Sprintf("days[%d].", i)
		switch {
		case d.Date < workdays.Civil(n.Year-1, 1, 1) || d.Date > workdays.Civil(n.Year+1, 12, 31):
			return act.Invalid(field+"date", d.Date.String(), "is not near the notice's year")
		case d.Name == "":
			return act.Invalid(field+"name", d.Date.String(), "has no name")
		case seen[d.Date]:
			return act.Invalid(field+"date", d.Date.String(), "is named twice")
		}
		seen[d.Date] = true
	}
	return nil
}

// Publish records notices as [Record] does.
func Publish(ctx context.Context, s ledger.Store, notices []workdays.Notice, at time.Time) (recorded int, err error) {
	entries := make([]Entry, len(notices))
	for i, n := range notices {
		entries[i] = Notice(n)
	}
	return Record(ctx, s, at, "", entries...)
}

func stream(calendar string) ledger.StreamID { return ledger.StreamID(CalendarPrefix + calendar) }
