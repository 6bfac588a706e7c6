package conformance_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/conformance"
	"caseledger/ledger/policy"
)

func rules() casefile.Rules {
	return casefile.Rules{Calendar: casetest.China(), Policies: policy.Official()}
}

// factsOf are those of a case as of a time.
func factsOf(c *casefile.Case, at time.Time) *conformance.Facts {
	r := rules()
	return &conformance.Facts{Case: c, Rules: r, Limit: c.Limit(r), Legal: c.LegalLimit(r), At: at}
}

const (
	complies = conformance.Complies
	breaks   = conformance.Breaks
)

// TestRules: each rule has a case that complies, one that breaks it, and one that
// cannot be judged.
func TestRules(t *testing.T) {
	accept := func(a casefile.Accepted) *casetest.History { return casetest.Case("SP-1").On("2024-03-04", a) }
	plain := func() *casetest.History { return accept(casefile.Accepted{Org: "许可科"}) }
	licence := func() *casetest.History { return accept(casefile.Accepted{Org: "许可科", Regime: policy.Licence}) }
	received := func() *casetest.History {
		return casetest.Case("SP-1").On("2024-03-01", casefile.ApplicationReceived{Org: "许可科"})
	}
	late := func() *casetest.History {
		return accept(casefile.Accepted{Promise: 2}).On("2024-03-15", casefile.Closed{Outcome: casefile.Granted})
	}
	for _, row := range []struct {
		rule string
		h    *casetest.History
		want any // a verdict, or why there is none
	}{
		{"answered_in_time", received().On("2024-03-04", casefile.Accepted{}), complies},
		{"answered_in_time", received().On("2024-03-11", casefile.Accepted{}), breaks},
		{"answered_in_time", received().On("2024-03-05", casefile.CorrectionRequested{Notice: "B-1", Items: []string{"lease"}}).On("2024-03-20", casefile.Accepted{}), complies},
		{"answered_in_time", plain(), conformance.NotTold},
		{"one_notice", plain().On("2024-03-05", casefile.CorrectionRequested{Notice: "B-1", Items: []string{"lease"}}), complies},
		{"one_notice", plain().On("2024-03-05", casefile.CorrectionRequested{Notice: "B-1", Items: []string{"lease"}}).
			On("2024-03-06", casefile.CorrectionRequested{Notice: "B-2", Items: []string{"photo"}}), breaks},
		{"one_notice", plain(), conformance.NotConcerned},
		{"promise_within_law", accept(casefile.Accepted{Promise: 5, Legal: 20}), complies},
		{"promise_within_law", accept(casefile.Accepted{Promise: 25, Legal: 20}), breaks},
		{"promise_within_law", accept(casefile.Accepted{Promise: 5}), conformance.NotTold},
		{"promise_within_law", plain(), conformance.NotConcerned},
		{"within_promise", accept(casefile.Accepted{Promise: 2}).On("2024-03-05", casefile.Closed{Outcome: casefile.Granted}), complies},
		{"within_promise", late(), breaks},
		{"within_promise", accept(casefile.Accepted{Promise: 2}), breaks}, // still open
		{"within_promise", accept(casefile.Accepted{Promise: 200}), conformance.NotYet},
		{"within_promise", accept(casefile.Accepted{Promise: 2}).On("2024-03-05", casefile.Withdrawn{}), conformance.NotConcerned},
		{"within_promise", plain(), conformance.NotTold},
		{"within_law", accept(casefile.Accepted{Legal: 20}).On("2024-03-05", casefile.Closed{Outcome: casefile.Granted}), complies},
		{"within_law", accept(casefile.Accepted{Legal: 2}).On("2024-03-25", casefile.Closed{Outcome: casefile.Granted}), breaks},
		{"within_law", plain(), conformance.NotTold},
		{"extension", licence().On("2024-03-05", casefile.Extended{Days: 10, Notice: "YQ-1", Approver: "局长岗-01"}), complies},
		{"extension", licence().On("2024-03-05", casefile.Extended{Days: 11, Notice: "YQ-1", Approver: "局长岗-01"}), breaks},
		{"extension", plain().On("2024-03-05", casefile.Extended{Days: 11, Notice: "YQ-1", Approver: "局长岗-01"}), conformance.NotTold},
		{"extension", licence(), conformance.NotConcerned},
		{"suspension", licence().On("2024-03-05", casefile.Suspended{Reason: "expert_review", Notice: "ZZ-1"}), complies},
		{"suspension", licence().On("2024-03-05", casefile.Suspended{Reason: "lunch", Notice: "ZZ-1"}), breaks},
		{"suspension", plain().On("2024-03-05", casefile.Suspended{Reason: "lunch"}), conformance.NotTold},
		{"remedy_told", plain().On("2024-03-05", casefile.Returned{Reason: "not_competent", Basis: "许可法32", Remedy: "县水利局"}), complies},
		{"remedy_told", plain().On("2024-03-05", casefile.Returned{Reason: "not_competent", Basis: "许可法32"}), breaks},
		{"remedy_told", plain(), conformance.NotConcerned},
		{"special_granted", accept(casefile.Accepted{Handling: casefile.Special}).On("2024-03-05", casefile.Closed{Outcome: casefile.Granted}), breaks},
		{"special_granted", accept(casefile.Accepted{Handling: casefile.Special}), conformance.NotYet},
		{"delivered", plain().On("2024-03-05", casefile.Decided{Outcome: casefile.Granted}).On("2024-03-06", casefile.Delivered{Means: "post"}), complies},
		{"delivered", plain().On("2024-03-05", casefile.Decided{Outcome: casefile.Granted}), breaks},
		{"delivered", plain(), conformance.NotTold},
		{"delivered", licence().On("2024-03-05", casefile.Decided{Outcome: casefile.Granted}), breaks},
		{"delivered", plain().On("2024-03-05", casefile.Decided{Outcome: casefile.Refused}), conformance.NotConcerned}, // 许可法44: grants
		{"delivered", accept(casefile.Accepted{Org: "许可科", Regime: policy.Service}).On("2024-03-05", casefile.Decided{Outcome: casefile.Granted}), conformance.NotConcerned},
		{"village_flow", plain().On("2024-03-05", casefile.Undertaken{Level: casefile.Township, Org: "映山镇"}).
			On("2024-03-06", casefile.PassedOn{Level: casefile.Township, Org: "映山镇", ToOrg: "许可科"}).On("2024-03-07", casefile.Closed{Outcome: casefile.Granted}), complies},
		{"village_flow", plain().On("2024-03-05", casefile.Undertaken{Level: casefile.Village, Org: "上屋村"}), breaks},
		{"village_flow", plain(), conformance.NotConcerned},
		{"refunded", plain().On("2024-03-05", casefile.FeeCharged{Amount: 5_000_000, Currency: "CNY"}), complies},
		{"refunded", plain().On("2024-03-05", casefile.FeeCharged{Amount: -5_000_000, Currency: "CNY"}), breaks},
		{"delay_explained", late(), breaks},
		{"delay_explained", late().On("2024-03-18", casefile.DelayExplained{Reason: "flood", Explanation: "防汛"}), complies},
		{"delay_explained", plain(), conformance.NotConcerned},
		{"in_order", plain(), complies},
		{"in_order", plain().On("2024-03-01", casefile.Closed{Outcome: casefile.Granted}), breaks},
	} {
		list, err := conformance.Find([]string{row.rule})
		if err != nil {
			t.Fatal(err)
		}
		f := factsOf(&row.h.Case, casetest.Time("2024-06-03"))
		x := list[0].Judge(f)
		if got := map[bool]any{true: x.Why, false: x.Verdict}[x.Why != ""]; got != row.want {
			t.Errorf("%s: %v, want %v", row.rule, got, row.want)
		}
		zh, en := list[0].Sentence(f)
		if !strings.Contains(zh, list[0].Basis) || !strings.Contains(en, list[0].Basis) || !strings.HasSuffix(zh, "。") {
			t.Errorf("%s: %q, %q", row.rule, zh, en)
		}
	}
}

