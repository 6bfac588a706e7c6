package workdays_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger/workdays"
)

func china(t testing.TB) *workdays.Calendar {
	t.Helper()
	c := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		c = c.With(n)
	}
	return c
}

func date(t testing.TB, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkingDaysOfTheYears(t *testing.T) {
	want := []int{249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248}
	c := china(t)
	for i, n := range want {
		year := 2007 + i
		from, to := workdays.Civil(year-1, 12, 31), workdays.Civil(year, 12, 31)
		if got := c.Count(from, to); got != n {
			t.Errorf("%d has %d working days, want %d", year, got, n)
		}
	}
}

func TestOfficialNotices(t *testing.T) {
	notices := workdays.Official()
	for i, n := range notices {
		if n.Year != 2007+i || n.Calendar != workdays.China {
			t.Errorf("notice %d is of %s %d", i, n.Calendar, n.Year)
		}
		if len(n.Papers) == 0 || len(n.Days) == 0 {
			t.Errorf("%d: %d papers, %d days", n.Year, len(n.Papers), len(n.Days))
		}
	}
	if last := notices[len(notices)-1].Year; last != 2026 {
		t.Errorf("the last notice is of %d, want 2026: 2027 is not published", last)
	}
	if c := china(t); c.Known(2027) || !c.Known(2026) || c.Known(2006) {
		t.Errorf("known years: %v", c.Years())
	}
}

func TestStatusOfADate(t *testing.T) {
	tests := []struct {
		date string
		want workdays.Status
	}{
		{"2024-02-09", workdays.Status{Working: true, Reason: "weekday"}},
		{"2024-02-12", workdays.Status{Reason: "春节"}},
		{"2024-02-04", workdays.Status{Working: true, Reason: "春节 make-up day"}},
		{"2024-02-24", workdays.Status{Reason: "weekend"}},
		{"2007-12-29", workdays.Status{Working: true, Reason: "元旦 make-up day"}}, // stands in the notice of 2008
		{"2007-12-31", workdays.Status{Reason: "元旦"}},
		{"2027-01-01", workdays.Status{Working: true, Reason: "weekday", Provisional: true}},
		{"2027-01-02", workdays.Status{Reason: "weekend", Provisional: true}},
	}
	c := china(t)
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, c.On(date(t, tt.date))); diff != "" {
			t.Errorf("%s: %s", tt.date, diff)
		}
	}
}

func TestDecemberDayOfNextYearsNoticeIsVouchedForWithoutItsOwnYear(t *testing.T) {
	c := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		if n.Year == 2008 {
			c = c.With(n)
		}
	}
	if c.Provisional(date(t, "2007-12-28"), date(t, "2007-12-31")) {
		t.Error("2007-12-29 … 31 stand in the notice of 2008 and are still provisional")
	}
	if !c.Provisional(date(t, "2007-12-27"), date(t, "2007-12-31")) {
		t.Error("2007-12-28 stands in no notice and is not provisional")
	}
}

func TestAmendedNoticeStandsInForTheOldOne(t *testing.T) {
	first := workdays.Notice{Year: 2030, Days: []workdays.Day{{Date: date(t, "2030-01-01"), Name: "元旦", Off: true}, {Date: date(t, "2030-01-02"), Name: "元旦", Off: true}}}
	amended := workdays.Notice{Year: 2030, Days: []workdays.Day{{Date: date(t, "2030-01-01"), Name: "元旦", Off: true}}}
	c := workdays.NewCalendar("CN").With(first)
	changed := c.With(amended)
	if !changed.On(date(t, "2030-01-02")).Working {
		t.Error("a day that the amended notice no longer takes off is still off")
	}
	if c.On(date(t, "2030-01-02")).Working {
		t.Error("With changed the calendar it was called on")
	}
}

func TestCalendarsWithoutNoticesAreProvisional(t *testing.T) {
	someNotice := workdays.Official()[0]
	for name, c := range map[string]*workdays.Calendar{
		"nil": nil, "zero": {}, "new": workdays.NewCalendar("NL"),
		"weekdays": workdays.NewCalendar(workdays.Weekdays).With(someNotice),
	} {
		from, to := date(t, "2007-02-01"), date(t, "2007-02-28")
		if got := c.Count(from, to); got != 19 {
			t.Errorf("%s: %d working days after 2007-02-01 to 2007-02-28, want 19", name, got)
		}
		if !c.Provisional(from, to) || !c.Provisional(from, from) || !c.On(to).Provisional {
			t.Errorf("%s: not provisional", name)
		}
		if len(c.Years()) != 0 {
			t.Errorf("%s: knows the years %v", name, c.Years())
		}
	}
}

// TestCountIsTheSumOfItsDays holds the counting against the plain definition.
func TestCountIsTheSumOfItsDays(t *testing.T) {
	c := china(t)
	rapid.Check(t, func(t *rapid.T) {
		from := workdays.Civil(2006, 6, rapid.IntRange(1, 8000).Draw(t, "from"))
		to := from + workdays.Date(rapid.IntRange(0, 400).Draw(t, "length"))
		want, provisional := 0, false
		for d := from + 1; d <= to; d++ {
			s := c.On(d)
			if s.Working {
				want++
			}
			provisional = provisional || s.Provisional
		}
		if got := c.Count(from, to); got != want {
			t.Fatalf("Count(%s, %s) = %d, want %d", from, to, got, want)
		}
		if got := c.Count(to, from); got != -want {
			t.Fatalf("Count(%s, %s) = %d, want %d", to, from, got, -want)
		}
		if got := c.Provisional(from, to); got != provisional {
			t.Fatalf("Provisional(%s, %s) = %v, want %v", from, to, got, provisional)
		}
		if want > 0 {
			due := c.Add(from, want)
			if !c.On(due).Working || c.Count(from, due) != want {
				t.Fatalf("Add(%s, %d) = %s, which is day %d", from, want, due, c.Count(from, due))
			}
		}
	})
}

func TestAbsurdDatesDoNotOverflow(t *testing.T) {
	c := china(t)
	if got := c.Add(date(t, "9999-12-01"), workdays.MaxDays); got != workdays.LastDate {
		t.Errorf("a limit beyond the last date is due %s, want %s", got, workdays.LastDate)
	}
	if got := c.Add(date(t, "2024-01-01"), 1<<40); got.Year() < 2400 || got.Year() > 2420 {
		t.Errorf("an absurd limit is due %s", got)
	}
	if got := c.Count(date(t, "0000-01-01"), date(t, "9999-12-31")); got < 2_600_000 || got > 2_610_000 {
		t.Errorf("ten thousand years have %d working days", got)
	}
	if !c.Provisional(date(t, "0000-01-01"), date(t, "9999-12-31")) {
		t.Error("ten thousand years are not provisional")
	}
	if d := workdays.DateOf(time.Date(2024, 3, 1, 16, 0, 0, 0, time.UTC), time.FixedZone("CST", 8*3600)); d != date(t, "2024-03-02") {
		t.Errorf("16:00 UTC in China is %s", d)
	}
}
