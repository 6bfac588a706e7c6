package task

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// Reached (节点完成): a node was reached, on the day on which it occurred.
type Reached struct {
	Document string
	Node     string
	Task     string
}

// Stored names the schema.
func (Reached) Stored() string { return "task.node_reached/1" }

// Stream is the task's.
func (e Reached) Stream() ledger.StreamID { return stream(e.Task) }

var nodeReached = act.Of(spec[Reached]{
	Zh: "节点完成", En: "Node reached", Public: act.Published,
	Command: "reachNode", Says: "Records that a node of a plan task was reached (节点完成).",
	Members: func(e *Reached, m *act.Members) {
		m.Name(&e.Document, "document", "Number of the document that shows it (佐证材料).")
		m.Name(&e.Node, "node", saysNode, act.Always, act.Required)
		m.Name(&e.Task, "task", saysTask, act.Always, act.Required)
	},
	Check: func(e *Reached) error { return dossier.Given(e.Stream(), "task", e.Task, "node", e.Node) },
	Decide: func(t *Task, a *ask, e Reached) (Reached, error) {
		if _, err := t.node(e.Node); err != nil {
			return e, err
		}
		if a.Occurred.Before(t.Set) {
			return e, act.Refuse(Rule, "it would lie before the setting of the task on %s", casefile.StandardDate(t.Set))
		}
		return e, nil
	},
	Evolve: func(t *Task, f act.Facts, e Reached) {
		if n := t.change(e.Node); n != nil {
			n.Reached = casefile.StandardDate(f.Occurred)
		}
	},
})
