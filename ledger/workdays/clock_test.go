package workdays_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger/workdays"
)

// TestGoldenDueDates: day 0 excluded, computed by hand from the notices.
func TestGoldenDueDates(t *testing.T) {
	tests := []struct {
		accepted string
		days     int
		due      string
		weekdays string // what counting Monday to Friday would give
	}{
		{"2010-01-04", 20, "2010-02-01", "2010-02-01"},
		{"2011-09-26", 15, "2011-10-20", "2011-10-17"},
		{"2018-09-20", 20, "2018-10-24", "2018-10-18"},
		{"2023-09-25", 20, "2023-10-27", "2023-10-23"},
		{"2024-02-01", 20, "2024-03-05", "2024-02-29"},
		{"2024-09-20", 5, "2024-09-27", "2024-09-27"},
		{"2024-09-20", 20, "2024-10-23", "2024-10-18"},
		{"2025-01-20", 20, "2025-02-21", "2025-02-17"},
	}
	official, plain := china(t), workdays.NewCalendar(workdays.Weekdays)
	for _, tt := range tests {
		k := workdays.Clock{Start: date(t, tt.accepted), Days: tt.days}
		if due, provisional := official.Due(k); due.String() != tt.due || provisional {
			t.Errorf("%s + %d is due %s (provisional %v), want %s", tt.accepted, tt.days, due, provisional, tt.due)
		}
		if due, provisional := plain.Due(k); due.String() != tt.weekdays || !provisional {
			t.Errorf("%s + %d weekdays is due %s (provisional %v), want %s", tt.accepted, tt.days, due, provisional, tt.weekdays)
		}
	}
}

func TestDueInAnUnpublishedYearIsProvisional(t *testing.T) {
	due, provisional := china(t).Due(workdays.Clock{Start: date(t, "2026-12-28"), Days: 5})
	if due.String() != "2027-01-04" || !provisional {
		t.Errorf("due %s, provisional %v; want 2027-01-04, provisional", due, provisional)
	}
	due, provisional = china(t).Due(workdays.Clock{Start: date(t, "2026-12-28"), Days: 3})
	if due.String() != "2026-12-31" || provisional {
		t.Errorf("due %s, provisional %v; want 2026-12-31, certain", due, provisional)
	}
}

func TestSuspensionMovesTheDueDate(t *testing.T) {
	// 2024-03-04 is a Monday; the month has no holiday. Five days without
	// suspension are due on Monday the 11th.
	span := func(from, until string) workdays.Span {
		s := workdays.Span{From: date(t, from), Until: workdays.NoDate, Reason: "专家评审"}
		if until != "" {
			s.Until = date(t, until)
		}
		return s
	}
	tests := []struct {
		name  string
		days  int
		spans []workdays.Span
		due   string
	}{
		{"none", 5, nil, "2024-03-11"},
		{"two days", 5, []workdays.Span{span("2024-03-06", "2024-03-08")}, "2024-03-13"},
		{"begun and ended on one date counts that date", 5, []workdays.Span{span("2024-03-06", "2024-03-06")}, "2024-03-11"},
		{"over a weekend moves working days only", 5, []workdays.Span{span("2024-03-08", "2024-03-11")}, "2024-03-12"},
		{"overlapping spans are a union", 5, []workdays.Span{span("2024-03-07", "2024-03-12"), span("2024-03-06", "2024-03-08")}, "2024-03-15"},
		{"of day 0 changes nothing", 5, []workdays.Span{span("2024-03-04", "2024-03-05")}, "2024-03-11"},
		{"before the start changes nothing", 5, []workdays.Span{span("2024-02-01", "2024-02-20")}, "2024-03-11"},
		{"after the due date changes nothing", 5, []workdays.Span{span("2024-03-12", "")}, "2024-03-11"},
		{"on the due date moves it", 5, []workdays.Span{span("2024-03-11", "2024-03-13")}, "2024-03-13"},
		{"open: not known", 5, []workdays.Span{span("2024-03-11", "")}, ""},
		{"ended before it began covers nothing", 5, []workdays.Span{span("2024-03-08", "2024-03-06")}, "2024-03-11"},
		{"no days: day 0 itself", 0, nil, "2024-03-04"},
		{"no days, stopped on day 0: the first counted day after", 0, []workdays.Span{span("2024-03-04", "2024-03-09")}, "2024-03-11"},
		{"fewer than no days", -3, nil, "2024-03-04"},
	}
	c := china(t)
	for _, tt := range tests {
		k := workdays.Clock{Start: date(t, "2024-03-04"), Days: tt.days, Spans: tt.spans}
		if due, _ := c.Due(k); due.String() != tt.due {
			t.Errorf("%s: due %s, want %s", tt.name, due, tt.due)
		}
	}
}

