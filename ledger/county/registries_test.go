package county_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/act"
	"caseledger/ledger/books"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// directory is what the registries of a county say.
func directory(t *testing.T, job county.Job) *registry.Directory {
	t.Helper()
	s := memory.New()
	write(t, job, s)
	var told []act.Event
	for _, r := range records(t, s) {
		if books.Of(r.Stream) != books.Book(registry.Book) {
			continue
		}
		e, err := registry.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, e)
	}
	return new(registry.Directory).With(told...)
}

// TestRegistriesOfS2: windows and staff before and after the reform, items and
// their tags.
func TestRegistriesOfS2(t *testing.T) {
	d := directory(t, county.Job{Profile: "S2", Seed: 8, Cases: 300})
	before, after := workdays.Civil(2018, 6, 29), workdays.Civil(2018, 7, 2)
	for _, row := range []struct {
		on                    workdays.Date
		windows, staff, items int
	}{{before, 17, 34, 196}, {after, 6, 13, 196}} {
		if w, s, i := len(d.Windows(row.on, "")), len(d.Staff(row.on, "")), len(d.Items(row.on)); w != row.windows || s != row.staff || i != row.items {
			t.Errorf("%s: %d windows, %d on duty, %d items; want %d, %d, %d", row.on, w, s, i, row.windows, row.staff, row.items)
		}
	}
	got := map[string]int{}
	for tag, items := range d.Tags(after) {
		got[tag] = len(items)
	}
	if diff := cmp.Diff(map[string]int{"现场前置": 22, "马上办": 44, "网上办": 6, "就近办": 21, "不见面": 10, "跑一次": 111}, got); diff != "" {
		t.Error(diff)
	}
}

// TestRegistriesOfNetworks: the tree, windows, agents and items of S3 and S4.
func TestRegistriesOfNetworks(t *testing.T) {
	for _, row := range []struct {
		job                                         county.Job
		on                                          workdays.Date
		townships, villages, agents, windows, items int
	}{
		{county.Job{Profile: "S3", Seed: 8}, workdays.Civil(2011, 9, 30), 11, 276, 1452, 48, 366},
		{county.Job{Profile: "S4", Seed: 8}, workdays.Civil(2023, 10, 1), 2, 10, 12, 10, 94},
	} {
		if testing.Short() && row.job.Profile == "S3" {
			continue // 52 089 cases
		}
		d := directory(t, row.job)
		levels := map[registry.Level]int{}
		for _, o := range d.Organisations(row.on) {
			levels[o.Level]++
		}
		agents := 0
		for _, p := range d.Posts(row.on, "") {
			if p.Role == registry.RoleAgent {
				agents++
			}
		}
		got := []int{levels[registry.Township], levels[registry.Village], agents, len(d.Windows(row.on, "")), len(d.Items(row.on))}
		if diff := cmp.Diff([]int{row.townships, row.villages, row.agents, row.windows, row.items}, got); diff != "" {
			t.Errorf("%s: townships, villages, agents, windows, items %s", row.job.Profile, diff)
		}
	}
}

// TestReformOfACounty: units are merged, moved and renamed in the middle of the
// period, as the truth says, and the tree of the day before stays.
func TestReformOfACounty(t *testing.T) {
	s := memory.New()
	job := county.Job{Profile: "county", Seed: 8, Cases: 400}
	_, truth := write(t, job, s)
	d := directory(t, job)
	for _, row := range []struct{ kind, org, to string }{
		{county.PlantedMove, "YS-D28", "YS"}, {county.PlantedMove, "YS-T15-V02", "YS-T14"},
		{county.PlantedMerger, "YS-D30", "YS-D29"}, {county.PlantedMerger, "YS-T16-V02", "YS-T16-V01"},
	} {
		i := slices.IndexFunc(truth, func(p county.Planted) bool { return p.Org == row.org && p.Kind == row.kind })
		if i < 0 || truth[i].To != row.to {
			t.Fatalf("%+v is not in the truth", row)
		}
		on := *truth[i].On
		if before, after := d.Path(row.org, on-1), d.Path(row.org, on); before[1] == row.to || after[1] != row.to {
			t.Errorf("%+v: %s on the day before, %s on the day", row, before, after)
		}
	}
	before, _ := d.Organisation("YS-T15-V02", workdays.Civil(2025, 3, 1))
	after, _ := d.Organisation("YS-T15-V02", workdays.Civil(2025, 12, 1))
	if before.Name == after.Name {
		t.Errorf("the village that moved is still called %s", after.Name)
	}
}

// TestRoundOfACounty: what nobody accounts for is left by name, and what was
// delegated says so; channels and rules are there.
func TestRoundOfACounty(t *testing.T) {
	d := directory(t, county.Job{Profile: "county", Seed: 8, Cases: 400})
	end := workdays.Civil(2026, 1, 1)
	b := d.Rounds(registry.Latest)[0].Balance()
	if b.Found != 5 || b.Retained != 3 || b.Delegated != 1 || b.Unaccounted != 1 || strings.Join(b.Items, " ") != "YS-SX-006" {
		t.Errorf("%+v", b)
	}
	if i, _ := d.Item("YS-SX-005", end); !i.Delegated || i.Level != registry.Township {
		t.Errorf("%s is not delegated", i.ID())
	}
	if channels, rules := d.Channels(end), d.Rules(end); len(channels) != 5 || len(rules) != 5 {
		t.Errorf("%d channels, %d rules", len(channels), len(rules))
	}
}
