package voice_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/voice"
)

var monday = time.Date(2024, 9, 2, 1, 0, 0, 0, time.UTC)

// hall is a ledger with one open case and one closed.
func hall(t testing.TB) *dossier.Desk {
	t.Helper()
	s := memory.New()
	desk := &casefile.Desk{Store: s}
	for _, o := range []casefile.Order{
		{Number: "BJ-1", Command: casefile.Accept{Org: "民政局", Handling: casefile.Immediate}},
		{Number: "BJ-2", Command: casefile.Accept{Org: "公安局", Handling: casefile.Immediate}},
		{Number: "BJ-2", Command: casefile.Close{Outcome: casefile.Completed}},
	} {
		o.ID, o.Recorded, o.Post = ledger.NewCommandID(monday, o.Number+o.Command.Stored()), monday.Add(-time.Hour), "受理岗-01"
		if _, err := desk.Do(context.Background(), o); err != nil {
			t.Fatal(err)
		}
	}
	return &dossier.Desk{Store: s}
}

// do sends an event, so many days after the first, and says what came of it.
func do(t testing.TB, desk *dossier.Desk, e dossier.Event, key string, days int) string {
	t.Helper()
	at := monday.AddDate(0, 0, days)
	before, _ := desk.Store.Head(context.Background())
	r, err := all.Of(e).Do(context.Background(), desk, dossier.Order{ID: ledger.NewCommandID(monday, key), Post: "监督岗-01", Event: e, Recorded: at})
	after, _ := desk.Store.Head(context.Background())
	got := kindOf(err)
	if r.Repeated {
		got = "repeated"
	}
	if (before != after) != (got == "") {
		t.Errorf("%+v: %q, and the ledger went from %s to %s", e, got, before, after)
	}
	return got
}

// kindOf names a refusal by its rule and an invalid value by its field.
func kindOf(err error) string {
	var refusal *act.Refusal
	var invalid *ledger.InvalidError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refusal):
		return refusal.Rule
	case errors.As(err, &invalid):
		return invalid.Field
	}
	return err.Error()
}

type row struct {
	name string
	e    dossier.Event
	days int
	want string // "", the rule that refused, or the field that is wrong
}

