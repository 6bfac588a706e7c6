package casefile_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// knownRegistries has a delegation from 2024-03-01 to 03-31, revoked on 03-20, and two
// standards of SX-001: one raised on 03-10, one by the page.
func knownRegistries(t *testing.T) casefile.Known {
	t.Helper()
	return casefile.Known{
		Rules: china(t),
		Delegations: map[string]registry.Delegation{"SQ-1": {Revoked: date(t, "2024-03-20"), DelegationGranted: registry.DelegationGranted{
			Delegation: "SQ-1", From: date(t, "2024-03-01"), Until: date(t, "2024-03-31"), Items: []string{"SX-001"}, Org: "a", Post: "首席代表岗-01"}}},
		FeeStandards: map[string]registry.FeeStandards{"SX-001": {
			{Amount: 5_000_000, Basis: "发改价格〔2015〕1 号", Currency: "CNY", Effective: date(t, "2024-03-05"), Item: "SX-001", Standard: "证照费"},
			{Amount: 8_000_000, Basis: "发改价格〔2015〕1 号", Currency: "CNY", Effective: date(t, "2024-03-10"), Item: "SX-001", Standard: "证照费"},
			{Amount: 1_000_000, Basis: "发改价格〔2015〕1 号", Currency: "CNY", Effective: date(t, "2024-03-15"), Item: "SX-001", Standard: "复印费", Unit: "page"},
		}},
	}
}

// TestRulesThatAskRegistries: a delegation in force by its day, its post and
// its item (首席代表授权); a fee by the standard in force on its day
// (行政许可法58, 59).
func TestRulesThatAskRegistries(t *testing.T) {
	known := knownRegistries(t)
	by := casefile.Determine{Outcome: casefile.Granted, Delegation: "SQ-1"}
	fee := func(n casefile.Amount, standard string) casefile.ChargeFee {
		return casefile.ChargeFee{Amount: n, Currency: "CNY", Standard: standard}
	}
	euro := fee(1, "")
	euro.Currency = "EUR"
	for _, r := range []struct {
		name, when, post, item string
		command                casefile.Command
		then                   any
	}{
		{"by delegation", "2024-03-06", "首席代表岗-01", "SX-001", by, by},
		{"without one", "2024-03-06", "承办岗-01", "SX-001", casefile.Determine{Outcome: casefile.Granted}, casefile.Decided{Outcome: casefile.Granted}},
		{"before its first day", "2024-02-29", "首席代表岗-01", "SX-001", by, casefile.RuleDelegation},
		{"on the day before its revocation", "2024-03-19", "首席代表岗-01", "SX-001", by, by},
		{"on that of its revocation", "2024-03-20", "首席代表岗-01", "SX-001", by, casefile.RuleDelegation},
		{"after its last day", "2024-04-01", "首席代表岗-01", "SX-001", by, casefile.RuleDelegation},
		{"another post", "2024-03-06", "承办岗-01", "SX-001", by, casefile.RuleDelegation},
		{"another item", "2024-03-06", "首席代表岗-01", "SX-002", by, casefile.RuleDelegation},
		{"one that was never granted", "2024-03-06", "首席代表岗-01", "SX-001", casefile.Determine{Outcome: casefile.Granted, Delegation: "SQ-2"}, casefile.RuleDelegation},

		{"before any standard", "2024-03-04", "p", "SX-001", fee(9_000_000, ""), casefile.FeeCharged{Amount: 9_000_000, Currency: "CNY"}},
		{"by the only standard", "2024-03-06", "p", "SX-001", fee(5_000_000, ""), casefile.FeeCharged{Amount: 5_000_000, Currency: "CNY", Standard: "证照费"}},
		{"less is a reduction", "2024-03-06", "p", "SX-001", fee(2_500_000, "证照费"), casefile.FeeCharged{Amount: 2_500_000, Currency: "CNY", Standard: "证照费"}},
		{"more is illegal", "2024-03-06", "p", "SX-001", fee(5_000_001, "证照费"), casefile.RuleStandard},
		{"as raised", "2024-03-10", "p", "SX-001", fee(8_000_000, "证照费"), casefile.FeeCharged{Amount: 8_000_000, Currency: "CNY", Standard: "证照费"}},
		{"in another currency", "2024-03-06", "p", "SX-001", euro, casefile.RuleStandard},
		{"of two one must be named", "2024-03-15", "p", "SX-001", fee(1, ""), casefile.RuleStandard},
		{"by the page", "2024-03-15", "p", "SX-001", fee(30_000_000, "复印费"), casefile.FeeCharged{Amount: 30_000_000, Currency: "CNY", Standard: "复印费"}},
		{"one that is not in force", "2024-03-06", "p", "SX-001", fee(1, "复印费"), casefile.RuleStandard},
	} {
		taken := takenIn
		taken.Item = r.item
		o := order(t, r.when, r.command)
		o.Post = r.post
		events, err := casefile.Decide(fold(t, "2024-02-28", taken), o, known)
		var refusal *casefile.Refusal
		if rule, ok := r.then.(string); ok {
			if !errors.As(err, &refusal) || refusal.Rule != rule {
				t.Errorf("%s: %v, %v; want a refusal by %s", r.name, events, err, rule)
			}
			continue
		}
		want := r.then
		if d, ok := want.(casefile.Determine); ok {
			want = casefile.Decided(d)
		}
		if err != nil {
			t.Errorf("%s: %v", r.name, err)
		} else if diff := cmp.Diff([]casefile.Event{want.(casefile.Event)}, events); diff != "" {
			t.Errorf("%s: %s", r.name, diff)
		}
	}
}

