package casefile_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

func promised(days int) casefile.Accepted {
	return casefile.Accepted{Calendar: workdays.China, Zone: casefile.DefaultZone, Number: "T-1", Handling: casefile.Promised, Promise: days}
}

// TestLimit: 2024-03-04 is a Monday and the month has no holiday.
func TestLimit(t *testing.T) {
	stop := casefile.Suspended{Reason: "专家评审", Notice: "N1"}
	deadline := func(s string) casefile.Accepted { return casefile.Accepted{Deadline: at(t, s)} }
	extend := func(days int) casefile.Extended {
		return casefile.Extended{Days: days, Notice: "N2", Approver: "head"}
	}
	tests := []struct {
		name  string
		steps []any
		basis casefile.Basis
		days  int
		due   string // last minute that is on time
	}{
		{"promise", []any{"2024-03-04", promised(5)}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"promise counts from the local date", []any{"2024-03-04 00:30", promised(5)}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"promise stands before deadline and law", []any{"2024-03-04", casefile.Accepted{Promise: 3, Legal: 20, Deadline: at(t, "2024-03-20")}}, casefile.ByPromise, 3, "2024-03-07 23:59"},
		{"deadline stands before law", []any{"2024-03-04", casefile.Accepted{Legal: 20, Deadline: at(t, "2024-03-20 17:00")}}, casefile.ByDeadline, 12, "2024-03-20 17:00"},
		{"immediate is due the same day", []any{"2024-03-04", casefile.Accepted{Handling: casefile.Immediate, Legal: 20}}, casefile.BySameDay, 0, "2024-03-04 23:59"},
		{"law", []any{"2024-09-20", casefile.Accepted{Legal: 20}}, casefile.ByLaw, 20, "2024-10-23 23:59"},
		{"none", []any{"2024-03-04", casefile.Accepted{}}, casefile.NoLimit, 0, ""},
		{"not accepted", []any{"2024-03-04", casefile.StepPerformed{Step: "s"}}, casefile.NoLimit, 0, ""},
		{"negative promise is none", []any{"2024-03-04", promised(-4)}, casefile.NoLimit, 0, ""},
		{"absurd promise is cut", []any{"2024-03-04", promised(1 << 40)}, casefile.ByPromise, workdays.MaxDays, "2407-08-09 23:59"},

		{"suspended two days", []any{"2024-03-04", promised(5), "2024-03-06", stop, "2024-03-08", casefile.Resumed{}}, casefile.ByPromise, 5, "2024-03-13 23:59"},
		{"suspended now", []any{"2024-03-04", promised(5), "2024-03-06", stop}, casefile.ByPromise, 5, ""},
		{"suspended twice, resumed once", []any{"2024-03-04", promised(5), "2024-03-06", stop, "2024-03-07", stop, "2024-03-08", casefile.Resumed{}}, casefile.ByPromise, 5, "2024-03-13 23:59"},
		{"suspended when overdue: too late", []any{"2024-03-04", promised(5), "2024-03-12", stop}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"closed while suspended: the day of closing is in time", []any{"2024-03-04", promised(5), "2024-03-06", stop, "2024-03-29", casefile.Closed{}}, casefile.ByPromise, 5, "2024-04-03 23:59"},
		{"closed while suspended when overdue", []any{"2024-03-04", promised(5), "2024-03-12", stop, "2024-03-29", casefile.Closed{}}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"immediate, suspended overnight", []any{"2024-03-04", casefile.Accepted{Handling: casefile.Immediate}, "2024-03-04 10:00", stop, "2024-03-05", casefile.Resumed{}}, casefile.BySameDay, 0, "2024-03-05 23:59"},

		{"deadline on a weekend stays", []any{"2024-03-04", deadline("2024-03-09 12:00")}, casefile.ByDeadline, 4, "2024-03-09 12:00"},
		{"deadline moved by a suspension", []any{"2024-03-04", deadline("2024-03-11 17:00"), "2024-03-06", stop, "2024-03-08", casefile.Resumed{}}, casefile.ByDeadline, 5, "2024-03-13 17:00"},
		{"deadline moved by overlapping suspensions once", []any{"2024-03-04", deadline("2024-03-11 17:00"), "2024-03-06", stop, "2024-03-07", stop, "2024-03-08", casefile.Resumed{}}, casefile.ByDeadline, 5, "2024-03-13 17:00"},
		{"deadline not moved by a suspension after it, the same day", []any{"2024-03-04", deadline("2024-03-11 17:00"), "2024-03-11 18:00", stop, "2024-03-20", casefile.Resumed{}}, casefile.ByDeadline, 5, "2024-03-11 17:00"},
		{"deadline moved by a suspension before it, the same day", []any{"2024-03-04", deadline("2024-03-11 17:00"), "2024-03-11 16:00", stop, "2024-03-13", casefile.Resumed{}}, casefile.ByDeadline, 5, "2024-03-13 17:00"},
		{"deadline reached again by a second suspension", []any{"2024-03-04", deadline("2024-03-06 17:00"), "2024-03-05", stop, "2024-03-07", casefile.Resumed{}, "2024-03-08", stop, "2024-03-12", casefile.Resumed{}}, casefile.ByDeadline, 2, "2024-03-12 17:00"},
		{"deadline not known while suspended", []any{"2024-03-04", deadline("2024-03-11 17:00"), "2024-03-06", stop}, casefile.ByDeadline, 5, ""},
		{"deadline on day 0, stopped on day 0", []any{"2024-03-04", deadline("2024-03-04 17:00"), "2024-03-04 10:00", stop, "2024-03-06", casefile.Resumed{}}, casefile.ByDeadline, 0, "2024-03-06 17:00"},
		{"deadline before acceptance", []any{"2024-03-04", deadline("2024-02-26 17:00")}, casefile.ByDeadline, -5, "2024-02-26 17:00"},
		{"deadline before acceptance, suspended after", []any{"2024-03-04", deadline("2024-02-26 17:00"), "2024-03-05", stop, "2024-03-07", casefile.Resumed{}}, casefile.ByDeadline, -5, "2024-02-26 17:00"},

		{"resumed, closed in that instant: not during the suspension", []any{"2024-03-04", deadline("2024-03-05 12:00"), "2024-03-05 11:00", stop, "2024-03-05 18:00", casefile.Resumed{}, "2024-03-05 18:00", casefile.Closed{}}, casefile.ByDeadline, 1, "2024-03-05 12:00"},
		{"closed, resumed in that instant: during the suspension", []any{"2024-03-04", deadline("2024-03-05 12:00"), "2024-03-05 11:00", stop, "2024-03-05 18:00", casefile.Closed{}, "2024-03-05 18:00", casefile.Resumed{}}, casefile.ByDeadline, 1, "2024-03-06 12:00"},
		{"one of two suspensions resumed in the instant of closing", []any{"2024-03-04", deadline("2024-03-05 12:00"), "2024-03-05 11:00", stop, "2024-03-05 18:00", casefile.Resumed{}, "2024-03-05 11:30", stop, "2024-03-05 18:00", casefile.Closed{}}, casefile.ByDeadline, 1, "2024-03-06 12:00"},

		{"suspended after a late closing, never resumed", []any{"2024-03-04", promised(5), "2024-03-20", casefile.Closed{}, "2024-03-06", stop}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"suspended after a return, never resumed", []any{"2024-03-04", promised(5), "2024-03-20", casefile.Returned{}, "2024-03-06", stop}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"deadline, suspended after a late closing, never resumed", []any{"2024-03-04", deadline("2024-03-11 17:00"), "2024-03-20", casefile.Closed{}, "2024-03-06", stop}, casefile.ByDeadline, 5, "2024-03-11 17:00"},
		{"suspended from after the closing on, never resumed", []any{"2024-03-04", promised(5), "2024-03-06", casefile.Closed{}, "2024-03-07", stop}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"suspended and resumed, told after a closing", []any{"2024-03-04", promised(5), "2024-03-20", casefile.Closed{}, "2024-03-06", stop, "2024-03-08", casefile.Resumed{}}, casefile.ByPromise, 5, "2024-03-13 23:59"},
		{"suspended after a closing, closed again: during the suspension", []any{"2024-03-04", promised(5), "2024-03-06", casefile.Closed{}, "2024-03-07", stop, "2024-03-20", casefile.Closed{}}, casefile.ByPromise, 5, "2024-03-22 23:59"},
		{"closed during a suspension, accepted again: no ending any more", []any{"2024-03-04", deadline("2024-03-05 12:00"), "2024-03-05 11:00", stop, "2024-03-05 18:00", casefile.Closed{}, "2024-03-04", deadline("2024-03-05 12:00")}, casefile.ByDeadline, 1, "2024-03-05 12:00"},
		{"suspended after a closing, accepted again", []any{"2024-03-04", promised(5), "2024-03-06", casefile.Closed{}, "2024-03-07", stop, "2024-03-07", promised(5)}, casefile.ByPromise, 5, ""},

		{"extended in time", []any{"2024-03-04", promised(5), "2024-03-11 18:00", extend(3)}, casefile.ByPromise, 8, "2024-03-14 23:59"},
		{"extended too late", []any{"2024-03-04", promised(5), "2024-03-12 00:00", extend(3)}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"extended without notice", []any{"2024-03-04", promised(5), "2024-03-06", casefile.Extended{Days: 3, Approver: "head"}}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"extended twice, the second within the first", []any{"2024-03-04", promised(5), "2024-03-11", extend(3), "2024-03-14", extend(2)}, casefile.ByPromise, 10, "2024-03-18 23:59"},
		{"extended while suspended", []any{"2024-03-04", promised(5), "2024-03-06", stop, "2024-03-25", extend(3), "2024-03-26", casefile.Resumed{}}, casefile.ByPromise, 8, "2024-04-03 23:59"},
		{"extended when suspended too late", []any{"2024-03-04", promised(5), "2024-03-12", stop, "2024-03-13", extend(3), "2024-03-14", casefile.Resumed{}}, casefile.ByPromise, 5, "2024-03-11 23:59"},
		{"extended deadline keeps its time of day", []any{"2024-03-04", deadline("2024-03-08 17:00"), "2024-03-08 16:59", extend(1)}, casefile.ByDeadline, 5, "2024-03-11 17:00"},
		{"extended by less than nothing", []any{"2024-03-04", promised(5), "2024-03-06", extend(-3)}, casefile.ByPromise, 5, "2024-03-11 23:59"},
	}
	cal := china(t)
	for _, tt := range tests {
		c := fold(t, tt.steps...)
		got := c.Limit(cal)
		due := ""
		if !got.Due.IsZero() {
			due = got.Due.In(c.Location()).Format("2006-01-02 15:04")
		}
		if got.Basis != tt.basis || got.Days != tt.days || due != tt.due {
			t.Errorf("%s: %d days by %q, due %q; want %d by %q, due %q", tt.name, got.Days, got.Basis, due, tt.days, tt.basis, tt.due)
		}
		if on := workdays.DateOf(got.Due, c.Location()); !got.Due.IsZero() && got.On != on || got.Due.IsZero() && got.On != workdays.NoDate {
			t.Errorf("%s: due %s on %s", tt.name, got.Due, got.On)
		}
	}
}

