package task_test

import (
	"errors"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
)

func date(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func set(due ...string) task.Set {
	e := task.Set{Org: "D01", Task: "RW-1", Title: "一件事一次办"}
	for i, d := range due {
		e.Nodes = append(e.Nodes, task.Milestone{Due: date(d), Name: "节点", Node: strconv.Itoa(i + 1)})
	}
	return e
}

func do(t *testing.T, d *dossier.Desk, e dossier.Event, day, key string) string {
	t.Helper()
	at := casetest.Time(day)
	_, err := task.Kind.Do(t.Context(), d, dossier.Order{ID: ledger.NewCommandID(at, key), Post: "督办岗-01", Event: e, Recorded: at})
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

// S1: 计划任务 with time nodes; domain M25.
func TestRules(t *testing.T) {
	twice := set("2024-03-29", "2024-04-30")
	twice.Nodes[1].Node = "1"
	reached := func(node string) task.Reached { return task.Reached{Node: node, Task: "RW-1"} }
	moved := func(node, due string) task.Postponed {
		return task.Postponed{Due: date(due), Node: node, Reason: "设备未到", Task: "RW-1"}
	}
	d := &dossier.Desk{Store: memory.New()}
	for i, row := range []struct {
		name  string
		event dossier.Event
		day   string
		want  string
	}{
		{"reached before it is set", reached("1"), "2024-03-01", task.Rule},
		{"without nodes", set(), "2024-03-01", "nodes"},
		{"two of one code", twice, "2024-03-01", "nodes[1].node"},
		{"due before it is set", set("2024-02-29"), "2024-03-01", "nodes[0].due"},
		{"set", set("2024-03-29", "2024-04-30"), "2024-03-01", ""},
		{"set twice", set("2024-03-29"), "2024-03-01", task.Rule},
		{"another node", reached("7"), "2024-03-04", task.Rule},
		{"moved to an earlier day", moved("1", "2024-03-28"), "2024-03-04", task.Rule},
		{"moved without a reason", task.Postponed{Due: date("2024-04-03"), Node: "1", Task: "RW-1"}, "2024-03-29", "reason"},
		{"moved on its day", moved("1", "2024-04-03"), "2024-03-29", ""},
		{"moved when it has passed", moved("1", "2024-04-10"), "2024-04-04", task.Rule},
		{"reached before the task was set", reached("1"), "2024-02-28", task.Rule},
		{"reached late", reached("1"), "2024-04-08", ""},
		{"reached twice", reached("1"), "2024-04-08", task.Rule},
		{"moved when it is reached", moved("1", "2024-05-10"), "2024-04-08", task.Rule},
	} {
		before, _ := d.Store.Head(t.Context())
		if got := do(t, d, row.event, row.day, strconv.Itoa(i)); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
		if after, _ := d.Store.Head(t.Context()); (after != before) != (row.want == "") {
			t.Errorf("%s: the ledger went from %s to %s", row.name, before, after)
		}
	}
}

// S1: 红、黄、绿牌 for time nodes. 2024-03-29 is a Friday; 清明 is from 04-04 to 04-06,
// and 04-07, a Sunday, is made up for.
func TestStatus(t *testing.T) {
	calendar := casetest.China()
	strict := task.Clock{Calendar: calendar}
	lenient := task.Clock{Calendar: calendar, Policies: policy.Official().With(policy.Policy{Regime: task.Regime, From: date("2024-01-01"), NoticeDays: 1, LegalDays: 2})}
	open := task.Node{Due: date("2024-04-08"), First: date("2024-04-08"), Reached: workdays.NoDate}
	in, late, later := open, open, open
	in.Reached, late.Reached, later.Reached = date("2024-04-08"), date("2024-04-09"), date("2024-04-11")
	for _, row := range []struct {
		name  string
		clock task.Clock
		node  task.Node
		day   string
		want  task.Status
	}{
		{"far", strict, open, "2024-03-28", task.Green},
		{"five working days", strict, open, "2024-03-29", task.Yellow},
		{"its day", strict, open, "2024-04-08", task.Yellow},
		{"the day after", strict, open, "2024-04-09", task.Red},
		{"reached on its day", strict, in, "2024-05-01", task.Green},
		{"reached later", strict, late, "2024-05-01", task.Red},
		{"reached later, as of before", strict, late, "2024-04-08", task.Yellow},
		{"two days, one of notice", lenient, open, "2024-04-03", task.Green},
		{"one day of notice", lenient, open, "2024-04-07", task.Yellow},
		{"within the grace", lenient, open, "2024-04-10", task.Yellow},
		{"after the grace", lenient, open, "2024-04-11", task.Red},
		{"reached within the grace", lenient, late, "2024-05-01", task.Green},
		{"reached after it", lenient, later, "2024-05-01", task.Red},
	} {
		if got := row.clock.Status(&row.node, date(row.day)); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	all := task.Task{Nodes: []task.Node{in, open}}
	if got := strict.Task(&all, date("2024-04-09")); got != task.Red {
		t.Errorf("a task with a red node is %s", got)
	}
}

// TestRandomWalk: what is refused changes nothing; a due day only goes later; no
// node is reached twice.
func TestRandomWalk(t *testing.T) {
	days := []string{"2024-03-01", "2024-03-29", "2024-04-08", "2024-04-30"}
	rapid.Check(t, func(rt *rapid.T) {
		d := &dossier.Desk{Store: memory.New()}
		before, _, _ := task.Kind.Read(t.Context(), d.Store, "task/RW-1")
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			node, day := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "node"), rapid.SampledFrom(days).Draw(rt, "day")
			e := rapid.SampledFrom([]dossier.Event{set("2024-03-29", "2024-04-30"), task.Reached{Node: node, Task: "RW-1"},
				task.Postponed{Due: date(rapid.SampledFrom(days).Draw(rt, "due")), Node: node, Reason: "x", Task: "RW-1"}}).Draw(rt, "event")
			got := do(t, d, e, day, strconv.Itoa(i))
			now, records, err := task.Kind.Read(t.Context(), d.Store, "task/RW-1")
			if err != nil {
				rt.Fatal(err)
			}
			for j, n := range before.Nodes {
				m := now.Nodes[j]
				if m.Due < n.Due || n.Reached != workdays.NoDate && m != n || got != "" && m != n || m.First > m.Due {
					rt.Fatalf("%+v gave %q and made %+v of %+v", e, got, m, n)
				}
			}
			if len(records) > 0 && now.Set.IsZero() {
				rt.Fatal("records of no task")
			}
			before = now
		}
	})
}
