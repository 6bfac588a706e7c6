package graphql_test

import (
	"fmt"
	"testing"

	"caseledger/ledger/casefile"
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

// TestCaseByThePoliciesKnownThen: a case at a moment is counted by the rules that
// were known then, as figures are.
func TestCaseByThePoliciesKnownThen(t *testing.T) {
	w := newWorld(t, 0)
	if _, err := casetest.Case("K-1").On("2025-01-02", casefile.Accepted{Regime: policy.Licence}).AppendTo(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	head, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	trial := policy.Policy{Regime: policy.Licence, Version: "试行2025", From: workdays.Civil(2025, 1, 1), Basis: "试行办法〔2025〕1号", LegalDays: 10}
	if _, err := registry.Record(t.Context(), w.store, casetest.Time("2025-01-06"), "督办岗-01", registry.Policy(trial)); err != nil {
		t.Fatal(err)
	}
	w.catchUp(t)
	for bound, want := range map[string]string{
		fmt.Sprintf(`position: "%d"`, head):   "20 licence/2019-04-23",
		fmt.Sprintf(`position: "%d"`, head+1): "10 licence/2025-01-01",
		`recordedBy: "2025-01-03T00:00:00Z"`:  "20 licence/2019-04-23",
		`occurredBy: "2025-01-03T00:00:00Z"`:  "10 licence/2025-01-01",
	} {
		got := good(t, w, `{ case(number: "K-1") { at(`+bound+`) { legal: clock { legal { limit { days policy } } } } } }`, nil)
		l := at(t, got, "case", "at", "legal", "legal", "limit").(map[string]any)
		if have := fmt.Sprint(l["days"], " ", l["policy"]); have != want {
			t.Errorf("%s: %s, want %s", bound, have, want)
		}
	}
}

// TestCaseByTheCalendarKnownThen: the same for a notice of days off that came
// later.
func TestCaseByTheCalendarKnownThen(t *testing.T) {
	w := newWorld(t, 0)
	if _, err := casetest.Case("K-2").On("2026-03-02", casefile.Accepted{Calendar: "LOCAL", Promise: 3}).AppendTo(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	head, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	flood := workdays.Notice{Calendar: "LOCAL", Year: 2026, Days: []workdays.Day{{Date: workdays.Civil(2026, 3, 4), Name: "防汛停工", Off: true}}}
	if _, err := registry.Publish(t.Context(), w.store, []workdays.Notice{flood}, casetest.Time("2026-03-06")); err != nil {
		t.Fatal(err)
	}
	w.catchUp(t)
	for bound, want := range map[string]string{
		fmt.Sprintf(`position: "%d"`, head):   "2026-03-05 true",
		fmt.Sprintf(`position: "%d"`, head+1): "2026-03-06 false",
		`recordedBy: "2026-03-05T00:00:00Z"`:  "2026-03-05 true",
		`occurredBy: "2026-03-05T00:00:00Z"`:  "2026-03-06 false",
	} {
		got := good(t, w, `{ case(number: "K-2") { at(`+bound+`) { clock { governing { limit { on provisional } } } } } }`, nil)
		l := at(t, got, "case", "at", "clock", "governing", "limit").(map[string]any)
		if have := fmt.Sprint(l["on"], " ", l["provisional"]); have != want {
			t.Errorf("%s: %s, want %s", bound, have, want)
		}
	}
}
