package projections_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestSnapshot: what is recorded while a snapshot is read is not in it.
func TestSnapshot(t *testing.T) {
	s := memory.New()
	defer s.Close()
	v := viewtest.New(t)
	add := func(h *casetest.History) {
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		catchUp(t, v, s)
	}
	look := func(n *projections.Snapshot) (ordinal uint64, numbers []string, told int) {
		page, err := n.Cases(projections.CaseQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, Order: projections.ByNumber, First: 10, CountTotal: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Rows {
			numbers = append(numbers, c.Number)
		}
		if page.Total != len(numbers) {
			t.Errorf("%d cases are listed and %d counted", len(numbers), page.Total)
		}
		histories, err := n.Histories(append(numbers, "unheard-of"))
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range histories {
			told += len(h)
		}
		return n.Ordinal(), numbers, told
	}
	empty := func(n *projections.Snapshot) error {
		at, err := n.Recorded()
		if n.Ordinal() != 0 || !at.IsZero() {
			t.Errorf("before the first record: ordinal %d, recorded %s", n.Ordinal(), at)
		}
		return err
	}
	if err := v.Snapshot(t.Context(), empty); err != nil {
		t.Fatal(err)
	}
	add(casetest.Case("T-1").On("2024-03-04", casefile.Accepted{}).On("2024-03-05", casefile.Closed{Outcome: casefile.Granted}))
	err := v.Snapshot(t.Context(), func(n *projections.Snapshot) error {
		for i := range 2 {
			ordinal, numbers, told := look(n)
			if diff := cmp.Diff([]string{"T-1"}, numbers); ordinal != 2 || told != 2 || diff != "" {
				t.Errorf("ordinal %d, %d entries, %s", ordinal, told, diff)
			}
			at, err := n.Recorded()
			if err != nil || !at.Equal(casetest.Time("2024-03-05")) {
				t.Errorf("the last record was recorded at %s, %v", ledger.FormatTime(at), err)
			}
			if i == 0 {
				add(casetest.Case("T-2").On("2024-03-06", casefile.Accepted{}))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = v.Snapshot(t.Context(), func(n *projections.Snapshot) error {
		if ordinal, numbers, _ := look(n); ordinal != 3 || len(numbers) != 2 {
			t.Errorf("a later snapshot: ordinal %d, cases %v", ordinal, numbers)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
