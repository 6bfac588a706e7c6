package projections_test

import (
	"fmt"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	. "caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestResultsFollowTheOrderOfRecords: what is told after an ending, or in its
// very instant, changes neither the results of cases nor the figures. 2024-03-04
// is a Monday, and the month has no holiday.
func TestResultsFollowTheOrderOfRecords(t *testing.T) {
	promised := casefile.Accepted{Handling: casefile.Promised, Promise: 5}
	noon := casefile.Accepted{Deadline: casetest.Time("2024-03-05 12:00")}
	stop := casefile.Suspended{Reason: "expert_review"}
	cases := []struct {
		history *casetest.History
		want    Result
	}{
		{casetest.Case("R-01").On("2024-03-04", promised).On("2024-03-20", casefile.Closed{}), Late},
		{casetest.Case("R-02").On("2024-03-04", promised).On("2024-03-20", casefile.Closed{}).On("2024-03-06", stop), Late},
		{casetest.Case("R-03").On("2024-03-04", noon).On("2024-03-06", casefile.Closed{}).On("2024-03-05 10:00", stop), Late},
		{casetest.Case("R-04").On("2024-03-04", noon).On("2024-03-05 11:00", stop).On("2024-03-05 18:00", casefile.Resumed{}).On("2024-03-05 18:00", casefile.Closed{}), Late},
		{casetest.Case("R-05").On("2024-03-04", noon).On("2024-03-05 11:00", stop).On("2024-03-05 18:00", casefile.Closed{}).On("2024-03-05 18:00", casefile.Resumed{}), Early},
		{casetest.Case("R-06").On("2024-03-04", promised).On("2024-03-06", casefile.Closed{}).On("2024-03-06 08:00", stop), Early},
		{casetest.Case("R-07").On("2024-03-04", promised).On("2024-03-20", casefile.Returned{Basis: "b", Reason: "r"}), Pending},
		{casetest.Case("R-08").On("2024-03-04", promised).On("2024-03-06", casefile.Withdrawn{}), Pending},
		{casetest.Case("R-09").On("2024-03-06", casefile.Closed{}).On("2024-03-04", promised), Pending},
		{casetest.Case("R-10").On("2024-03-06", casefile.Closed{}), Pending},
		{casetest.Case("R-11").On("2024-03-04", casefile.Accepted{}).On("2024-03-06", casefile.Closed{}), WithoutDue},
	}
	s := memory.New()
	t.Cleanup(func() { s.Close() })
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), casetest.Time("2024-01-01")); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if _, err := c.history.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	for _, c := range cases {
		if got, err := v.Case(t.Context(), c.history.Number); err != nil || got.Result != c.want {
			t.Errorf("%s: result %q, want %q; %v", c.history.Number, got.Result, c.want, err)
		}
	}
	wants := map[string]int{
		"accepted": 10, "closed": 7, "open": 1, "closed_early": 2, "closed_on_time": 2, "closed_late": 4, "closed_without_due": 1, "returned": 1, "withdrawn": 1,
		// The sum of limits and of days: R-02 is as long as R-01.
		"mean_promised_days": 5 + 5 + 1 + 1 + 1 + 5, "mean_actual_days": 12 + 12 + 2 + 1 + 1 + 2,
	}
	for id, want := range wants {
		got, err := v.Figures(t.Context(), anyDay(id))
		if err != nil || got[0].Numerator != fmt.Sprint(want) {
			t.Errorf("%s = %s, want %d; %v", id, got[0].Numerator, want, err)
		}
	}
	// are due on the 11th; R-09 was never closed after
	// its acceptance.
	q := anyDay("overdue")
	for day, want := range map[string]int{"2024-03-08": 0, "2024-03-12": 4, "2024-03-20": 1} {
		date, err := workdays.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		q.AsOf, q.To = date, date
		if got, err := v.Figures(t.Context(), q); err != nil || got[0].Numerator != fmt.Sprint(want) {
			t.Errorf("overdue on %s = %s, want %d; %v", day, got[0].Numerator, want, err)
		}
	}
}
