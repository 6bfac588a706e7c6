package casefile_test

import (
	"testing"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// china are the rules of a case under the official calendar.
func china(t testing.TB) casefile.Rules {
	t.Helper()
	c := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		c = c.With(n)
	}
	return casefile.Rules{Calendar: c}
}

// at is a time in Shanghai: "2024-03-04 10:00", or 09:00 where only a date is
// given.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	if len(s) == len(time.DateOnly) {
		s += " 09:00"
	}
	zone, err := casefile.ParseZone(casefile.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	out, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return out.UTC()
}

// fold is the case after events, each of which occurred and was recorded at
// the time before it: a string and an event in turn.
func fold(t testing.TB, steps ...any) casefile.Case {
	t.Helper()
	var c casefile.Case
	for i := 0; i < len(steps); i += 2 {
		when := at(t, steps[i].(string))
		c = casefile.Evolve(c, casefile.Entry{Occurred: when, Recorded: when, Event: steps[i+1].(casefile.Event)})
	}
	return c
}
