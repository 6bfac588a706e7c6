package main

import (
	"context"
	"encoding/csv"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

var worklistVerb = verb{name: "worklist", group: reading, args: argsOf[worklistCmd],
	words: "List what is open by the working days that are left."}

type worklistCmd struct {
	Org     *string `help:"Only cases accepted by this organisation, and by those below it on the day."`
	Officer *string `help:"Only cases of this responsible post (责任岗位)."`
	Item    *string `help:"Only cases of this service item (事项)."`
	Overdue bool    `help:"Only cases that are past their limit."`
	At      string  `placeholder:"DATE|TIME" help:"Count days as of the evening of this date, or of a time; now if not given."`
	CSV     bool    `help:"As CSV, in UTF-8."`
	Limit   int     `default:"50" help:"Rows of the table (default ${default}); --json and --csv give all."`
}

// Help is shown by --help.
func (worklistCmd) Help() string {
	return `Lists the open cases that have a limit with the working days that are left of it
(剩余工作日): overdue ones first, then those with the least time left, last those
whose clock stands still. 0 is the due date itself, and negative numbers are the
working days since. Cases are those that are open at the last record, also where
--at lies in the past. Where no server runs on the data folder, the views are
brought up to the ledger first.

Examples:

    caseledger worklist
    caseledger worklist --org 县住建局 --overdue
    caseledger worklist --officer 受理岗-01 --at 2026-03-31 --csv

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// query is what the flags ask for.
func (cmd *worklistCmd) query(now time.Time) (q projections.WorklistQuery, err error) {
	q = projections.WorklistQuery{At: ledger.Time(now), Org: cmd.Org, Officer: cmd.Officer, Item: cmd.Item, OverdueOnly: cmd.Overdue, First: 500}
	at, err := parseMoment("--at", cmd.At)
	if err != nil || !at.set {
		return q, err
	}
	if at.position != 0 {
		return q, &usageError{"--at takes a date or a time"}
	}
	q.At = at.until(casefile.Standard())
	return q, nil
}

// Run prints.
func (cmd *worklistCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	if cmd.Limit < 1 || cmd.Limit > 1000 {
		return &usageError{"--limit: want 1 to 1000"}
	}
	q, err := cmd.query(p.now())
	if err != nil {
		return err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	switch {
	case c.JSON:
		out := []workView{}
		for r, err := range workRows(ctx, views.Views, q) {
			if err != nil {
				return err
			}
			out = append(out, workViewOf(r))
		}
		return p.printJSON(struct {
			At   string     `json:"at"`
			Rows []workView `json:"rows"`
		}{ledger.FormatTime(q.At), out})
	case cmd.CSV:
		return p.printWorkCSV(workRows(ctx, views.Views, q))
	}
	q.First = cmd.Limit
	page, err := views.Worklist(ctx, q)
	if err != nil {
		return err
	}
	return p.printWorklist(page)
}

// workRows are all rows, page by page.
func workRows(ctx context.Context, v *projections.Views, q projections.WorklistQuery) iter.Seq2[*projections.WorklistRow, error] {
	return func(yield func(*projections.WorklistRow, error) bool) {
		for {
			page, err := v.Worklist(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Rows {
				if q.After = page.Rows[i].Cursor; !yield(&page.Rows[i], nil) {
					return
				}
			}
			if !page.HasNext {
				return
			}
		}
	}
}

// workView is a row of --json.
type workView struct {
	Number    string `json:"number"`
	Remaining int    `json:"remainingDays"`
	Overdue   bool   `json:"overdue"`
	Suspended bool   `json:"suspended"`
	Due       string `json:"due,omitempty"`
	Org       string `json:"org,omitempty"`
	Item      string `json:"item,omitempty"`
	Officer   string `json:"officer,omitempty"`
	Holder    string `json:"holder,omitempty"` // organisation that has it, or gave it away last
	Post      string `json:"holderPost,omitempty"`
	Step      string `json:"lastStep,omitempty"`
	StepAt    string `json:"lastStepAt,omitempty"`
	Means     string `json:"collection,omitempty"` // how the applicant wants the result
}

func workViewOf(r *projections.WorklistRow) workView {
	v := workView{Number: r.Number, Remaining: r.Remaining, Overdue: r.Overdue, Suspended: r.Suspended(), Org: r.Org, Item: r.Item,
		Officer: r.Officer, Holder: r.Holder.Org, Post: r.Holder.Post, Step: r.LastStep, Means: r.Kept().Collection}
	if !r.Limit.Due.IsZero() {
		v.Due = ledger.FormatTime(r.Limit.Due)
	}
	if !r.LastStepAt.IsZero() {
		v.StepAt = ledger.FormatTime(r.LastStepAt)
	}
	return v
}

func (p *program) printWorkCSV(rows iter.Seq2[*projections.WorklistRow, error]) error {
	out := csv.NewWriter(p.stdout)
	_ = out.Write([]string{"number", "remainingDays", "overdue", "suspended", "due", "org", "item", "officer", "holder", "holderPost", "lastStep", "lastStepAt", "collection"})
	for r, err := range rows {
		if err != nil {
			return err
		}
		v := workViewOf(r)
		_ = out.Write([]string{v.Number, strconv.Itoa(v.Remaining), strconv.FormatBool(v.Overdue), strconv.FormatBool(v.Suspended), v.Due, v.Org, v.Item,
			v.Officer, v.Holder, v.Post, v.Step, v.StepAt, v.Means})
	}
	out.Flush()
	return out.Error()
}

func (p *program) printWorklist(page projections.WorklistPage) error {
	out := &printer{w: p.stdout}
	t := &table{header: []string{"case", "days left", "due", "organisation", "item", "post", "where", "last step", "collection"}, aligns: []align{left, right}}
	provisional := false
	for i := range page.Rows {
		r := &page.Rows[i]
		provisional = provisional || r.Provisional
		left := strconv.Itoa(r.Remaining)
		if r.Provisional {
			left += " *"
		}
		due := r.Limit.On.String()
		switch {
		case r.Overdue:
			due += " overdue"
		case r.Suspended():
			due = "clock stands still"
		}
		t.add(r.Number, left, due, r.Org, r.Item, r.Officer, strings.TrimSpace(r.Holder.Org+" "+r.Holder.Post), r.LastStep, r.Kept().Collection)
	}
	out.table(t)
	if provisional {
		out.line(provisionalNote)
	}
	if page.HasNext {
		out.line("the first %d; --limit lists more", len(page.Rows))
	}
	out.line("position %s", page.Position)
	return out.err
}
