package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// TestGuide: it is made of the version in force and of the organisations of
// the day, and says which points of a profile are not told.
func TestGuide(t *testing.T) {
	hall := org("B", "", year)
	hall.Duties, hall.Telephones, hall.Hours = []string{"便民服务"}, []registry.Telephone{{For: "service", Number: "12345"}}, "每天"
	bare := registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: "B", Date: year + 1}
	told := registry.ItemChanged(bare)
	told.Date, told.Content, told.Procedure, told.Basis, told.Handling, told.Offices = year+5, "发证", []string{"受理"}, []string{"某法"}, "immediate", []string{"B", "X"}
	told.Materials = []registry.Material{{Name: "申请书"}}
	d := directory(hall, bare, told, registry.ItemAbolished{Item: "SX-1", Basis: "x", Date: year + 9})
	fees := registry.FeeStandards{{Item: "SX-1", Standard: "S", Effective: year + 6}}
	all := []registry.Point{"content", "procedure", "basis", "materials", "limit", "fees"}
	for _, row := range []struct {
		day          workdays.Date
		id           string
		hall, centre []registry.Point
	}{
		{0, "", nil, nil},
		{1, "SX-1@1", []registry.Point{"content", "procedure", "basis", "fees"}, all},
		{5, "SX-1@2", []registry.Point{"fees"}, []registry.Point{"fees"}},
		{6, "SX-1@2", []registry.Point{}, []registry.Point{}},
		{9, "", nil, nil},
	} {
		g, ok := d.Guide("SX-1", year+row.day, fees)
		if ok != (row.id != "") {
			t.Errorf("day %d: there is a guide: %v", row.day, ok)
		}
		if !ok {
			continue
		}
		if g.ID() != row.id || g.Open != "每天" || g.Hours != "" || g.Owner.Name != "B" {
			t.Errorf("day %d: %+v", row.day, g)
		}
		if diff := cmp.Diff(row.hall, g.Missing(registry.Profiles["hall"])); diff != "" {
			t.Errorf("day %d: %s", row.day, diff)
		}
		if diff := cmp.Diff(row.centre, g.Missing(registry.Profiles["centre"])); diff != "" {
			t.Errorf("day %d: %s", row.day, diff)
		}
	}
	g, _ := d.Guide("SX-1", year+5, nil)
	if len(g.Places) != 2 || g.Places[1].Name != "X" {
		t.Errorf("offered at %+v", g.Places)
	}
	shared := 0
	for _, p := range registry.Profiles["hall"] {
		for _, q := range registry.Profiles["centre"] {
			if p == q {
				shared++
			}
		}
	}
	if shared != 4 || len(registry.Profiles["all"]) != 8 {
		t.Errorf("the lists share %d points of %d", shared, len(registry.Profiles["all"]))
	}
}

// TestChanges: what differs is derived.
func TestChanges(t *testing.T) {
	first := registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: "B", Date: year, PromisedDays: 10}
	second := registry.ItemChanged(first)
	second.Date, second.Round, second.PromisedDays, second.Tags = year+20, "R", 5, []string{"马上办"}
	third := second
	third.Date, third.Name, third.PromisedDays = year+10, "新名", 0
	want := []registry.Change{
		{Version: 1, Date: year},
		{Version: 2, Date: year + 20, Round: "R", Members: []string{"promisedDays", "tags"}},
		{Version: 3, Date: year + 10, Round: "R", Members: []string{"name", "promisedDays"}},
	}
	if diff := cmp.Diff(want, directory(first, second, third).Changes("SX-1")); diff != "" {
		t.Error(diff)
	}
	if list := directory().Changes("SX-1"); list != nil {
		t.Errorf("%+v", list)
	}
}
