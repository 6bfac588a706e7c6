package task

import (
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Regime is that of the policies of plan tasks: `noticeDays` is how many working
// days before its day an unreached node turns yellow, `legalDays` how many after it
// one turns red.
const Regime = "task"

// DefaultNotice is noticeDays where no policy is in force.
const DefaultNotice = 5

// Status is the colour of a node or a task (红黄绿牌).
type Status string

// Colours.
const (
	Green  Status = "green"  // 绿牌
	Yellow Status = "yellow" // 黄牌
	Red    Status = "red"    // 红牌
)

var statuses = act.Options{Name: "NodeStatus", Says: "The colour of a node or a task (红黄绿牌).", Values: []act.Option{
	{Value: string(Green), Zh: "绿牌", En: "reached in time, or its day is far."},
	{Value: string(Yellow), Zh: "黄牌", En: "not reached, and its day is near."},
	{Value: string(Red), Zh: "红牌", En: "its day passed before it was reached."},
}}

// Statuses lists the colours.
func Statuses() *act.Options { return &statuses }

// Clock counts days, by what is known of policies and of the calendar.
type Clock struct {
	Calendar *workdays.Calendar
	Policies *policy.Set
}

// Status is the colour of a node on a day: red where its day, and the grace after
// it, passed before it was reached; yellow where it is not reached on the day and
// its day is near, or passed within the grace; else green. A node that is reached
// late stays red.
func (c Clock) Status(n *Node, day workdays.Date) Status {
	notice, grace := DefaultNotice, 0
	if p := c.Policies.At(Regime, n.First); p != nil {
		notice, grace = p.NoticeDays, p.LegalDays
	}
	last := n.Due
	if grace > 0 {
		last, _ = c.Calendar.Due(workdays.Clock{Start: n.Due, Days: grace})
	}
	reached := n.Reached != workdays.NoDate && n.Reached <= day
	switch {
	case reached && n.Reached <= last:
		return Green
	case reached || day > last:
		return Red
	case day > n.Due || c.Calendar.Count(day, n.Due) <= notice:
		return Yellow
	}
	return Green
}

// Task is the colour of a task on a day: the worst of its nodes.
func (c Clock) Task(t *Task, day workdays.Date) Status {
	worst := Green
	for i := range t.Nodes {
		switch s := c.Status(&t.Nodes[i], day); {
		case s == Red:
			return Red
		case s == Yellow:
			worst = Yellow
		}
	}
	return worst
}
