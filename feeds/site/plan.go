package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/books"
	"caseledger/ledger/erasure"
	"caseledger/ledger/task"
	"caseledger/projections/scores"
	"caseledger/projections/tasks"
)

// plan are the plan tasks (计划任务), green, yellow and red as of the day of the
// record, as known at it.
func (v *visit) plan(doc *document) ([]grid, error) {
	doc.Columns = []string{"task", "title", "org", "status", "node", "name", "due", "firstDue", "postponed", "reached", "nodeStatus"}
	q := tasks.Query{Day: v.today, UpTo: v.known, First: mostRead}
	var err error
	if q.Clock.Calendar, err = v.Calendar(); err != nil {
		return nil, err
	}
	if q.Clock.Policies, err = v.Views.Policies(v, v.position()); err != nil {
		return nil, err
	}
	g := grid{Title: v.word("voice.list"), Empty: v.word("none.here"), Heads: v.heads("plan.task", "org", "plan.node", "plan.due", "plan.reached", "status")}
	var counts grid
	for {
		found, err := tasks.Find(v, v.Views, q)
		if err != nil {
			return nil, err
		}
		counts = grid{Title: v.word("voice.sum"), Heads: v.heads("status", "#count.pieces")}
		for _, c := range []struct {
			key string
			n   int
		}{{"green", found.Green}, {"yellow", found.Yellow}, {"red", found.Red}} {
			counts.add(plain(colours[c.key].In(v.Lang)), whole(c.n))
		}
		for _, x := range found.Nodes {
			for i, n := range x.Nodes {
				doc.add(x.Number, x.Title, x.Org, string(x.Status), n.Code, n.Name, n.Due.String(), n.First.String(), fmt.Sprint(n.Postponed), n.Reached.String(), string(x.Colour[i]))
				if len(g.Rows) < mostUnits {
					g.add(v.taskRow(&x.Task, &n, x.Colour[i], i)...)
				}
			}
		}
		if !found.More {
			return []grid{counts, g}, nil
		}
		q.After = found.Nodes[len(found.Nodes)-1].Number
	}
}

func (v *visit) taskRow(x *task.Task, n *task.Node, colour task.Status, i int) []gridCell {
	due := gridCell{Text: n.Due.String()}
	if n.Postponed > 0 {
		due.Note = v.word("plan.postponed", n.Postponed, n.First)
	}
	name := gridCell{Text: x.Title, Note: x.Number}
	if i > 0 {
		name = gridCell{Text: "〃", Note: x.Number}
	}
	return []gridCell{name, v.orgCell(x.Org), plain(n.Name), due, plain(dayOr(n.Reached)), {Text: coded(colours, v.Lang, string(colour)), Bad: colour == task.Red}}
}

// scores are the formulas in force and the scores that were published by them (效能评估),
// each computed again from the record that it names.
func (v *visit) scores(doc *document) ([]grid, error) {
	doc.Columns = []string{"formula", "version", "subject", "period", "published", "computed", "agrees", "knownAt", "inputs"}
	published, err := tasks.Scores(v, v.Views, v.known)
	if err != nil {
		return nil, err
	}
	formulas, _, err := tasks.Formulas(v, v.Views, v.known)
	if err != nil {
		return nil, err
	}
	f := grid{Title: v.word("scores.formulas"), Empty: v.word("none.here"), Heads: v.heads("scores.formula", "rules.version", "rules.from", "scores.parts")}
	for _, code := range slices.Sorted(maps.Keys(formulas)) {
		for _, x := range formulas[code] {
			f.add(gridCell{Text: x.Title, Note: code}, plain(fmt.Sprint(x.Version)), plain(x.From.String()), plain(v.parts(&x)))
		}
	}
	g := grid{Title: v.word("scores.published"), Note: v.word("scores.note"), Empty: v.word("none.here"), Heads: v.heads("scores.subject", "scores.formula", "period", "#scores.value", "#scores.again")}
	for _, list := range published {
		p := list[len(list)-1]
		again, agrees := "", ""
		if v.newest {
			found, err := scores.Find(v, v.Views, p.Formula, p.Subject, p.Period)
			if err != nil {
				return nil, err
			}
			for _, s := range found {
				agrees = fmt.Sprint(s.Agrees())
				if s.OK {
					again = s.Value.String()
				}
			}
		}
		doc.add(p.Formula, fmt.Sprint(p.Version), p.Subject, p.Period, p.Value.String(), again, agrees, fmt.Sprint(p.KnownAt), p.Inputs)
		if len(g.Rows) < mostUnits {
			g.add(v.orgCell(p.Subject), plain(p.Formula), plain(p.Period), plain(p.Value.String()), gridCell{Text: orElseText(again, "—"), Bad: agrees == "false"})
		}
	}
	return []grid{f, g}, nil
}

// parts are those of a formula: 按时办结率 100.
func (v *visit) parts(f *assessment.FormulaPublished) string {
	var out []string
	for _, p := range f.Parts {
		out = append(out, fmt.Sprint(v.figureName(p.Figure), " ", p.Weight))
	}
	return strings.Join(out, v.word("comma"))
}

// erased lists erasures of personal data with their class of ground, newest first.
func (v *visit) erased() (grid, error) {
	g := grid{Title: v.word("sealed.erased"), Note: v.word("sealed.erased.note"), Empty: v.word("none.here"), Heads: v.heads("sealed.when", "sealed.ground", "sealed.key", "record")}
	err := v.Views.EachTold(v, string(erasure.Stream), func(ordinal uint64, r *ledger.Record) error {
		e, err := erasure.Book.Decode(r)
		if x, ok := e.(erasure.Erased); ok {
			g.add(plain(v.moment(r.Recorded)), plain(coded(grounds, v.Lang, string(x.Reason))), plain(x.Key), plain(fmt.Sprint(ordinal)))
		}
		return err
	})
	slices.Reverse(g.Rows)
	if len(g.Rows) > mostUnits {
		g.Rows = g.Rows[:mostUnits]
	}
	return g, err
}

// anyAction is what a record of any book is called.
func (v *visit) anyAction(stored string) string {
	for _, a := range books.Actions() {
		if a.Name == stored {
			return Text{a.Zh, a.En}.In(v.Lang)
		}
	}
	return stored
}
