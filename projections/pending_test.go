package projections_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestPendingCasesAreListedAndNotCounted: a case is in no figure before its
// acceptance, also where it ends without one; a deemed acceptance counts on the
// day of the receipt.
func TestPendingCasesAreListedAndNotCounted(t *testing.T) {
	s := memory.New()
	came := casefile.ApplicationReceived{Calendar: "CN", Legal: 20, Officer: "GW-1", Org: "LY", Zone: "Asia/Shanghai"}
	record(t, s, casetest.Case("P-WAITS").On("2024-09-20 10:00", came))
	record(t, s, casetest.Case("P-CALLED").On("2024-09-20 10:00", casefile.AppointmentMade{At: casetest.Time("2024-09-23")}))
	record(t, s, casetest.Case("P-BACK").On("2024-09-20 10:00", came).On("2024-09-23", casefile.Returned{Basis: "b", Reason: "r", Remedy: "m"}))
	record(t, s, casetest.Case("P-SILENT").On("2024-09-20 10:00", came).On("2024-10-08", casefile.DeemedAccepted{Basis: "行政许可法32(4)"}).
		On("2024-10-08", casefile.Archived{Archive: "DA-1", Officer: "GW-1"}))
	record(t, s, casetest.Case("P-TAKEN").On("2024-09-20 10:00", came).On("2024-09-24", casefile.Accepted{Org: "LY", Legal: 20}).
		On("2024-09-24", casefile.Archived{Archive: "DA-2", Officer: "GW-1"}).On("2024-09-25", casefile.Closed{Outcome: casefile.Completed}).On("2024-09-25", casefile.StruckOff{}))
	v := viewtest.New(t)
	catchUp(t, v, s)
	list := func(q projections.CaseQuery) (numbers []string) {
		t.Helper()
		q.AcceptedFrom, q.AcceptedTo, q.First, q.Order = workdays.NoDate, workdays.NoDate, 10, projections.ByNumber
		page, err := v.Cases(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Rows {
			numbers = append(numbers, c.Number)
		}
		return numbers
	}
	yes, no := true, false
	for _, x := range []struct {
		name string
		q    projections.CaseQuery
		want []string
	}{
		{"pending", projections.CaseQuery{Status: []casefile.Status{casefile.Pending}}, []string{"P-CALLED", "P-WAITS"}},
		{"in the open book", projections.CaseQuery{OpenBook: &yes}, []string{"P-SILENT"}},
		{"not in it", projections.CaseQuery{OpenBook: &no}, []string{"P-BACK", "P-CALLED", "P-TAKEN", "P-WAITS"}},
	} {
		if diff := cmp.Diff(x.want, list(x.q)); diff != "" {
			t.Errorf("%s: %s", x.name, diff)
		}
	}
	day := workdays.Civil(2024, 9, 20)
	for _, x := range []struct {
		id       string
		from, to workdays.Date
		want     string
	}{{"accepted", day, day, "1"}, {"accepted", day, day + 30, "2"}, {"returned", day, day + 30, "0"}, {"open", day, day + 30, "1"}} {
		f, err := v.Figures(t.Context(), projections.FigureQuery{IDs: []string{x.id}, From: x.from, To: x.to, AsOf: x.to})
		if err != nil || f[0].Numerator != x.want {
			t.Errorf("%s of %s to %s: %+v, %v; want %s", x.id, x.from, x.to, f, err, x.want)
		}
	}
	chain, err := v.Custody(t.Context(), "P-TAKEN")
	if err != nil || len(chain) != 2 || chain[0].How != "application" || chain[0].Post != "GW-1" || chain[1].How != "accepted" {
		t.Errorf("%+v, %v", chain, err)
	}
}
