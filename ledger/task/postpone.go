package task

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// Postponed (节点延期): a node is to be reached up to a later day.
type Postponed struct {
	Due    workdays.Date
	Node   string
	Reason string
	Task   string
}

// Stored names the schema.
func (Postponed) Stored() string { return "task.node_postponed/1" }

// Stream is the task's.
func (e Postponed) Stream() ledger.StreamID { return stream(e.Task) }

var nodePostponed = act.Of(spec[Postponed]{
	Zh: "节点延期", En: "Node postponed", Public: act.Published, By: act.BySupervisor,
	Command: "postponeNode", Says: "Moves the day of a node, before it has passed, with the reason (节点延期).",
	Members: func(e *Postponed, m *act.Members) {
		m.Date(&e.Due, "due", "The new day (新期限).", act.Always, act.Required)
		m.Name(&e.Node, "node", saysNode, act.Always, act.Required)
		m.Text(&e.Reason, "reason", "The reason (延期原因).", act.Always, act.Required)
		m.Name(&e.Task, "task", saysTask, act.Always, act.Required)
	},
	Check: func(e *Postponed) error {
		return dossier.Given(e.Stream(), "task", e.Task, "node", e.Node, "reason", e.Reason)
	},
	Decide: func(t *Task, a *ask, e Postponed) (Postponed, error) {
		n, err := t.node(e.Node)
		switch {
		case err != nil:
			return e, err
		case casefile.StandardDate(a.Recorded) > n.Due:
			return e, act.Refuse(Rule, "the day of the node, %s, has passed; record when it is reached", n.Due)
		case e.Due <= n.Due:
			return e, act.Refuse(Rule, "the node is due on %s; want a later day", n.Due)
		}
		return e, nil
	},
	Evolve: func(t *Task, _ act.Facts, e Postponed) {
		if n := t.change(e.Node); n != nil {
			n.Due = e.Due
			n.Postponed++
		}
	},
})
