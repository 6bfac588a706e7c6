package lateness

import (
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Entry says whether a record is one whose lag counts.
func Entry(r *ledger.Record) bool {
	return strings.HasPrefix(string(r.Stream), casefile.StreamPrefix) && !casefile.Amends(r.Type)
}

// quarter of an hour: every time zone in use is off UTC by a whole number of
// these, so that what lies within one lies on one date everywhere.
const quarter = 15 * time.Minute

// Prompt says that a record cannot be late, whatever the time zone and the
// calendar of its case.
func Prompt(r *ledger.Record) bool {
	return !r.Recorded.After(r.Occurred) || r.Occurred.Truncate(quarter).Equal(r.Recorded.Truncate(quarter))
}

// Days is the lag of what happened at one instant and was recorded at another,
// in working days; 0 where it is not late.
func Days(c *workdays.Calendar, zone *time.Location, occurred, recorded time.Time) int {
	return max(0, c.Count(workdays.DateOf(occurred, zone), workdays.DateOf(recorded, zone)))
}

// A Class is a range of lags, in which they are published.
type Class struct {
	Name     string // "1", "2-5", "6-20", "21+"
	From, To int    // working days, both inclusive; To 0 is without end
}

// Classes are all of them, from the shortest.
func Classes() []Class {
	return []Class{{"1", 1, 1}, {"2-5", 2, 5}, {"6-20", 6, 20}, {"21+", 21, 0}}
}

// ClassOf is the place in [Classes] of a lag, which is one day or more.
func ClassOf(days int) int {
	all := Classes()
	for i, c := range all {
		if days <= c.To {
			return i
		}
	}
	return len(all) - 1
}
