package plain_test

import (
	"testing"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// Five cases that one can count on the fingers: the numbers are by hand.
func TestCasesAreCountedOneByOne(t *testing.T) {
	day := func(d int) workdays.Date { return workdays.Civil(2024, time.March, d) }
	open := plain.Case{Status: casefile.Open, Accepted: day(4), Ended: workdays.NoDate, Due: day(8)}
	early := plain.Case{Status: casefile.Ended, Accepted: day(4), Ended: day(6), Due: day(8), Result: plain.Early, Worked: 2}
	late := plain.Case{Status: casefile.Ended, Accepted: day(5), Ended: day(20), Due: day(12), Result: plain.Late, Worked: 11}
	back := plain.Case{Status: casefile.SentBack, Accepted: day(5), Ended: day(7), Due: workdays.NoDate}
	never := plain.Case{Accepted: workdays.NoDate, Ended: day(5)}
	p := &plain.Pick{Cases: []plain.Case{open, early, late, back, never}, From: day(5), To: day(19), AsOf: day(19), DueOn: day(19)}
	for _, c := range []struct {
		what      string
		got, want int64
	}{
		{"accepted", p.Count(p.Accepted), 2},
		{"closed", p.Count(p.Closed), 1},
		{"with a limit", p.Count(p.Limited), 1},
		{"open on the 19th", p.Count(func(c *plain.Case) bool { return c.OpenOn(day(19)) }), 2},
		{"open on the 6th", p.Count(func(c *plain.Case) bool { return c.OpenOn(day(6)) }), 3},
		{"open at the end of time", p.Count(func(c *plain.Case) bool { return c.OpenOn(workdays.NoDate) }), 1},
		{"overdue on the 19th", p.Count(p.Overdue), 2},
		{"returned", p.Ended()[0].Count, 1},
		{"withdrawn", p.Ended()[1].Count, 0},
		{"no limit", p.Unlimited()[0].Count, 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
	p.To = workdays.NoDate
	for percent, want := range map[int][3]int64{50: {1, 2, 2}, 51: {2, 2, 11}, 100: {2, 2, 11}} {
		rank, n, value := p.Smallest(percent, func(c *plain.Case) int { return c.Worked })
		if got := [3]int64{rank, n, value}; got != want {
			t.Errorf("%d per cent: rank, n and value %v, want %v", percent, got, want)
		}
	}
}

func TestTexts(t *testing.T) {
	for _, c := range []struct {
		kind     plain.Kind
		num, den int64
		decimals int
		cut      bool
		want     string
	}{
		{plain.Count, 7, 0, 2, false, "7"},
		{plain.Ratio, 2, 3, 2, false, "66.67"},
		{plain.Ratio, 2, 3, 2, true, "66.66"},
		{plain.Ratio, 1, 1000, 0, false, "0"},
		{plain.Ratio, -1, 1000, 0, false, "0"},
		{plain.Mean, -1, 2, 0, false, "-1"},
		{plain.Mean, -1, 2, 0, true, "0"},
		{plain.Mean, 1999, 1000, 2, false, "2.00"},
		{plain.Sum, 12_500_000, 0, 2, false, "12.50"},
		{plain.Ratio, 1, 0, 2, false, ""},
	} {
		_, _, value, has := plain.Answer{Numerator: c.num, Denominator: c.den}.Texts(c.kind, c.decimals, c.cut)
		if value != c.want || has != (c.want != "") {
			t.Errorf("%s of %d and %d: %q, want %q", c.kind, c.num, c.den, value, c.want)
		}
	}
}

// A case made from records: accepted on Monday for five days, suspended for two,
// closed on the due date that follows.
func TestOf(t *testing.T) {
	h := casetest.Case("P-01").On("2024-03-04", casefile.Accepted{Handling: casefile.Promised, Promise: 5, Org: "U"}).
		On("2024-03-05", casefile.Suspended{Reason: "expert_review"}).On("2024-03-07", casefile.Resumed{}).On("2024-03-13 10:00", casefile.Closed{})
	got := plain.Of(&h.Case, casefile.Rules{Calendar: workdays.NewCalendar("CN")})
	on := workdays.Civil(2024, 3, 13)
	if got.Due != on || got.Ended != on || got.Result != plain.OnTime || got.Worked != 5 || got.Days != 9 || got.Org != "U" {
		t.Errorf("%+v", got)
	}
}