func TestDueIsTheLastMicrosecondOfTheDay(t *testing.T) {
	c := fold(t, "2024-03-04", promised(5))
	want := at(t, "2024-03-12 00:00").Add(-time.Microsecond)
	if got := c.Limit(china(t)).Due; !got.Equal(want) {
		t.Errorf("due %s, want %s", got, want)
	}
}

func TestLegalLimitRunsBesideThePromise(t *testing.T) {
	accepted := promised(5)
	accepted.Legal = 20
	// Recorded after the promise and before the law's limit: it prolongs only
	// the latter.
	c := fold(t, "2024-03-04", accepted, "2024-03-20", casefile.Extended{Days: 10, Notice: "N", Approver: "head"})
	cal := china(t)
	if l := c.LegalLimit(cal); l.Basis != casefile.ByLaw || l.Days != 30 || l.On.String() != "2024-04-16" {
		t.Errorf("legal limit %+v, want 30 days to 2024-04-16", l)
	}
	if l := c.Limit(cal); l.Basis != casefile.ByPromise || l.Days != 5 {
		t.Errorf("promised limit %+v, want 5 days", l)
	}
	if l := new(casefile.Case).LegalLimit(cal); l != (casefile.Limit{On: workdays.NoDate}) {
		t.Errorf("legal limit of a case that is not accepted: %+v", l)
	}
}

