package projections_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestSampleCases counts what is known of the permit-receipt log.
func TestSampleCases(t *testing.T) {
	s := memory.New()
	defer s.Close()
	m, err := intake.LoadMapping(intake.SampleMapping)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
	job := intake.Job{Name: intake.SampleName, Input: intake.Sample(), Mapping: m, Store: s, Now: func() time.Time { return at }}
	if _, err := intake.Import(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	got := map[string]int{}
	q := projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 1000}
	for {
		page, err := v.Cases(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Rows {
			got["cases"]++
			got["status "+string(c.Status)]++
			got["channel "+c.Channel]++
			for _, a := range c.Anomalies {
				got["anomaly "+string(a)]++
			}
			if !c.ClosedAt.IsZero() {
				got[map[bool]string{true: "late", false: "on time"}[c.Result == projections.Late]]++
			}
		}
		if !page.HasNext {
			break
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
	want := map[string]int{
		"cases": 1434, "status closed": 1329, "status open": 105, "on time": 952, "late": 377,
		"channel Internet": 1250, "channel Desk": 109, "channel Post": 53, "channel e-mail": 21, "channel Intern": 1,
		"anomaly ends_before_start": 2, "anomaly events_after_end": 145, "anomaly events_before_start": 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the sample (-known +views):\n%s", diff)
	}
	overdue := true
	q = projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 1, CountTotal: true,
		Status: []casefile.Status{casefile.Ended}, Overdue: &overdue, OverdueAt: at}
	if page, err := v.Cases(t.Context(), q); err != nil || page.Total != 377 {
		t.Errorf("%d cases closed late, %v; want 377", page.Total, err)
	}
}
