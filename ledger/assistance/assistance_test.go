package assistance_test

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/assistance"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
	"caseledger/ledger/workdays"
)

// hall has a vault and one case, BJ-1.
func hall(t *testing.T) *dossier.Desk {
	t.Helper()
	v, err := vault.Open(filepath.Join(t.TempDir(), "vault.db"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	d := &dossier.Desk{Store: memory.New(), Vault: v}
	if _, err := casetest.Case("BJ-1").On("2024-01-03", casefile.Accepted{}).AppendTo(t.Context(), d.Store); err != nil {
		t.Fatal(err)
	}
	return d
}

// row is an order on a day, and what comes of it: "" for recorded, else the rule
// that refuses or the member that is wrong.
type row struct {
	name  string
	event dossier.Event
	day   string
	group string // of a home visit
	want  string
}

func run(t *testing.T, d *dossier.Desk, rows []row) {
	t.Helper()
	for i, r := range rows {
		before, _ := d.Store.Head(t.Context())
		got := do(t, d, r, strconv.Itoa(i))
		if got != r.want {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
		if after, _ := d.Store.Head(t.Context()); (after != before) != (got == "") {
			t.Errorf("%s: the ledger went from %s to %s", r.name, before, after)
		}
	}
}

func do(t *testing.T, d *dossier.Desk, r row, key string) string {
	t.Helper()
	at := casetest.Time(r.day)
	o := dossier.Order{ID: ledger.NewCommandID(at, key), Post: "网格岗-01", Event: r.event, Recorded: at}
	if r.group != "" {
		o.Sealed = []vault.Value{{Label: assistance.GroupLabel, Subject: "p-" + key, Text: r.group}}
	}
	_, err := all.Of(r.event).Do(t.Context(), d, o)
	return outcome(t, err)
}

func outcome(t *testing.T, err error) string {
	var refusal *act.Refusal
	var invalid *ledger.InvalidError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refusal):
		return refusal.Rule
	case errors.As(err, &invalid):
		return invalid.Field
	}
	t.Fatal(err)
	return ""
}

// S4: agents serve people one by one; domain M38.
func TestService(t *testing.T) {
	given := func(service, kase string, persons int) assistance.Given {
		return assistance.Given{Agent: "帮办代办岗-01", Case: kase, Org: "CENTRE", Persons: persons, Service: service}
	}
	run(t, hall(t), []row{
		{"given", given("BB-1", "", 0), "2024-01-04", "", ""},
		{"given twice", given("BB-1", "", 0), "2024-01-04", "", assistance.RuleService},
		{"of a case", given("BB-2", "BJ-1", 3), "2024-01-04", "", ""},
		{"of a case that is not there", given("BB-3", "BJ-9", 1), "2024-01-04", "", assistance.RuleService},
		{"without a number", given("", "", 1), "2024-01-04", "", "service"},
		{"with a number that names no stream", given("B B", "", 1), "2024-01-04", "", "service"},
		{"of too many", given("BB-4", "", 1001), "2024-01-04", "", "persons"},
	})
}

// S4: 即办、交办、协办; 小事不出网格、大事不出乡镇; domain M39.
func TestGrid(t *testing.T) {
	up := func(matter string, level assistance.Level) assistance.GridHandedUp {
		return assistance.GridHandedUp{Level: level, Matter: matter, Reason: "no_power", To: "CENTRE"}
	}
	opened := assistance.GridOpened{Class: "repair", Grid: "G01", Matter: "WG-1", Mode: assistance.Assigned}
	closed := assistance.GridClosed{Matter: "WG-1", Result: "settled"}
	d := hall(t)
	run(t, d, []row{
		{"closed before it is opened", closed, "2024-01-04", "", assistance.RuleGrid},
		{"without a mode", assistance.GridOpened{Class: "repair", Grid: "G01", Matter: "WG-1"}, "2024-01-04", "", "mode"},
		{"opened", opened, "2024-01-04", "", ""},
		{"opened twice", opened, "2024-01-04", "", assistance.RuleGrid},
		{"past the township", up("WG-1", assistance.InCounty), "2024-01-05", "", assistance.RuleGrid},
		{"to where it is", up("WG-1", assistance.InGrid), "2024-01-05", "", assistance.RuleGrid},
		{"before it was opened", up("WG-1", assistance.InTownship), "2024-01-03", "", assistance.RuleGrid},
		{"to the township", up("WG-1", assistance.InTownship), "2024-01-05", "", ""},
		{"to the township again", up("WG-1", assistance.InTownship), "2024-01-05", "", assistance.RuleGrid},
		{"closed", closed, "2024-01-08", "", ""},
		{"closed twice", closed, "2024-01-08", "", assistance.RuleGrid},
		{"handed up after that", up("WG-1", assistance.InCounty), "2024-01-09", "", assistance.RuleGrid},
	})
	_, records, err := assistance.Matters.Read(t.Context(), d.Store, "grid/WG-1")
	if err != nil || len(records) != 3 || !strings.Contains(string(records[2].Public), `"level":"township"`) {
		t.Errorf("%d records, %v", len(records), err)
	}
}

// S2: 5+4+1; S4: 延时服务; domain M40.
func TestHours(t *testing.T) {
	span := func(day assistance.DayKind, opens, closes string, extended bool) assistance.Span {
		return assistance.Span{Closes: closes, Day: day, Extended: extended, Opens: opens}
	}
	hours := func(from string, spans ...assistance.Span) assistance.HoursPublished {
		day, err := workdays.ParseDate(from)
		if err != nil {
			t.Fatal(err)
		}
		return assistance.HoursPublished{From: day, Org: "CENTRE", Pattern: "5+4+1", Spans: spans}
	}
	ordinary := []assistance.Span{span(assistance.Workday, "09:00", "12:00", false), span(assistance.Workday, "13:30", "17:00", false)}
	more := append(ordinary[:2:2], span(assistance.Workday, "12:00", "13:30", true), span(assistance.Restday, "09:00", "13:00", true))
	d := hall(t)
	run(t, d, []row{
		{"published", hours("2024-01-04", ordinary...), "2024-01-04", "", ""},
		{"from a day that has passed", hours("2024-01-03", ordinary...), "2024-01-04", "", assistance.RuleHours},
		{"without hours", hours("2024-01-04"), "2024-01-04", "", "spans"},
		{"not a time", hours("2024-01-04", span(assistance.Workday, "9:00", "17:00", false)), "2024-01-04", "", "spans[0].opens"},
		{"the wrong way round", hours("2024-01-04", span(assistance.Workday, "17:00", "09:00", false)), "2024-01-04", "", "spans[0].closes"},
		{"overlapping", hours("2024-01-04", append(ordinary[:2:2], span(assistance.Workday, "11:59", "13:00", true))...), "2024-01-04", "", "spans[2].opens"},
		{"with more", hours("2024-02-01", more...), "2024-01-05", "", ""},
	})
	h, _, err := assistance.Openings.Read(t.Context(), d.Store, "hours/CENTRE")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct {
		at   string
		rest bool
		want assistance.Served
	}{
		{"2024-01-03 10:00", false, assistance.Untold},
		{"2024-01-04 09:00", false, assistance.InHours},
		{"2024-01-04 12:00", false, assistance.OutOfTime},
		{"2024-01-31 12:30", false, assistance.OutOfTime},
		{"2024-02-01 12:30", false, assistance.Extended},
		{"2024-02-01 17:00", false, assistance.OutOfTime},
		{"2024-02-03 09:30", true, assistance.Extended},
		{"2024-02-03 13:30", true, assistance.OutOfTime},
		{"2024-02-18 13:30", false, assistance.InHours}, // a Sunday that is made up for
	} {
		if got := h.At(casetest.Time(r.at), r.rest); got != r.want {
			t.Errorf("%s: %s, want %s", r.at, got, r.want)
		}
	}
}

// S4: 上门服务; domain M41.
func TestVisits(t *testing.T) {
	made := assistance.VisitMade{Org: "CENTRE", Period: "2024-Q1"}
	published := func(k int, cells ...assistance.Cell) assistance.VisitsPublished {
		return assistance.VisitsPublished{Cells: cells, K: k, Org: "CENTRE", Period: "2024-Q1"}
	}
	everybody := assistance.Cell{Count: 2, Groups: []string{"elderly", "disabled", "ill", "destitute", "orphan"}}
	d := hall(t)
	run(t, d, []row{
		{"published without a visit", published(5, everybody), "2024-04-01", "", assistance.RulePool},
		{"without a group", made, "2024-02-05", "", assistance.RuleVisit},
		{"with a group that is none", made, "2024-02-05", "老人", assistance.RuleVisit},
		{"in another quarter", made, "2024-04-05", "elderly", assistance.RuleVisit},
		{"no quarter", assistance.VisitMade{Org: "CENTRE", Period: "2024-Q5"}, "2024-02-05", "elderly", assistance.RuleVisit},
		{"made", made, "2024-02-05", "elderly", ""},
		{"made again", made, "2024-02-06", "orphan", ""},
		{"published too early", published(5, everybody), "2024-03-31", "", assistance.RulePool},
		{"too few told apart", published(5, assistance.Cell{Count: 1, Groups: []string{"elderly"}}, assistance.Cell{Count: 1, Groups: everybody.Groups[1:]}), "2024-04-01", "", "cells[0].count"},
		{"a group left out", published(5, assistance.Cell{Count: 2, Groups: everybody.Groups[:4]}), "2024-04-01", "", "cells[0].groups"},
		{"in another order", published(5, assistance.Cell{Count: 2, Groups: []string{"disabled", "elderly", "ill", "destitute", "orphan"}}), "2024-04-01", "", "cells[0].groups"},
		{"no least count", published(1, everybody), "2024-04-01", "", "k"},
		{"another sum", published(5, assistance.Cell{Count: 3, Groups: everybody.Groups}), "2024-04-01", "", assistance.RulePool},
		{"published", published(5, everybody), "2024-04-01", "", ""},
		{"published again", published(5, everybody), "2024-04-01", "", assistance.RulePool},
	})
	if got := do(t, d, row{event: made, day: "2024-03-29", group: "ill"}, "late"); got != "" {
		t.Errorf("a visit that is told late: %s", got)
	}
	state, records, err := assistance.HomeVisits.Read(t.Context(), d.Store, made.Stream())
	if err != nil || state != (assistance.Visits{Made: 2, Late: 1, Published: true}) {
		t.Errorf("%+v, %v", state, err)
	}
	for _, r := range records {
		if strings.Contains(string(r.Public), "ill") && r.Type == made.Stored() {
			t.Errorf("%s holds the group", r.Public)
		}
	}
}

// TestPublish: what is published is what the vault holds, once; who was erased is
// counted apart.
func TestPublish(t *testing.T) {
	d := hall(t)
	made := assistance.VisitMade{Org: "CENTRE", Period: "2024-Q1"}
	for i, group := range []string{"elderly", "elderly", "elderly", "orphan", "ill", "destitute", "elderly"} {
		if got := do(t, d, row{event: made, day: "2024-02-05", group: group}, strconv.Itoa(i)); got != "" {
			t.Fatal(got)
		}
	}
	if err := d.Vault.Erase("p-6"); err != nil {
		t.Fatal(err)
	}
	at := casetest.Time("2024-04-02")
	for _, want := range []bool{false, true} {
		r, err := assistance.Publish(t.Context(), d, at, "统计岗-01", "CENTRE", "2024-Q1", 3)
		if err != nil || r.Repeated != want {
			t.Fatalf("%+v, %v", r, err)
		}
		const body = `{"cells":[{"count":3,"groups":["elderly"]},{"count":3,"groups":["disabled","ill","destitute","orphan"]}],"k":3,"org":"CENTRE","period":"2024-Q1","unknown":1,"visits":7}`
		if string(r.Record.Public) != body {
			t.Errorf("%s", r.Record.Public)
		}
	}
	if _, err := assistance.Publish(t.Context(), d, at, "", "CENTRE", "2023-Q4", 3); outcome(t, err) != assistance.RulePool {
		t.Error(err)
	}
	if _, err := assistance.Publish(t.Context(), &dossier.Desk{Store: d.Store}, at, "", "CENTRE", "2024-Q1", 3); outcome(t, err) != "vault" {
		t.Error(err)
	}
}

// TestRandomWalk sends events in any order: what is refused changes nothing, and no
// matter is settled above where it went, or twice.
func TestRandomWalk(t *testing.T) {
	events := []func(n string) dossier.Event{
		func(n string) dossier.Event {
			return assistance.GridOpened{Class: "repair", Grid: "G01", Matter: n, Mode: assistance.Joint}
		},
		func(n string) dossier.Event {
			return assistance.GridHandedUp{Level: assistance.InTownship, Matter: n, Reason: "x", To: "T"}
		},
		func(n string) dossier.Event {
			return assistance.GridHandedUp{Level: assistance.InCounty, Matter: n, Reason: "x", To: "C"}
		},
		func(n string) dossier.Event { return assistance.GridClosed{Matter: n, Result: "settled"} },
		func(n string) dossier.Event { return assistance.Given{Agent: "a", Org: "o", Service: n} },
		func(n string) dossier.Event { return assistance.VisitMade{Org: n, Period: "2024-Q1"} },
		func(n string) dossier.Event {
			return assistance.VisitsPublished{Cells: assistance.Pool([]int{1, 0, 0, 0, 0}, 2), K: 2, Org: n, Period: "2024-Q1"}
		},
	}
	v, err := vault.Open(filepath.Join(t.TempDir(), "vault.db"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	rapid.Check(t, func(rt *rapid.T) {
		d := &dossier.Desk{Store: memory.New(), Vault: v}
		for i := range rapid.IntRange(1, 40).Draw(rt, "steps") {
			e := rapid.SampledFrom(events).Draw(rt, "event")(rapid.SampledFrom([]string{"A", "B"}).Draw(rt, "number"))
			r := row{event: e, day: rapid.SampledFrom([]string{"2024-03-28", "2024-03-29", "2024-04-02"}).Draw(rt, "day")}
			if _, ok := e.(assistance.VisitMade); ok {
				r.group = rapid.SampledFrom([]string{"", "ill", "x"}).Draw(rt, "group")
			}
			before, _ := d.Store.Head(t.Context())
			got := do(t, d, r, strconv.Itoa(i))
			if after, _ := d.Store.Head(t.Context()); (after != before) != (got == "") {
				rt.Fatalf("%+v gave %q, and the ledger went from %s to %s", r, got, before, after)
			}
		}
		for _, n := range []string{"A", "B"} {
			m, records, err := assistance.Matters.Read(t.Context(), d.Store, ledger.StreamID("grid/"+n))
			if err != nil || len(records) > 4 || len(records) > 0 && m.Opened.IsZero() || m.Closed.Before(m.Opened) && !m.Closed.IsZero() {
				rt.Fatalf("%+v %v", m, err)
			}
		}
	})
}