func TestDerivationNamesEachDay(t *testing.T) {
	k := workdays.Clock{Start: date(t, "2024-09-25"), Days: 3, Spans: []workdays.Span{
		{From: date(t, "2024-09-27"), Until: date(t, "2024-09-29"), Reason: "专家评审"},
	}}
	got := china(t).Derive(k, workdays.NoDate)
	want := workdays.Derivation{Due: date(t, "2024-09-30"), Days: []workdays.Derived{
		{Date: date(t, "2024-09-25"), Why: "day 0"},
		{Date: date(t, "2024-09-26"), Counted: true, N: 1, Why: "weekday"},
		{Date: date(t, "2024-09-27"), N: 1, Why: "suspended: 专家评审"},
		{Date: date(t, "2024-09-28"), N: 1, Why: "weekend"},
		{Date: date(t, "2024-09-29"), Counted: true, N: 2, Why: "国庆节 make-up day"},
		{Date: date(t, "2024-09-30"), Counted: true, N: 3, Why: "weekday"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if longer := china(t).Derive(k, date(t, "2024-10-05")); len(longer.Days) != 11 || longer.Days[10].Why != "国庆节" {
		t.Errorf("derivation to 2024-10-05 has %d days: %+v", len(longer.Days), longer.Days)
	}
	open := workdays.Clock{Start: k.Start, Days: 3, Spans: []workdays.Span{{From: date(t, "2024-09-27"), Until: workdays.NoDate}}}
	if d := china(t).Derive(open, workdays.NoDate); d.Due != workdays.NoDate || len(d.Days) != 3 {
		t.Errorf("derivation under an open suspension: due %s, %d days, want none and 3", d.Due, len(d.Days))
	}
	if d := china(t).Derive(workdays.Clock{Days: workdays.MaxDays}, workdays.LastDate); len(d.Days) != workdays.MaxDerived {
		t.Errorf("an absurd derivation lists %d days", len(d.Days))
	}
}

// TestDueWorkedAndDerivationAgree holds the three against each other on random
// clocks: the due date is the first on which Days are worked, and the
// derivation counts to the same number.
func TestDueWorkedAndDerivationAgree(t *testing.T) {
	c := china(t)
	rapid.Check(t, func(t *rapid.T) {
		start := workdays.Civil(2007, 1, rapid.IntRange(1, 7300).Draw(t, "start"))
		k := workdays.Clock{Start: start, Days: rapid.IntRange(1, 60).Draw(t, "days")}
		for range rapid.IntRange(0, 4).Draw(t, "spans") {
			from := start + workdays.Date(rapid.IntRange(-5, 60).Draw(t, "from"))
			k.Spans = append(k.Spans, workdays.Span{From: from, Until: from + workdays.Date(rapid.IntRange(-2, 30).Draw(t, "length"))})
		}
		due, provisional := c.Due(k)
		if n, p := c.Worked(k, due); n != k.Days || p != provisional {
			t.Fatalf("on the due date %s %d of %d days are worked (provisional %v, %v)", due, n, k.Days, p, provisional)
		}
		if n, _ := c.Worked(k, due-1); n != k.Days-1 {
			t.Fatalf("the day before %s already has %d of %d days", due, n, k.Days)
		}
		d := c.Derive(k, workdays.NoDate)
		last := d.Days[len(d.Days)-1]
		if last.Date != due || !last.Counted || last.N != k.Days {
			t.Fatalf("the derivation ends with %+v, due is %s", last, due)
		}
	})
}

func BenchmarkDue(b *testing.B) {
	c := china(b)
	plain := workdays.Clock{Start: date(b, "2024-09-20"), Days: 20}
	stopped := plain
	stopped.Spans = []workdays.Span{{From: plain.Start + 3, Until: plain.Start + 9}, {From: plain.Start + 12, Until: plain.Start + 14}}
	for name, k := range map[string]workdays.Clock{"plain": plain, "suspended": stopped} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Due(k)
			}
		})
	}
}
