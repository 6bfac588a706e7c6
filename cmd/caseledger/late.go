package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/late"
	"caseledger/projections/statements"
	"caseledger/projections/view"
)

var lateVerb = verb{name: "late", group: reading, args: argsOf[lateCmd],
	words: "Say what was recorded late, and in batches."}

type lateCmd struct {
	Org     *string `help:"Only cases accepted by this organisation."`
	From    string  `placeholder:"DATE" help:"Recorded on this local date or later."`
	To      string  `placeholder:"DATE" help:"Recorded on this local date or earlier."`
	MinLag  int     `name:"min-lag" default:"1" placeholder:"DAYS" help:"Entries with a lag of so many working days or more; the totals count all."`
	Changed bool    `name:"published" help:"Entries of a month whose figures were published already; the totals count all."`
	Batches bool    `help:"Entries that are part of a batch; the totals count all."`
	CSV     bool    `help:"The entries as CSV, in UTF-8."`
}

// Help is shown by --help.
func (lateCmd) Help() string {
	return `An entry is late (补录) that was recorded a working day or more after it happened,
by the calendar of its case as it was known then. Late entries of ten cases or more
of one organisation within ten minutes are a batch (批量补录). Records that correct
or void others are no entries. projections/late/README.md says how a stranger counts
the same. Beside an entry stand the statements that had been frozen when it was
recorded, and whose figures it may have changed; caseledger statement show says how.

Without a format the totals by organisation and class of lag are printed, and the
batches. --json gives these and every entry, --csv every entry, in ledger order.
Where no server runs on the data folder, the views are brought up to the ledger
first.

Examples:

    caseledger late
    caseledger late --org 县政务服务中心 --from 2025-01-01 --to 2025-03-31
    caseledger late --min-lag 6 --csv
    caseledger late --published --csv

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

func (cmd *lateCmd) query() (q late.Query, err error) {
	var failed [2]error
	q = late.Query{Org: cmd.Org, MinDays: cmd.MinLag, BatchOnly: cmd.Batches, First: latePage}
	q.From, failed[0] = parseDay("--from", cmd.From)
	q.To, failed[1] = parseDay("--to", cmd.To)
	return q, errors.Join(failed[:]...)
}

// latePage is how many entries are read at once.
const latePage = 500

// Run prints.
func (cmd *lateCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	q, err := cmd.query()
	if err != nil {
		return err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	x := lateEntriesOf{v: views, q: q, only: cmd.Changed}
	if x.statements, err = statements.List(ctx, views); err != nil {
		return err
	}
	if cmd.CSV {
		return p.printLateCSV(ctx, x)
	}
	s, err := late.Summarize(ctx, views, q)
	if err != nil {
		return err
	}
	batches, err := late.Batches(ctx, views, q)
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printLateJSON(ctx, x, s, batches)
	}
	return p.printLate(s, batches)
}

// lateEntriesOf is what entries are listed from.
type lateEntriesOf struct {
	v          view.Reader
	q          late.Query
	statements []statements.Edition
	only       bool // those that may have changed published figures
}

// publishedEntry is an entry with the statements that it may have changed.
type publishedEntry struct {
	late.Entry
	published []string
}

// all are all entries of a query, page by page.
func (x lateEntriesOf) all(ctx context.Context) iter.Seq2[publishedEntry, error] {
	return func(yield func(publishedEntry, error) bool) {
		for q := x.q; ; {
			page, err := late.Entries(ctx, x.v, q)
			if err != nil {
				yield(publishedEntry{}, err)
				return
			}
			for _, e := range page.Entries {
				q.After = e.Ordinal
				one := publishedEntry{e, statements.Published(x.statements, e.Org, e.Ordinal, e.Occurred)}
				if x.only && one.published == nil {
					continue
				}
				if !yield(one, nil) {
					return
				}
			}
			if !page.More {
				return
			}
		}
	}
}

func (p *program) printLate(s late.Summary, batches []late.Batch) error {
	out := &printer{w: p.stdout}
	t := &table{header: []string{"organisation", "lag", "records", "in batches", "longest"}, aligns: []align{left, right, right, right, right}}
	for _, x := range s.Totals {
		t.add(x.Org, x.Class.Name, strconv.Itoa(x.Records), strconv.Itoa(x.Batched), strconv.Itoa(x.Longest))
	}
	out.table(t)
	out.line("lag in working days; as of record %d; %d batches", s.At, s.Batches)
	if len(batches) == 0 {
		return out.err
	}
	out.line("")
	b := &table{header: []string{"batch", "organisation", "begun", "ended", "records", "cases"}, aligns: []align{right, left, left, left, right, right}}
	for _, x := range batches {
		b.add(strconv.FormatUint(x.ID, 10), x.Org, ledger.FormatTime(x.Begun), ledger.FormatTime(x.Ended), strconv.Itoa(x.Records), strconv.Itoa(x.Cases))
	}
	out.table(b)
	if len(batches) < s.Batches {
		out.line("the first %d; ask for a shorter period for others", len(batches))
	}
	return out.err
}

func (p *program) printLateCSV(ctx context.Context, x lateEntriesOf) error {
	out := csv.NewWriter(p.stdout)
	_ = out.Write([]string{"ordinal", "case", "revision", "type", "post", "org", "occurred", "recorded", "recordedOn", "lag", "batch", "published"})
	for e, err := range x.all(ctx) {
		if err != nil {
			return err
		}
		batch := ""
		if e.Batch != 0 {
			batch = strconv.FormatUint(e.Batch, 10)
		}
		_ = out.Write([]string{strconv.FormatUint(e.Ordinal, 10), e.Number, fmt.Sprint(e.Revision), e.Type, e.Post, e.Org,
			ledger.FormatTime(e.Occurred), ledger.FormatTime(e.Recorded), e.RecordedOn.String(), strconv.Itoa(e.Days), batch, strings.Join(e.published, " ")})
	}
	out.Flush()
	return out.Error()
}

type lateEntryView struct {
	Ordinal    uint64          `json:"ordinal"`
	Case       string          `json:"case"`
	Revision   ledger.Revision `json:"revision"`
	Type       string          `json:"type"`
	Post       string          `json:"post,omitempty"`
	Org        string          `json:"org"`
	Occurred   string          `json:"occurred"`
	Recorded   string          `json:"recorded"`
	RecordedOn workdays.Date   `json:"recordedOn"`
	Lag        int             `json:"lag"`
	Batch      uint64          `json:"batch,omitempty"`
	// Published names the statements that had been frozen, and that it may have changed.
	Published []string `json:"published,omitempty"`
}

type lateTotalView struct {
	Org     string `json:"org"`
	Lag     string `json:"lag"`
	Records int    `json:"records"`
	Batched int    `json:"batched"`
	Longest int    `json:"longest"`
}

type lateBatchView struct {
	Batch   uint64 `json:"batch"`
	Org     string `json:"org"`
	Begun   string `json:"begun"`
	Ended   string `json:"ended"`
	Records int    `json:"records"`
	Cases   int    `json:"cases"`
}

type lateView struct {
	KnownAt uint64          `json:"knownAt"`
	Totals  []lateTotalView `json:"totals"`
	Batches []lateBatchView `json:"batches"`
	Entries []lateEntryView `json:"entries"`
}

func (p *program) printLateJSON(ctx context.Context, x lateEntriesOf, s late.Summary, batches []late.Batch) error {
	out := lateView{KnownAt: s.At, Totals: []lateTotalView{}, Batches: []lateBatchView{}, Entries: []lateEntryView{}}
	for _, x := range s.Totals {
		out.Totals = append(out.Totals, lateTotalView{x.Org, x.Class.Name, x.Records, x.Batched, x.Longest})
	}
	for _, x := range batches {
		out.Batches = append(out.Batches, lateBatchView{x.ID, x.Org, ledger.FormatTime(x.Begun), ledger.FormatTime(x.Ended), x.Records, x.Cases})
	}
	for e, err := range x.all(ctx) {
		if err != nil {
			return err
		}
		out.Entries = append(out.Entries, lateEntryView{e.Ordinal, e.Number, e.Revision, e.Type, e.Post, e.Org,
			ledger.FormatTime(e.Occurred), ledger.FormatTime(e.Recorded), e.RecordedOn, e.Days, e.Batch, e.published})
	}
	return p.printJSON(out)
}
