package figures

import (
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// grains lists all grains, for messages.
const grains = "day, week, month, quarter, half_year, year"

// maxPoints bounds a series.
const maxPoints = 1500

// start is the first date of the period that holds a date.
func (g Grain) start(d workdays.Date) workdays.Date {
	y, m, _ := d.Civil()
	switch g {
	case Day:
		return d
	case Week:
		return d - workdays.Date((int(d.Weekday())+6)%7) // Monday
	case Month:
		return workdays.Civil(y, m, 1)
	case Quarter:
		return workdays.Civil(y, (m-1)/3*3+1, 1)
	case HalfYear:
		return workdays.Civil(y, (m-1)/6*6+1, 1)
	}
	return workdays.Civil(y, time.January, 1)
}

// next is the first date of the period after the one that begins on a date.
func (g Grain) next(start workdays.Date) workdays.Date {
	y, m, _ := start.Civil()
	switch g {
	case Day:
		return start + 1
	case Week:
		return start + 7
	case Month:
		return workdays.Civil(y, m+1, 1)
	case Quarter:
		return workdays.Civil(y, m+3, 1)
	case HalfYear:
		return workdays.Civil(y, m+6, 1)
	}
	return workdays.Civil(y+1, time.January, 1)
}

// label names the period that begins on a date. Weeks carry the ISO year,
// which is the year of their Thursday.
func (g Grain) label(start workdays.Date) string {
	y, m, _ := start.Civil()
	switch g {
	case Day:
		return start.String()
	case Week:
		thursday := start + 3
		first := workdays.Civil(thursday.Year(), time.January, 1)
		return fmt.Sprintf("%04d-W%02d", thursday.Year(), int(thursday-first)/7+1)
	case Month:
		return fmt.Sprintf("%04d-%02d", y, m)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", y, (m-1)/3+1)
	case HalfYear:
		return fmt.Sprintf("%04d-H%d", y, (m-1)/6+1)
	}
	return fmt.Sprintf("%04d", y)
}

// valid says whether the grain is one of those that exist.
func (g Grain) valid() bool {
	switch g {
	case Day, Week, Month, Quarter, HalfYear, Year:
		return true
	}
	return false
}

// Cut divides From … To into periods. The first and the last are cut off where
// From and To lie inside them.
func (g Grain) Cut(from, to workdays.Date) ([]Point, error) {
	switch {
	case !g.valid():
		return nil, &ledger.InvalidError{Field: "grain", Value: string(g), Reason: "want one of " + grains}
	case from == workdays.NoDate || to == workdays.NoDate:
		return nil, &ledger.InvalidError{Field: "period", Reason: "a series needs both from and to"}
	case to < from:
		return nil, &ledger.InvalidError{Field: "to", Value: to.String(), Reason: "lies before from " + from.String()}
	}
	var out []Point
	for start := g.start(from); start <= to; start = g.next(start) {
		if len(out) == maxPoints {
			return nil, &ledger.InvalidError{Field: "grain", Value: string(g),
				Reason: fmt.Sprintf("gives more than %d periods from %s to %s; take a longer one of %s", maxPoints, from, to, grains)}
		}
		out = append(out, Point{From: max(start, from), To: min(g.next(start)-1, to), Label: g.label(start)})
	}
	return out, nil
}
