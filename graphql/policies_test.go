package graphql_test

import (
	"fmt"
	"testing"

	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// TestPoliciesAsKnown: a version published later is in force on its days, and
// what was known before it stays answerable.
func TestPoliciesAsKnown(t *testing.T) {
	w := newWorld(t, 0)
	head, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	trial := policy.Policy{Regime: policy.Licence, Version: "试行2025", From: workdays.Civil(2025, 1, 1), Basis: "试行办法〔2024〕7号", LegalDays: 10}
	again := trial
	again.LegalDays = 8
	for _, p := range []policy.Policy{trial, again} {
		if _, err := registry.Record(t.Context(), w.store, casetest.Time("2024-12-02"), "督办岗-01", registry.Policy(p)); err != nil {
			t.Fatal(err)
		}
	}
	w.catchUp(t)
	for _, row := range []struct {
		args, want string
	}{
		{`on: "2025-01-01"`, "[map[legalDays:8]]"},
		{`on: "2024-12-31"`, "[map[legalDays:20]]"},
		{fmt.Sprintf(`on: "2025-01-01", knownAt: "%d"`, head), "[map[legalDays:20]]"},
		{fmt.Sprintf(`on: "2025-01-01", knownAt: "%d"`, head+1), "[map[legalDays:10]]"},
		{`on: "2025-01-01", knownAtTime: "2024-12-01T00:00:00Z"`, "[map[legalDays:20]]"},
		{`on: "2004-06-30"`, "[]"},
	} {
		got := at(t, good(t, w, `{ policies(regime: "licence", `+row.args+`) { legalDays } }`, nil), "policies")
		if fmt.Sprint(got) != row.want {
			t.Errorf("%s: %v, want %s", row.args, got, row.want)
		}
	}
	for _, args := range []string{`knownAt: "1", knownAtTime: "2024-12-01T00:00:00Z"`, `knownAt: "0"`} {
		if r := post(t, w, `{ policies(`+args+`) { id } }`, nil); r.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", args, r.raw)
		}
	}
}