// TestSums: whatever the cases, the verdicts of each rule sum to all of them, and
// groups to the whole.
func TestSums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all, _ := conformance.Find(nil)
		whole, byOrg := conformance.NewTally(all, conformance.Whole), conformance.NewTally(all, conformance.ByOrg)
		n := rapid.IntRange(1, 30).Draw(rt, "cases")
		for _, drafts := range casetest.Generate(rapid.Uint64().Draw(rt, "seed"), n) {
			var told []casefile.Entry
			for i, d := range drafts {
				e, err := casefile.Decode(&ledger.Record{Revision: ledger.Revision(i), Draft: d})
				if err != nil {
					rt.Fatal(err)
				}
				told = append(told, e)
			}
			c := casefile.Replay(told)
			f := factsOf(&c, casetest.Time("2026-06-03"))
			whole.Add(f, nil)
			byOrg.Add(f, nil)
		}
		sums := map[string]int{}
		for _, l := range byOrg.Lines() {
			sums[l.Rule.ID] += l.All()
		}
		for _, l := range whole.Lines() {
			if l.All() != n || sums[l.Rule.ID] != n {
				rt.Errorf("%s: %d and %d of %d cases", l.Rule.ID, l.All(), sums[l.Rule.ID], n)
			}
		}
	})
}