func TestProvisionalLimit(t *testing.T) {
	official, plain := china(t), casefile.Rules{Calendar: workdays.NewCalendar(workdays.Weekdays)}
	c := fold(t, "2026-12-28", promised(5))
	if l := c.Limit(official); !l.Provisional || l.On.String() != "2027-01-04" {
		t.Errorf("a limit into 2027 is %+v", l)
	}
	c = fold(t, "2024-03-04", promised(5))
	for name, cal := range map[string]casefile.Rules{"weekdays": plain, "none": {}} {
		if l := c.Limit(cal); !l.Provisional || l.On.String() != "2024-03-11" {
			t.Errorf("%s: %+v, want provisional", name, l)
		}
		if n, provisional := c.Worked(cal, c.AcceptedOn()+7); n != 5 || !provisional {
			t.Errorf("%s: worked %d, provisional %v", name, n, provisional)
		}
	}
	if l := c.Limit(official); l.Provisional {
		t.Errorf("a limit in 2024 is provisional: %+v", l)
	}
}

func TestWorked(t *testing.T) {
	cal := china(t)
	c := fold(t, "2024-03-04", promised(5), "2024-03-06", casefile.Suspended{Reason: "r"}, "2024-03-08", casefile.Resumed{}, "2024-03-11", casefile.Closed{})
	if n, _ := c.Worked(cal, c.ClosedOn()); n != 3 {
		t.Errorf("closed after %d counted days, want 3", n)
	}
	early := fold(t, "2024-03-04", promised(5), "2024-02-28", casefile.Closed{})
	if n, _ := early.Worked(cal, early.ClosedOn()); n != -3 {
		t.Errorf("closed before acceptance after %d days, want -3", n)
	}
	if n, _ := c.Worked(cal, workdays.NoDate); n != 0 {
		t.Errorf("no date: %d days", n)
	}
}

