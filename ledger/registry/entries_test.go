package registry_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

func entries() (grant registry.DelegationGranted, revoked registry.DelegationRevoked, fee registry.FeeStandard) {
	grant = registry.DelegationGranted{Delegation: "SQ-2024-1", From: workdays.Civil(2024, 3, 1), Items: []string{"SX-001"}, Org: "市场监管局", Post: "首席代表岗-01", Until: workdays.NoDate}
	revoked = registry.DelegationRevoked{Date: workdays.Civil(2024, 6, 1), Delegation: "SQ-2024-1", Reason: "post_changed"}
	fee = registry.FeeStandard{Amount: 10_000_000, Basis: "发改价格〔2015〕1 号", Currency: "CNY", Effective: workdays.Civil(2024, 1, 1), Item: "SX-001", Standard: "证照费"}
	return grant, revoked, fee
}

// TestDelegations: granted, recorded once, held until its revocation.
func TestDelegations(t *testing.T) {
	s := memory.New()
	grant, revoked, fee := entries()
	if n, err := registry.Record(t.Context(), s, noon, "法制岗-01", grant, revoked, fee, grant); err != nil || n != 3 {
		t.Fatalf("%d recorded, %v", n, err)
	}
	if n, err := registry.Record(t.Context(), s, noon, "法制岗-01", grant, revoked, fee); err != nil || n != 0 {
		t.Errorf("%d recorded again, %v", n, err)
	}
	d, err := registry.ReadDelegation(t.Context(), s, "SQ-2024-1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(registry.Delegation{DelegationGranted: grant, Revoked: revoked.Date}, d); diff != "" {
		t.Error(diff)
	}
	for day, holds := range map[workdays.Date]bool{grant.From - 1: false, grant.From: true, revoked.Date - 1: true, revoked.Date: false} {
		if d.On(day) != holds {
			t.Errorf("it holds on %s: %v", day, d.On(day))
		}
	}
	if !d.Covers("SX-001") || d.Covers("SX-002") {
		t.Error("it covers its item only")
	}
	for _, number := range []string{"SQ-2", "", "a b"} {
		if d, err := registry.ReadDelegation(t.Context(), s, number); err != nil || d.On(grant.From) {
			t.Errorf("delegation %q holds (%v)", number, err)
		}
	}
	list, err := registry.ReadFeeStandards(t.Context(), s, "SX-001")
	if err != nil || len(list) != 1 || list[0] != fee {
		t.Errorf("%v, %v", list, err)
	}
}

func TestEntriesThatCannotBe(t *testing.T) {
	grant, revoked, fee := entries()
	noNumber, noPost, backwards := grant, grant, grant
	noNumber.Delegation, noPost.Post, backwards.Until = "", "", grant.From-1
	noDay := revoked
	noDay.Date = workdays.NoDate
	noBasis, negative, noItem := fee, fee, fee
	noBasis.Basis, negative.Amount, noItem.Item = "", -1, ""
	for name, e := range map[string]registry.Entry{
		"no number": noNumber, "no post": noPost, "ends before it begins": backwards, "no day": noDay,
		"no basis": noBasis, "less than nothing": negative, "no item": noItem,
	} {
		var invalid *ledger.InvalidError
		if _, err := registry.Record(t.Context(), memory.New(), noon, "", e); !errors.As(err, &invalid) {
			t.Errorf("%s: %v, want an InvalidError", name, err)
		}
	}
}

// TestFrozenEntries: what was written once is read for ever, and written again
// the same.
func TestFrozenEntries(t *testing.T) {
	grant, revoked, fee := entries()
	grant.Until, fee.Unit = workdays.Civil(2025, 2, 28), "page"
	last := map[string]registry.Entry{} // by their names; of one name the last sample
	for _, e := range append([]registry.Entry{grant, revoked, fee}, samples()...) {
		if c, ok := e.(registry.OrganisationCreated); !ok || c.Scheme != "" {
			last[e.Stored()] = e
		}
	}
	for _, a := range registry.Book.Actions() {
		e := last[a.Name]
		if e == nil {
			if a.Name != (registry.Notice{}).Stored() && a.Name != (registry.Policy{}).Stored() {
				t.Errorf("%s has no sample", a.Name)
			}
			continue
		}
		name, public, err := registry.Book.Body(e, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		file := "testdata/v1/" + strings.ReplaceAll(name, "/", "-") + ".json"
		if *update {
			if err := os.WriteFile(file, public, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		frozen, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := registry.Decode(&ledger.Record{Draft: ledger.Draft{Type: name, Public: frozen}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(act.Event(e), got); diff != "" || string(frozen) != string(public) {
			t.Errorf("%s: %s", frozen, diff)
		}
	}
}
