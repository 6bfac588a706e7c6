package projections_test

import (
	"fmt"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestWorkingDays: the distribution of working days has as many cases as the
// percentiles rest on, and these are its percentiles, also as known earlier.
func TestWorkingDays(t *testing.T) {
	c, err := county.New(county.Job{Profile: "county", Seed: 3, Cases: 200, From: workdays.Civil(2025, 12, 1), To: workdays.Civil(2026, 3, 31)})
	if err != nil {
		t.Fatal(err)
	}
	s := memory.New()
	if _, err := c.Write(t.Context(), county.Output{Store: s}); err != nil {
		t.Fatal(err)
	}
	v := viewtest.Of(t, s)
	last, err := v.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range []uint64{last, last - 150} {
		for _, from := range []workdays.Date{workdays.NoDate, workdays.Civil(2026, 1, 15)} {
			q := projections.FigureQuery{IDs: []string{"working_days_p50", "working_days_p90", "working_days_max"}, From: from, To: workdays.NoDate, AsOf: workdays.NoDate, KnownAt: ledger.Position(known)}
			list, err := v.WorkingDays(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			figures, err := v.Figures(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var values []int
			for _, l := range list {
				for range l.Cases {
					values = append(values, l.Days)
				}
			}
			for i, p := range []int{50, 90, 100} {
				if f := figures[i]; len(values) == 0 || f.Denominator != fmt.Sprint(len(values)) || *f.Value != fmt.Sprint(values[(p*len(values)+99)/100-1]) {
					t.Errorf("as known at %d from %s: %s is %s of %s; the distribution is %v", known, from, f.ID, *f.Value, f.Denominator, list)
				}
			}
		}
	}
}