func TestDeriveExplainsTheGoverningLimit(t *testing.T) {
	cal := china(t)
	c := fold(t, "2024-03-04", casefile.Accepted{Deadline: at(t, "2024-03-09 12:00")})
	d := c.Derive(cal, workdays.NoDate)
	if d.Due.String() != "2024-03-09" || len(d.Days) != 6 || d.Days[5].N != 4 {
		t.Errorf("derivation of a deadline: %+v", d)
	}
	c = fold(t, "2024-03-04", promised(5), "2024-03-06", casefile.Suspended{Reason: "专家评审"})
	d = c.Derive(cal, workdays.DateOf(at(t, "2024-03-07"), c.Location()))
	want := []string{"day 0", "weekday", "suspended: 专家评审", "suspended: 专家评审"}
	var got []string
	for _, day := range d.Days {
		got = append(got, day.Why)
	}
	if diff := cmp.Diff(want, got); diff != "" || d.Due != workdays.NoDate {
		t.Errorf("due %s: %s", d.Due, diff)
	}
	if d := new(casefile.Case).Derive(cal, 0); len(d.Days) != 0 || d.Due != workdays.NoDate {
		t.Errorf("derivation of nothing: %+v", d)
	}
}

func TestDeriveLegalExplainsTheLegalLimit(t *testing.T) {
	accepted := promised(5)
	accepted.Legal = 20
	c := fold(t, "2024-03-04", accepted)
	d := c.DeriveLegal(china(t), workdays.NoDate)
	if last := d.Days[len(d.Days)-1]; d.Due.String() != "2024-04-01" || last.Date != d.Due || last.N != 20 {
		t.Errorf("due %s, ends with %+v", d.Due, last)
	}
	c = fold(t, "2024-03-04", promised(5))
	if d := c.DeriveLegal(china(t), workdays.NoDate); d.Due != workdays.NoDate || len(d.Days) != 1 {
		t.Errorf("derivation of no limit: %+v", d)
	}
}

