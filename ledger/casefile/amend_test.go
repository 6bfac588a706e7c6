package casefile_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
)

// office is a desk on an empty ledger with a clock of its own.
type office struct {
	*casefile.Desk
	t    *testing.T
	now  time.Time
	n    int
	post string
}

func newOffice(t *testing.T) *office {
	return &office{Desk: &casefile.Desk{Store: memory.New()}, t: t, now: casetest.Time("2024-03-01 09:00"), post: "受理岗-01"}
}

// try sends a command at a local time.
func (o *office) try(when string, c casefile.Command, wrong *casefile.Wrong) (casefile.Receipt, error) {
	o.t.Helper()
	o.n++
	o.now = casetest.Time(when)
	return o.Do(o.t.Context(), casefile.Order{
		ID: ledger.NewCommandID(o.now, string(rune('a'+o.n))), Number: "XK-2024-0001", Post: o.post, Recorded: o.now, Command: c, Corrects: wrong})
}

func (o *office) do(when string, c casefile.Command, wrong *casefile.Wrong) casefile.Case {
	o.t.Helper()
	r, err := o.try(when, c, wrong)
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Case
}

func (o *office) refused(when string, c casefile.Command, wrong *casefile.Wrong, rule string) {
	o.t.Helper()
	before, _ := o.Store.Head(o.t.Context())
	_, err := o.try(when, c, wrong)
	var r *casefile.Refusal
	if !errors.As(err, &r) || r.Rule != rule {
		o.t.Errorf("%T: %v, want a refusal by %s", c, err, rule)
	}
	if after, _ := o.Store.Head(o.t.Context()); after != before {
		o.t.Errorf("a refused %T is recorded", c)
	}
}

func wrong(r ledger.Revision) *casefile.Wrong {
	return &casefile.Wrong{Revision: r, Reason: "typing", Basis: "受理登记表第3页"}
}

// TestCorrectAndVoid: accepted, closed wrongly, corrected, voided; and the case
// as it was known at each of these times.
func TestCorrectAndVoid(t *testing.T) {
	o := newOffice(t)
	o.do("2024-03-01 09:00", casefile.Accept{Promise: 5, Legal: 20}, nil)
	o.do("2024-03-04 16:00", casefile.Close{Outcome: casefile.Refused}, nil)
	c := o.do("2024-03-06 10:00", casefile.Close{Outcome: casefile.Granted}, wrong(1))
	if c.Outcome != casefile.Granted || !c.ClosedAt.Equal(casetest.Time("2024-03-04 16:00")) || c.Events != 3 || c.Amendments != 1 {
		t.Errorf("corrected: %+v", c)
	}
	o.refused("2024-03-07", casefile.Close{Outcome: casefile.Completed}, wrong(1), casefile.RuleAmend) // 2 holds there now
	o.refused("2024-03-07", casefile.Close{Outcome: casefile.Granted}, wrong(2), casefile.RuleAmend)   // says it already
	o.refused("2024-03-07", casefile.Close{}, wrong(9), casefile.RuleAmend)
	c = o.do("2024-03-08 10:00", casefile.VoidRecord{Revision: 2, Reason: "wrong_case", Basis: "窗口说明"}, nil)
	if c.Status != casefile.Open || !c.ClosedAt.IsZero() || c.Events != 4 || c.Amendments != 2 {
		t.Errorf("voided: %+v", c)
	}
	o.refused("2024-03-08 11:00", casefile.VoidRecord{Revision: 2, Reason: "a", Basis: "b"}, nil, casefile.RuleAmend)
	o.refused("2024-03-08 11:00", casefile.VoidRecord{Revision: 3, Reason: "a", Basis: "b"}, nil, casefile.RuleAmend)
	c = o.do("2024-03-08 12:00", casefile.Close{Outcome: casefile.Completed}, nil)
	if c.Status != casefile.Ended {
		t.Errorf("closed again: %+v", c)
	}
	for _, tt := range []struct {
		known, was string
		status     casefile.Status
		outcome    casefile.Outcome
	}{
		{"2024-03-05", "", casefile.Ended, casefile.Refused},
		{"2024-03-07", "", casefile.Ended, casefile.Granted},
		{"2024-03-08 11:00", "", casefile.Open, ""},
		{"", "", casefile.Ended, casefile.Completed},
		{"", "2024-03-05", casefile.Open, ""}, // as we know now, it was open then
		{"2024-03-07", "2024-03-03", casefile.Open, ""},
	} {
		var m casefile.Moment
		if tt.known != "" {
			m.Recorded = casetest.Time(tt.known)
		}
		if tt.was != "" {
			m.Occurred = casetest.Time(tt.was)
		}
		h, err := casefile.Load(t.Context(), o.Store, "XK-2024-0001", m)
		if err != nil {
			t.Fatal(err)
		}
		if h.Case.Status != tt.status || h.Case.Outcome != tt.outcome {
			t.Errorf("known %q, as of %q: %s %s, want %s %s", tt.known, tt.was, h.Case.Status, h.Case.Outcome, tt.status, tt.outcome)
		}
	}
}

