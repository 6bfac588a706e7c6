package casefile_test

import (
	"slices"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
	"caseledger/ledger/workdays"
)

func TestMaterials(t *testing.T) {
	came := []any{"2024-03-04", application}
	slip := casefile.MaterialsReceived{Slip: "JS-1", Materials: []casefile.Paper{{Code: "CL-01", Copies: 2, Original: true}, {Code: "CL-02", Copies: 1}}}
	held := then(came, "2024-03-05", slip)
	back := casefile.ReturnMaterials{Codes: []string{"CL-01"}, Slip: "JS-1"}
	gone := then(held, "2024-03-06", casefile.MaterialsReturned(back))
	cal := china(t)
	for _, r := range []sourced{
		{"documents on a slip", came, "2024-03-05", casefile.ReceiveMaterials(slip), slip, "材料接收单; 行政许可法32(5)"},
		{"a slip is given out once", held, "2024-03-06", casefile.ReceiveMaterials(slip), casefile.RuleMaterials, "材料接收单"},
		{"of no case", nil, "2024-03-06", casefile.ReceiveMaterials(slip), casefile.RuleRegister, "受理登记表"},
		{"what came in goes back", held, "2024-03-06", back, casefile.MaterialsReturned(back), "材料退还"},
		{"also after the end", then(held, "2024-03-06", casefile.Withdrawn{}), "2024-03-07", back, casefile.MaterialsReturned(back), "材料退还"},
		{"what did not come in", held, "2024-03-06", casefile.ReturnMaterials{Codes: []string{"CL-03"}, Slip: "JS-1"}, casefile.RuleMaterials, "材料退还"},
		{"on another slip", held, "2024-03-06", casefile.ReturnMaterials{Codes: []string{"CL-01"}, Slip: "JS-2"}, casefile.RuleMaterials, "材料退还"},
		{"twice", gone, "2024-03-07", back, casefile.RuleMaterials, "材料退还"},
		{"before it came", held, "2024-03-04", back, casefile.RuleMaterials, "材料退还"},
	} {
		r.check(t, cal)
	}
	missing := then(held, "2024-03-06", casefile.CorrectionRequested{Items: []string{"CL-02", "CL-03"}, Notice: "BZ"},
		"2024-03-07", casefile.MaterialsReceived{Slip: "JS-2", Materials: []casefile.Paper{{Code: "CL-03"}}})
	for _, x := range []struct {
		given []any
		want  []string
	}{{held, nil}, {missing, []string{"CL-02"}}, {then(missing, "2024-03-08", casefile.CorrectionReceived{Notice: "BZ"}), nil}} {
		if c := fold(t, x.given...); !slices.Equal(c.MissingMaterials(), x.want) {
			t.Errorf("missing are %v, want %v", c.MissingMaterials(), x.want)
		}
	}
	for name, p := range map[string]casefile.Paper{"no code": {}, "a hash that is none": {Code: "a", SHA256: "ABC"}} {
		if _, _, err := casefile.Book.Body(casefile.MaterialsReceived{Slip: "s", Materials: []casefile.Paper{p}}, "", nil); name == "no code" == (err != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestResultAndFeedback(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	decided := then(open, "2024-03-06", casefile.Decided{Outcome: casefile.Granted})
	paper := casefile.IssueResult{Date: date(t, "2024-03-07"), Document: "XK-2024-1", ValidUntil: date(t, "2029-03-06")}
	issued := then(decided, "2024-03-07", casefile.ResultIssued(paper))
	done := then(issued, "2024-03-08", casefile.Closed{Outcome: casefile.Granted})
	early, late := paper, paper
	early.Date, late.Date = date(t, "2024-03-05"), date(t, "2024-03-08")
	slip := casefile.FeedBackResult{Suggestion: true}
	cal := china(t)
	for _, r := range []sourced{
		{"a document follows the decision", decided, "2024-03-07", paper, casefile.ResultIssued(paper), "行政许可法38, 39"},
		{"without a decision there is none", open, "2024-03-07", paper, casefile.RuleResult, "行政许可法38"},
		{"one document", issued, "2024-03-08", paper, casefile.RuleResult, "行政许可法39"},
		{"dated before the decision", decided, "2024-03-07", early, casefile.RuleResult, "行政许可法39"},
		{"dated ahead", decided, "2024-03-07", late, casefile.RuleResult, "行政许可法39"},
		{"after the closing", then(decided, "2024-03-06", casefile.Closed{Outcome: casefile.Granted}), "2024-03-07", paper, casefile.ResultIssued(paper), "行政许可法44"},

		{"the slip comes back", done, "2024-03-09", slip, casefile.ResultFedBack(slip), "结果反馈单"},
		{"before the result", issued, "2024-03-09", slip, casefile.RuleFeedback, "结果反馈单"},
		{"twice", then(done, "2024-03-09", casefile.ResultFedBack{}), "2024-03-10", slip, casefile.RuleFeedback, "结果反馈单"},
	} {
		r.check(t, cal)
	}
	o := order(t, "2024-03-09", casefile.FeedBackResult{})
	o.Sealed = []vault.Value{{Label: casefile.SuggestionLabel, Subject: "s-1", Text: "少跑一趟"}}
	events, err := casefile.Decide(fold(t, done...), o, casefile.Known{Rules: cal})
	if err != nil || events[0] != (casefile.ResultFedBack{Suggestion: true}) {
		t.Errorf("with a sealed suggestion: %v, %v", events, err)
	}
}

func TestRefundsAndOneSlip(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	fee := casefile.FeeCharged{Amount: 10_000_000, Currency: "CNY", Slip: "PJ-1"}
	paid := then(open, "2024-03-05", fee)
	back := func(n casefile.Amount) casefile.RefundFee {
		return casefile.RefundFee{Amount: n, Reason: "overcharged"}
	}
	half := casefile.FeeRefunded{Amount: 6_000_000, Currency: "CNY", Reason: "overcharged"}
	cal := china(t)
	for _, r := range []sourced{
		{"a second charge stands on the slip", paid, "2024-03-06", casefile.ChargeFee{Amount: 1, Currency: "CNY"}, casefile.FeeCharged{Amount: 1, Currency: "CNY", Slip: "PJ-1"}, "一票制"},
		{"another slip", paid, "2024-03-06", casefile.ChargeFee{Amount: 1, Currency: "CNY", Slip: "PJ-2"}, casefile.RuleSlip, "一票制"},
		{"a part goes back", paid, "2024-03-06", back(6_000_000), half, "行政许可法75"},
		{"all goes back", paid, "2024-03-06", back(10_000_000), casefile.FeeRefunded{Amount: 10_000_000, Currency: "CNY", Reason: "overcharged"}, "行政许可法75"},
		{"more than was charged", paid, "2024-03-06", back(10_000_001), casefile.RuleRefund, "行政许可法75"},
		{"more than is left", then(paid, "2024-03-06", half), "2024-03-07", back(4_000_001), casefile.RuleRefund, "行政许可法75"},
		{"nothing was charged", open, "2024-03-06", back(1), casefile.RuleRefund, "行政许可法58"},
		{"nothing goes back", paid, "2024-03-06", back(0), casefile.RuleRefund, "行政许可法75"},
	} {
		r.check(t, cal)
	}
	c := fold(t, then(paid, "2024-03-06", half)...)
	if c.Fees != 10_000_000 || c.NetFees() != 4_000_000 || c.Kept().Refunded != 1 {
		t.Errorf("charged %s, net %s", c.Fees, c.NetFees())
	}
}

// TestConsultation: 2024-03-04 is a Monday, so the fifteenth working day after
// it is 2024-03-25.
func TestConsultation(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	person := casefile.ThirdPartyConsulted{Party: casefile.ConsultedPerson, Notice: "ZQ-1"}
	organ := casefile.ThirdPartyConsulted{Party: casefile.ConsultedOrgan, Notice: "ZQ-2"}
	asked := then(open, "2024-03-04", person, "2024-03-04", organ)
	said := func(notice string, o casefile.Opinion) casefile.AnswerConsultation {
		return casefile.AnswerConsultation{Notice: notice, Opinion: o}
	}
	cal := china(t)
	for _, r := range []sourced{
		{"ask", open, "2024-03-05", casefile.ConsultThirdParty(person), person, "政府信息公开条例32: 书面征求第三方的意见"},
		{"one letter", asked, "2024-03-05", casefile.ConsultThirdParty(person), casefile.RuleConsult, "条例32"},
		{"an answer", asked, "2024-03-08", said("ZQ-1", casefile.Disagreed), said("ZQ-1", casefile.Disagreed), "条例32"},
		{"silence on the fifteenth day", asked, "2024-03-25 23:00", said("ZQ-2", casefile.Silent), casefile.RuleSilence, "条例34: 15个工作日内"},
		{"silence after it", asked, "2024-03-26", said("ZQ-2", casefile.Silent), said("ZQ-2", casefile.Silent), "条例34: 逾期未提出意见的视为同意公开"},
		{"of no letter", asked, "2024-03-08", said("ZQ-9", casefile.Agreed), casefile.RuleConsult, "条例32"},
		{"twice", then(asked, "2024-03-08", said("ZQ-1", casefile.Agreed)), "2024-03-09", said("ZQ-1", casefile.Agreed), casefile.RuleConsult, "条例32"},
		{"before acceptance", []any{"2024-03-04", application}, "2024-03-05", casefile.ConsultThirdParty(person), casefile.RuleRegister, "受理登记表"},
		{"an answer to the request", open, "2024-03-05", casefile.Determine{Outcome: casefile.Completed, Answer: casefile.PartlyShown}, casefile.Decided{Outcome: casefile.Completed, Answer: casefile.PartlyShown}, "条例36"},
	} {
		r.check(t, cal)
	}
	c := fold(t, then(asked, "2024-03-26", said("ZQ-1", casefile.Silent), "2024-03-26", said("ZQ-2", casefile.Silent))...)
	all := c.Kept().Consultations
	if all[0].Consents() || !all[1].Consents() {
		t.Errorf("silence of a person consents %v, of an organ %v", all[0].Consents(), all[1].Consents())
	}
}

func date(t testing.TB, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
