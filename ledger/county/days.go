package county

import (
	"time"

	"caseledger/ledger/workdays"
)

// days are the working days of a period by the official calendar, and how busy
// each is.
type days struct {
	calendar *workdays.Calendar
	list     []workdays.Date
}

func newDays(from, to workdays.Date) days {
	d := days{calendar: workdays.NewCalendar(workdays.China)}
	for _, n := range workdays.Official() {
		d.calendar = d.calendar.With(n)
	}
	for on := from; on <= to; on++ {
		if d.calendar.On(on).Working {
			d.list = append(d.list, on)
		}
	}
	return d
}

func (d *days) count() int { return len(d.list) }

// from is the index of the first working day not before a date.
func (d *days) from(on workdays.Date) int {
	for i, x := range d.list {
		if x >= on {
			return i
		}
	}
	return len(d.list)
}

// months are the indexes at which months begin, and the number of days.
func (d *days) months() []int {
	starts := []int{}
	last := time.Month(0)
	for i, x := range d.list {
		if _, m, _ := x.Civil(); m != last {
			starts, last = append(starts, i), m
		}
	}
	return append(starts, len(d.list))
}

// at is an instant of a working day, by the clock of the county, so many seconds
// after midnight. The county keeps Asia/Shanghai, UTC+8.
func (d *days) at(day, second int) time.Time { return onDate(d.list[day], second) }

func onDate(on workdays.Date, second int) time.Time {
	return time.Unix(int64(on)*86400-8*3600+int64(second), 0).UTC()
}

// dateOf is the date of an instant in the county.
func dateOf(t time.Time) workdays.Date {
	return workdays.Date((t.Unix() + 8*3600) / 86400) // no county is older than 1970
}

// weights say how busy the days are: Mondays and the day after a holiday more,
// December more, some days for no reason, and all a little different.
func (d *days) weights(r *draw) []int {
	out := make([]int, len(d.list))
	for i, on := range d.list {
		w := 700 + r.n(600)
		switch on.Weekday() {
		case time.Monday:
			w = w * 13 / 10
		case time.Friday:
			w = w * 9 / 10
		}
		if i > 0 && on-d.list[i-1] > 3 {
			w = w * 16 / 10
		}
		if _, m, _ := on.Civil(); m == time.December || m == time.March {
			w = w * 12 / 10
		}
		if r.chance(8) {
			w *= 3
		}
		out[i] = w
	}
	return out
}
