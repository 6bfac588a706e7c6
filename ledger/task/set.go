package task

import (
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// Set (下达计划任务): an organisation undertakes a task with its nodes.
type Set struct {
	Nodes []Milestone
	Org   string
	Task  string
	Title string
}

// Milestone is a node as it is set.
type Milestone struct {
	Due  workdays.Date
	Name string
	Node string
}

// Stored names the schema.
func (Set) Stored() string { return "task.set/1" }

// Stream is the task's.
func (e Set) Stream() ledger.StreamID { return stream(e.Task) }

const maxNodes = 50

var taskSet = act.Of(spec[Set]{
	Zh: "下达计划任务", En: "Plan task set", Public: act.Published, By: act.BySupervisor,
	Command: "setTask", Says: "Sets a plan task with its nodes and their days (下达计划任务).",
	Members: func(e *Set, m *act.Members) {
		act.Each(m, &e.Nodes, "nodes", "Its nodes (时间节点).", maxNodes, func(n *Milestone, m *act.Members) {
			m.Date(&n.Due, "due", "The day up to which it is to be reached (期限).", act.Always, act.Required)
			m.Text(&n.Name, "name", "What is to be reached (节点内容).", act.Always, act.Required)
			m.Name(&n.Node, "node", saysNode, act.Always, act.Required)
		}, act.Always, act.Required)
		m.Name(&e.Org, "org", "Code of the organisation that answers for it (责任单位).", act.Always, act.Required)
		m.Name(&e.Task, "task", saysTask, act.Always, act.Required)
		m.Text(&e.Title, "title", "What it is (任务名称).", act.Always, act.Required)
	},
	Check: func(e *Set) error {
		if err := dossier.Given(e.Stream(), "task", e.Task, "org", e.Org, "title", e.Title); err != nil {
			return err
		}
		seen := map[string]bool{}
		for i, n := range e.Nodes {
			if n.Node == "" || seen[n.Node] {
				return act.Invalid(fmt.Sprintf("nodes[%d].node", i), n.Node, "want a code of its own for each node")
			}
			seen[n.Node] = true
		}
		return nil
	},
	Decide: func(t *Task, a *ask, e Set) (Set, error) {
		if !t.Set.IsZero() {
			return e, act.Refuse(Rule, "the task was set on %s", casefile.StandardDate(t.Set))
		}
		for i, n := range e.Nodes {
			if n.Due < casefile.StandardDate(a.Occurred) {
				return e, act.Invalid(fmt.Sprintf("nodes[%d].due", i), n.Due.String(), "lies before the day on which the task is set")
			}
		}
		return e, nil
	},
	Evolve: func(t *Task, f act.Facts, e Set) {
		t.Number, t.Title, t.Org, t.Set, t.Nodes = e.Task, e.Title, e.Org, f.Occurred, nil
		for _, n := range e.Nodes {
			t.Nodes = append(t.Nodes, Node{Code: n.Node, Name: n.Name, Due: n.Due, First: n.Due, Reached: workdays.NoDate})
		}
	},
})
