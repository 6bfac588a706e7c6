package main

import (
	"fmt"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// A moment is what --at, --known-at and --diff take: a position of the ledger,
// or a time. The zero moment bounds nothing.
type moment struct {
	position ledger.Position
	instant  time.Time
	date     workdays.Date // the end of this local date
	set      bool
}

// parseMoment reads a position (digits only), a date, or an RFC 3339 time. The
// empty text is the zero moment.
func parseMoment(flag, s string) (moment, error) {
	m := moment{date: workdays.NoDate}
	if s == "" {
		return m, nil
	}
	m.set = true
	if strings.Trim(s, "0123456789") == "" {
		position, err := ledger.ParsePosition(s)
		if err != nil {
			return m, &usageError{fmt.Sprintf("%s: %v", flag, err)}
		}
		if position == 0 {
			return m, &usageError{flag + " 0: want a position from 1 on; before it there was nothing"}
		}
		m.position = position
		return m, nil
	}
	if d, err := workdays.ParseDate(s); err == nil {
		m.date = d
		return m, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return m, &usageError{fmt.Sprintf("%s %q: want a position such as 1234, a date such as 2011-10-11, or a time such as 2011-10-11T12:00:00+08:00", flag, s)}
	}
	m.instant = ledger.Time(t)
	return m, nil
}

// until is the last instant that counts, in the given zone; zero for none.
func (m moment) until(zone *time.Location) time.Time {
	if m.date != workdays.NoDate {
		return m.date.End(zone).Add(-time.Microsecond)
	}
	return m.instant
}

// parseDay reads a date flag; the empty text is no date.
func parseDay(flag, s string) (workdays.Date, error) {
	if s == "" {
		return workdays.NoDate, nil
	}
	d, err := workdays.ParseDate(s)
	if err != nil {
		return workdays.NoDate, &usageError{flag + ": " + err.Error()}
	}
	return d, nil
}
