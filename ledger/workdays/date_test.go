package workdays_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger/workdays"
)

func TestDateIsTheCivilDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := workdays.Date(rapid.IntRange(-719528, int(workdays.LastDate)).Draw(t, "date"))
		y, m, day := d.Civil()
		if workdays.Civil(y, m, day) != d || d.Year() != y {
			t.Fatalf("%d is %d-%d-%d and back %d", d, y, m, day, workdays.Civil(y, m, day))
		}
		back, err := workdays.ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%d is written %q and read as %d, %v", d, d, back, err)
		}
	})
}

func TestDateText(t *testing.T) {
	for _, s := range []string{"", "2024-2-1", "2024-02-30", "2024-02-01T00:00:00Z", " 2024-02-01"} {
		if d, err := workdays.ParseDate(s); err == nil || d != workdays.NoDate {
			t.Errorf("ParseDate(%q) = %s, %v", s, d, err)
		}
	}
	var d workdays.Date
	if err := d.UnmarshalText(nil); err != nil || d != workdays.NoDate {
		t.Errorf("the empty text is %d, %v", d, err)
	}
	if b, err := workdays.NoDate.MarshalText(); err != nil || len(b) != 0 {
		t.Errorf("NoDate is written %q, %v", b, err)
	}
}

func TestDayHas23Or25HoursWhereClocksChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	for s, hours := range map[string]float64{"2011-03-27": 23, "2011-10-30": 25, "2011-06-01": 24} {
		d := date(t, s)
		if got := d.End(zone).Sub(d.Start(zone)).Hours(); got != hours {
			t.Errorf("%s has %g hours, want %g", s, got, hours)
		}
	}
}
