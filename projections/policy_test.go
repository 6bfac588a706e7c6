package projections_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// trial is a version of the licensing rules with shorter limits.
var trial = policy.Policy{Regime: policy.Licence, Version: "试行2024", From: workdays.Civil(2024, 7, 1), Basis: "试行办法〔2024〕7号", LegalDays: 10}

// governed is a ledger of cases on both sides of the trial's date, of several
// regimes and of none.
func governed(t *testing.T) *memory.Store {
	t.Helper()
	s := memory.New()
	t.Cleanup(func() { s.Close() })
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), casetest.Time("2006-01-01")); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		number, accepted string
		of               casefile.Accepted
	}{
		{"BEFORE", "2024-06-28", casefile.Accepted{Regime: policy.Licence}},
		{"AFTER", "2024-07-02", casefile.Accepted{Regime: policy.Licence}},
		{"JOINT", "2024-07-02", casefile.Accepted{Regime: policy.Licence, Routing: casefile.Joint}},
		{"FOI", "2024-07-02", casefile.Accepted{Regime: policy.FOI}},
		{"SERVICE", "2024-07-02", casefile.Accepted{Regime: policy.Service, Promise: 20}},
		{"NONE", "2024-07-02", casefile.Accepted{Legal: 20}},
	} {
		record(t, s, casetest.Case(row.number).On(row.accepted, row.of).On("2024-07-23", casefile.Closed{Outcome: casefile.Granted}))
	}
	return s
}

func publishPolicy(t *testing.T, s ledger.Store, p policy.Policy) {
	t.Helper()
	if n, err := registry.Record(t.Context(), s, casetest.Time("2024-08-01"), "督办岗-01", registry.Policy(p)); err != nil || n != 1 {
		t.Fatalf("%d recorded, %v", n, err)
	}
}

func summaries(t *testing.T, v *projections.Views) map[string]projections.Summary {
	t.Helper()
	page, err := v.Cases(t.Context(), projections.CaseQuery{First: 1000, Order: projections.ByNumber, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]projections.Summary{}
	for _, s := range page.Rows {
		out[s.Number] = s
	}
	return out
}

// TestPolicyPublishedLater: a version derives anew the cases of its regime that
// were accepted while it is in force, and no others; replay gives the same
// rows, and what was known before it stays answerable.
func TestPolicyPublishedLater(t *testing.T) {
	s := governed(t)
	v := viewtest.New(t)
	v.SetSlice(1)
	catchUp(t, v, s)
	before := summaries(t, v)
	for number, want := range map[string]int{"BEFORE": 20, "AFTER": 20, "JOINT": 45, "FOI": 20, "SERVICE": 0, "NONE": 20} {
		if got := before[number].Legal.Days; got != want {
			t.Errorf("before: the legal limit of %s is %d working days, want %d", number, got, want)
		}
	}
	known, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	late := func(at ledger.Position) string {
		list, err := v.Figures(t.Context(), projections.FigureQuery{IDs: []string{"closed_late"}, From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, KnownAt: at, Decimals: -1})
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return *list[0].Value
	}
	if got := late(0); got != "0" {
		t.Errorf("before: %s cases are late", got)
	}

	publishPolicy(t, s, trial)
	catchUp(t, v, s)
	after := summaries(t, v)
	for number := range before {
		changed := !cmp.Equal(before[number], after[number])
		if want := number == "AFTER" || number == "JOINT"; changed != want {
			t.Errorf("%s changed: %t, want %t\n%s", number, changed, want, cmp.Diff(before[number], after[number]))
		}
	}
	if got := after["AFTER"]; got.Legal.Days != 10 || got.Legal.Policy != "licence/2024-07-01" || got.Result != projections.Late {
		t.Errorf("AFTER: %+v, %s", got.Legal, got.Result)
	}
	if got := late(0); got != "2" {
		t.Errorf("after: %s cases are late, want 2", got)
	}
	if got := late(known); got != "0" {
		t.Errorf("known before it: %s cases are late", got)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and as it came (-one +came):\n%s", diff)
	}
	checkSummaries(t.Context(), t, v, s)

	// Taken back by a later record of the same date.
	longer := trial
	longer.LegalDays = 25
	publishPolicy(t, s, longer)
	catchUp(t, v, s)
	if got := summaries(t, v)["AFTER"]; got.Legal.Days != 25 || got.Result != projections.Early {
		t.Errorf("replaced: %+v, %s", got.Legal, got.Result)
	}
	if got := late(0) + late(known+1) + late(known); got != "020" {
		t.Errorf("late now, under the first, before both: %s", got)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and as it came (-one +came):\n%s", diff)
	}
}

// TestPolicyOfALateReceipt: a version counts for a case whose receipt is told
// after its acceptance, and lies in the version's time.
func TestPolicyOfALateReceipt(t *testing.T) {
	s := memory.New()
	t.Cleanup(func() { s.Close() })
	record(t, s, casetest.Case("FOI").On("2024-06-03", casefile.Accepted{Regime: policy.FOI}).On("2024-07-02", casefile.ApplicationReceived{}))
	v := viewtest.New(t)
	catchUp(t, v, s)
	p := trial
	p.Regime, p.FromReceipt = policy.FOI, true
	publishPolicy(t, s, p)
	catchUp(t, v, s)
	if got := summaries(t, v)["FOI"].Legal; got.Days != p.LegalDays {
		t.Errorf("%+v, want %d days", got, p.LegalDays)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and as it came (-one +came):\n%s", diff)
	}
}

// TestPolicyBeforeItsCases: those that come after a version is published are
// counted by it from the start, also by views that are opened again.
func TestPolicyBeforeItsCases(t *testing.T) {
	s := memory.New()
	t.Cleanup(func() { s.Close() })
	publishPolicy(t, s, trial)
	path := t.TempDir() + "/views"
	v, err := projections.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	catchUp(t, v, s)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	record(t, s, casetest.Case("AFTER").On("2024-07-02", casefile.Accepted{Regime: policy.Licence}))
	v = openAt(t, path)
	catchUp(t, v, s)
	if got := summaries(t, v)["AFTER"]; got.Legal.Days != 10 {
		t.Errorf("%+v", got.Legal)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and as it came (-one +came):\n%s", diff)
	}
}
