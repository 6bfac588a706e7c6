package voice_test

import (
	"testing"
	"time"

	"caseledger/ledger/policy"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
)

// TestLimits: what ships is five working days to accept or not and ten to answer
// a complaint, five to answer a question (domain: 4.3, 4.5); what a centre
// publishes stands in from its date on.
func TestLimits(t *testing.T) {
	year := workdays.NewCalendar(voice.Calendar)
	for _, n := range workdays.Official() {
		year = year.With(n)
	}
	local := policy.Policy{Regime: voice.ComplaintRegime, From: workdays.Civil(2024, 10, 1), Basis: "x", Version: "x", NoticeDays: 2, LegalDays: 3, FromReceipt: true}
	clock := voice.Clock{Calendar: year, Policies: policy.Official().With(local)}
	day := func(month time.Month, d int) time.Time { return time.Date(2024, month, d, 2, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name string
		got  voice.Limit
		want string
	}{
		{"accept, over 中秋", clock.Acceptance(day(9, 13)), "2024-09-23 complaint/1949-10-01"},
		{"answer, from the acceptance", clock.Answer(voice.ComplaintRegime, day(9, 2), day(9, 3)), "2024-09-18 complaint/1949-10-01"},
		{"accept under the local rule", clock.Acceptance(day(10, 8)), "2024-10-10 complaint/2024-10-01"},
		{"answer, from the receipt", clock.Answer(voice.ComplaintRegime, day(10, 8), day(10, 10)), "2024-10-11 complaint/2024-10-01"},
		{"filed before it", clock.Answer(voice.ComplaintRegime, day(9, 30), day(10, 8)), "2024-10-21 complaint/1949-10-01"},
		{"a question", clock.Answer(voice.QuestionRegime, day(9, 2), time.Time{}), "2024-09-09 question/1949-10-01"},
		{"an objection has no limit", clock.Answer(voice.ObjectionRegime, day(9, 2), time.Time{}), workdays.NoDate.String() + " "},
	} {
		if got := c.got.On.String() + " " + c.got.Policy; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	l := clock.Acceptance(day(9, 2)) // until 2024-09-09
	for _, c := range []struct {
		name     string
		done, at time.Time
		want     bool
	}{
		{"the last day", time.Time{}, l.Due, false},
		{"the day after", time.Time{}, l.Due.Add(time.Microsecond), true},
		{"late, before it was done", day(9, 12), day(9, 11), true},
		{"late, and done", day(9, 12), day(9, 13), false},
		{"done in time", day(9, 3), day(9, 13), false},
	} {
		if got := l.Overdue(c.done, c.at); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}