// TestAmendmentsKeepWhatFollows: what later records rest on is not taken away.
func TestAmendmentsKeepWhatFollows(t *testing.T) {
	o := newOffice(t)
	o.do("2024-03-01 09:00", casefile.Accept{Promise: 5, Org: "LY"}, nil)
	o.do("2024-03-01 10:00", casefile.Transfer{ToOrg: "HB"}, nil)
	o.do("2024-03-04 10:00", casefile.Receive{}, nil)
	o.refused("2024-03-05", casefile.VoidRecord{Revision: 0, Reason: "a", Basis: "b"}, nil, casefile.RuleAmend)
	o.refused("2024-03-05", casefile.VoidRecord{Revision: 1, Reason: "a", Basis: "b"}, nil, casefile.RuleAmend)
	o.refused("2024-03-05", casefile.Transfer{ToOrg: "GT"}, wrong(1), casefile.RuleAmend)
	c := o.do("2024-03-05", casefile.Accept{Promise: 7, Org: "LY"}, wrong(0))
	if c.Promise != 7 || !c.AcceptedAt.Equal(casetest.Time("2024-03-01 09:00")) || c.Holder.Org != "HB" {
		t.Errorf("%+v", c)
	}
	c = o.do("2024-03-06", casefile.VoidRecord{Revision: 2, Reason: "a", Basis: "b"}, nil)
	if c.Transit == nil {
		t.Error("the case is not on its way again")
	}
	c = o.do("2024-03-07", casefile.Annul{Reason: "duplicate", Basis: "核对单", SameAs: "XK-2024-0002"}, nil)
	if c.Status != casefile.Struck || !c.AcceptedAt.IsZero() || c.Number == "" {
		t.Errorf("annulled: %+v", c)
	}
	o.refused("2024-03-08", casefile.Close{}, nil, casefile.RuleAmend)
	o.refused("2024-03-08", casefile.Accept{}, nil, casefile.RuleAmend)
	c = o.do("2024-03-08", casefile.VoidRecord{Revision: 5, Reason: "a", Basis: "b"}, nil)
	if c.Status != casefile.Open {
		t.Errorf("the annulment is voided: %+v", c)
	}
}

// TestAmendingSaysWhy: without reason and basis nothing is amended.
func TestAmendingSaysWhy(t *testing.T) {
	o := newOffice(t)
	o.do("2024-03-01 09:00", casefile.Accept{Promise: 5}, nil)
	for _, tt := range []struct {
		c casefile.Command
		w *casefile.Wrong
	}{
		{casefile.VoidRecord{Basis: "b"}, nil},
		{casefile.VoidRecord{Reason: "a"}, nil},
		{casefile.VoidRecord{Reason: "a", Basis: "张三 13800000000"}, nil},
		{casefile.Accept{Promise: 6}, &casefile.Wrong{Basis: "b"}},
		{casefile.Accept{Promise: 6}, &casefile.Wrong{Reason: "a"}},
		{casefile.VoidRecord{Reason: "a", Basis: "b"}, wrong(0)},
	} {
		_, err := o.try("2024-03-02", tt.c, tt.w)
		if err == nil {
			t.Errorf("%+v %+v is recorded", tt.c, tt.w)
		}
	}
}