// TestDeskAsksRegistries: what was granted, revoked and published counts from
// the next order on.
func TestDeskAsksRegistries(t *testing.T) {
	store, known := memory.New(), knownRegistries(t)
	desk := &casefile.Desk{Store: store}
	publish := func(entries ...registry.Entry) {
		t.Helper()
		if _, err := registry.Record(t.Context(), store, at(t, "2024-03-01"), "法制岗-01", entries...); err != nil {
			t.Fatal(err)
		}
	}
	try := func(when string, id byte, c casefile.Command) string {
		t.Helper()
		o := order(t, when, c)
		o.ID, o.Post = ledger.CommandID{id}, "首席代表岗-01"
		_, err := desk.Do(t.Context(), o)
		var refusal *casefile.Refusal
		if errors.As(err, &refusal) {
			return refusal.Rule
		}
		if err != nil {
			t.Fatal(err)
		}
		return ""
	}
	by := casefile.Determine{Outcome: casefile.Granted, Delegation: "SQ-1"}
	fee := casefile.ChargeFee{Amount: 6_000_000, Currency: "CNY"}
	grant, standards := known.Delegations["SQ-1"].DelegationGranted, known.FeeStandards["SX-001"]
	grant.Until = workdays.NoDate
	steps := []struct {
		before func()
		when   string
		do     casefile.Command
		rule   string
	}{
		{nil, "2024-03-04", casefile.Accept{Item: "SX-001"}, ""},
		{nil, "2024-03-06", by, casefile.RuleDelegation},
		{func() { publish(standards[0]) }, "2024-03-06", fee, casefile.RuleStandard},
		{func() { publish(standards[1]) }, "2024-03-10", fee, ""},
		{func() { publish(grant, registry.DelegationRevoked{Delegation: "SQ-1", Date: date(t, "2024-03-20")}) }, "2024-03-21", by, casefile.RuleDelegation},
		{nil, "2024-03-19", by, ""},
	}
	for i, s := range steps {
		if s.before != nil {
			s.before()
		}
		if rule := try(s.when, byte(i+1), s.do); rule != s.rule {
			t.Errorf("%T on %s: refused by %q, want %q", s.do, s.when, rule, s.rule)
		}
	}
}

// TestAmendingAsksRegistries: what follows a wrong record is held to the
// delegations and standards that it rests on, as it was when it was recorded.
func TestAmendingAsksRegistries(t *testing.T) {
	known := knownRegistries(t)
	grant := known.Delegations["SQ-1"].DelegationGranted
	decided := casefile.Determine{Outcome: casefile.Granted, Delegation: "SQ-1"}
	charged := casefile.ChargeFee{Amount: 5_000_000, Currency: "CNY", Standard: "证照费"}
	for _, r := range []struct {
		name    string
		later   casefile.Command
		correct casefile.Command // of the acceptance
		rule    string
	}{
		{"the delegation covers another item", decided, casefile.Accept{Item: "SX-002"}, casefile.RuleAmend},
		{"the delegation covers it still", decided, casefile.Accept{Item: "SX-001", Channel: "post"}, ""},
		{"the fee was within the standard of this item alone", charged, casefile.Accept{Item: "SX-003"}, casefile.RuleAmend},
		{"the fee is within it still", charged, casefile.Accept{Item: "SX-001", Channel: "post"}, ""},
	} {
		store := memory.New()
		desk := &casefile.Desk{Store: store}
		dear := known.FeeStandards["SX-001"][0]
		dear.Item, dear.Amount = "SX-003", 1_000_000
		if _, err := registry.Record(t.Context(), store, at(t, "2024-03-01"), "法制岗-01", grant, known.FeeStandards["SX-001"][0], dear); err != nil {
			t.Fatal(err)
		}
		for i, step := range []struct {
			when string
			do   casefile.Command
			of   *casefile.Wrong
		}{
			{"2024-03-04", casefile.Accept{Item: "SX-001"}, nil},
			{"2024-03-06", r.later, nil},
			{"2024-03-04", r.correct, &casefile.Wrong{Revision: 0, Reason: "typing", Basis: "申请表"}},
		} {
			o := order(t, step.when, step.do)
			o.ID, o.Post, o.Corrects = ledger.CommandID{byte(i + 1)}, "首席代表岗-01", step.of
			_, err := desk.Do(t.Context(), o)
			var refusal *casefile.Refusal
			rule := ""
			if errors.As(err, &refusal) {
				rule = refusal.Rule
			} else if err != nil {
				t.Fatal(err)
			}
			if want := r.rule; step.of != nil && rule != want || step.of == nil && rule != "" {
				t.Errorf("%s: %T is refused by %q, want %q", r.name, step.do, rule, want)
			}
		}
	}
}
