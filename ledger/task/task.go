package task

import (
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// Prefix begins the names of the streams of tasks.
const Prefix = "task/"

// Rule is what refuses: a task is set once, its nodes are reached once each, and
// no node is moved once its day has passed.
const Rule = "计划任务 时间节点"

// Task is a task as it stands.
type Task struct {
	Number, Title, Org string
	Set                time.Time // zero: there is none
	Nodes              []Node
}

// Node is a node of a task (时间节点) as it stands.
type Node struct {
	Code, Name string
	Due        workdays.Date // the day up to which it is to be reached
	First      workdays.Date // the due day that was set first
	Reached    workdays.Date // [workdays.NoDate] until then
	Postponed  int           // how often
}

// Kind is the kind of plan tasks.
var Kind = &dossier.Kind[Task, struct{}]{Prefix: Prefix, Book: act.NewBook(taskSet, nodeReached, nodePostponed)}

type ask = dossier.Ask[struct{}]

type spec[E act.Event] = act.Spec[Task, ask, E]

func stream(number string) ledger.StreamID { return ledger.StreamID(Prefix + number) }

const (
	saysTask = "Number of the task (任务编号), by which its stream is named."
	saysNode = "Code of the node within the task (节点编号)."
)

// node finds a node of a task that is not reached.
func (t *Task) node(code string) (*Node, error) {
	if t.Set.IsZero() {
		return nil, act.Refuse(Rule, "there is no such task")
	}
	i := slices.IndexFunc(t.Nodes, func(n Node) bool { return n.Code == code })
	switch {
	case i < 0:
		return nil, act.Refuse(Rule, "the task has no such node")
	case t.Nodes[i].Reached != workdays.NoDate:
		return nil, act.Refuse(Rule, "the node was reached on %s", t.Nodes[i].Reached)
	}
	return &t.Nodes[i], nil
}

// change gives a node of the state to write to, nil for none.
func (t *Task) change(code string) *Node {
	i := slices.IndexFunc(t.Nodes, func(n Node) bool { return n.Code == code })
	if i < 0 {
		return nil
	}
	t.Nodes = slices.Clone(t.Nodes)
	return &t.Nodes[i]
}