func TestRemaining(t *testing.T) {
	stop := casefile.Suspended{Reason: "r"}
	tests := []struct {
		name  string
		steps []any
		on    string
		want  int
	}{
		{"day 0", []any{"2024-03-04", promised(5)}, "2024-03-04", 5},
		{"two days later", []any{"2024-03-04", promised(5)}, "2024-03-06", 3},
		{"over a weekend", []any{"2024-03-04", promised(5)}, "2024-03-10", 1},
		{"the due date", []any{"2024-03-04", promised(5)}, "2024-03-11", 0},
		{"overdue", []any{"2024-03-04", promised(5)}, "2024-03-13", -2},
		{"suspended", []any{"2024-03-04", promised(5), "2024-03-06", stop}, "2024-03-29", 4},
		{"running again", []any{"2024-03-04", promised(5), "2024-03-06", stop, "2024-03-08", casefile.Resumed{}}, "2024-03-08", 3},
		{"deadline", []any{"2024-03-04", casefile.Accepted{Deadline: at(t, "2024-03-11 17:00")}}, "2024-03-06", 3},
		{"deadline, suspended", []any{"2024-03-04", casefile.Accepted{Deadline: at(t, "2024-03-11 17:00")}, "2024-03-06", stop}, "2024-03-20", 4},
		{"deadline moved", []any{"2024-03-04", casefile.Accepted{Deadline: at(t, "2024-03-11 17:00")}, "2024-03-06", stop, "2024-03-08", casefile.Resumed{}}, "2024-03-08", 3},
	}
	cal := china(t)
	for _, tt := range tests {
		c := fold(t, tt.steps...)
		on, err := workdays.ParseDate(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Remaining(cal, c.Limit(cal), on); got != tt.want || !ok {
			t.Errorf("%s: %d working days left on %s, %v; want %d", tt.name, got, tt.on, ok, tt.want)
		}
	}
	c := fold(t, "2024-03-04", casefile.Accepted{})
	if n, ok := c.Remaining(cal, c.Limit(cal), 0); ok {
		t.Errorf("%d working days left of no limit", n)
	}
}

// TestClosingDuringASuspensionIsInTime, unless the limit had ended before the
// suspension began.
func TestClosingDuringASuspensionIsInTime(t *testing.T) {
	cal := china(t)
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2024, 1, rapid.IntRange(1, 300).Draw(t, "day"), 1, 0, 0, 0, time.UTC)
		var c casefile.Case
		add := func(what string, minutes int, e casefile.Event) {
			now = now.Add(time.Duration(rapid.IntRange(1, minutes).Draw(t, what)) * time.Minute)
			c = casefile.Evolve(c, casefile.Entry{Occurred: now, Recorded: now, Event: e})
		}
		accepted := casefile.Accepted{Promise: rapid.IntRange(0, 8).Draw(t, "promise"), Handling: casefile.Immediate}
		if rapid.Bool().Draw(t, "has deadline") {
			accepted.Promise, accepted.Deadline = 0, now.Add(time.Duration(rapid.IntRange(-2000, 12_000).Draw(t, "deadline"))*time.Minute)
		}
		add("accepted", 1, accepted)
		for range rapid.IntRange(0, 2).Draw(t, "earlier suspensions") {
			add("suspended", 5000, casefile.Suspended{})
			add("resumed", 5000, casefile.Resumed{})
		}
		if rapid.Bool().Draw(t, "extended") {
			add("extended", 2000, casefile.Extended{Days: 2, Notice: "N"})
		}
		before := c.Limit(cal)
		add("suspended", 12_000, casefile.Suspended{})
		overdue := now.After(before.Due)
		if l := c.Limit(cal); overdue != !l.Due.IsZero() || overdue && l != before {
			t.Fatalf("suspended at %s, limit before %+v, now %+v", now, before, l)
		}
		add("closed", 20_000, casefile.Closed{})
		if l := c.Limit(cal); c.ClosedAt.After(l.Due) != overdue {
			t.Fatalf("closed at %s while suspended, overdue before: %v, due %s", c.ClosedAt, overdue, l.Due)
		}
	})
}

