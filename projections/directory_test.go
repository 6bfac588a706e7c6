package projections_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/viewtest"
)

// TestDirectory: it follows the ledger, record by record, and says what was
// known at each.
func TestDirectory(t *testing.T) {
	s, v := memory.New(), viewtest.New(t)
	day := workdays.Civil(2024, 8, 1)
	var want []any
	says := func(d *registry.Directory, err error) any {
		if err != nil {
			t.Fatal(err)
		}
		i, _ := d.Item("SX-1", day)
		return []any{d.Path("T", day), i.ID(), len(d.Windows(day, "A"))}
	}
	for _, e := range []registry.Entry{
		registry.OrganisationCreated{Org: "A", Name: "甲", Level: registry.County, Date: workdays.NoDate},
		registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: "A", Date: day - 9},
		registry.OrganisationCreated{Org: "B", Name: "乙", Parent: "A", Level: registry.County, Date: workdays.NoDate},
		registry.OrganisationCreated{Org: "T", Name: "丙", Parent: "B", Level: registry.Township, Date: workdays.NoDate},
		registry.WindowOpened{Window: "W-1", Org: "T", Date: day},
		registry.ItemChanged{Item: "SX-1", Name: "事项", Org: "T", Date: day},
		registry.OrganisationMoved{Org: "T", Parent: "A", Date: day},
	} {
		if _, err := registry.Record(t.Context(), s, casetest.Time("2024-08-01"), "", e); err != nil {
			t.Fatal(err)
		}
		catchUp(t, v, s)
		want = append(want, says(v.Directory(t.Context(), 0)))
	}
	if diff := cmp.Diff([]any{[]string{"T", "A"}, "SX-1@2", 1}, want[6]); diff != "" {
		t.Error(diff)
	}
	for i := range want {
		if diff := cmp.Diff(want[i], says(v.Directory(t.Context(), ledger.Position(i+1)))); diff != "" {
			t.Errorf("as known at %d: %s", i+1, diff)
		}
		if diff := cmp.Diff(want[i], says(folded(t, s, i+1), nil)); diff != "" {
			t.Errorf("the ledger says something else at %d: %s", i+1, diff)
		}
	}
	reader := &registry.Reader{Store: s}
	for range 2 {
		d, err := reader.Directory(t.Context())
		if diff := cmp.Diff(want[6], says(d, err)); diff != "" {
			t.Error(diff)
		}
	}
}

// folded is the directory of the first n records of a ledger.
func folded(t *testing.T, s ledger.Store, n int) *registry.Directory {
	t.Helper()
	d := new(registry.Directory)
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Record == nil {
			continue
		}
		e, err := registry.Decode(item.Record)
		if err != nil {
			t.Fatal(err)
		}
		if d = d.With(e); int(item.Position) == n {
			break
		}
	}
	return d
}