func run(t *testing.T, rows []row) *dossier.Desk {
	t.Helper()
	desk := hall(t)
	for _, r := range rows {
		if got := do(t, desk, r.e, r.name, r.days); got != r.want {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
		if r.want == "" {
			if got := do(t, desk, r.e, r.name, r.days); got != "repeated" {
				t.Errorf("%s, sent again: %q", r.name, got)
			}
		}
	}
	return desk
}

func filed(number, kase, org string) voice.ComplaintFiled {
	return voice.ComplaintFiled{Case: kase, Channel: voice.Box, Class: "attitude", Complaint: number, Org: org}
}

func TestComplaint(t *testing.T) {
	desk := run(t, []row{
		{"accepted before it is filed", voice.ComplaintAccepted{Complaint: "TS-1"}, 0, voice.RuleComplaint},
		{"filed", filed("TS-1", "BJ-1", ""), 0, ""},
		{"filed twice", filed("TS-1", "", "公安局"), 0, voice.RuleComplaint},
		{"about a case that nobody has", filed("TS-2", "BJ-9", "公安局"), 0, voice.RuleLink},
		{"about nobody", filed("TS-2", "", ""), 0, "org"},
		{"a telephone number for a class", voice.ComplaintFiled{Channel: voice.Web, Class: "13800000000", Complaint: "TS-2", Org: "公安局"}, 0, "class"},
		{"no channel", voice.ComplaintFiled{Class: "delay", Complaint: "TS-2", Org: "公安局"}, 0, "channel"},
		{"a number that names no stream", filed("TS 2", "", "公安局"), 0, "complaint"},
		{"answered before it is accepted", voice.ComplaintAnswered{Complaint: "TS-1"}, 1, voice.RuleComplaint},
		{"accepted before it came", voice.ComplaintAccepted{Complaint: "TS-1"}, -1, voice.RuleComplaint},
		{"accepted late: overdue refuses nothing", voice.ComplaintAccepted{Complaint: "TS-1"}, 30, ""},
		{"accepted twice", voice.ComplaintAccepted{Complaint: "TS-1"}, 31, voice.RuleComplaint},
		{"declined after all", voice.ComplaintDeclined{Complaint: "TS-1", Reason: "repeated"}, 31, voice.RuleComplaint},
		{"to whoever has it", voice.ComplaintTransferred{Complaint: "TS-1", ToOrg: "民政局"}, 31, voice.RuleComplaint},
		{"transferred", voice.ComplaintTransferred{Complaint: "TS-1", Reason: "competence", ToOrg: "公安局"}, 31, ""},
		{"decided", voice.ComplaintDecided{Complaint: "TS-1", Finding: voice.Upheld, Measure: "apology"}, 32, ""},
		{"decided otherwise", voice.ComplaintDecided{Complaint: "TS-1", Finding: voice.Dismissed}, 32, voice.RuleComplaint},
		{"answered", voice.ComplaintAnswered{Complaint: "TS-1"}, 33, ""},
		{"answered twice", voice.ComplaintAnswered{Complaint: "TS-1"}, 33, voice.RuleComplaint},
		{"transferred after the answer", voice.ComplaintTransferred{Complaint: "TS-1", ToOrg: "民政局"}, 34, voice.RuleComplaint},
		{"another", filed("TS-3", "", "公安局"), 0, ""},
		{"declined", voice.ComplaintDeclined{Complaint: "TS-3", Reason: "not_competent"}, 1, ""},
		{"accepted after all", voice.ComplaintAccepted{Complaint: "TS-3"}, 2, voice.RuleComplaint},
		{"answered, and not accepted", voice.ComplaintAnswered{Complaint: "TS-3"}, 2, voice.RuleComplaint},
	})
	for number, want := range map[string]string{"TS-1": "answered upheld 公安局 BJ-1", "TS-3": "declined  公安局 "} {
		c, _, err := voice.Complaints.Read(t.Context(), desk.Store, ledger.StreamID(voice.ComplaintPrefix+number))
		if got := string(c.Status()) + " " + string(c.Finding) + " " + c.Org + " " + c.Case; got != want || err != nil {
			t.Errorf("%s is %q, want %q, %v", number, got, want, err)
		}
	}
}

func TestQuestion(t *testing.T) {
	asked := func(number string) voice.QuestionAsked {
		return voice.QuestionAsked{Case: "BJ-1", Channel: voice.Phone, Class: "materials", Question: number}
	}
	run(t, []row{
		{"answered before it is asked", voice.QuestionAnswered{Question: "ZX-1"}, 0, voice.RuleQuestion},
		{"asked", asked("ZX-1"), 0, ""},
		{"asked twice", asked("ZX-1"), 0, voice.RuleQuestion},
		{"referred to whoever has it", voice.QuestionReferred{Question: "ZX-1", ToOrg: "民政局"}, 1, voice.RuleQuestion},
		{"referred", voice.QuestionReferred{Question: "ZX-1", ToOrg: "公安局"}, 1, ""},
		{"answered before it came", voice.QuestionAnswered{Question: "ZX-1"}, -1, voice.RuleQuestion},
		{"answered", voice.QuestionAnswered{Question: "ZX-1"}, 40, ""},
		{"answered twice", voice.QuestionAnswered{Question: "ZX-1"}, 41, voice.RuleQuestion},
		{"referred after the answer", voice.QuestionReferred{Question: "ZX-1", ToOrg: "民政局"}, 41, voice.RuleQuestion},
	})
}

func TestPraise(t *testing.T) {
	run(t, []row{
		{"received", voice.PraiseReceived{Channel: voice.Book, Class: "letter", Org: "公安局", Praise: "BY-1"}, 0, ""},
		{"received twice", voice.PraiseReceived{Channel: voice.Book, Class: "letter", Org: "公安局", Praise: "BY-1"}, 1, voice.RulePraise},
		{"of a case", voice.PraiseReceived{Case: "BJ-2", Channel: voice.Counter, Class: "banner", Praise: "BY-2"}, 0, ""},
	})
}

func TestSurvey(t *testing.T) {
	counted := func(org string, issued int, levels ...voice.LevelCount) voice.SurveyCounted {
		return voice.SurveyCounted{Issued: issued, Levels: levels, Org: org, Survey: "CP-1"}
	}
	run(t, []row{
		{"counted before it is opened", counted("民政局", 10, voice.LevelCount{Count: 3, Level: 5}), 0, voice.RuleSurvey},
		{"opened", voice.SurveyOpened{Org: "政务服务中心", Scale: 4, Survey: "CP-1", Title: "上半年测评"}, 0, ""},
		{"opened twice", voice.SurveyOpened{Org: "政务服务中心", Scale: 5, Survey: "CP-1", Title: "x"}, 0, voice.RuleSurvey},
		{"a level that is not there", counted("民政局", 10, voice.LevelCount{Count: 3, Level: 5}), 1, "levels[0].level"},
		{"a level twice", counted("民政局", 10, voice.LevelCount{Count: 3, Level: 4}, voice.LevelCount{Count: 1, Level: 4}), 1, "levels[1].level"},
		{"more than were handed out", counted("民政局", 10, voice.LevelCount{Count: 11, Level: 4}), 1, "issued"},
		{"counted", counted("民政局", 10, voice.LevelCount{Count: 8, Level: 4}, voice.LevelCount{Level: 1}), 1, ""},
		{"counted twice", counted("民政局", 10, voice.LevelCount{Count: 9, Level: 4}), 2, voice.RuleSurvey},
		{"another", counted("公安局", 10, voice.LevelCount{Count: 9, Level: 3}), 2, ""},
		{"closed", voice.SurveyClosed{Survey: "CP-1"}, 3, ""},
		{"counted after that", counted("卫健委", 10, voice.LevelCount{Count: 9, Level: 3}), 4, voice.RuleSurvey},
		{"closed twice", voice.SurveyClosed{Survey: "CP-1"}, 4, voice.RuleSurvey},
	})
}

func TestInspection(t *testing.T) {
	run(t, []row{
		{"a finding of nothing", voice.FindingPublished{Class: "absent", Finding: "1", Inspection: "MC-1"}, 0, voice.RuleInspection},
		{"held", voice.InspectionHeld{Inspection: "MC-1", Kind: voice.Covert, Org: "民政局"}, 0, ""},
		{"held twice", voice.InspectionHeld{Inspection: "MC-1", Kind: voice.Overt, Org: "民政局"}, 0, voice.RuleInspection},
		{"published", voice.FindingPublished{Class: "absent", Finding: "1", Inspection: "MC-1", Text: "窗口空岗"}, 1, ""},
		{"published twice", voice.FindingPublished{Class: "absent", Finding: "1", Inspection: "MC-1"}, 1, voice.RuleInspection},
		{"a telephone number in public", voice.FindingPublished{Class: "absent", Finding: "2", Inspection: "MC-1", Text: "请拨13800000000"}, 1, "text"},
		{"put right", voice.FindingRectified{Finding: "1", Inspection: "MC-1", Measure: "on_the_spot"}, 1, ""},
		{"put right twice", voice.FindingRectified{Finding: "1", Inspection: "MC-1", Measure: "again"}, 1, voice.RuleInspection},
		{"what nobody found", voice.FindingRectified{Finding: "7", Inspection: "MC-1", Measure: "x"}, 1, voice.RuleInspection},
	})
}

func TestObjection(t *testing.T) {
	against := func(number, kase, figure, org string) voice.ObjectionFiled {
		return voice.ObjectionFiled{Case: kase, Channel: voice.Web, Figure: figure, Ground: "outcome", Objection: number, Org: org}
	}
	run(t, []row{
		{"to nothing", against("YY-1", "", "", "民政局"), 0, "figure"},
		{"to both", against("YY-1", "BJ-2", "on_time_rate", ""), 0, "figure"},
		{"to an open case", against("YY-1", "BJ-1", "", ""), 0, voice.RuleObjection},
		{"answered before it is filed", voice.ObjectionAnswered{Finding: voice.Upheld, Objection: "YY-1"}, 0, voice.RuleObjection},
		{"to an outcome", against("YY-1", "BJ-2", "", ""), 0, ""},
		{"to a figure", against("YY-2", "", "on_time_rate", "民政局"), 0, ""},
		{"filed twice", against("YY-2", "", "on_time_rate", "民政局"), 0, voice.RuleObjection},
		{"answered", voice.ObjectionAnswered{Finding: voice.Upheld, Objection: "YY-2"}, 3, ""},
		{"answered twice", voice.ObjectionAnswered{Finding: voice.Dismissed, Objection: "YY-2"}, 3, voice.RuleObjection},
	})
}
