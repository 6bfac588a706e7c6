package registry_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

const frozenPolicy = "testdata/v1/policy.published-1.json"

// local is a policy with a row in every list.
func local(t *testing.T) policy.Policy {
	t.Helper()
	b, err := os.ReadFile(frozenPolicy)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func publishPolicy(t *testing.T, s ledger.Store, p policy.Policy) int {
	t.Helper()
	n, err := registry.Record(t.Context(), s, noon, "督办岗-01", registry.Policy(p))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPoliciesKeepTheirBytes: a policy's own JSON is the body that is recorded,
// of every version that ships and of one with all members.
func TestPoliciesKeepTheirBytes(t *testing.T) {
	for _, p := range append(policy.Official().All(), local(t)) {
		want, err := p.JSON()
		if err != nil {
			t.Fatal(err)
		}
		name, body, err := registry.Book.Body(registry.Policy(p), "督办岗-01", nil)
		if err != nil || name != "policy.published/1" || !bytes.Equal(body, want) {
			t.Errorf("%s is recorded as %s %s, %v; want %s", p.ID(), name, body, err, want)
		}
		got, err := registry.Decode(&ledger.Record{Draft: ledger.Draft{Type: name, Public: body}})
		if diff := cmp.Diff(act.Event(registry.Policy(p)), got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", p.ID(), err, diff)
		}
	}
	frozen, err := os.ReadFile(frozenPolicy)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := local(t).JSON(); err != nil || !bytes.Equal(b, bytes.TrimSpace(frozen)) {
		t.Errorf("written %s, frozen is %s", b, frozen)
	}
}

// TestPolicyInForce: what ships holds without a record, a later record of the
// same regime and date replaces, and the same again adds nothing.
func TestPolicyInForce(t *testing.T) {
	s := memory.New()
	reader := &registry.Reader{Store: s}
	p := local(t)
	amended := p
	amended.LegalDays = 3
	before, on := p.From-1, p.From
	days := func(set *policy.Set) [2]int {
		return [2]int{set.At(p.Regime, before).LegalDays, set.At(p.Regime, on).LegalDays}
	}
	for _, step := range []struct {
		publish *policy.Policy
		added   int
		want    [2]int
	}{
		{nil, 0, [2]int{20, 20}},
		{&p, 1, [2]int{20, p.LegalDays}},
		{&p, 0, [2]int{20, p.LegalDays}},
		{&amended, 1, [2]int{20, 3}},
		{&p, 1, [2]int{20, p.LegalDays}},
	} {
		if step.publish != nil {
			if n := publishPolicy(t, s, *step.publish); n != step.added {
				t.Errorf("recorded %d, want %d", n, step.added)
			}
		}
		one, err := reader.Policies(t.Context(), p.Regime)
		if err != nil {
			t.Fatal(err)
		}
		all, err := registry.Policies(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if days(one) != step.want || days(all) != step.want {
			t.Errorf("a reader says %v, the ledger %v, want %v", days(one), days(all), step.want)
		}
	}
	if set, err := reader.Policies(t.Context(), ""); err != nil || set.At(p.Regime, on).LegalDays != 20 {
		t.Errorf("no regime: %v, %v", set, err)
	}
}

// TestPoliciesThatCannotBe: the field is named, and nothing is recorded.
func TestPoliciesThatCannotBe(t *testing.T) {
	for _, row := range []struct {
		field string
		spoil func(*policy.Policy)
	}{
		{"regime", func(p *policy.Policy) { p.Regime = "" }},
		{"from", func(p *policy.Policy) { p.From = workdays.NoDate }},
		{"legalDays", func(p *policy.Policy) { p.LegalDays = -1 }},
		{"silence[0].effect", func(p *policy.Policy) { p.Silence[0].Effect = "grant" }},
		{"grounds[0].code", func(p *policy.Policy) { p.Grounds[0].Code = "" }},
		{"basis", func(p *policy.Policy) { p.Basis = "联系电话 13800138000" }},
		{"systems[0].rule", func(p *policy.Policy) { p.Systems[0].Rule = "邮箱 a@example.org" }},
	} {
		s, p := memory.New(), local(t)
		row.spoil(&p)
		_, err := registry.Record(t.Context(), s, noon, "", registry.Policy(p))
		var invalid *ledger.InvalidError
		var refused *disclosure.Error
		if field := ""; errors.As(err, &invalid) || errors.As(err, &refused) {
			if field = row.field; invalid != nil && invalid.Field != field || refused != nil && refused.Field != field {
				t.Errorf("%s: %v", row.field, err)
			}
		} else {
			t.Errorf("%s: %v", row.field, err)
		}
		if head, err := s.Head(t.Context()); err != nil || head != 0 {
			t.Errorf("%s: the ledger ends at %s, %v", row.field, head, err)
		}
	}
}

func TestPolicyStream(t *testing.T) {
	p := registry.Policy(local(t))
	if p.Stream() != "policy/licence" || p.Subject() != "2027-01-01" || !p.Since().Equal(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%s %s %s", p.Stream(), p.Subject(), p.Since())
	}
}
