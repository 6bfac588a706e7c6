package casefile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
)

// ruled is a row of a test of rules: a history, then a time and a command, then
// the event that follows or the rule that refuses.
type ruled struct {
	name    string
	given   []any
	when    string
	command casefile.Command
	then    any
}

// checkRules decides every row. A refused command leaves the case as it was.
func checkRules(t *testing.T, rows []ruled) {
	t.Helper()
	cal := china(t)
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			c := fold(t, tt.given...)
			before := text(t, c)
			events, err := casefile.Decide(c, order(t, tt.when, tt.command), casefile.Known{Rules: cal})
			if rule, ok := tt.then.(string); ok {
				wantRefusal(t, rule, events, err)
			} else if err != nil {
				t.Error(err)
			} else if diff := cmp.Diff([]casefile.Event{tt.then.(casefile.Event)}, events); diff != "" {
				t.Error(diff)
			}
			if text(t, c) != before {
				t.Error("the case changed while it was decided")
			}
		})
	}
}

// A case accepted on Monday 2024-03-04 by unit a, and what may follow.
var (
	taken  = casefile.Accepted{Calendar: "CN", Handling: casefile.Promised, Legal: 20, Number: "T-1", Org: "a", Promise: 10, Routing: casefile.Single, Zone: "Asia/Shanghai"}
	fire   = casefile.PartAssigned{Part: "消防", Org: "b", Promise: 3}
	agreed = casefile.PartClosed{Part: "消防", Opinion: casefile.Agreed, Document: "YJ-1"}
	grant  = casefile.Decided{Outcome: casefile.Granted}
)

func given(more ...any) []any { return append([]any{"2024-03-04", taken}, more...) }

// TestJointCase: 行政许可法 26 (一个行政机关统一受理并转告有关部门分别提出意见后统一办理, 联合办理),
// DB34/T 1164-2010 (一般联办件: the lead closes after all members; 前置联办件: after
// their 告知承诺), 宜府办发〔2009〕66号 (缺席默认).
func TestJointCase(t *testing.T) {
	one := given("2024-03-05", fire)
	done := given("2024-03-05", fire, "2024-03-06", agreed)
	silent := casefile.ClosePart{Part: "消防", Opinion: casefile.Silent}
	checkRules(t, []ruled{
		{"assign", given(), "2024-03-05", fire, fire},
		{"assign to the lead", given(), "2024-03-05", casefile.AssignPart{Part: "初审", Org: "a"}, casefile.RuleJoint},
		{"assign an open part again", one, "2024-03-06", fire, casefile.RuleJoint},
		{"assign a closed part again", done, "2024-03-07", fire, fire},
		{"another part of the same unit", one, "2024-03-06", casefile.AssignPart{Part: "人防", Org: "b"}, casefile.PartAssigned{Part: "人防", Org: "b"}},
		{"promise beyond the law", given(), "2024-03-05", casefile.AssignPart{Part: "消防", Org: "b", Promise: 6, Legal: 5}, casefile.RuleLimit},
		{"assign after the decision", given("2024-03-05", grant), "2024-03-06", fire, casefile.RuleDecision},
		{"assign after the end", given("2024-03-05", casefile.Closed{Outcome: casefile.Granted}), "2024-03-06", fire, casefile.RuleEnded},

		{"close a part", one, "2024-03-06", agreed, agreed},
		{"close a part on a pledge", one, "2024-03-06", casefile.ClosePart{Part: "消防", Opinion: casefile.Pledged}, casefile.PartClosed{Part: "消防", Opinion: casefile.Pledged}},
		{"close a part before its assignment", one, "2024-03-04 10:00", agreed, casefile.RuleJoint},
		{"close a part twice", done, "2024-03-07", agreed, casefile.RuleJoint},
		{"close a part that is none", one, "2024-03-06", casefile.ClosePart{Part: "环保", Opinion: casefile.Agreed}, casefile.RuleJoint},
		{"silence within the limit", one, "2024-03-08 23:59", silent, casefile.RuleSilence},
		{"silence after the limit", one, "2024-03-09 00:00", silent, casefile.PartClosed(silent)},
		{"silence without a limit", given("2024-03-05", casefile.PartAssigned{Part: "消防", Org: "b"}), "2024-04-05", silent, casefile.RuleSilence},

		{"decide before the parts", one, "2024-03-06", grant, casefile.RuleJoint},
		{"refuse before the parts", one, "2024-03-06", casefile.Determine{Outcome: casefile.Refused}, casefile.RuleJoint},
		{"decide after the parts", done, "2024-03-07", grant, grant},
		{"close before the parts", given("2024-03-05", fire, "2024-03-06", grant), "2024-03-07", casefile.Close{}, casefile.RuleJoint},
		{"close after the parts", given("2024-03-05", fire, "2024-03-06", agreed, "2024-03-07", grant), "2024-03-08", casefile.Close{}, casefile.Closed{Outcome: casefile.Granted}},
		{"cancel before the parts", one, "2024-03-06", casefile.Close{Outcome: casefile.Cancelled}, casefile.Closed{Outcome: casefile.Cancelled}},
		{"withdraw before the parts", one, "2024-03-06", casefile.Withdraw{}, casefile.Withdrawn{}},

		{"a review with the lead and a member", done, "2024-03-07", casefile.HoldJointReview{Present: []string{"a", "b"}}, casefile.JointReviewHeld{Present: []string{"a", "b"}}},
		{"a review without a member", one, "2024-03-06", casefile.HoldJointReview{Present: []string{"a"}, Absent: []string{"b"}, Document: "HY-1"}, casefile.JointReviewHeld{Present: []string{"a"}, Absent: []string{"b"}, Document: "HY-1"}},
		{"an absent unit that has no part", one, "2024-03-06", casefile.HoldJointReview{Present: []string{"a"}, Absent: []string{"c"}}, casefile.RuleMeeting},
		{"a unit both present and absent", one, "2024-03-06", casefile.HoldJointReview{Present: []string{"a", "b"}, Absent: []string{"b"}}, casefile.RuleMeeting},
		{"a review of a case without parts", given(), "2024-03-06", casefile.HoldJointReview{Present: []string{"a"}}, casefile.RuleMeeting},
	})
}

