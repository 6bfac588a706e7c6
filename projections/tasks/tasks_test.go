package tasks_test

import (
	"fmt"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
	"caseledger/projections/tasks"
	"caseledger/projections/viewtest"
)

// TestFind: tasks by number, coloured as of a day and as known at a record.
func TestFind(t *testing.T) {
	s := memory.New()
	n := 0
	do := func(at string, e dossier.Event) {
		n++
		o := dossier.Order{ID: ledger.NewCommandID(casetest.Time(at), fmt.Sprint(n)), Post: "督办岗-01", Event: e, Recorded: casetest.Time(at)}
		if _, err := task.Kind.Do(t.Context(), &dossier.Desk{Store: s}, o); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 4 {
		do("2024-03-01", task.Set{Org: fmt.Sprintf("D0%d", i%2), Task: fmt.Sprint("RW-", i), Title: "任务", Nodes: []task.Milestone{{Node: "1", Name: "一", Due: workdays.Civil(2024, 3, 29)}}})
	}
	do("2024-03-28", task.Reached{Node: "1", Task: "RW-0"})
	do("2024-03-28", task.Postponed{Due: workdays.Civil(2024, 5, 31), Node: "1", Reason: "设备未到", Task: "RW-1"})
	v := viewtest.Of(t, s)
	red := task.Red
	for _, row := range []struct {
		name string
		ask  func(*tasks.Query)
		want string
	}{
		{"on the day", func(*tasks.Query) {}, "4: 2 green 2 yellow 0 red [RW-0 RW-1 RW-2 RW-3] false"},
		{"a page", func(q *tasks.Query) { q.First, q.After = 1, "RW-0" }, "4: 2 green 2 yellow 0 red [RW-1] true"},
		{"a month later", func(q *tasks.Query) { q.Day = workdays.Civil(2024, 4, 30) }, "4: 2 green 0 yellow 2 red [RW-0 RW-1 RW-2 RW-3] false"},
		{"red ones", func(q *tasks.Query) { q.Day, q.Status = workdays.Civil(2024, 4, 30), &red }, "2: 0 green 0 yellow 2 red [RW-2 RW-3] false"},
		{"of one", func(q *tasks.Query) { q.Orgs = map[string]bool{"D01": true} }, "2: 1 green 1 yellow 0 red [RW-1 RW-3] false"},
		{"as known before", func(q *tasks.Query) { q.Day, q.UpTo = workdays.Civil(2024, 4, 30), 4 }, "4: 0 green 0 yellow 4 red [RW-0 RW-1 RW-2 RW-3] false"},
	} {
		q := tasks.Query{Day: workdays.Civil(2024, 3, 29), Clock: task.Clock{Calendar: casetest.China()}, First: 100}
		row.ask(&q)
		got, err := tasks.Find(t.Context(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []string
		for _, x := range got.Nodes {
			numbers = append(numbers, x.Number)
		}
		if text := fmt.Sprintf("%d: %d green %d yellow %d red %v %t", got.Count, got.Green, got.Yellow, got.Red, numbers, got.More); text != row.want {
			t.Errorf("%s: %s, want %s", row.name, text, row.want)
		}
	}
	inTime, due, err := tasks.Due(t.Context(), v, nil, workdays.Civil(2024, 3, 1), workdays.Civil(2024, 3, 31), task.Clock{Calendar: casetest.China()}, 0)
	if err != nil || inTime != 1 || due != 3 {
		t.Errorf("%d of %d, %v", inTime, due, err)
	}
}
