package casefile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
)

// order is an order that occurred and was recorded at a time.
func order(t testing.TB, when string, c casefile.Command) casefile.Order {
	t.Helper()
	recorded := at(t, when)
	return casefile.Order{ID: ledger.NewCommandID(recorded, when), Number: "T-1", Post: "p", Recorded: recorded, Command: c}
}

// TestDecide: each row gives a history, then a time and a command, then the
// event that follows or the rule that refuses. 2024-03-04 is a Monday.
func TestDecide(t *testing.T) {
	type given = []any
	accepted := casefile.Accepted{Calendar: "CN", Handling: casefile.Promised, Legal: 20, Number: "T-1", Org: "a", Promise: 5, Routing: casefile.Single, Zone: "Asia/Shanghai"}
	joint, forwarded := accepted, accepted
	joint.Routing, forwarded.Routing = casefile.Joint, casefile.Forwarded
	open := given{"2024-03-04", accepted}
	and := func(more ...any) given { return append(append(given{}, open...), more...) }
	notice := casefile.CorrectionRequested{Items: []string{"CL-01"}, Notice: "BZ"}
	stop := casefile.Suspended{Reason: "expert_review", Notice: "ZZ"}
	extended := casefile.Extended{Approver: "head", Days: 6, Notice: "YQ"}
	moved := casefile.Transferred{FromOrg: "a", ToOrg: "b", ToPost: "q"}
	granted := casefile.Decided{Outcome: casefile.Granted}
	ended := casefile.Closed{Outcome: casefile.Granted}

	tests := []struct {
		name    string
		given   given
		when    string
		command casefile.Command
		then    any // an event, or the rule
	}{
		{"accept", nil, "2024-03-04", casefile.Accept{Promise: 5, Legal: 20}, casefile.Accepted{Calendar: "CN", Legal: 20, Number: "T-1", Promise: 5, Zone: "Asia/Shanghai"}},
		{"accept twice", open, "2024-03-05", casefile.Accept{}, casefile.RuleRegister},
		{"promise beyond the law", nil, "2024-03-04", casefile.Accept{Promise: 21, Legal: 20}, casefile.RuleLimit},
		{"promise without a legal limit", nil, "2024-03-04", casefile.Accept{Promise: 21}, casefile.Accepted{Calendar: "CN", Number: "T-1", Promise: 21, Zone: "Asia/Shanghai"}},
		{"deadline is cut to microseconds", nil, "2024-03-04", casefile.Accept{Deadline: at(t, "2024-03-05").Add(1)}, casefile.Accepted{Calendar: "CN", Deadline: at(t, "2024-03-05"), Number: "T-1", Zone: "Asia/Shanghai"}},

		{"step", open, "2024-03-05", casefile.Perform{Step: "S1", Name: "初审"}, casefile.StepPerformed{Step: "S1", Name: "初审"}},
		{"step of a case that is not accepted", nil, "2024-03-05", casefile.Perform{Step: "S1"}, casefile.RuleRegister},
		{"step before acceptance", open, "2024-03-03", casefile.Perform{Step: "S1"}, casefile.RuleRegister},
		{"step after the end", and("2024-03-05", ended), "2024-03-06", casefile.Perform{Step: "S1"}, casefile.RuleEnded},
		{"step while suspended", and("2024-03-05", stop), "2024-03-06", casefile.Perform{Step: "S1"}, casefile.StepPerformed{Step: "S1"}},

		{"transfer", open, "2024-03-05", casefile.Transfer{ToOrg: "b", Reason: "competence"}, casefile.Transferred{FromOrg: "a", Reason: "competence", ToOrg: "b"}},
		{"transfer to the holder", open, "2024-03-05", casefile.Transfer{ToOrg: "a"}, casefile.RuleTransfer},
		{"transfer twice without receipt", and("2024-03-05", moved), "2024-03-06", casefile.Transfer{ToOrg: "c"}, casefile.RuleTransfer},
		{"receive", and("2024-03-05", moved), "2024-03-06", casefile.Receive{}, casefile.Received{Org: "b", Post: "q"}},
		{"receive as the addressee", and("2024-03-05", moved), "2024-03-06", casefile.Receive{Org: "b"}, casefile.Received{Org: "b", Post: "q"}},
		{"receive as somebody else", and("2024-03-05", moved), "2024-03-06", casefile.Receive{Org: "c"}, casefile.RuleTransfer},
		{"receive as another post", and("2024-03-05", moved), "2024-03-06", casefile.Receive{Post: "r"}, casefile.RuleTransfer},
		{"a unit's transfer is received by any post of it", and("2024-03-05", casefile.Transferred{ToOrg: "b"}), "2024-03-06", casefile.Receive{Post: "r"}, casefile.Received{Org: "b", Post: "r"}},
		{"receive what was not sent", open, "2024-03-06", casefile.Receive{}, casefile.RuleTransfer},
		{"receive twice", and("2024-03-05", moved, "2024-03-06", casefile.Received{Org: "b"}), "2024-03-07", casefile.Receive{}, casefile.RuleTransfer},

		{"notice", open, "2024-03-05", casefile.RequestCorrection(notice), notice},
		{"notice on the fifth working day", open, "2024-03-11 23:00", casefile.RequestCorrection(notice), notice},
		{"notice after five working days", open, "2024-03-12 00:00", casefile.RequestCorrection(notice), casefile.RuleDeemed},
		{"second notice", and("2024-03-05", notice), "2024-03-06", casefile.RequestCorrection{Items: []string{"CL-02"}, Notice: "BZ2"}, casefile.RuleNotice},
		{"second notice after the answer", and("2024-03-05", notice, "2024-03-06", casefile.CorrectionReceived{Notice: "BZ"}), "2024-03-06", casefile.RequestCorrection{Items: []string{"CL-02"}, Notice: "BZ2"}, casefile.RuleNotice},
		{"documents", and("2024-03-05", notice), "2024-03-06", casefile.ReceiveCorrection{Notice: "BZ"}, casefile.CorrectionReceived{Notice: "BZ"}},
		{"documents of the notice that waits", and("2024-03-05", notice), "2024-03-06", casefile.ReceiveCorrection{}, casefile.CorrectionReceived{Notice: "BZ"}},
		{"documents of another notice", and("2024-03-05", notice), "2024-03-06", casefile.ReceiveCorrection{Notice: "BZ2"}, casefile.RuleMissing},
		{"documents nobody asked for", open, "2024-03-06", casefile.ReceiveCorrection{}, casefile.RuleMissing},
		{"documents twice", and("2024-03-05", notice, "2024-03-06", casefile.CorrectionReceived{Notice: "BZ"}), "2024-03-07", casefile.ReceiveCorrection{Notice: "BZ"}, casefile.RuleMissing},

		{"suspend", open, "2024-03-05", casefile.Suspend(stop), stop},
		{"suspend without a written notice: the clock stops all the same", open, "2024-03-05", casefile.Suspend{Reason: "r"}, casefile.Suspended{Reason: "r"}},
		{"suspend twice", and("2024-03-05", stop), "2024-03-06", casefile.Suspend(stop), casefile.RuleSuspension},
		{"suspend again", and("2024-03-05", stop, "2024-03-06", casefile.Resumed{}), "2024-03-07", casefile.Suspend(stop), stop},
		{"resume", and("2024-03-05", stop), "2024-03-06", casefile.Resume{}, casefile.Resumed{}},
		{"resume what runs", open, "2024-03-06", casefile.Resume{}, casefile.RuleSuspension},
		{"resume before the suspension", and("2024-03-06", stop), "2024-03-05", casefile.Resume{}, casefile.RuleSuspension},

		{"extend", open, "2024-03-11", casefile.Extend(extended), extended},
		{"extend between promise and law", open, "2024-03-12", casefile.Extend(extended), extended},
		{"extend after the legal limit", open, "2024-04-02", casefile.Extend(extended), casefile.RuleExtension},
		{"extend while suspended", and("2024-03-05", stop), "2024-05-20", casefile.Extend(extended), extended},
		{"extend by too much", open, "2024-03-05", casefile.Extend{Approver: "head", Days: 11, Notice: "YQ"}, casefile.RuleExtension},
		{"extend by nothing", open, "2024-03-05", casefile.Extend{Approver: "head", Notice: "YQ"}, casefile.RuleExtension},
		{"extend a second time within the allowance", and("2024-03-05", extended), "2024-03-06", casefile.Extend{Approver: "head", Days: 4, Notice: "YQ2"}, casefile.Extended{Approver: "head", Days: 4, Notice: "YQ2"}},
		{"extend a second time beyond it", and("2024-03-05", extended), "2024-03-06", casefile.Extend{Approver: "head", Days: 5, Notice: "YQ2"}, casefile.RuleExtension},
		{"extend a joint case by fifteen", given{"2024-03-04", joint}, "2024-03-05", casefile.Extend{Approver: "head", Days: 15, Notice: "YQ"}, casefile.Extended{Approver: "head", Days: 15, Notice: "YQ"}},
		{"extend a joint case by sixteen", given{"2024-03-04", joint}, "2024-03-05", casefile.Extend{Approver: "head", Days: 16, Notice: "YQ"}, casefile.RuleExtension},
		{"extend without a limit", given{"2024-03-04", casefile.Accepted{Number: "T-1"}}, "2024-03-05", casefile.Extend(extended), casefile.RuleExtension},

		{"decide", open, "2024-03-05", casefile.Determine(granted), granted},
		{"decide twice", and("2024-03-05", granted), "2024-03-06", casefile.Determine(granted), casefile.RuleDecision},
		{"decide on the way", and("2024-03-05", moved), "2024-03-06", casefile.Determine(granted), casefile.RuleTransfer},
		{"grant without the documents", and("2024-03-05", notice), "2024-03-06", casefile.Determine(granted), casefile.RuleMissing},
		{"refuse without the documents", and("2024-03-05", notice), "2024-03-06", casefile.Determine{Outcome: casefile.Refused}, casefile.Decided{Outcome: casefile.Refused}},

		{"close as decided", and("2024-03-05", granted), "2024-03-06", casefile.Close{}, ended},
		{"close otherwise than decided", and("2024-03-05", granted), "2024-03-06", casefile.Close{Outcome: casefile.Refused}, casefile.RuleDecision},
		{"close without a decision", open, "2024-03-06", casefile.Close{}, casefile.Closed{Outcome: casefile.Completed}},
		{"close twice", and("2024-03-05", ended), "2024-03-06", casefile.Close{}, casefile.RuleEnded},
		{"close on the way", and("2024-03-05", moved), "2024-03-06", casefile.Close{}, casefile.RuleTransfer},
		{"close while suspended", and("2024-03-05", stop), "2024-03-06", casefile.Close{}, casefile.Closed{Outcome: casefile.Completed}},
		{"close before the last step", and("2024-03-06", casefile.StepPerformed{Step: "S"}), "2024-03-05", casefile.Close{}, casefile.RuleEnded},
		{"close a joint case without a decision", given{"2024-03-04", joint}, "2024-03-05", casefile.Close{}, casefile.RuleDecision},
		{"close a forwarded case without a decision", given{"2024-03-04", forwarded}, "2024-03-05", casefile.Close{Outcome: casefile.Granted}, casefile.RuleForward},
		{"cancel a joint case", given{"2024-03-04", joint}, "2024-03-05", casefile.Close{Outcome: casefile.Cancelled}, casefile.Closed{Outcome: casefile.Cancelled}},
		{"close as granted without the documents", and("2024-03-05", notice), "2024-03-06", casefile.Close{Outcome: casefile.Granted}, casefile.RuleMissing},

		{"send back", open, "2024-03-05", casefile.Return{Basis: "许可法32", Reason: "r", Remedy: "m"}, casefile.Returned{Basis: "许可法32", Reason: "r", Remedy: "m"}},
		{"send back what was decided", and("2024-03-05", granted), "2024-03-06", casefile.Return{Basis: "b", Reason: "r"}, casefile.RuleDecision},
		{"take back", open, "2024-03-05", casefile.Withdraw{Reason: "applicant"}, casefile.Withdrawn{Reason: "applicant"}},
		{"take back what was decided", and("2024-03-05", granted), "2024-03-06", casefile.Withdraw{}, casefile.RuleDecision},
		{"take back what was sent back", and("2024-03-05", casefile.Returned{}), "2024-03-06", casefile.Withdraw{}, casefile.RuleEnded},

		{"deliver after the decision", and("2024-03-05", granted), "2024-03-06", casefile.Deliver{Means: "counter"}, casefile.Delivered{Means: "counter"}},
		{"deliver after the end", and("2024-03-05", ended), "2024-03-06", casefile.Deliver{Means: "post"}, casefile.Delivered{Means: "post"}},
		{"deliver before", open, "2024-03-06", casefile.Deliver{Means: "post"}, casefile.RuleDelivery},
		{"deliver twice", and("2024-03-05", ended, "2024-03-06", casefile.Delivered{}), "2024-03-07", casefile.Deliver{Means: "post"}, casefile.RuleDelivery},

		{"charge", open, "2024-03-05", casefile.ChargeFee{Amount: 1, Currency: "CNY"}, casefile.FeeCharged{Amount: 1, Currency: "CNY"}},
		{"charge after the end", and("2024-03-05", ended), "2024-03-06", casefile.ChargeFee{Amount: 1, Currency: "CNY"}, casefile.FeeCharged{Amount: 1, Currency: "CNY"}},
		{"charge nothing", open, "2024-03-05", casefile.ChargeFee{Currency: "CNY"}, casefile.RuleFee},
		{"charge in another currency", and("2024-03-05", casefile.FeeCharged{Amount: 1, Currency: "CNY"}), "2024-03-06", casefile.ChargeFee{Amount: 1, Currency: "EUR"}, casefile.RuleFee},
	}
	cal := china(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events, err := casefile.Decide(fold(t, tt.given...), order(t, tt.when, tt.command), casefile.Known{Rules: cal})
			if rule, ok := tt.then.(string); ok {
				wantRefusal(t, rule, events, err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]casefile.Event{tt.then.(casefile.Event)}, events); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// wantRefusal holds an answer against the rule that should refuse.
func wantRefusal(t *testing.T, rule string, events []casefile.Event, err error) {
	t.Helper()
	var refusal *casefile.Refusal
	if !errors.As(err, &refusal) || refusal.Rule != rule || refusal.Reason == "" || events != nil {
		t.Errorf("%v, %v; want a refusal by %s", events, err, rule)
	}
}

// TestOrdersThatCannotBe: whatever the state, nothing can be made of them.
func TestOrdersThatCannotBe(t *testing.T) {
	long := strings.Repeat("长", 134)
	step := casefile.Perform{Step: "S"}
	change := func(f func(o *casefile.Order)) casefile.Order {
		o := order(t, "2024-03-05", step)
		f(&o)
		return o
	}
	command := func(c casefile.Command) casefile.Order { return order(t, "2024-03-05", c) }
	tests := map[string]casefile.Order{
		"no command":           change(func(o *casefile.Order) { o.Command = nil }),
		"no id":                change(func(o *casefile.Order) { o.ID = ledger.CommandID{} }),
		"no time":              change(func(o *casefile.Order) { o.Recorded = time.Time{} }),
		"a time to come":       change(func(o *casefile.Order) { o.Occurred = o.Recorded.Add(time.Second) }),
		"a number of digits":   change(func(o *casefile.Order) { o.Number = "110101199003077777" }),
		"no number":            change(func(o *casefile.Order) { o.Number = "" }),
		"a number with spaces": change(func(o *casefile.Order) { o.Number = "T 1" }),
		"a long post":          change(func(o *casefile.Order) { o.Post = long }),
		"no step":              command(casefile.Perform{}),
		"a long text":          command(casefile.Perform{Step: "S", Name: long}),
		"two lines":            command(casefile.Perform{Step: "S", Name: "a\nb"}),
		"no UTF-8":             command(casefile.Perform{Step: "\xff"}),
		"no addressee":         command(casefile.Transfer{}),
		"no notice":            command(casefile.RequestCorrection{Items: []string{"a"}}),
		"no items":             command(casefile.RequestCorrection{Notice: "N"}),
		"an empty item":        command(casefile.RequestCorrection{Notice: "N", Items: []string{""}}),
		"no reason":            command(casefile.Suspend{}),
		"no approver":          command(casefile.Extend{Days: 1, Notice: "N"}),
		"no extension notice":  command(casefile.Extend{Days: 1, Approver: "a"}),
		"an unknown outcome":   command(casefile.Determine{Outcome: "good"}),
		"an unknown closing":   command(casefile.Close{Outcome: "good"}),
		"no basis":             command(casefile.Return{Reason: "r"}),
		"unknown means":        command(casefile.Deliver{Means: "pigeon"}),
		"an unknown currency":  command(casefile.ChargeFee{Amount: 1, Currency: "yuan"}),
	}
	open := fold(t, "2024-03-04", promised(5))
	for name, o := range tests {
		checkInvalid(t, name, open, o)
	}
	accepts := map[string]casefile.Accept{
		"another number":     {Number: "T-2"},
		"an unknown zone":    {Zone: "Mars/Olympus"},
		"an unknown mode":    {Handling: "slow"},
		"an unknown routing": {Routing: "around"},
		"a negative promise": {Promise: -1},
		"an absurd limit":    {Legal: 1 << 30},
		"an early deadline":  {Deadline: at(t, "2024-03-04")},
		"a long unit":        {Org: long},
	}
	for name, cmd := range accepts {
		checkInvalid(t, name, casefile.Case{}, command(cmd))
	}
}

func checkInvalid(t *testing.T, name string, c casefile.Case, o casefile.Order) {
	t.Helper()
	var invalid *ledger.InvalidError
	if _, err := casefile.Decide(c, o, casefile.Known{Rules: casefile.Rules{}}); !errors.As(err, &invalid) || invalid.Reason == "" {
		t.Errorf("%s: %v, want an InvalidError", name, err)
	}
}

var (
	handlings = []casefile.Handling{"", casefile.Immediate, casefile.Promised, casefile.Special}
	routings  = []casefile.Routing{"", casefile.Single, casefile.Joint, casefile.Forwarded, casefile.Agent}
)

// checkWaited says, a second time, whom the closing of a case waits for.
func checkWaited(t *rapid.T, c *casefile.Case) {
	p := c.Proceedings
	if p == nil {
		p = new(casefile.Proceedings)
	}
	open := slices.ContainsFunc(p.Parts, func(p casefile.Part) bool { return p.Closed.IsZero() })
	away := slices.ContainsFunc(p.Forwards, func(f casefile.Forward) bool { return f.Until.IsZero() })
	acting := 0
	for _, m := range p.Mandates {
		if m.Until.IsZero() {
			acting++
		}
	}
	if open || away || acting > 1 || c.Routing == casefile.Forwarded && len(p.Forwards) == 0 || c.Handling == casefile.Special && p.Grant == nil {
		t.Fatalf("%+v %+v", c, p)
	}
}

// everyCommand is at least one command of each action of a case.
var everyCommand = []casefile.Command{
	casefile.Accept{Promise: 5, Legal: 20}, casefile.Perform{Step: "S"}, casefile.Transfer{ToOrg: "b"}, casefile.Transfer{ToOrg: "c"},
	casefile.Receive{}, casefile.RequestCorrection{Items: []string{"i"}, Notice: "N"}, casefile.ReceiveCorrection{},
	casefile.Suspend{Reason: "r"}, casefile.Resume{}, casefile.Extend{Days: 6, Notice: "N", Approver: "a"},
	casefile.Determine{Outcome: casefile.Granted}, casefile.Close{}, casefile.Return{Basis: "b", Reason: "r", Remedy: "m"}, casefile.Withdraw{},
	casefile.Deliver{Means: "post"}, casefile.ChargeFee{Amount: 1, Currency: "CNY"},
	casefile.AssignPart{Part: "p", Org: "b", Promise: 1}, casefile.ClosePart{Part: "p", Opinion: casefile.Agreed}, casefile.ClosePart{Part: "p", Opinion: casefile.Silent},
	casefile.HoldJointReview{Present: []string{"b"}}, casefile.ForwardCase{Organ: "s"}, casefile.RecordSuperiorDecision{Outcome: casefile.Granted},
	casefile.AppointAgent{Agent: "g", Mandate: "m"}, casefile.RecordAgentAct{Act: "a"}, casefile.ReleaseAgent{Reason: "r"},
	casefile.GrantSpecial{Approver: "h", Reason: "r"}, casefile.RequestReturnReview{Ground: "g"},
	casefile.DecideReturnReview{Outcome: casefile.Reopened, Basis: "b"}, casefile.DecideReturnReview{Outcome: casefile.Upheld, Basis: "b"},
	casefile.Undertake{Level: casefile.Village}, casefile.Undertake{Level: casefile.Township}, casefile.PassOn{Level: casefile.Township},
	casefile.ReceiveApplication{Officer: "f"}, casefile.MakeAppointment{At: time.Date(2034, 3, 4, 1, 0, 0, 0, time.UTC)}, casefile.DeemAccepted{},
	casefile.RecordSiteCheck{Result: casefile.SitePassed}, casefile.SendNotice{Means: "sms", Subject: "s"}, casefile.StrikeOff{},
	casefile.AssignOfficer{Duty: casefile.MainPost, Officer: "a"}, casefile.HandOverDuty{Reason: "r", To: "b"},
	casefile.GrantFastTrack{Approver: "a", Reason: "r"}, casefile.ArchiveCase{Archive: "A", Officer: "a"},
	casefile.ReceiveMaterials{Slip: "s", Materials: []casefile.Paper{{Code: "m"}}}, casefile.ReturnMaterials{Slip: "s", Codes: []string{"m"}},
	casefile.ConsultThirdParty{Party: casefile.ConsultedOrgan, Notice: "z"}, casefile.AnswerConsultation{Notice: "z", Opinion: casefile.Silent},
	casefile.RateCase{Level: 1, Named: true, Stage: casefile.AtAcceptance}, casefile.RateCase{Level: 2, Named: true, Stage: casefile.AtClosing}, casefile.RateCase{Level: 5, Stage: casefile.AtClosing},
	casefile.InvalidateRating{Reason: "mistaken", Stage: casefile.AtAcceptance}, casefile.ContactRater{Finding: casefile.Verified, Stage: casefile.AtAcceptance},
	casefile.ContactRater{Finding: casefile.Unreached, Stage: casefile.AtClosing}, casefile.RectifyBadReview{Measure: "apology", Stage: casefile.AtAcceptance},
	casefile.ExplainBadReview{Explanation: "e", Stage: casefile.AtClosing}, casefile.ConfirmRectification{Result: casefile.VisitSatisfied, Level: 4, Stage: casefile.AtAcceptance},
	casefile.RecordVisit{Method: casefile.VisitByPhone, Result: casefile.VisitSatisfied},
	casefile.FeedBackResult{}, casefile.RefundFee{Amount: 1, Reason: "r"}, casefile.ChargeFee{Amount: 1, Currency: "CNY", Slip: "p"},
	casefile.Annul{Reason: "r", Basis: "b"},
	casefile.RequestCorrection{Items: []string{"i"}, Notice: "N", Days: 2, Unit: policy.Calendar}, casefile.DeemAbandoned{}, casefile.DeemAbandoned{},
}

// beginnings are the commands with which a case may begin.
var beginnings = []casefile.Command{casefile.Accept{Promise: 5, Legal: 20}, casefile.ReceiveApplication{Promise: 5},
	casefile.ReceiveApplication{Regime: policy.FOI}, casefile.Accept{Regime: policy.FOI}, casefile.MakeAppointment{At: time.Date(2034, 3, 4, 1, 0, 0, 0, time.UTC)}}

// checkDecided holds a case to what must be true of each that came about by
// commands alone.
func checkDecided(t *rapid.T, c *casefile.Case, rules casefile.Rules) {
	if p := c.Periods(rules); c.Kept().Abandoned != "" && (c.Status != casefile.TakenBack || c.ClosedOn() <= p[0].On || !c.Corrections[0].Received.IsZero()) {
		t.Fatalf("given up in its period: %+v, %+v", p, c)
	}
	if a, d := c.Anomalies(), c.Deviations(); len(a) > 0 || len(d) > 0 {
		t.Fatalf("%v %v in %+v", a, d, c)
	}
	checkRatings(t, c)
	if c.NetFees() < 0 {
		t.Fatalf("%s charged, %s refunded", c.Fees, c.Kept().Refunds)
	}
	if c.Status == casefile.Pending && !c.AcceptedAt.IsZero() || c.InOpenBook() && c.Kept().Archive.Officer == "" {
		t.Fatalf("%+v", c)
	}
	if c.Suspended() && c.Status != casefile.Open || len(c.Corrections) > 1 {
		t.Fatalf("%+v", c)
	}
	if c.Status == casefile.Ended && c.Outcome != casefile.Cancelled {
		checkWaited(t, c)
	}
}

// TestDecidedCasesHaveNoAnomalies: whatever orders come in whatever order, the
// events that Decide allows make a case that is as it should be.
func TestDecidedCasesHaveNoAnomalies(t *testing.T) {
	cal := china(t)
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
		var c casefile.Case
		for range 30 {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "minutes")) * time.Minute)
			late := time.Duration(rapid.SampledFrom([]int{0, 0, 0, 500, 5000}).Draw(t, "late")) * time.Minute
			o := casefile.Order{ID: ledger.CommandID{1}, Number: "T-1", Recorded: now, Occurred: now.Add(-late), Command: rapid.SampledFrom(everyCommand).Draw(t, "command")}
			if c.Events == 0 {
				o.Command = rapid.SampledFrom(beginnings).Draw(t, "begin")
				if a, ok := o.Command.(casefile.Accept); ok {
					a.Org, a.Handling, a.Routing = "a", rapid.SampledFrom(handlings).Draw(t, "handling"), rapid.SampledFrom(routings).Draw(t, "routing")
					o.Command = a
				}
			}
			events, err := casefile.Decide(c, o, casefile.Known{Rules: cal})
			var refusal *casefile.Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Fatalf("%+v: %v", o, err)
			}
			if (err == nil) != (len(events) > 0) {
				t.Fatalf("%d events and %v", len(events), err)
			}
			for _, e := range events {
				c = casefile.Evolve(c, casefile.Entry{Occurred: o.Occurred, Recorded: o.Recorded, Event: e})
			}
		}
		checkDecided(t, &c, cal)
	})
}
