package graphql_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/assistance"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
)

// order carries out an order on a world's ledger.
func order(t *testing.T, w *world, at string, n int, k dossier.Handler, e dossier.Event) {
	t.Helper()
	o := dossier.Order{ID: ledger.NewCommandID(casetest.Time(at), "order "+strconv.Itoa(n)), Post: "考核岗-01", Event: e, Recorded: casetest.Time(at)}
	if _, err := k.Do(t.Context(), &dossier.Desk{Store: w.store}, o); err != nil {
		t.Fatal(err)
	}
}

// TestBeyondTheWindows: services, matters of grids, hours, tasks and scores can be
// asked for, counted and page by page.
func TestBeyondTheWindows(t *testing.T) {
	w := newWorld(t, 0)
	day := func(y, m, d int) workdays.Date { return workdays.Civil(y, time.Month(m), d) }
	for i, x := range []struct {
		at string
		k  dossier.Handler
		e  dossier.Event
	}{
		{"2024-09-02", assistance.Services, assistance.Given{Agent: "帮办代办岗-01", Org: "住建局", Persons: 2, Service: "BB-1"}},
		{"2024-09-03", assistance.Services, assistance.Given{Agent: "帮办代办岗-02", Org: "住建局", Service: "BB-2"}},
		{"2024-09-02", assistance.Matters, assistance.GridOpened{Class: "repair", Grid: "G01", Matter: "WG-1", Mode: assistance.Immediate}},
		{"2024-09-02", assistance.Matters, assistance.GridClosed{Matter: "WG-1", Result: "settled"}},
		{"2024-09-03", assistance.Matters, assistance.GridOpened{Class: "dispute", Grid: "G02", Matter: "WG-2", Mode: assistance.Joint}},
		{"2024-09-02", assistance.Openings, assistance.HoursPublished{From: day(2024, 9, 2), Org: "住建局", Pattern: "5+4+1", Spans: []assistance.Span{{Opens: "09:00", Closes: "17:00", Day: assistance.Workday}, {Opens: "09:00", Closes: "12:00", Day: assistance.Restday, Extended: true}}}},
		{"2024-09-02", task.Kind, task.Set{Org: "住建局", Task: "RW-1", Title: "一件事一次办", Nodes: []task.Milestone{{Node: "1", Name: "清单", Due: day(2024, 9, 10)}, {Node: "2", Name: "上线", Due: day(2024, 12, 10)}}}},
		{"2024-09-09", task.Kind, task.Reached{Node: "1", Task: "RW-1"}},
		{"2024-09-02", assessment.Formulas, assessment.FormulaPublished{Formula: "unit", From: day(2024, 9, 2), Span: assessment.Month, Subject: assessment.Organisation, Title: "单位月度效能评估办法", Parts: []assessment.Part{{Figure: "tasks_on_time", Weight: 90}, {Figure: "returned", Per: 5, Weight: 10}}}},
	} {
		order(t, w, x.at, i, x.k, x.e)
	}
	w.catchUp(t)
	for _, row := range []struct{ query, want string }{
		{`assistance(first: 1) { count persons agents nodes { number agent persons on case } hasNextPage }`,
			`{"count":2,"persons":3,"agents":2,"nodes":[{"number":"BB-1","agent":"帮办代办岗-01","persons":2,"on":"2024-09-02","case":null}],"hasNextPage":true}`},
		{`grid { count closed closedInGrid closedInTownship immediate joint }`, `{"count":2,"closed":1,"closedInGrid":1,"closedInTownship":0,"immediate":1,"joint":1}`},
		{`grid(open: true) { nodes { number grid mode level closed } }`, `{"nodes":[{"number":"WG-2","grid":"G02","mode":"JOINT","level":"GRID","closed":null}]}`},
		{`grid(mode: IMMEDIATE) { count }`, `{"count":1}`},
		{`appointments { count nodes { case } }`, `{"count":0,"nodes":[]}`},
		{`homeVisits { visits cells { count } quarters { org } }`, `{"visits":0,"cells":[],"quarters":[]}`},
		{`servedHours(org: "住建局") { untold hours { pattern spans } }`, `{"untold":0,"hours":[{"pattern":"5+4+1","spans":["workday 09:00-17:00","restday 09:00-12:00 extended"]}]}`},
		{`planTasks(asOf: "2024-10-01") { count green nodes { task status nodes { node due reached status } } }`,
			`{"count":1,"green":1,"nodes":[{"task":"RW-1","status":"GREEN","nodes":[{"node":"1","due":"2024-09-10","reached":"2024-09-09","status":"GREEN"},{"node":"2","due":"2024-12-10","reached":null,"status":"GREEN"}]}]}`},
		{`planTasks(asOf: "2024-12-11", status: RED) { count red }`, `{"count":1,"red":1}`},
		{`scores(org: "住建局", month: "2024-09") { formula version value parts { figure numerator denominator weight points } published { value } agrees }`,
			`[{"formula":"unit","version":1,"value":"100","parts":[{"figure":"tasks_on_time","numerator":"1","denominator":"1","weight":90,"points":"90.0000"},{"figure":"returned","numerator":"0","denominator":"1","weight":10,"points":"10.0000"}],"published":null,"agrees":false}]`},
	} {
		if got := post(t, w, "{ a: "+row.query+" }", nil).raw; !strings.Contains(got, `{"data":{"a":`+row.want+`}`) {
			t.Errorf("%s\n%s\nwant %s", row.query, got, row.want)
		}
	}
	for _, query := range []string{`assistance(first: 0) { count }`, `grid(first: 101) { count }`, `scores(org: "住建局") { value }`, `scores(org: "住建局", month: "2024-9") { value }`} {
		if got := post(t, w, "{ "+query+" }", nil); got.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", query, got.raw)
		}
	}
}
