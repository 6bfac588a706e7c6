package workdays

import (
	"fmt"
	"time"
)

// Date is a local calendar date (Gregorian), counted in days since 1970-01-01.
// The zero Date is 1970-01-01; fields that may be unset use [NoDate].
type Date int32

// NoDate stands for a date that is not known. It sorts before every date.
const NoDate Date = -1 << 31

// DateOf is the date of an instant in a time zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Civil(y, m, d)
}

// Civil is the date of a year, month and day; values outside their range are
// normalised as in [time.Date].
func Civil(year int, month time.Month, day int) Date {
	return Date(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

// ParseDate reads the form 2006-01-02.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return NoDate, fmt.Errorf("date %q: want the form 2006-01-02", s)
	}
	return Date(floorDiv(t.Unix(), 86400)), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String gives the form 2006-01-02, or "" for [NoDate].
func (d Date) String() string {
	if d == NoDate {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// Civil gives year, month and day.
func (d Date) Civil() (int, time.Month, int) { return d.utc().Date() }

// Year is the calendar year.
func (d Date) Year() int { return d.utc().Year() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start is the first instant of the date in a zone; End is the first instant
// after it, the date's 24:00.
func (d Date) Start(zone *time.Location) time.Time {
	y, m, day := d.Civil()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}

// End is the date's 24:00, the first instant of the next date.
func (d Date) End(zone *time.Location) time.Time { return (d + 1).Start(zone) }

// MarshalText gives the form 2006-01-02.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form 2006-01-02; the empty text is [NoDate].
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = NoDate
		return nil
	}
	out, err := ParseDate(string(b))
	if err == nil {
		*d = out
	}
	return err
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
