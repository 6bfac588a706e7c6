package casefile_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
)

// TestWhatMayStandInPublic: a command that would make a person public is
// refused with its field and rule, the value is not repeated, and nothing is
// recorded.
func TestWhatMayStandInPublic(t *testing.T) {
	const identity = "110101199003074514"
	now := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		order   casefile.Order
		field   string
		rule    disclosure.Rule
		accepts bool
	}{
		{name: "a sentence as a reason", field: "reason", rule: disclosure.RuleForm,
			order: casefile.Order{Command: casefile.Suspend{Reason: "申请人张三 " + identity + " 未到"}}},
		{name: "an identity number as a reason", field: "reason", rule: disclosure.RuleIdentity,
			order: casefile.Order{Command: casefile.Suspend{Reason: "未到-" + identity}}},
		{name: "a telephone number in a step", field: "name", rule: disclosure.RuleTelephone,
			order: casefile.Order{Command: casefile.Perform{Step: "S", Name: "致电 138 0013 8000"}}},
		{name: "a bell in a step", field: "name", rule: disclosure.RuleInvisible,
			order: casefile.Order{Command: casefile.Perform{Step: "S", Name: "ring\a"}}},
		{name: "an address in the remedy", field: "remedy", rule: disclosure.RuleMail,
			order: casefile.Order{Command: casefile.Return{Basis: "b", Reason: "r", Remedy: "zhang.san@example.com"}}},
		{name: "a number as the receiving post", field: "byPost", rule: disclosure.RuleIdentity,
			order: casefile.Order{Command: casefile.Receive{Post: identity}}},
		{name: "a telephone number as the acting post", field: "post", rule: disclosure.RuleTelephone,
			order: casefile.Order{Post: "13800138000", Command: casefile.Perform{Step: "S"}}},
		{name: "an identity number as the case number", field: "case number", rule: disclosure.RuleIdentity,
			order: casefile.Order{Number: "XK-" + identity, Command: casefile.Accept{}}, accepts: true},
		{name: "a sentence as the channel", order: casefile.Order{Command: casefile.Accept{Channel: "call 13800138000"}}, field: "channel", rule: disclosure.RuleForm, accepts: true},
	} {
		store := memory.New()
		desk := &casefile.Desk{Store: store}
		if !c.accepts {
			do(t, desk, casefile.Order{ID: ledger.CommandID{1}, Number: "T-1", Recorded: now, Command: casefile.Accept{}})
		}
		head, _ := store.Head(t.Context())
		o := c.order
		o.ID, o.Recorded = ledger.CommandID{2}, now
		if o.Number == "" {
			o.Number = "T-1"
		}
		_, err := desk.Do(t.Context(), o)
		var refused *disclosure.Error
		if !errors.As(err, &refused) || refused.Field != c.field || refused.Rule != c.rule {
			t.Errorf("%s: %v, want %s of %s", c.name, err, c.rule, c.field)
			continue
		}
		if strings.Contains(refused.Error(), identity) || strings.Contains(refused.Error(), "13800138000") {
			t.Errorf("%s: the error repeats the value", c.name)
		}
		if after, _ := store.Head(t.Context()); after != head {
			t.Errorf("%s: something was recorded", c.name)
		}
	}
}

// TestLabelsStandInPublic: what a sealed value is called is public, the value
// is not.
func TestLabelsStandInPublic(t *testing.T) {
	desk := newDesk(t, memory.New())
	_, err := desk.Do(t.Context(), casefile.Order{ID: ledger.CommandID{1}, Number: "T-1", Recorded: time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC),
		Command: casefile.Accept{}, Sealed: []vault.Value{{Label: "110101199003074514", Subject: "s-1", Text: "张三"}}})
	var refused *disclosure.Error
	if !errors.As(err, &refused) || refused.Rule != disclosure.RuleIdentity {
		t.Errorf("%v", err)
	}
}