// TestPartsHaveClocksOfTheirOwn: in working days from the assignment, by the
// case's calendar; the golden dates of the notice for 2024.
func TestPartsHaveClocksOfTheirOwn(t *testing.T) {
	part := casefile.PartAssigned{Part: "环评", Org: "b", Promise: 20}
	stop := casefile.Suspended{Reason: "expert_review", Notice: "ZZ"}
	for _, tt := range []struct {
		name  string
		steps []any
		want  string
	}{
		{"over the autumn holidays", given("2024-09-20", part), "2024-10-23"},
		{"the law where nothing is promised", given("2024-09-20", casefile.PartAssigned{Part: "环评", Org: "b", Legal: 5}), "2024-09-27"},
		{"the clock of the case stands still", given("2024-09-20", casefile.PartAssigned{Part: "环评", Org: "b", Promise: 5}, "2024-09-23", stop, "2024-09-25", casefile.Resumed{}), "2024-09-30"},
		{"it still stands", given("2024-09-20", part, "2024-09-23", stop), ""},
		{"nothing is promised", given("2024-09-20", casefile.PartAssigned{Part: "环评", Org: "b"}), ""},
	} {
		c := fold(t, tt.steps...)
		l := c.PartLimit(&c.Proceedings.Parts[0], china(t))
		if got := l.On; !l.Due.IsZero() && got.String() != tt.want || l.Due.IsZero() != (tt.want == "") {
			t.Errorf("%s: due on %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestForwardedCase: 行政许可法 35 (下级行政机关审查后报上级行政机关决定), 43 (own and
// superior's time are apart).
func TestForwardedCase(t *testing.T) {
	up := casefile.ForwardedUp{Organ: "市局", Notice: "CB-1"}
	back := casefile.SuperiorDecided{Outcome: casefile.Refused, Document: "PF-1"}
	away := given("2024-03-05", up)
	decided := given("2024-03-05", up, "2024-03-15", back)
	only := taken
	only.Routing = casefile.Forwarded
	checkRules(t, []ruled{
		{"forward", given(), "2024-03-05", up, up},
		{"forward what is away", away, "2024-03-06", up, casefile.RuleForward},
		{"forward what came back", decided, "2024-03-18", casefile.ForwardCase{Organ: "省厅"}, casefile.ForwardedUp{Organ: "省厅"}},
		{"forward what is decided", given("2024-03-05", grant), "2024-03-06", up, casefile.RuleDecision},
		{"forward what is on the way", given("2024-03-05", casefile.Transferred{ToOrg: "b"}), "2024-03-06", up, casefile.RuleTransfer},
		{"the decision comes back", away, "2024-03-15", back, back},
		{"it comes back before it went", away, "2024-03-04 10:00", back, casefile.RuleForward},
		{"a decision of nobody", given(), "2024-03-15", back, casefile.RuleForward},
		{"decide while it is away", away, "2024-03-06", grant, casefile.RuleForward},
		{"close while it is away", away, "2024-03-06", casefile.Close{}, casefile.RuleForward},
		{"cancel while it is away", away, "2024-03-06", casefile.Close{Outcome: casefile.Cancelled}, casefile.Closed{Outcome: casefile.Cancelled}},
		{"decide a forwarded case that went nowhere", []any{"2024-03-04", only}, "2024-03-06", grant, casefile.RuleForward},
		{"decide as the superior did", decided, "2024-03-18", casefile.Determine{Outcome: casefile.Refused}, casefile.Decided{Outcome: casefile.Refused}},
		{"decide otherwise", decided, "2024-03-18", grant, casefile.RuleForward},
		{"close as the superior decided", decided, "2024-03-18", casefile.Close{}, casefile.Closed{Outcome: casefile.Refused}},
	})
	spans := func(steps ...any) []casefile.Interval { c := fold(t, steps...); return c.SuperiorSpans() }
	for _, tt := range []struct {
		name string
		got  []casefile.Interval
		want []casefile.Interval
	}{
		{"never away", spans(given()...), nil},
		{"away", spans(away...), []casefile.Interval{{From: at(t, "2024-03-05")}}},
		{"back", spans(decided...), []casefile.Interval{{From: at(t, "2024-03-05"), Until: at(t, "2024-03-15")}}},
		{"ended while away", spans(given("2024-03-05", up, "2024-03-07", casefile.Withdrawn{})...), []casefile.Interval{{From: at(t, "2024-03-05"), Until: at(t, "2024-03-07")}}},
		{"a decision told without its forwarding", spans(given("2024-03-07", back)...), nil},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestAgents: 行政许可法 29 (申请人可以委托代理人提出行政许可申请); one agent at a time.
func TestAgents(t *testing.T) {
	appoint := casefile.AgentAppointed{Agent: "代办员-01", Mandate: "full", Document: "WT-1"}
	acted := casefile.AgentActed{Act: "hand_in", Agent: "代办员-01"}
	released := casefile.AgentReleased{Reason: "done"}
	appointed := given("2024-03-05", appoint)
	checkRules(t, []ruled{
		{"appoint", given(), "2024-03-05", appoint, appoint},
		{"appoint a second", appointed, "2024-03-06", casefile.AppointAgent{Agent: "代办员-02", Mandate: "full"}, casefile.RuleAgent},
		{"appoint another after the release", given("2024-03-05", appoint, "2024-03-06", released), "2024-03-07", casefile.AppointAgent{Agent: "代办员-02", Mandate: "full"}, casefile.AgentAppointed{Agent: "代办员-02", Mandate: "full"}},
		{"act", appointed, "2024-03-06", casefile.RecordAgentAct{Act: "hand_in"}, acted},
		{"act as somebody else", appointed, "2024-03-06", casefile.RecordAgentAct{Act: "hand_in", Agent: "代办员-02"}, casefile.RuleAgent},
		{"act without a mandate", given(), "2024-03-06", acted, casefile.RuleAgent},
		{"act after the release", given("2024-03-05", appoint, "2024-03-06", released), "2024-03-07", acted, casefile.RuleAgent},
		{"act before the appointment", appointed, "2024-03-04 10:00", acted, casefile.RuleAgent},
		{"collect the result after the end", given("2024-03-05", appoint, "2024-03-06", casefile.Closed{Outcome: casefile.Granted}), "2024-03-07", casefile.RecordAgentAct{Act: "collect"}, casefile.AgentActed{Act: "collect", Agent: "代办员-01"}},
		{"appoint before the acceptance", []any{"2024-03-04", casefile.ApplicationReceived{Org: "a"}}, "2024-03-05", appoint, appoint},
		{"act before the acceptance", []any{"2024-03-04", casefile.ApplicationReceived{Org: "a"}, "2024-03-05", appoint}, "2024-03-06", acted, acted},
		{"appoint after the end", given("2024-03-05", casefile.Closed{Outcome: casefile.Granted}), "2024-03-06", appoint, casefile.RuleEnded},
		{"release", appointed, "2024-03-06", released, released},
		{"release nobody", given(), "2024-03-06", released, casefile.RuleAgent},
	})
}

// TestSpecialGrant: a 特办件 has an approver and a reason (塔城: 特办件 as a kind of
// its own; 特办审批表).
func TestSpecialGrant(t *testing.T) {
	special := taken
	special.Handling = casefile.Special
	granted := casefile.SpecialGranted{Approver: "分管领导岗-01", Reason: "disaster_relief"}
	waits := []any{"2024-03-04", special}
	checkRules(t, []ruled{
		{"grant what was accepted as special", waits, "2024-03-05", granted, granted},
		{"grant what was not", given(), "2024-03-05", granted, granted},
		{"grant twice", append(waits, "2024-03-05", granted), "2024-03-06", granted, casefile.RuleSpecial},
		{"decide without the grant", waits, "2024-03-05", grant, casefile.RuleSpecial},
		{"close without the grant", waits, "2024-03-05", casefile.Close{}, casefile.RuleSpecial},
		{"close with the grant", append(waits, "2024-03-05", granted), "2024-03-05", casefile.Close{}, casefile.Closed{Outcome: casefile.Completed}},
		{"give up without the grant", waits, "2024-03-05", casefile.Close{Outcome: casefile.Cancelled}, casefile.Closed{Outcome: casefile.Cancelled}},
	})
}

// TestReturnsAndTheirReview: 行政许可法 32 (不属于本行政机关职权范围的…告知申请人向有关行政机关申请),
// 38 (说明理由，并告知申请人享有依法申请行政复议或者提起行政诉讼的权利); 襄樊 2002 (the applicant
// may ask 业务科 to look at a return again).
func TestReturnsAndTheirReview(t *testing.T) {
	back := casefile.Returned{Basis: "行政许可法32", Reason: "not_competent", Remedy: "向市住建局申请"}
	ask := casefile.ReturnReviewRequested{Ground: "competence"}
	upheld := casefile.ReturnReviewDecided{Outcome: casefile.Upheld, Basis: "行政许可法32"}
	reopened := casefile.ReturnReviewDecided{Outcome: casefile.Reopened, Basis: "行政许可法32"}
	returned := given("2024-03-05", back)
	asked := given("2024-03-05", back, "2024-03-06", ask)
	open := given("2024-03-05", back, "2024-03-06", ask, "2024-03-07", reopened)
	checkRules(t, []ruled{
		{"send back", given(), "2024-03-05", back, back},
		{"send back without a remedy", given(), "2024-03-05", casefile.Return{Basis: "行政许可法32", Reason: "not_competent"}, casefile.RuleRemedy},
		{"ask for a review", returned, "2024-03-06", ask, ask},
		{"ask twice", asked, "2024-03-07", ask, casefile.RuleReview},
		{"ask after the finding", given("2024-03-05", back, "2024-03-06", ask, "2024-03-07", upheld), "2024-03-08", ask, casefile.RuleReview},
		{"ask before the return", returned, "2024-03-04 10:00", ask, casefile.RuleReview},
		{"ask of a case that is open", given(), "2024-03-06", ask, casefile.RuleReview},
		{"the return stands", asked, "2024-03-07", upheld, upheld},
		{"the case is open again", asked, "2024-03-07", reopened, reopened},
		{"ask after a refusal to accept", []any{"2024-03-04", casefile.ApplicationReceived{Org: "a"}, "2024-03-05", back}, "2024-03-06", ask, ask},
		{"a finding nobody asked for", returned, "2024-03-07", upheld, casefile.RuleReview},
		{"two findings", given("2024-03-05", back, "2024-03-06", ask, "2024-03-07", upheld), "2024-03-08", reopened, casefile.RuleReview},
		{"go on after it was reopened", open, "2024-03-08", grant, grant},
		{"send back anew", open, "2024-03-08", back, back},
		{"ask for a review of the new return", append(open, "2024-03-08", back), "2024-03-09", ask, ask},
	})
	c := fold(t, open...)
	if l := c.Limit(china(t)); c.Status != casefile.Open || !c.ClosedAt.IsZero() || c.Intake() != casefile.AsFiled || l.On.String() != "2024-03-18" {
		t.Errorf("reopened: %s, closed at %s, %s, due on %s", c.Status, c.ClosedAt, c.Intake(), l.On)
	}
}

// TestVillageUnitDoesNotUndertake: 乡镇便民服务中心按照受理、承办、传递、反馈四个主要环节, 村（社区）便民服务室
// 按照受理、传递和反馈三个主要环节 (a mountain county's three-level network). A command is
// refused, a fact is kept and counted as a deviation.
func TestVillageUnitDoesNotUndertake(t *testing.T) {
	village := casefile.Undertaken{Level: casefile.Village, Org: "东山村便民服务室"}
	town := casefile.Undertaken{Level: casefile.Township, Org: "东山乡便民服务中心", Post: "承办岗-01"}
	onward := casefile.PassedOn{Level: casefile.Township, ToOrg: "县民政局"}
	checkRules(t, []ruled{
		{"a village undertakes", given(), "2024-03-05", village, casefile.RuleFlow},
		{"a village passes on", given(), "2024-03-05", casefile.PassOn{Level: casefile.Village, ToOrg: "东山乡便民服务中心"}, casefile.PassedOn{Level: casefile.Village, ToOrg: "东山乡便民服务中心"}},
		{"a township undertakes", given(), "2024-03-05", town, town},
		{"a county undertakes as the holder", given(), "2024-03-05", casefile.Undertake{Level: casefile.County}, casefile.Undertaken{Level: casefile.County, Org: "a"}},
		{"a township passes on what it undertook", given("2024-03-05", town), "2024-03-06", onward, onward},
		{"a township passes on what it did not", given(), "2024-03-06", onward, casefile.RuleFlow},
		{"accept and close alone", given(), "2024-03-06", casefile.Close{}, casefile.Closed{Outcome: casefile.Completed}},
	})
	c := fold(t, given("2024-03-05", village, "2024-03-06", town)...)
	if diff := cmp.Diff([]casefile.Deviation{casefile.VillageUndertook}, c.Deviations()); diff != "" || len(c.Anomalies()) > 0 || c.Holder.Post != "承办岗-01" {
		t.Errorf("%s%v, held by %s", diff, c.Anomalies(), c.Holder)
	}
}

// TestDeviations: what commands would be refused is kept as a fact and listed,
// and stays so whatever comes later.
func TestDeviations(t *testing.T) {
	special, only := taken, taken
	special.Handling, only.Routing = casefile.Special, casefile.Forwarded
	closed := casefile.Closed{Outcome: casefile.Granted}
	tests := []struct {
		name  string
		steps []any
		want  []casefile.Deviation
	}{
		{"accept and close alone", given("2024-03-05", closed), nil},
		{"a township that did not undertake", given("2024-03-05", casefile.PassedOn{Level: casefile.Township}, "2024-03-06", casefile.Undertaken{Level: casefile.Township}), []casefile.Deviation{casefile.PassedUndone}},
		{"before the parts", given("2024-03-05", fire, "2024-03-06", grant, "2024-03-07", agreed, "2024-03-08", closed), []casefile.Deviation{casefile.BeforeParts}},
		{"before the superior", given("2024-03-05", casefile.ForwardedUp{Organ: "市局"}, "2024-03-06", closed), []casefile.Deviation{casefile.BeforeSuperior}},
		{"forwarded nowhere", []any{"2024-03-04", only, "2024-03-06", closed}, []casefile.Deviation{casefile.BeforeSuperior}},
		{"without the grant", []any{"2024-03-04", special, "2024-03-06", closed}, []casefile.Deviation{casefile.WithoutGrant}},
		{"cancelled", []any{"2024-03-04", special, "2024-03-06", casefile.Closed{Outcome: casefile.Cancelled}}, nil},
		{"an agent without a mandate", given("2024-03-05", casefile.AgentActed{Act: "hand_in"}), []casefile.Deviation{casefile.WithoutMandate}},
		{"sent back without a remedy", given("2024-03-05", casefile.Returned{Basis: "b", Reason: "r"}), []casefile.Deviation{casefile.WithoutRemedy}},
		{"several, each once", given("2024-03-05", casefile.Undertaken{Level: casefile.Village}, "2024-03-05", casefile.Undertaken{Level: casefile.Village}, "2024-03-05", casefile.AgentActed{}, "2024-03-05", fire, "2024-03-06", closed),
			[]casefile.Deviation{casefile.VillageUndertook, casefile.BeforeParts, casefile.WithoutMandate}},
	}
	for _, tt := range tests {
		c := fold(t, tt.steps...)
		if diff := cmp.Diff(tt.want, c.Deviations()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
