package tasks

import (
	"context"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
	"caseledger/projections/view"
)

// Query chooses tasks. Nil fields choose all.
type Query struct {
	Orgs   map[string]bool // the organisations that answer for them; nil for all
	Status *task.Status
	// Day is the day as of which colours are told.
	Day   workdays.Date
	Clock task.Clock
	After string // number of the task after which the page begins
	First int    // 0 to 1000
	UpTo  uint64 // ordinal of the last record that counts; 0 for all
}

// A Task is a task with its colour.
type Task struct {
	task.Task
	Status task.Status
	Colour []task.Status // of each node
}

// Tasks is a page of tasks, and what all that the query chooses come to.
type Tasks struct {
	Nodes                     []Task // by number
	More                      bool
	Count, Green, Yellow, Red int
	At                        uint64
}

const maxPage = 1000

// Find lists tasks by number and counts them by colour.
func Find(ctx context.Context, v view.Reader, q Query) (out Tasks, err error) {
	if q.First < 0 || q.First > maxPage {
		return out, &ledger.InvalidError{Field: "first", Value: fmt.Sprint(q.First), Reason: fmt.Sprintf("want at most %d", maxPage)}
	}
	out.At, err = each(ctx, v, task.Kind, task.Prefix, q.UpTo, func(s *task.Task, _ uint64) {
		if s.Set.IsZero() || q.Orgs != nil && !q.Orgs[s.Org] {
			return
		}
		x := Task{Task: *s, Status: q.Clock.Task(s, q.Day)}
		if q.Status != nil && *q.Status != x.Status {
			return
		}
		out.Count++
		*map[task.Status]*int{task.Green: &out.Green, task.Yellow: &out.Yellow, task.Red: &out.Red}[x.Status]++
		if s.Number <= q.After {
			return
		}
		if len(out.Nodes) == q.First {
			out.More = true
			return
		}
		for i := range s.Nodes {
			x.Colour = append(x.Colour, q.Clock.Status(&s.Nodes[i], q.Day))
		}
		out.Nodes = append(out.Nodes, x)
	})
	return out, err
}

// Due counts the nodes of organisations that were due from … to, both inclusive,
// and those of them that were reached in time, as known up to a record.
func Due(ctx context.Context, v view.Reader, orgs map[string]bool, from, to workdays.Date, clock task.Clock, upTo uint64) (inTime, due int, err error) {
	_, err = each(ctx, v, task.Kind, task.Prefix, upTo, func(s *task.Task, _ uint64) {
		if orgs != nil && !orgs[s.Org] {
			return
		}
		for i := range s.Nodes {
			n := &s.Nodes[i]
			if n.Due < from || n.Due > to {
				continue
			}
			due++
			if n.Reached != workdays.NoDate && clock.Status(n, max(n.Reached, to)) == task.Green {
				inTime++
			}
		}
	})
	return inTime, due, err
}
