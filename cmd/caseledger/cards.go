package main

import (
	"context"
	"encoding/csv"
	"errors"
	"strconv"
	"time"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/supervision"
	"caseledger/projections/view"
)

var cardsVerb = verb{name: "cards", group: reading, args: argsOf[cardsCmd],
	words: "List warnings and cards, and count measures."}

type cardsCmd struct {
	Org     string `help:"Responsible is this organisation, or one below it on the day --to, or by the latest tree."`
	OrgOnly bool   `name:"org-only" help:"Only the organisation itself."`
	Case    string `placeholder:"NUMBER" help:"Only about this case."`
	Item    string `help:"Only about this service item."`
	Colour  string `enum:",warning,yellow,red" default:"" help:"warning, yellow or red."`
	Rule    string `placeholder:"OCCASION" help:"Only of this occasion: past_promise, illegal_fee, …"`
	Status  string `enum:",standing,cancelled" default:"" help:"standing or cancelled."`
	Appeal  string `enum:",pending,granted,dismissed" default:"" help:"pending, granted or dismissed."`
	From    string `placeholder:"DATE" help:"Fell due on this local date or later."`
	To      string `placeholder:"DATE" help:"Fell due on this local date or earlier."`
	KnownAt string `placeholder:"ORDINAL|TIME" help:"Leave out what was recorded later than this record, by its ordinal, or than a time."`
	CSV     bool   `help:"The cards as CSV, in UTF-8."`
}

// Help is shown by --help.
func (cardsCmd) Help() string {
	return `Lists the warnings and cards (预警、黄牌、红牌) that supervision has recorded, in
the order in which they were, with what became of them: appeal, cancellation,
rectification. Of the measures against those responsible (责任追究) there are counts
by unit and class only. A card is never rewritten, so --known-at lists them as they
stood then.

caseledger supervise records what follows from the ledger; caseledger policy list
shows the rules of regime supervision by which it does.

Examples:

    caseledger cards
    caseledger cards --org 县住建局 --colour yellow --from 2024-01-01 --json
    caseledger cards --appeal pending --csv

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

// cardsPage is how many cards are read at once.
const cardsPage = 500

func (cmd *cardsCmd) query() (q supervision.Query, known moment, err error) {
	var failed [3]error
	q = supervision.Query{Case: cmd.Case, Item: cmd.Item, Colour: cmd.Colour, Rule: cmd.Rule,
		Status: supervision.Status(cmd.Status), Appeal: supervision.Appeal(cmd.Appeal), First: cardsPage}
	q.From, failed[0] = parseDay("--from", cmd.From)
	q.To, failed[1] = parseDay("--to", cmd.To)
	known, failed[2] = parseMoment("--known-at", cmd.KnownAt)
	return q, known, errors.Join(failed[:]...)
}

// Run prints.
func (cmd *cardsCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	q, known, err := cmd.query()
	if err != nil {
		return err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	at, err := ordinalOf(ctx, views.Views, known)
	if err != nil {
		return err
	}
	q.KnownAt = uint64(at)
	if cmd.Org != "" {
		directory, err := views.Directory(ctx, at)
		if err != nil {
			return err
		}
		q.Under(directory, cmd.Org, cmd.OrgOnly)
	}
	cards, read, err := allCards(ctx, views, q)
	if err != nil {
		return err
	}
	measures, err := supervision.Measures(ctx, views, q)
	switch {
	case err != nil:
		return err
	case cmd.CSV:
		return p.printCardsCSV(cards)
	case c.JSON:
		view := cardsView{KnownAt: read, Cards: []cardView{}, Measures: measures}
		for _, x := range cards {
			view.Cards = append(view.Cards, cardView{x, x.Status(), x.Appeal()})
		}
		return p.printJSON(view)
	}
	return p.printCards(cards, measures, read)
}

// allCards reads all cards of a query, page by page, and the ordinal that they
// are known at.
func allCards(ctx context.Context, v view.Reader, q supervision.Query) (out []*supervision.Card, at uint64, err error) {
	out = []*supervision.Card{}
	for {
		page, err := supervision.List(ctx, v, q)
		if err != nil {
			return nil, 0, err
		}
		out = append(out, page.Cards...)
		if !page.More {
			return out, page.At, nil
		}
		q.KnownAt, q.After = page.At, out[len(out)-1].Ordinal // one state throughout
	}
}

type cardView struct {
	*supervision.Card
	Status supervision.Status `json:"status"`
	Appeal supervision.Appeal `json:"appeal,omitzero"`
}

type cardsView struct {
	KnownAt  uint64                `json:"knownAt"`
	Cards    []cardView            `json:"cards"`
	Measures []supervision.Measure `json:"measures"`
}

func (p *program) printCards(cards []*supervision.Card, measures []supervision.Measure, at uint64) error {
	out := &printer{w: p.stdout}
	t := &table{header: []string{"fell due", "colour", "occasion", "unit", "case", "limit", "status", "appeal"}, aligns: []align{left, left, left, left, left, left, left, left}}
	for _, c := range cards {
		t.add(c.FellOn().String(), c.Colour, c.Rule, c.Org, c.Case, dateOrNone(c.Due), string(c.Status()), string(c.Appeal()))
	}
	if len(cards) > 0 {
		out.table(t)
	}
	out.line("%d warnings and cards, as of record %d", len(cards), at)
	if len(measures) == 0 {
		return out.err
	}
	out.line("")
	m := &table{header: []string{"unit", "measure", "number"}, aligns: []align{left, left, right}}
	for _, x := range measures {
		m.add(x.Org, x.Class, strconv.Itoa(x.Count))
	}
	out.table(m)
	return out.err
}

func (p *program) printCardsCSV(cards []*supervision.Card) error {
	out := csv.NewWriter(p.stdout)
	_ = out.Write([]string{"number", "ordinal", "fellAt", "recordedAt", "colour", "rule", "policy", "org", "case", "item", "cause", "due", "status",
		"cancelledAt", "cancelReason", "cancelCause", "appeal", "appealedAt", "ground", "decidedAt", "basis", "rectifyBy", "verifiedAt", "result"})
	for _, c := range cards {
		line := []string{c.Number, strconv.FormatUint(c.Ordinal, 10), timeOrNone(c.Fell), timeOrNone(c.Recorded), c.Colour, c.Rule, c.Policy, c.Org, c.Case, c.Item, c.Cause, dateOrNone(c.Due),
			string(c.Status()), timeOrNone(c.CancelledAt), c.CancelReason, c.CancelCause, string(c.Appeal()), timeOrNone(c.AppealedAt), c.Ground, timeOrNone(c.DecidedAt), c.Basis,
			dateOrNone(c.RectifyBy), timeOrNone(c.VerifiedAt), string(c.Result)}
		for i := range line {
			line[i] = feeds.CSVField(line[i], false, false)
		}
		_ = out.Write(line)
	}
	out.Flush()
	return out.Error()
}

// dateOrNone is a date, or nothing where there is none.
func dateOrNone(d workdays.Date) string {
	if d == workdays.NoDate {
		return ""
	}
	return d.String()
}

// timeOrNone is an instant, or nothing where it has not come.
func timeOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ledger.FormatTime(t)
}