// TestWhatIsToldAfterTheEndLeavesTheLimit: an ending with a running clock moves
// no limit, nor does a suspension that is told later and never resumed.
func TestWhatIsToldAfterTheEndLeavesTheLimit(t *testing.T) {
	cal := china(t)
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
		near := func(what string) time.Time {
			return start.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(t, what)) * time.Minute)
		}
		first := casefile.Accepted{Promise: rapid.IntRange(0, 8).Draw(t, "promise"), Handling: casefile.Immediate, Legal: 20}
		if rapid.Bool().Draw(t, "has deadline") {
			first.Promise, first.Deadline = 0, near("deadline")
		}
		c := casefile.Evolve(casefile.Case{}, casefile.Entry{Occurred: start, Recorded: start, Event: first})
		last := start
		for range rapid.IntRange(0, 4).Draw(t, "events") {
			last = near("time")
			e := rapid.SampledFrom([]casefile.Event{casefile.Suspended{}, casefile.Resumed{}, casefile.Extended{Days: 2, Notice: "N"}}).Draw(t, "event")
			c = casefile.Evolve(c, casefile.Entry{Occurred: last, Recorded: last, Event: e})
		}
		if c.Suspended() {
			c = casefile.Evolve(c, casefile.Entry{Occurred: last, Recorded: last, Event: casefile.Resumed{}})
		}
		want, legal := c.Limit(cal), c.LegalLimit(cal)
		if rapid.Bool().Draw(t, "some time later") {
			last = near("end")
		}
		ending := rapid.SampledFrom([]casefile.Event{casefile.Closed{}, casefile.Returned{}, casefile.Withdrawn{}}).Draw(t, "ending")
		c = casefile.Evolve(c, casefile.Entry{Occurred: last, Recorded: last, Event: ending})
		worked, _ := c.Worked(cal, c.ClosedOn())
		for _, told := range []string{"nothing", "a suspension"} {
			if l := c.Limit(cal); l != want || c.LegalLimit(cal) != legal {
				t.Fatalf("ended at %s, then %s was told: limit %+v, it was %+v", c.ClosedAt, told, l, want)
			}
			if n, _ := c.Worked(cal, c.ClosedOn()); n != worked || c.Suspended() {
				t.Fatalf("%s was told after the end: %d days, they were %d", told, n, worked)
			}
			from := near("told")
			c = casefile.Evolve(c, casefile.Entry{Occurred: from, Recorded: from, Event: casefile.Suspended{}})
		}
	})
}

