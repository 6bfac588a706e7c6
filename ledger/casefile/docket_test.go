package casefile_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// sourced is a row of a test of rules: a history, then a time and a command, then
// the event that follows or the rule that refuses; and the text it rests on.
type sourced struct {
	name    string
	given   []any
	when    string
	command casefile.Command
	then    any // an event, or the rule
	source  string
}

func (r sourced) check(t *testing.T, rules casefile.Rules) {
	t.Helper()
	r.checkBy(t, casefile.Known{Rules: rules})
}

func (r sourced) checkBy(t *testing.T, known casefile.Known) {
	t.Helper()
	events, err := casefile.Decide(fold(t, r.given...), order(t, r.when, r.command), known)
	if rule, ok := r.then.(string); ok {
		var refusal *casefile.Refusal
		if !errors.As(err, &refusal) || refusal.Rule != rule || refusal.Reason == "" || events != nil {
			t.Errorf("%s: %v, %v; want a refusal by %s (%s)", r.name, events, err, rule, r.source)
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v (%s)", r.name, err, r.source)
		return
	}
	if diff := cmp.Diff([]casefile.Event{r.then.(casefile.Event)}, events); diff != "" {
		t.Errorf("%s (%s): %s", r.name, r.source, diff)
	}
}

var (
	application = casefile.ApplicationReceived{Calendar: "CN", Handling: casefile.Promised, Item: "SX-001", Legal: 20, Number: "T-1",
		Officer: "受理岗-01", Org: "a", Promise: 5, Routing: casefile.Single, Window: "W01", Zone: "Asia/Shanghai"}
	takenIn = casefile.Accepted{Calendar: "CN", Handling: casefile.Promised, Item: "SX-001", Legal: 20, Number: "T-1",
		Officer: "受理岗-01", Org: "a", Promise: 5, Routing: casefile.Single, Window: "W01", Zone: "Asia/Shanghai"}
)

// then adds steps to a history without writing into it.
func then(given []any, more ...any) []any { return append(append([]any{}, given...), more...) }

// TestBeforeAcceptance: 2024-03-04 is a Monday, so 2024-03-11 is the fifth
// working day after it.
func TestBeforeAcceptance(t *testing.T) {
	const five = "行政许可法32(4): 五日内一次告知; 逾期不告知的，自收到申请材料之日起即为受理"
	came := []any{"2024-03-04", application}
	notice := casefile.CorrectionRequested{Items: []string{"CL-01"}, Notice: "BZ"}
	told := then(came, "2024-03-05", notice)
	answered := then(told, "2024-03-20", casefile.CorrectionReceived{Notice: "BZ"})
	back := casefile.Return{Basis: "行政许可法32(2)", Reason: "not_competent", Remedy: "上级主管部门"}
	visit := casefile.MakeAppointment{At: at(t, "2024-03-06"), Channel: "telephone", Place: "site"}
	cal := china(t)
	for _, r := range []sourced{
		{"an application comes in", nil, "2024-03-04", casefile.ReceiveApplication{Legal: 20}, casefile.ApplicationReceived{Calendar: "CN", Legal: 20, Number: "T-1", Zone: "Asia/Shanghai"}, "29"},
		{"it comes in once", came, "2024-03-05", casefile.ReceiveApplication{}, casefile.RuleRegister, "29"},
		{"what is accepted came in with that", []any{"2024-03-04", takenIn}, "2024-03-05", casefile.ReceiveApplication{}, casefile.RuleRegister, "29"},
		{"acceptance keeps what was received", came, "2024-03-05", casefile.Accept{}, takenIn, "32(5)"},
		{"acceptance on the fifth working day", came, "2024-03-11 17:00", casefile.Accept{}, takenIn, five},
		{"acceptance after it comes too late", came, "2024-03-12", casefile.Accept{}, casefile.RuleDeemed, five},
		{"acceptance before the receipt", came, "2024-03-03", casefile.Accept{}, casefile.RuleRegister, "32"},
		{"acceptance while documents are missing", told, "2024-03-06", casefile.Accept{}, casefile.RuleMissing, "32(5): 申请材料齐全"},
		{"acceptance when they have come, however late", answered, "2024-03-21", casefile.Accept{}, takenIn, "32(5): 按要求提交全部补正申请材料"},

		{"a notice on the fifth working day", came, "2024-03-11 23:00", casefile.RequestCorrection(notice), notice, five},
		{"a notice on the sixth", came, "2024-03-12", casefile.RequestCorrection(notice), casefile.RuleDeemed, five},
		{"a second notice", answered, "2024-03-21", casefile.RequestCorrection{Items: []string{"CL-02"}, Notice: "BZ2"}, casefile.RuleNotice, "32(4): 一次告知"},
		{"the documents come before acceptance", told, "2024-03-20", casefile.ReceiveCorrection{}, casefile.CorrectionReceived{Notice: "BZ"}, "32(5)"},
		{"nothing stops the five days", came, "2024-03-05", casefile.Suspend{Reason: "expert_review"}, casefile.RuleRegister, "45: 本节规定的期限, articles 42 to 44"},

		{"silence accepts", came, "2024-03-12", casefile.DeemAccepted{}, casefile.DeemedAccepted{Basis: "行政许可法32(4)"}, five},
		{"not on the fifth working day", came, "2024-03-11 23:59", casefile.DeemAccepted{}, casefile.RuleDeemed, five},
		{"not over a holiday", []any{"2024-09-28", application}, "2024-10-10", casefile.DeemAccepted{}, casefile.RuleDeemed, "82: 以工作日计算"},
		{"but the day after", []any{"2024-09-28", application}, "2024-10-11", casefile.DeemAccepted{}, casefile.DeemedAccepted{Basis: "行政许可法32(4)"}, "82"},
		{"a notice is no silence", told, "2024-03-20", casefile.DeemAccepted{}, casefile.RuleDeemed, five},
		{"what was accepted needs no silence", then(came, "2024-03-05", takenIn), "2024-03-20", casefile.DeemAccepted{}, casefile.RuleRegister, five},
		{"what nobody received", nil, "2024-03-20", casefile.DeemAccepted{}, casefile.RuleDeemed, five},

		{"return before acceptance", came, "2024-03-05", back, casefile.Returned(back), "32(2): 不予受理"},
		{"not after silence has accepted", came, "2024-03-12", back, casefile.RuleDeemed, five},
		{"the applicant never answered", told, "2024-06-03", back, casefile.Returned(back), "32(4)"},
		{"taken back before acceptance", came, "2024-04-01", casefile.Withdraw{}, casefile.Withdrawn{}, "29"},
		{"what was returned is not accepted", then(came, "2024-03-05", casefile.Returned(back)), "2024-03-06", casefile.Accept{}, casefile.RuleEnded, "32"},
		{"no step before acceptance", came, "2024-03-05", casefile.Perform{Step: "S1"}, casefile.RuleRegister, "受理登记表"},
		{"no closing before acceptance", came, "2024-03-05", casefile.Close{}, casefile.RuleRegister, "受理登记表"},

		{"a case may begin with an appointment", nil, "2024-03-04", visit, casefile.AppointmentMade(visit), "现场前置: 电话预约"},
		{"a site check before acceptance", then(came, "2024-03-05", casefile.AppointmentMade(visit)), "2024-03-06", casefile.RecordSiteCheck{Result: casefile.SitePassed}, casefile.SiteChecked{Result: casefile.SitePassed}, "34(3): 核查"},
		{"a check of nothing", nil, "2024-03-06", casefile.RecordSiteCheck{Result: casefile.SitePassed}, casefile.RuleRegister, "34(3)"},
		{"an application after its appointment", []any{"2024-03-01", casefile.AppointmentMade(visit)}, "2024-03-04", casefile.ReceiveApplication{Legal: 20}, casefile.ApplicationReceived{Calendar: "CN", Legal: 20, Number: "T-1", Zone: "Asia/Shanghai"}, "现场前置"},
		{"a way of collection before acceptance", came, "2024-03-05", casefile.ChooseCollection{Means: "post"}, casefile.CollectionChosen{Means: "post"}, "领取方式"},
		{"of a case that nobody has begun", nil, "2024-03-05", casefile.ChooseCollection{Means: "post"}, casefile.RuleRegister, "领取方式"},
		{"another until the delivery", then(came, "2024-03-05", takenIn, "2024-03-06", casefile.CollectionChosen{Means: "post"}, "2024-03-07", casefile.Closed{Outcome: casefile.Granted}), "2024-03-08", casefile.ChooseCollection{Means: "counter"}, casefile.CollectionChosen{Means: "counter"}, "领取方式"},
		{"and none after it", then(came, "2024-03-05", takenIn, "2024-03-07", casefile.Closed{Outcome: casefile.Granted}, "2024-03-08", casefile.Delivered{Means: "post"}), "2024-03-09", casefile.ChooseCollection{Means: "counter"}, casefile.RuleDelivery, "领取方式"},
		{"an appointment after the end", then(came, "2024-03-05", casefile.Returned(back)), "2024-03-06", visit, casefile.RuleEnded, "办结单"},
	} {
		r.check(t, cal)
	}
}

// TestNoNoticeByDayFiveCountsAsAcceptedFromReceipt: day 0 of the limits is the
// day on which the material came in (行政许可法32(4)).
func TestNoNoticeByDayFiveCountsAsAcceptedFromReceipt(t *testing.T) {
	c := fold(t, "2024-03-04", application, "2024-03-12", casefile.DeemedAccepted{Basis: "行政许可法32(4)"})
	cal := china(t)
	limit := c.Limit(cal)
	if c.Status != casefile.Open || c.AcceptedOn().String() != "2024-03-04" || limit.On.String() != "2024-03-11" || c.Kept().Deemed == "" {
		t.Errorf("%s since %s, due %s", c.Status, c.AcceptedOn(), limit.On)
	}
	if days, ok := c.BeforeAcceptance(cal, c.AcceptedOn()); days != 0 || !ok {
		t.Errorf("%d working days before acceptance, %v", days, ok)
	}
	if legal := c.LegalLimit(cal); legal.On.String() != "2024-04-01" {
		t.Errorf("the legal limit is %s", legal.On)
	}
}

// TestTimeBeforeAcceptanceIsOutsideTheClock: an appointment, a site check and
// the receipt come before day 0 (现场前置).
func TestTimeBeforeAcceptanceIsOutsideTheClock(t *testing.T) {
	cal := china(t)
	c := fold(t, "2024-03-01", casefile.AppointmentMade{At: at(t, "2024-03-05"), Place: "site"}, "2024-03-04", application,
		"2024-03-05", casefile.SiteChecked{Result: casefile.SitePassed})
	if _, ok := c.BeforeAcceptance(cal, c.ReceivedOn()); c.Status != casefile.Pending || !ok || c.Limit(cal).Basis != casefile.NoLimit {
		t.Errorf("%s, limit %+v", c.Status, c.Limit(cal))
	}
	c = casefile.Evolve(c, casefile.Entry{Occurred: at(t, "2024-03-06"), Recorded: at(t, "2024-03-06"), Event: takenIn})
	days, ok := c.BeforeAcceptance(cal, workdays.NoDate)
	if days != 3 || !ok || c.Limit(cal).On.String() != "2024-03-13" {
		t.Errorf("%d working days before acceptance, due %s", days, c.Limit(cal).On)
	}
}

// TestDuties: 首问负责制, AB岗制.
func TestDuties(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	a := casefile.OfficerAssigned{Duty: casefile.MainPost, Officer: "承办岗-A"}
	b := casefile.OfficerAssigned{Duty: casefile.DeputyPost, Officer: "承办岗-B"}
	staffed := then(open, "2024-03-05", a, "2024-03-05", b)
	leave := casefile.DutyHandedOver{From: "承办岗-A", Reason: "leave", To: "承办岗-B"}
	away := then(staffed, "2024-03-06", leave)
	cal := china(t)
	for _, r := range []sourced{
		{"an A post", open, "2024-03-05", casefile.AssignOfficer(a), a, "AB岗制"},
		{"the same post again", staffed, "2024-03-06", casefile.AssignOfficer(a), casefile.RuleDuty, "AB岗制"},
		{"told out of order", staffed, "2024-03-04", casefile.AssignOfficer{Duty: casefile.MainPost, Officer: "x"}, casefile.RuleDuty, "AB岗制"},
		{"after the end", then(staffed, "2024-03-06", casefile.Closed{}), "2024-03-07", casefile.AssignOfficer(b), casefile.RuleEnded, "办结单"},
		{"who answers hands over", staffed, "2024-03-06", casefile.HandOverDuty{Reason: "leave", To: "承办岗-B"}, leave, "AB岗制"},
		{"who does not answer cannot", staffed, "2024-03-06", casefile.HandOverDuty{From: "承办岗-B", Reason: "leave", To: "x"}, casefile.RuleDuty, "AB岗制"},
		{"to himself", staffed, "2024-03-06", casefile.HandOverDuty{Reason: "leave", To: "承办岗-A"}, casefile.RuleDuty, "AB岗制"},
		{"back again", away, "2024-03-08", casefile.HandOverDuty{Reason: "return", To: "承办岗-A"}, casefile.DutyHandedOver{From: "承办岗-B", Reason: "return", To: "承办岗-A"}, "AB岗制"},
		{"nobody answers yet", []any{"2024-03-04", casefile.Accepted{}}, "2024-03-05", casefile.HandOverDuty{Reason: "leave", To: "x"}, casefile.RuleDuty, "首问负责制"},
	} {
		r.check(t, cal)
	}
	c := fold(t, then(away, "2024-03-08", casefile.DutyHandedOver{From: "承办岗-B", Reason: "return", To: "承办岗-A"})...)
	for _, x := range []struct{ when, post string }{
		{"2024-03-03", ""}, {"2024-03-04 08:59", ""}, {"2024-03-04", "受理岗-01"}, {"2024-03-05 08:00", "受理岗-01"}, {"2024-03-05", "承办岗-A"},
		{"2024-03-06", "承办岗-B"}, {"2024-03-07 23:00", "承办岗-B"}, {"2024-03-08", "承办岗-A"}, {"2025-01-01", "承办岗-A"},
	} {
		if who, _ := c.Responsible(at(t, x.when)); who.Post != x.post {
			t.Errorf("at %s %q answers for the case, want %q", x.when, who.Post, x.post)
		}
	}
	first := fold(t, "2024-03-04", application, "2024-03-05", a, "2024-03-06", takenIn)
	if who, _ := first.Responsible(at(t, "2024-03-07")); who.Post != "承办岗-A" {
		t.Errorf("the acceptance takes the duty from %q", who.Post)
	}
}

func TestFastTrackNoticesAndOpenBook(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	fast := casefile.FastTrackGranted{Approver: "分管领导岗", Reason: "key_project"}
	entry := casefile.Archived{Archive: "DA-2024-001", Officer: "受理岗-01"}
	booked := then(open, "2024-03-05", entry)
	done := then(booked, "2024-03-06", casefile.Closed{Outcome: casefile.Completed})
	note := casefile.SendNotice{Means: "sms", Subject: "accepted"}
	cal := china(t)
	for _, r := range []sourced{
		{"fast track", open, "2024-03-05", casefile.GrantFastTrack(fast), fast, "绿色通道"},
		{"twice", then(open, "2024-03-05", fast), "2024-03-06", casefile.GrantFastTrack(fast), casefile.RuleFastTrack, "绿色通道"},
		{"a notice", open, "2024-03-05", note, casefile.Notified(note), "网站、电话、短信通知"},
		{"a notice before acceptance", []any{"2024-03-04", application}, "2024-03-05", note, casefile.Notified(note), "通知"},
		{"a notice after the end", done, "2024-03-07", note, casefile.Notified(note), "通知"},
		{"a notice of nothing", nil, "2024-03-07", note, casefile.RuleRegister, "受理登记表"},

		{"an archive number, for who answers", open, "2024-03-05", casefile.ArchiveCase{Archive: "DA-2024-001"}, entry, "建档: 责任人"},
		{"a second number", booked, "2024-03-06", casefile.ArchiveCase{Archive: "DA-2"}, casefile.RuleOpenBook, "建档"},
		{"nobody answers", []any{"2024-03-04", casefile.Accepted{}}, "2024-03-05", casefile.ArchiveCase{Archive: "DA-1"}, casefile.RuleOpenBook, "建档: 责任人"},
		{"not closed at once, but closed", then(open, "2024-03-05", casefile.Closed{}), "2024-03-06", casefile.ArchiveCase{Archive: "DA-1"}, casefile.RuleEnded, "建档"},
		{"an open case stays in the book", booked, "2024-03-06", casefile.StrikeOff{}, casefile.RuleOpenBook, "销号: 办结后"},
		{"a closed one leaves it", done, "2024-03-07", casefile.StrikeOff{Reason: "done"}, casefile.StruckOff{Reason: "done"}, "销号"},
		{"once", then(done, "2024-03-07", casefile.StruckOff{}), "2024-03-08", casefile.StrikeOff{}, casefile.RuleOpenBook, "销号"},
		{"before its end", done, "2024-03-05", casefile.StrikeOff{}, casefile.RuleOpenBook, "销号"},
		{"what never stood there", then(open, "2024-03-05", casefile.Closed{}), "2024-03-07", casefile.StrikeOff{}, casefile.RuleOpenBook, "销号"},
	} {
		r.check(t, cal)
	}
	for _, x := range []struct {
		given []any
		in    bool
	}{{open, false}, {booked, true}, {done, true}, {then(done, "2024-03-07", casefile.StruckOff{}), false}} {
		if c := fold(t, x.given...); c.InOpenBook() != x.in {
			t.Errorf("%v: in the open book %v", x.given, c.InOpenBook())
		}
	}
}
