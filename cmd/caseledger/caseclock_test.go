package main

import (
	"testing"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// TestStanding: a case accepted on Monday, 4 March 2024, with five working
// days, and so due at the end of Monday, 11 March.
func TestStanding(t *testing.T) {
	at := func(day, hour int) time.Time {
		return time.Date(2024, 3, day, hour, 0, 0, 0, time.FixedZone("", 8*3600)).UTC()
	}
	promised := casefile.Case{Accepted: casefile.Accepted{Promise: 5}, Status: casefile.Open, AcceptedAt: at(4, 9)}
	ended := func(status casefile.Status, when time.Time) casefile.Case {
		c := promised
		c.Status, c.ClosedAt = status, when
		return c
	}
	deadline := ended(casefile.Ended, at(11, 15))
	deadline.Promise, deadline.Deadline = 0, at(11, 12)
	weekend := ended(casefile.Ended, at(9, 15))
	weekend.Promise, weekend.Deadline = 0, at(8, 12)
	unlimited := ended(casefile.Ended, at(7, 15))
	unlimited.Promise = 0
	suspended := promised
	suspended.Suspensions = []casefile.Suspension{{From: at(6, 9)}}
	for _, row := range []struct {
		name  string
		c     casefile.Case
		asked int // day of March
		want  string
	}{
		{"closed three days early", ended(casefile.Ended, at(6, 15)), 30, "on time 按时: 3 working days before the due day"},
		{"closed one day early", ended(casefile.Ended, at(9, 15)), 30, "on time 按时: 1 working day before the due day"},
		{"closed on the due day", ended(casefile.Ended, at(11, 23)), 30, "on time 按时: on the due day"},
		{"closed one day late", ended(casefile.Ended, at(12, 0)), 30, "late 超时: by 1 working day"},
		{"closed late, over a weekend", ended(casefile.Ended, at(18, 10)), 30, "late 超时: by 5 working days"},
		{"closed late on the due day", deadline, 30, "late 超时: after the due time, by less than a working day"},
		{"closed late at the weekend", weekend, 30, "late 超时: after the due time, by less than a working day"},
		{"open", promised, 6, "open 在办: 3 working days left on the evening of 2024-03-06"},
		{"open on the due day", promised, 11, "open 在办: 0 working days left on the evening of 2024-03-11"},
		{"overdue", promised, 13, "overdue 超期: by 2 working days on the evening of 2024-03-13"},
		{"suspended", suspended, 20, "suspended 中止: 4 working days left once the clock runs again"},
		{"sent back", ended(casefile.SentBack, at(15, 10)), 30, ""},
		{"without a limit", unlimited, 30, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := newClockView(&row.c, casefile.Rules{Calendar: workdays.NewCalendar("CN")}, workdays.Civil(2024, 3, row.asked))
			if got := v.standing(row.c.Status); got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}
