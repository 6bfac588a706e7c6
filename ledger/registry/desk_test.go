package registry_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

func ask(e registry.Entry, key string) registry.Order {
	return registry.Order{ID: ledger.NewCommandID(noon, key), Post: "法制岗-01", Entry: e, Recorded: noon}
}

// TestDeskOnce: a command is carried out once, by its id and by what it says.
func TestDeskOnce(t *testing.T) {
	desk := &registry.Desk{Store: memory.New()}
	grant, revoked, _ := entries()
	for i, step := range []struct {
		order    registry.Order
		revision ledger.Revision
		repeated bool
	}{
		{ask(grant, "a"), 0, false},
		{ask(grant, "a"), 0, true},
		{ask(grant, "said already"), 0, true},
		{ask(revoked, "b"), 1, false},
		{ask(grant, "a"), 0, true},
		{ask(revoked, "a"), 0, true}, // an id is of one command for ever
	} {
		got, err := desk.Do(t.Context(), step.order)
		if err != nil || got.Record.Revision != step.revision || got.Repeated != step.repeated {
			t.Errorf("step %d: revision %d, repeated %v, %v", i, got.Record.Revision, got.Repeated, err)
		}
	}
}

// TestDesksBesideEachOther: what another desk has recorded counts for one that
// has read the stream before, and what is sent to both is recorded once.
func TestDesksBesideEachOther(t *testing.T) {
	s := memory.New()
	one, other := &registry.Desk{Store: s}, &registry.Desk{Store: s}
	open := registry.WindowOpened{Window: "W-1", Org: "A", Date: workdays.Civil(2024, 1, 1)}
	closed := registry.WindowClosed{Window: "W-1", Date: workdays.Civil(2024, 2, 1)}
	for i, step := range []struct {
		desk     *registry.Desk
		order    registry.Order
		revision ledger.Revision
		repeated bool
	}{
		{one, ask(open, "a"), 0, false},
		{other, ask(open, "a"), 0, true},
		{other, ask(closed, "b"), 1, false},
		{one, ask(closed, "c"), 1, true},
		{one, ask(closed, "b"), 1, true},
	} {
		got, err := step.desk.Do(t.Context(), step.order)
		if err != nil || got.Record.Revision != step.revision || got.Repeated != step.repeated {
			t.Errorf("step %d: revision %d, repeated %v, %v", i, got.Record.Revision, got.Repeated, err)
		}
	}
	var refusal *act.Refusal
	if _, err := one.Do(t.Context(), ask(registry.WindowClosed{Window: "W-1", Date: workdays.Civil(2024, 3, 1)}, "d")); !errors.As(err, &refusal) {
		t.Errorf("closed twice: %v", err)
	}
}

// BenchmarkDesk: a thousand organisations, a command each.
func BenchmarkDesk(b *testing.B) {
	for b.Loop() {
		desk := &registry.Desk{Store: memory.New()}
		for i := range 1000 {
			e := registry.OrganisationCreated{Org: fmt.Sprint("A-", i), Name: "甲", Level: registry.County, Date: workdays.NoDate}
			if _, err := desk.Do(b.Context(), ask(e, e.Org)); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestDeskRefuses: each refusal is of its kind and changes nothing.
func TestDeskRefuses(t *testing.T) {
	grant, revoked, fee := entries()
	early, other, noNumber, private := revoked, revoked, grant, grant
	early.Date, other.Delegation, noNumber.Delegation, private.Org = grant.From-1, "SQ-2", "a b", "call 13800138000"
	seen := ledger.Revision(4)
	expecting, future := ask(fee, "x"), ask(fee, "x")
	expecting.Expect, future.Occurred = &seen, noon.Add(time.Second)
	orphan := registry.OrganisationMoved{Org: "A", Date: workdays.Civil(2024, 1, 1), Parent: "B"}
	unopened := registry.RoundClosed{Round: "R-1", Date: workdays.Civil(2024, 1, 1)}
	for name, row := range map[string]struct {
		order registry.Order
		rule  string
		as    any
	}{
		"not granted":            {ask(other, "x"), registry.RuleDelegation, new(*act.Refusal)},
		"before its first day":   {ask(early, "x"), registry.RuleDelegation, new(*act.Refusal)},
		"no such organisation":   {ask(orphan, "x"), registry.RuleTree, new(*act.Refusal)},
		"a round never opened":   {ask(unopened, "x"), registry.RuleRound, new(*act.Refusal)},
		"another revision":       {expecting, "", new(*ledger.ConflictError)},
		"not happened yet":       {future, "", new(*ledger.InvalidError)},
		"no number for a stream": {ask(noNumber, "x"), "", new(*ledger.InvalidError)},
		"a telephone in public":  {ask(private, "x"), "", new(*disclosure.Error)},
	} {
		s := memory.New()
		desk := &registry.Desk{Store: s}
		if _, err := desk.Do(t.Context(), ask(grant, "grant")); err != nil {
			t.Fatal(err)
		}
		_, err := desk.Do(t.Context(), row.order)
		var refusal *act.Refusal
		if !errors.As(err, row.as) || errors.As(err, &refusal) && refusal.Rule != row.rule {
			t.Errorf("%s: %v", name, err)
		}
		if head, err := s.Head(t.Context()); err != nil || head != 1 {
			t.Errorf("%s: the ledger ends at %s, %v", name, head, err)
		}
	}
}
