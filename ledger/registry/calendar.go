package registry

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// CalendarPrefix begins the names of all calendar streams: "calendar/CN".
const CalendarPrefix = "calendar/"

// CalendarPublished is the stored name of a calendar notice; its body is a
// [workdays.Notice].
const CalendarPublished = "calendar.published/1"

// Decode reads a record of a registry stream: a [workdays.Notice] today.
func Decode(r *ledger.Record) (any, error) { panic("unwritten") }

// Publish records the notices that the ledger does not hold yet, and says how
// many.
func Publish(ctx context.Context, s ledger.Store, notices []workdays.Notice, at time.Time) (recorded int, err error) {
	panic("unwritten")
}

// Calendars reads all calendars as the ledger defines them now, by id.
func Calendars(ctx context.Context, s ledger.Store) (map[string]*workdays.Calendar, error) {
	panic("unwritten")
}
