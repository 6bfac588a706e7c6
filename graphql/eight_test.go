package graphql_test

import (
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"caseledger/graphql"
	"caseledger/ledger/assessment"
	"caseledger/ledger/card"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/supervise"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// TestEightFunctions: what S1 says of its electronic supervision (具有廉政风险防控、
// 实时监察、预警纠错、投诉受理、信息服务、统计分析、绩效评估、责任追究等功能), one query for
// each, on the county of the profile S1.
func TestEightFunctions(t *testing.T) {
	if testing.Short() || slowdown > 1 {
		t.Skip("27084 cases")
	}
	made, err := county.New(county.Job{Profile: "S1", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{store: memory.New()}
	if _, err := made.Write(t.Context(), county.Output{Store: w.store}); err != nil {
		t.Fatal(err)
	}
	order(t, w, "2011-05-03", 1, task.Kind, task.Set{Org: "S1-D01", Task: "RW-1", Title: "审批事项网上办理", Nodes: []task.Milestone{{Node: "1", Name: "清单", Due: workdays.Civil(2011, 5, 10)}}})
	order(t, w, "2011-05-09", 2, task.Kind, task.Reached{Node: "1", Task: "RW-1"})
	order(t, w, "2011-05-03", 3, assessment.Formulas, assessment.FormulaPublished{Formula: "unit", From: workdays.Civil(2011, 5, 3), Span: assessment.Month, Subject: assessment.Organisation,
		Title: "单位月度效能评估办法", Parts: []assessment.Part{{Figure: "tasks_on_time", Weight: 30}, {Figure: "on_time_rate", Weight: 60}, {Figure: "returned", Per: 1, Weight: 10}}})
	order(t, w, "2011-05-05", 5, card.Measures, card.MeasureTaken{Class: "off_post", Number: "ZJ-1", Org: "S1-D01"})
	if err := (&supervise.Supervisor{Store: w.store, Now: time.Now}).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w.views, err = projections.Open(t.Context(), filepath.Join(t.TempDir(), "views.db")); err != nil {
		t.Fatal(err)
	}
	defer w.views.Close()
	w.catchUp(t)
	if w.Handler, err = graphql.New(graphql.Deps{Views: w.views, Store: w.store, Now: newWorld(t, 0).deps.Now}); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ function, query, want string }{
		{"廉政风险防控", `figures(ids: ["fee_cases", "fee_charges", "fee_refunds"]) { id numerator }`, `"fee_cases","numerator":"\d+".*"fee_charges","numerator":"\d+".*"fee_refunds"`},
		{"实时监察", `cases(filter: {overdue: true}, first: 1) { totalCount edges { node { number } } }`, `"totalCount":[1-9]\d*,.*"number":"S1-`},
		{"预警纠错", `cards(colour: YELLOW, first: 1) { totalCount nodes { rule } }`, `"totalCount":3,"nodes":\[\{"rule":"past_promise"`},
		{"投诉受理", `complaints(first: 1) { totalCount nodes { number org } }`, `"totalCount":[1-9]\d*,"nodes":\[\{"number":"TS-S1-\d{4}-\d{6}","org":"S1-D\d\d"`},
		{"信息服务", `items(first: 1) { code name promisedDays guide { id notice } }`, `"code":"S1-`},
		{"统计分析", `figures(ids: ["accepted", "closed", "on_time_rate"]) { id numerator value }`, `"27084".*"27031".*"99\.99"`},
		{"绩效评估", `scores(org: "S1-D01", month: "2011-05") { formula value parts { figure numerator denominator points } }`, `"value":"(100|\d\d(\.\d+)?)","parts":\[\{"figure":"tasks_on_time","numerator":"1","denominator":"1","points":"30\.0000"\}`},
		{"责任追究", `measures { org class count }`, `\[\{"org":"S1-D01","class":"off_post","count":1\}`},
	} {
		if got := post(t, w, "{ a: "+row.query+" }", nil).raw; !regexp.MustCompile(`^\{"data":.*` + row.want).MatchString(got) {
			t.Errorf("%s: %s\n%s", row.function, row.query, got)
		}
	}
}
