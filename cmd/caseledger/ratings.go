package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"strconv"

	"caseledger/ledger/policy"
	"caseledger/ledger/statement"
	"caseledger/projections/ratings"
)

var ratingsVerb = verb{name: "ratings", group: reading, args: argsOf[ratingsCmd],
	words: "Say how each window was rated, month by month."}

type ratingsCmd struct {
	Month string  `placeholder:"MONTH" required:"" help:"The month, such as 2026-01."`
	To    string  `placeholder:"MONTH" help:"Last month, where it is more than one; 24 at most."`
	Org   *string `help:"Only cases accepted by this organisation."`
	CSV   bool    `help:"As CSV, in UTF-8."`
}

// Help is shown by --help.
func (ratingsCmd) Help() string {
	return `The monthly bulletin of ratings by window (定期通报): of each window the ratings that
count, by level, those by name, the satisfaction rate (满意率: levels 5, 4 and 3), the
rate of good ones (好评率: 5 and 4), and those that were invalidated, which are in no
other number. Cases count under the window of their acceptance; – is for those that
name none. projections/ratings/RECIPE.md says how a stranger counts the same.

Examples:

    caseledger ratings --month 2026-01
    caseledger ratings --month 2026-01 --to 2026-03 --org 县政务服务中心 --csv

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// Run prints.
func (cmd *ratingsCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	if cmd.To == "" {
		cmd.To = cmd.Month
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	list, err := ratings.ByWindow(ctx, views, ratings.Query{From: statement.Period(cmd.Month), To: statement.Period(cmd.To), Org: cmd.Org})
	switch {
	case err != nil:
		return asUsage(err)
	case c.JSON:
		return p.printRatingsJSON(list)
	case cmd.CSV:
		return p.printRatingsCSV(list)
	}
	return p.printRatings(list)
}

var ratingsHeader = []string{"month", "window", "ratings", "5", "4", "3", "2", "1", "named", "satisfied", "good", "invalidated"}

// ratingCells are the cells of a row; none is what stands where there is no rate.
func ratingCells(r *ratings.Row, none string) []string {
	out := []string{string(r.Month), r.Window, strconv.Itoa(r.Ratings())}
	for level := policy.Best; level >= policy.Worst; level-- {
		out = append(out, strconv.Itoa(r.Levels[level]))
	}
	out = append(out, strconv.Itoa(r.Named))
	for _, rate := range []*string{r.Satisfied(), r.Good()} {
		if rate == nil {
			rate = &none
		}
		out = append(out, *rate)
	}
	return append(out, strconv.Itoa(r.Invalidated))
}

func (p *program) printRatings(list ratings.Table) error {
	out := &printer{w: p.stdout}
	t := &table{header: ratingsHeader, aligns: []align{left, left, right, right, right, right, right, right, right, right, right, right}}
	for i := range list.Rows {
		cells := ratingCells(&list.Rows[i], "–")
		cells[1] = cmp.Or(cells[1], "–")
		t.add(cells...)
	}
	out.table(t)
	out.line("satisfied 满意率 and good 好评率 in percent; as of record %d", list.At)
	return out.err
}

func (p *program) printRatingsCSV(list ratings.Table) error {
	out := csv.NewWriter(p.stdout)
	_ = out.Write(ratingsHeader)
	for i := range list.Rows {
		_ = out.Write(ratingCells(&list.Rows[i], ""))
	}
	out.Flush()
	return out.Error()
}

type ratingRowView struct {
	Month       statement.Period `json:"month"`
	Window      string           `json:"window"`
	Ratings     int              `json:"ratings"`
	Levels      []int            `json:"levels"` // of the levels 5 to 1
	Bad         int              `json:"bad"`
	Named       int              `json:"named"`
	Satisfied   *string          `json:"satisfied"`
	Good        *string          `json:"good"`
	Invalidated int              `json:"invalidated"`
}

func (p *program) printRatingsJSON(list ratings.Table) error {
	rows := []ratingRowView{}
	for i := range list.Rows {
		r := &list.Rows[i]
		x := ratingRowView{r.Month, r.Window, r.Ratings(), nil, r.Bad(), r.Named, r.Satisfied(), r.Good(), r.Invalidated}
		for level := policy.Best; level >= policy.Worst; level-- {
			x.Levels = append(x.Levels, r.Levels[level])
		}
		rows = append(rows, x)
	}
	return p.printJSON(struct {
		KnownAt uint64          `json:"knownAt"`
		Rows    []ratingRowView `json:"rows"`
	}{list.At, rows})
}
