package projections_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/figures/plain"
	"caseledger/projections/viewtest"
)

func on(text string) workdays.Date {
	d, err := workdays.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func enter(t testing.TB, s ledger.Store, entries ...registry.Entry) {
	t.Helper()
	for _, e := range entries {
		if _, err := registry.Record(t.Context(), s, casetest.Time("2025-01-02"), "", e); err != nil {
			t.Fatal(err)
		}
	}
}

// tree is a county with two townships, one of them with a village, and an item.
func tree(t testing.TB, s ledger.Store) {
	org := func(code, parent string, level registry.Level) registry.Entry {
		return registry.OrganisationCreated{Org: code, Name: "机构" + code, Parent: parent, Level: level, Date: workdays.NoDate}
	}
	enter(t, s, org("C", "", registry.County), org("T1", "C", registry.Township), org("T2", "C", registry.Township), org("V", "T1", registry.Village),
		registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: "C", Class: "licence", Tags: []string{"b", "a"}, Date: on("2024-01-01")})
}

// counts are how many cases were accepted at and below organisations.
func counts(t testing.TB, v *projections.Views, at ledger.Position, from, to string, orgs ...string) (out string) {
	t.Helper()
	for _, org := range orgs {
		q := projections.FigureQuery{IDs: []string{"accepted"}, From: on(from), To: on(to), AsOf: workdays.NoDate, KnownAt: at, Decimals: -1}
		q.Org = &org
		list, err := v.Figures(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprint(org, " ", *list[0].Value, " ")
	}
	return out
}

// TestMoveAndMergerInMidYear: a village moves and a township is merged, told
// late. Cases of before stay where they were, by day; what was known before the
// records came stays answerable; one run gives the same rows.
func TestMoveAndMergerInMidYear(t *testing.T) {
	s, v := memory.New(), viewtest.New(t)
	v.SetSlice(1)
	tree(t, s)
	for i, day := range []string{"2023-11-01", "2024-03-01", "2024-06-30", "2024-07-01", "2024-10-08", "2024-12-02"} {
		for _, org := range []string{"C", "T1", "T2", "V"} {
			record(t, s, casetest.Case(fmt.Sprint("P-", org, i)).On(day, casefile.Accepted{Org: org, Item: "SX-1", Promise: 5}).
				On("2024-12-31", casefile.Closed{Outcome: casefile.Granted}))
		}
	}
	catchUp(t, v, s)
	all := []string{"C", "T1", "T2", "V"}
	const old = "C 24 T1 12 T2 6 V 6 "
	if got := counts(t, v, 0, "2023-01-01", "2024-12-31", all...); got != old {
		t.Errorf("before: %s", got)
	}
	known, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	enter(t, s, registry.OrganisationMoved{Org: "V", Parent: "T2", Date: on("2024-07-01")})
	catchUp(t, v, s)
	moved := known + 1
	enter(t, s, registry.OrganisationMerged{Org: "T2", Into: "T1", Date: on("2024-10-01")}, registry.ItemUntagged{Item: "SX-1", Tag: "a", Date: on("2024-10-01")})
	catchUp(t, v, s)
	for _, c := range []struct {
		at             ledger.Position
		from, to, want string
	}{
		{known, "2023-01-01", "2024-12-31", old},
		{moved, "2023-01-01", "2024-12-31", "C 24 T1 9 T2 9 V 6 "},
		{0, "2023-01-01", "2023-12-31", "C 4 T1 2 T2 1 V 1 "}, // last year: the old tree
		{0, "2024-01-01", "2024-06-30", "C 8 T1 4 T2 2 V 2 "}, // before the move
		{0, "2024-07-01", "2024-09-30", "C 4 T1 1 T2 2 V 1 "}, // the village below the other township
		{0, "2024-10-01", "2024-12-31", "C 8 T1 6 T2 2 V 2 "}, // which is a part of the first
		{known, "2024-10-01", "2024-12-31", "C 8 T1 4 T2 2 V 2 "},
	} {
		if got := counts(t, v, c.at, c.from, c.to, all...); got != c.want {
			t.Errorf("known at %d, %s to %s: %s, want %s", c.at, c.from, c.to, got, c.want)
		}
	}
	tagged := func(at ledger.Position) string {
		tag, q := "a", anyDay("accepted")
		q.Tag, q.KnownAt = &tag, at
		list, err := v.Figures(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return *list[0].Value
	}
	if got := tagged(0) + " " + tagged(known); got != "12 20" { // none before 2024: the item was not registered
		t.Errorf("tagged: %s", got)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and as it came (-one +came):\n%s", diff)
	}
	checkSummaries(t.Context(), t, v, s)
	checkPlacing(t, v, s)
}

// checkPlacing holds every case against the directory that the ledger has.
func checkPlacing(t testing.TB, v *projections.Views, s ledger.Store) {
	t.Helper()
	d, err := (&registry.Reader{Store: s}).Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page, err := v.Cases(t.Context(), projections.CaseQuery{First: 1000, Order: projections.ByNumber, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range page.Rows {
		var want projections.Placing
		if day := c.AcceptedOn(); day != workdays.NoDate {
			copy(want.Above[:], d.Path(c.Org, day)[1:])
			org, _ := d.Organisation(c.Org, day)
			item, _ := d.Item(c.Item, day)
			want.Level, want.Class, want.Tags = string(org.Level), item.Class, plain.TagsOf(item.Tags)
			if item.Level != "" {
				want.Level = string(item.Level)
			}
		}
		if diff := cmp.Diff(want, c.Placing); diff != "" {
			t.Fatalf("%s, accepted on %s at %s (-directory +view):\n%s", c.Number, c.AcceptedOn(), c.Org, diff)
		}
	}
}

// Whatever is recorded of organisations and items, and however late, cases stand
// where the directory says, replay gives the same rows as catching up record by
// record, and a node has what its places add up to.
func TestPlacingFollowsTheDirectory(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s, v := memory.New(), viewtest.New(t)
		v.SetSlice(rapid.IntRange(1, 5).Draw(r, "slice"))
		orgs := []string{"C", "T1", "T2", "V", "W"}
		day := func() workdays.Date { return on("2024-03-01") + workdays.Date(rapid.IntRange(0, 9).Draw(r, "day")) }
		for n := range rapid.IntRange(5, 40).Draw(r, "records") {
			org, other := rapid.SampledFrom(orgs).Draw(r, "org"), rapid.SampledFrom(orgs).Draw(r, "other")
			var e registry.Entry
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0, 1:
				e = registry.OrganisationCreated{Org: org, Name: "机构", Parent: other, Level: registry.Township, Date: day()}
			case 2:
				e = registry.OrganisationMoved{Org: org, Parent: other, Date: day()}
			case 3:
				e = registry.OrganisationMerged{Org: org, Into: other, Date: day()}
			case 4:
				e = registry.ItemRegistered{Item: "SX-1", Name: "事项", Org: org, Class: "licence", Tags: []string{"a"}, Date: day()}
			case 5:
				e = registry.ItemTagged{Item: "SX-1", Tag: "b", Date: day()}
			default:
				record(t, s, casetest.Case(fmt.Sprint("P-", n)).On(day().String(), casefile.Accepted{Org: org, Item: "SX-1"}))
			}
			if e != nil { // as facts: what rules would refuse must be counted the same
				if _, err := registry.Record(t.Context(), s, casetest.Time("2025-01-02"), "", e); err != nil {
					continue
				}
			}
			if rapid.Bool().Draw(r, "follow") {
				catchUp(t, v, s)
			}
		}
		catchUp(t, v, s)
		checkPlacing(t, v, s)
		if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
			r.Fatalf("one run and as it came (-one +came):\n%s", diff)
		}
	})
}