// TestHolding gives what holds, place by place.
func TestHolding(t *testing.T) {
	fee := func(n casefile.Amount) casefile.Event { return casefile.FeeCharged{Amount: n, Currency: "CNY"} }
	told := func(events ...casefile.Event) (out []casefile.Entry) {
		for i, e := range events {
			out = append(out, casefile.Entry{Revision: ledger.Revision(i), Event: e})
		}
		return out
	}
	for name, tt := range map[string]struct {
		told []casefile.Entry
		want []casefile.Event
	}{
		"nothing amended":              {told(fee(1), fee(2)), []casefile.Event{fee(1), fee(2)}},
		"a correction keeps its place": {told(fee(1), fee(2), casefile.RecordCorrected{Instead: fee(3)}), []casefile.Event{fee(3), fee(2)}},
		"corrected twice":              {told(fee(1), casefile.RecordCorrected{Instead: fee(2)}, casefile.RecordCorrected{Instead: fee(3), Revision: 1}), []casefile.Event{fee(3)}},
		"corrected and voided":         {told(fee(1), casefile.RecordCorrected{Instead: fee(2)}, casefile.RecordVoided{Revision: 1}), nil},
		"voided":                       {told(fee(1), fee(2), casefile.RecordVoided{Revision: 0}), []casefile.Event{fee(2)}},
		"the first answer holds":       {told(fee(1), casefile.RecordVoided{}, casefile.RecordCorrected{Instead: fee(3)}), nil},
		"of a record to come":          {told(fee(1), casefile.RecordVoided{Revision: 2}, fee(3)), []casefile.Event{fee(1), fee(3)}},
		"of a voiding":                 {told(fee(1), casefile.RecordVoided{}, casefile.RecordVoided{Revision: 1}), nil},
	} {
		var got []casefile.Event
		for _, e := range casefile.Holding(tt.told) {
			got = append(got, e.Event)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestAmendedCasesAreAsTheRulesWant: commands, corrections and voidings in any
// order make a case in which every record that holds is one that the rules
// allow where it stands.
func TestAmendedCasesAreAsTheRulesWant(t *testing.T) {
	cal := china(t)
	amended := 0
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
		var told []casefile.Entry
		for range 30 {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "minutes")) * time.Minute)
			o := casefile.Order{ID: ledger.CommandID{1}, Number: "T-1", Recorded: now, Command: rapid.SampledFrom(everyCommand).Draw(t, "command")}
			c := casefile.Replay(told)
			if c.Status == casefile.None {
				o.Command = rapid.SampledFrom(beginnings).Draw(t, "begin")
			}
			revision := ledger.Revision(rapid.IntRange(0, max(len(told)-1, 0)).Draw(t, "revision"))
			how := rapid.IntRange(0, 5).Draw(t, "how")
			switch {
			case how == 0:
				o.Command = casefile.VoidRecord{Revision: revision, Reason: "r", Basis: "b"}
			case how == 1 && len(told) > 0:
				o.Corrects = &casefile.Wrong{Revision: revision, Reason: "r", Basis: "b"}
				if rapid.Bool().Draw(t, "same") && told[revision].Event.Stored() != "case.record_corrected/1" && told[revision].Event.Stored() != "case.record_voided/1" {
					o.Command = told[revision].Event
					o.Occurred = told[revision].Occurred.Add(time.Minute)
				}
			}
			var events []casefile.Event
			var err error
			if how == 0 || o.Corrects != nil {
				o, events, err = casefile.Amend(told, o, casefile.Known{Rules: cal})
			} else {
				events, err = casefile.Decide(c, o, casefile.Known{Rules: cal})
				o.Occurred = o.Recorded
			}
			if err != nil {
				continue
			}
			if how == 0 || o.Corrects != nil {
				amended++
			}
			told = append(told, casefile.Entry{Revision: ledger.Revision(len(told)), Occurred: o.Occurred, Recorded: o.Recorded, Event: events[0]})
		}
		c := casefile.Replay(told)
		if c.Events != len(told) {
			t.Fatalf("%d events of %d", c.Events, len(told))
		}
		checkDecided(t, &c, cal)
		for r, err := range casefile.Refusals(told, "T-1", casefile.Known{Rules: cal}) {
			t.Fatalf("record %d could not stand: %v", r, err)
		}
	})
	if amended < 50 {
		t.Errorf("%d amendments only", amended)
	}
}

// TestACorrectionKeepsWhoActed: whoever corrects a record has not done what it
// tells, so the case is in the hands that it was in.
func TestACorrectionKeepsWhoActed(t *testing.T) {
	o := newOffice(t)
	o.do("2024-03-01 09:00", casefile.Accept{Promise: 5, Org: "LY"}, nil)
	o.do("2024-03-04 10:00", casefile.Perform{Org: "LY", Step: "check", Name: "初审"}, nil)
	o.post = "督办岗-01"
	c := o.do("2024-03-05 10:00", casefile.Perform{Org: "LY", Step: "visit", Name: "现场核查"}, wrong(1))
	if c.LastStep != "visit" || c.Holder != (casefile.Holder{Org: "LY", Post: "受理岗-01"}) {
		t.Errorf("%s, held by %s", c.LastStep, c.Holder)
	}
	h, err := casefile.Load(t.Context(), o.Store, "XK-2024-0001", casefile.Moment{})
	if err != nil || h.Records[2].Post != "督办岗-01" {
		t.Errorf("corrected by %q, %v", h.Records[2].Post, err)
	}
}
