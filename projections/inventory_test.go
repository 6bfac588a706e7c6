package projections_test

import (
	"fmt"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// ask is the value of a figure on a day.
func ask(t *testing.T, v *projections.Views, id, day string, change func(*projections.FigureQuery)) string {
	t.Helper()
	q := anyDay(id)
	q.To = on(day)
	if change != nil {
		change(&q)
	}
	list, err := v.Figures(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Value == nil {
		return "none"
	}
	return *list[0].Value
}

// What a centre published in a round of reform: 196 items with six tags that
// overlap, windows from 17 to 6, staff from 34 to 13.
func TestWindowsAndStaffBecomeFewer(t *testing.T) {
	s, v := memory.New(), viewtest.New(t)
	tree(t, s)
	before, after := on("2019-01-01"), on("2019-07-01")
	tags := map[string]int{"现场前置": 22, "马上办": 44, "网上办": 6, "就近办": 21, "不见面": 10, "跑一次": 111}
	var entries []registry.Entry
	for i := range 195 { // one is in the tree
		e := registry.ItemRegistered{Item: fmt.Sprintf("SX-%03d", i+2), Name: "事项", Org: []string{"C", "T1"}[i%2], Date: before, Handling: []string{"immediate", "promised"}[min(i%3, 1)], LegalDays: 20, PromisedDays: 5}
		for tag, n := range tags {
			if (i+len(tag)*31)%195 < n {
				e.Tags = append(e.Tags, tag)
			}
		}
		entries = append(entries, e)
	}
	for i := range 17 {
		w := fmt.Sprintf("W-%02d", i+1)
		entries = append(entries, registry.WindowOpened{Window: w, Org: "T1", Date: before})
		if i >= 6 {
			entries = append(entries, registry.WindowClosed{Window: w, Date: after})
		}
	}
	for i := range 34 {
		p := registry.PostStaffed{Post: fmt.Sprintf("P-%02d", i+1), Pseudonym: fmt.Sprintf("受理员-%02d", i+1), From: before, Until: workdays.NoDate}
		if i >= 13 {
			p.Until = after - 1
		}
		entries = append(entries, registry.PostEstablished{Post: p.Post, Org: "T1", Role: registry.RoleClerk, Date: before}, p)
	}
	enter(t, s, entries...)
	record(t, s, casetest.Case("P-1").On("2025-01-03", casefile.Accepted{Org: "T1", Item: "SX-1"}))
	catchUp(t, v, s)
	got := []string{ask(t, v, "items", "2024-06-01", nil), ask(t, v, "windows", "2019-06-30", nil), ask(t, v, "windows", "2019-07-01", nil),
		ask(t, v, "staff", "2019-06-30", nil), ask(t, v, "staff", "2019-07-01", nil), ask(t, v, "agents", "2019-07-01", nil),
		ask(t, v, "time_reduction", "2019-07-01", nil), ask(t, v, "immediate_item_rate", "2019-07-01", nil)}
	if want := "196 17 6 34 13 0 75.00 33.33"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	for tag, n := range tags {
		if got := ask(t, v, "items", "2024-06-01", func(q *projections.FigureQuery) { q.Tag = &tag }); got != fmt.Sprint(n) {
			t.Errorf("%s: %s items, want %d", tag, got, n)
		}
	}
	ranks, err := v.Ranking(t.Context(), projections.FigureQuery{IDs: []string{"items"}, From: workdays.NoDate, To: on("2024-06-01"), AsOf: workdays.NoDate, Decimals: -1}, "tag", 10)
	if err != nil || len(ranks) != 8 || ranks[0].Key != "跑一次" || *ranks[0].Figure.Value != "111" { // and the two of the tree's item
		t.Errorf("by tag: %v, %v", ranks, err)
	}
	known := ask(t, v, "windows", "2019-06-30", func(q *projections.FigureQuery) { q.KnownAt = ledger.Position(5) })
	if known != "0" {
		t.Errorf("known before windows were recorded: %s", known)
	}
	kind := "promised"
	q := anyDay("windows")
	q.Kind = &kind
	if _, err := v.Figures(t.Context(), q); err == nil {
		t.Error("windows of a kind of case were counted")
	}
}

// What a county published of its network: 11 townships, 276 villages, 1452
// agents; and none of it is covered before it has somebody.
func TestNetworkOfACounty(t *testing.T) {
	s, v := memory.New(), viewtest.New(t)
	from := on("2012-01-01")
	entries := []registry.Entry{registry.OrganisationCreated{Org: "C", Name: "县", Level: registry.County, Date: workdays.NoDate}}
	add := func(code, parent string, level registry.Level) {
		entries = append(entries, registry.OrganisationCreated{Org: code, Name: code, Parent: parent, Level: level, Date: workdays.NoDate})
	}
	for i := range 11 {
		add(fmt.Sprintf("T%02d", i), "C", registry.Township)
		if i%2 == 0 { // clerks serve without a window too
			entries = append(entries, registry.WindowOpened{Window: fmt.Sprintf("W-%02d", i), Org: fmt.Sprintf("T%02d", i), Date: from})
			continue
		}
		post := fmt.Sprintf("受理岗-%02d", i)
		entries = append(entries, registry.PostEstablished{Post: post, Org: fmt.Sprintf("T%02d", i), Role: registry.RoleClerk, Date: from},
			registry.PostStaffed{Post: post, Pseudonym: fmt.Sprintf("受理员-%02d", i), From: from, Until: workdays.NoDate})
	}
	for i := range 276 {
		add(fmt.Sprintf("V%03d", i), fmt.Sprintf("T%02d", i%11), registry.Village)
	}
	for i := range 1452 {
		post := fmt.Sprintf("DB-%04d", i)
		entries = append(entries, registry.PostEstablished{Post: post, Org: fmt.Sprintf("V%03d", i%276), Role: registry.RoleAgent, Date: from},
			registry.PostStaffed{Post: post, Pseudonym: fmt.Sprintf("代办员-%04d", i), From: from, Until: workdays.NoDate})
	}
	enter(t, s, entries...)
	record(t, s, casetest.Case("P-1").On("2025-01-03", casefile.Accepted{Org: "V000"}))
	catchUp(t, v, s)
	level := func(name string) func(*projections.FigureQuery) {
		return func(q *projections.FigureQuery) { q.Level = &name }
	}
	county := "C"
	within := func(q *projections.FigureQuery) { q.Org = &county }
	got := []string{ask(t, v, "organisations", "2012-06-01", nil), ask(t, v, "organisations", "2012-06-01", level("township")), ask(t, v, "organisations", "2012-06-01", level("village")),
		ask(t, v, "agents", "2012-06-01", within), ask(t, v, "coverage", "2012-06-01", level("township")), ask(t, v, "coverage", "2012-06-01", level("village")),
		ask(t, v, "coverage", "2012-06-01", within), ask(t, v, "coverage", "2011-12-31", within)}
	if want := "288 11 276 1452 100.00 100.00 100.00 0.00"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	ranks, err := v.Ranking(t.Context(), projections.FigureQuery{IDs: []string{"agents"}, From: workdays.NoDate, To: on("2012-06-01"), AsOf: workdays.NoDate, Decimals: -1,
		Filter: projections.Filter{Org: &county}}, projections.Org, 1000)
	if err != nil || len(ranks) != 288 || ranks[0].Key != "C" {
		t.Errorf("%d ranks, %v", len(ranks), err)
	}
}
