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

// TestOverdueAndUnexplained: a unit that is late says in public why (优化营商环境条例
// 36, order 722: 超过办理时间的，办理单位应当公开说明理由); the list is of those that have
// not. Five working days from Monday, 4 March 2024, end on 11 March.
func TestOverdueAndUnexplained(t *testing.T) {
	s := memory.New()
	five := casefile.Accepted{Promise: 5}
	why := casefile.DelayExplained{Explanation: "等待上级系统恢复", Reason: "system"}
	record(t, s, casetest.Case("O-SILENT").On("2024-03-04", five))
	record(t, s, casetest.Case("O-SAID").On("2024-03-04", five).On("2024-03-12", why))
	record(t, s, casetest.Case("O-LATE").On("2024-03-04", five).On("2024-03-13", casefile.Closed{Outcome: casefile.Granted}))
	record(t, s, casetest.Case("O-LATE-SAID").On("2024-03-04", five).On("2024-03-13", casefile.Closed{Outcome: casefile.Granted}).On("2024-03-14", why))
	record(t, s, casetest.Case("O-DONE").On("2024-03-04", five).On("2024-03-11", casefile.Closed{Outcome: casefile.Granted}))
	record(t, s, casetest.Case("O-FREE").On("2024-03-04", casefile.Accepted{}))
	v := viewtest.New(t)
	catchUp(t, v, s)
	yes, no := true, false
	for _, x := range []struct {
		name string
		q    projections.CaseQuery
		at   string
		want []string
	}{
		{"overdue", projections.CaseQuery{Overdue: &yes}, "2024-03-12", []string{"O-LATE", "O-LATE-SAID", "O-SAID", "O-SILENT"}},
		{"unexplained", projections.CaseQuery{OverdueUnexplained: &yes}, "2024-03-12", []string{"O-LATE", "O-SILENT"}},
		{"on the due day", projections.CaseQuery{OverdueUnexplained: &yes}, "2024-03-11", nil},
		{"all others", projections.CaseQuery{OverdueUnexplained: &no}, "2024-03-12", []string{"O-DONE", "O-FREE", "O-LATE-SAID", "O-SAID"}},
		{"overdue and explained", projections.CaseQuery{Overdue: &yes, OverdueUnexplained: &no}, "2024-03-12", []string{"O-LATE-SAID", "O-SAID"}},
	} {
		x.q.OverdueAt = casetest.Time(x.at)
		x.q.AcceptedFrom, x.q.AcceptedTo, x.q.First, x.q.Order = workdays.NoDate, workdays.NoDate, 10, projections.ByNumber
		page, err := v.Cases(t.Context(), x.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range page.Rows {
			got = append(got, c.Number)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s: %s", x.name, diff)
		}
	}
}