// TestTheFirstInstantIsATime: the zero time means "not yet" in the state, yet
// what happened in the first instant of year 1 has happened. Found by
// TestLimitTakesAnyHistory with -rapid.seed=6297594429551427280.
func TestTheFirstInstantIsATime(t *testing.T) {
	cal := china(t)
	friday := time.Time{}.AddDate(0, 0, -3)
	tests := []struct {
		name    string
		promise int
		events  []casefile.Event
	}{
		{"accepted", 1, nil},
		{"closed", 1, []casefile.Event{casefile.Closed{}}},
		{"suspended and resumed", 1, []casefile.Event{casefile.Suspended{}, casefile.Resumed{}}},
		{"a deadline that moves there", 0, []casefile.Event{casefile.Extended{Days: 1, Notice: "N"}}},
	}
	for _, tt := range tests {
		c := casefile.Evolve(casefile.Case{}, casefile.Entry{Event: casefile.Accepted{Promise: tt.promise, Deadline: friday, Zone: "UTC"}})
		for _, e := range tt.events {
			c = casefile.Evolve(c, casefile.Entry{Recorded: friday, Event: e})
		}
		l, d := c.Limit(cal), c.Derive(cal, workdays.NoDate)
		if l.Due.IsZero() || l.On < workdays.Civil(1, 1, 1) || c.AcceptedOn() != workdays.Civil(1, 1, 1) || c.Suspended() {
			t.Errorf("%s: accepted on %s, limit %+v", tt.name, c.AcceptedOn(), l)
		}
		if d.Due != l.On || len(d.Days) == 0 {
			t.Errorf("%s: %d days to %s", tt.name, len(d.Days), d.Due)
		}
		if c.Status == casefile.Ended && c.ClosedOn() != c.AcceptedOn() {
			t.Errorf("%s: closed on %s", tt.name, c.ClosedOn())
		}
	}
}

// TestLimitTakesAnyHistory: whatever was recorded, a limit comes out, the date
// belongs to the instant, and the derivation ends with it.
func TestLimitTakesAnyHistory(t *testing.T) {
	cal := china(t)
	rapid.Check(t, func(t *rapid.T) {
		when := func() time.Time {
			return time.Date(rapid.IntRange(0, 9999).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"), 0, rapid.IntRange(0, 1500).Draw(t, "minute"), 0, 0, time.UTC)
		}
		near := func(x time.Time) time.Time {
			return x.Add(time.Duration(rapid.IntRange(-100_000, 400_000).Draw(t, "minutes")) * time.Minute)
		}
		start := when()
		first := casefile.Accepted{Zone: "Asia/Shanghai", Promise: rapid.IntRange(-1, 40).Draw(t, "promise"), Legal: rapid.IntRange(-1, 60).Draw(t, "legal")}
		if rapid.Bool().Draw(t, "deadline") {
			first.Deadline = near(start)
		}
		c := casefile.Evolve(casefile.Case{}, casefile.Entry{Occurred: start, Recorded: start, Event: first})
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			e := casefile.Entry{Occurred: near(start), Recorded: near(start)}
			e.Event = rapid.SampledFrom([]casefile.Event{casefile.Suspended{}, casefile.Resumed{}, casefile.Extended{Days: 5, Notice: "N"}, casefile.Closed{}}).Draw(t, "event")
			c = casefile.Evolve(c, e)
		}
		l := c.Limit(cal)
		if l.Due.IsZero() != (l.On == workdays.NoDate) {
			t.Fatalf("due %s on %s", l.Due, l.On)
		}
		d := c.Derive(cal, workdays.NoDate)
		if d.Due != l.On || len(d.Days) == 0 {
			t.Fatalf("limit %+v, derivation due %s with %d days", l, d.Due, len(d.Days))
		}
		last := d.Days[len(d.Days)-1]
		if l.Basis == casefile.ByPromise && l.On != workdays.NoDate && l.On < workdays.LastDate && (last.Date != l.On || last.N != l.Days) {
			t.Fatalf("limit %+v, derivation ends with %+v", l, last)
		}
		c.LegalLimit(cal)
		c.Worked(cal, c.ClosedOn())
	})
}

func BenchmarkLimit(b *testing.B) {
	cal := china(b)
	stop, extend := casefile.Suspended{Reason: "r", Notice: "N"}, casefile.Extended{Days: 10, Notice: "N"}
	for name, c := range map[string]casefile.Case{
		"plain":     fold(b, "2024-03-04", promised(20)),
		"suspended": fold(b, "2024-03-04", promised(20), "2024-03-06", stop, "2024-03-08", casefile.Resumed{}, "2024-03-09", extend),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Limit(cal)
			}
		})
	}
}
