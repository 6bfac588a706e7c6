package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"

	"caseledger/ledger"
	files "caseledger/ledger/dossier"
	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/statements"
)

var statementVerb = verb{name: "statement", group: reading, args: argsOf[statementCmd],
	words: "Freeze the figures of a month, show and restate them."}

type statementCmd struct {
	Close   statementCloseCmd   `cmd:"" group:"below" help:"Freeze a month that has ended, as it is known now."`
	Restate statementRestateCmd `cmd:"" group:"below" help:"Freeze a closed month once more, beside what was frozen."`
	Show    statementShowCmd    `cmd:"" group:"below" help:"Show the frozen figures, and what is known otherwise since."`
	List    statementListCmd    `cmd:"" group:"below" help:"List the statements."`
}

// Help is shown by --help.
func (statementCmd) Help() string {
	return `A statement (月办月结) is a record that a month's figures were frozen as they were
known at one record of the ledger: its ordinal, the definitions, and the SHA-256 of
the canonical rows. The rows are computed again whenever they are asked for, and
held against the hash. What is recorded later changes no statement: it is listed
beside it with its causes, and can be restated as a record of its own.

Examples:

    caseledger statement close --period 2024-05 --post 统计岗-01
    caseledger statement show --period 2024-05
    caseledger statement list

Exit codes: 0 done, 1 refused or failure, 2 usage, 3 damaged, 4 no ledger or no statement here, 5 no room.`
}

// statementOf are the flags that name a month.
type statementOf struct {
	Period string `required:"" placeholder:"MONTH" help:"The month: 2024-05."`
	Org    string `help:"Of an organisation with all below it; the whole if not given."`
}

func (s *statementOf) scope() statements.Scope {
	return statements.Scope{Period: statement.Period(s.Period), Org: s.Org}
}

type statementCloseCmd struct {
	statementOf
	Post string `placeholder:"POST" help:"The acting post, never a person's name; none if not given."`
}

// Help is shown by --help.
func (statementCloseCmd) Help() string {
	return `Refused before the month has ended and where it is closed already. No server may
run on the folder; to a running one send the mutation closeStatement.

Examples:

    caseledger statement close --period 2024-05
    caseledger statement close --period 2024-05 --org 县住建局 --post 统计岗-01

Exit codes: 0 done, 1 refused or failure, 2 usage, 3 damaged, 4 no ledger here, 5 no room.`
}

// Run closes a month.
func (cmd statementCloseCmd) Run(ctx context.Context, p *program, c *cli) error {
	return freeze(ctx, p, c, cmd.Post, statement.Closed{Period: cmd.Period, Org: cmd.Org})
}

type statementRestateCmd struct {
	statementOf
	Post string `placeholder:"POST" help:"The acting post, never a person's name; none if not given."`
}

// Help is shown by --help.
func (statementRestateCmd) Help() string {
	return `Records the figures of a closed month as they are known now; the new record names
the hash of the statement before, which stays as it is. Refused where nothing has
changed. No server may run on the folder; to a running one send the mutation
restateStatement.

Examples:

    caseledger statement restate --period 2024-05

Exit codes: 0 done, 1 refused or failure, 2 usage, 3 damaged, 4 no ledger here, 5 no room.`
}

// Run restates a month.
func (cmd statementRestateCmd) Run(ctx context.Context, p *program, c *cli) error {
	return freeze(ctx, p, c, cmd.Post, statement.Restated{Period: cmd.Period, Org: cmd.Org})
}

// freeze records a statement.
func freeze(ctx context.Context, p *program, c *cli, post string, e files.Event) (err error) {
	if err := checkPost(post); err != nil {
		return err
	}
	at := c.storage()
	if err := at.exists(); err != nil {
		return err
	}
	store, err := at.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	views, err := at.openViews(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	if at.keepsViews() {
		if err := views.CatchUp(ctx, store, nil); err != nil {
			return err
		}
	}
	classes, err := at.classes()
	if err != nil {
		return err
	}
	now := ledger.Time(p.now())
	desk := &files.Desk{Store: store, Classes: classes, Beyond: &statements.Freezer{Views: views, Store: store}}
	done, err := statement.Kind.Do(ctx, desk, files.Order{ID: ledger.NewCommandID(now, string(e.Stream())), Post: post, Event: e, Recorded: now})
	if err != nil {
		return asUsage(err)
	}
	if c.JSON {
		_, err = fmt.Fprintf(p.stdout, "%s\n", done.Record.Public)
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s is frozen; position %s\n", done.Record.Stream, done.Record.Position)
	return err
}

type statementShowCmd struct {
	statementOf
	Edition  int    `placeholder:"N" help:"1 is the closing, 2 and more are restatements; the last if not given."`
	CSV      bool   `xor:"format" help:"The frozen rows as CSV, in UTF-8."`
	Bulletin bool   `xor:"format" help:"The monthly bulletin (月度通报) as text, with 同比, 环比 and 占比."`
	KnownAt  uint64 `name:"known-at" placeholder:"ORDINAL" help:"Compare with what was known at this record; the last if not given."`
}

// Help is shown by --help.
func (statementShowCmd) Help() string {
	return `Computes the frozen rows again and holds them against the hash of the statement;
where they differ it fails and says so. --json prints the canonical rows, one a
line, byte for byte those that were hashed. Without a format the figures of the
whole are printed, and each cell that is known otherwise now with the records that
changed it.

Examples:

    caseledger statement show --period 2024-05
    caseledger statement show --period 2024-05 --edition 1 --json | sha256sum

Exit codes: 0 done, 1 it does not hold or failure, 2 usage, 3 damaged, 4 no ledger or no statement here.`
}

// Run prints a statement.
func (cmd statementShowCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if c.JSON && (cmd.CSV || cmd.Bulletin) {
		return &usageError{"--json does not go with another format: take one of them"}
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	e, rows, err := frozenRows(ctx, views.Views, cmd.scope(), cmd.Edition)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		for i := range rows {
			if _, err := fmt.Fprintf(p.stdout, "%s\n", rows[i].Line()); err != nil {
				return err
			}
		}
		return nil
	case cmd.CSV:
		return p.printRowsCSV(rows)
	case cmd.Bulletin:
		compared, err := statements.Comparisons(ctx, views.Views, e.Scope, e.Frozen, rows)
		if err == nil {
			_, err = fmt.Fprint(p.stdout, statements.Bulletin(e.Scope, rows, compared))
		}
		return err
	}
	return cmd.print(ctx, p, views.Views, e, rows)
}

// print shows the figures of the whole, and what changed.
func (cmd statementShowCmd) print(ctx context.Context, p *program, v *projections.Views, e statements.Edition, rows []statements.Row) error {
	known := cmd.KnownAt
	if known == 0 {
		n, err := v.Count(ctx)
		if err != nil {
			return err
		}
		known = n
	}
	changes, more, err := statements.Restatement(ctx, v, e.Scope, e.Frozen, known)
	if err != nil {
		return asUsage(err)
	}
	out := &printer{w: p.stdout}
	t := &table{header: []string{"figure", "value", "unit", "numerator", "denominator"}, aligns: []align{left, right, left, right, right}}
	for i := range rows {
		if r := &rows[i]; r.Dimension == statements.Whole {
			t.add(r.Figure, shownValue(r), r.Unit, r.Numerator, textOf(r.Denominator))
		}
	}
	out.table(t)
	out.line("%s %s edition %d, frozen at record %d, %d rows, sha256 %s: holds", e.Period, e.Org, e.N, e.Ordinal, e.Rows, e.SHA256)
	out.line("%d cells are known otherwise at record %d", len(changes), known)
	for _, c := range changes {
		of := c.Before
		if of == nil {
			of = c.After
		}
		out.line("%s %s %s: %s, now %s", of.Dimension, of.Key, of.Figure, shownValue(c.Before), shownValue(c.After))
		for _, x := range c.Causes {
			out.line("    record %d %s %s %s, recorded %s, %d days after the month", x.Ordinal, x.Why, x.Type, x.Case, ledger.FormatTime(x.Recorded), x.Lag)
		}
	}
	if more {
		out.line("further causes are not listed")
	}
	return out.err
}

func shownValue(r *statements.Row) string {
	if r == nil || r.Value == nil {
		return "–"
	}
	return *r.Value
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (p *program) printRowsCSV(rows []statements.Row) error {
	out := csv.NewWriter(p.stdout)
	_ = out.Write([]string{"period", "org", "dimension", "key", "figure", "version", "numerator", "denominator", "value", "unit", "decimals", "rounding", "provisional"})
	for i := range rows {
		r := &rows[i]
		_ = out.Write([]string{string(r.Period), r.Org, string(r.Dimension), r.Key, r.Figure, strconv.Itoa(r.Version), r.Numerator, textOf(r.Denominator),
			textOf(r.Value), r.Unit, strconv.Itoa(r.Decimals), r.Rounding, strconv.FormatBool(r.Provisional)})
	}
	out.Flush()
	return out.Error()
}

type statementListCmd struct {
	CSV bool `help:"As CSV, in UTF-8."`
}

// Help is shown by --help.
func (statementListCmd) Help() string {
	return `Lists the statements with the record at which each was frozen.

Examples:

    caseledger statement list
    caseledger statement list --json

Exit codes: 0 done, 1 failure, 2 usage, 3 damaged, 4 no ledger here.`
}

// statementView is a line of --json.
type statementView struct {
	Period   string `json:"period"`
	Org      string `json:"org,omitempty"`
	Edition  int    `json:"edition"`
	Ordinal  int    `json:"ordinal"`
	Rows     int    `json:"rows"`
	SHA256   string `json:"sha256"`
	Restates string `json:"restates,omitempty"`
	Changed  int    `json:"changed,omitempty"`
	Recorded string `json:"recorded"`
}

// Run lists.
func (cmd statementListCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	list, err := statements.List(ctx, views.Views)
	if err != nil {
		return err
	}
	t := &table{csv: cmd.CSV, header: []string{"period", "organisation", "edition", "at record", "rows", "changed", "sha256"}, aligns: []align{left, left, right, right, right, right, left}}
	out := []statementView{}
	for _, e := range list {
		out = append(out, statementView{string(e.Period), e.Org, e.N, e.Ordinal, e.Rows, e.SHA256, e.Restates, e.Changed, ledger.FormatTime(e.Recorded)})
		t.add(string(e.Period), e.Org, strconv.Itoa(e.N), strconv.Itoa(e.Ordinal), strconv.Itoa(e.Rows), strconv.Itoa(e.Changed), e.SHA256)
	}
	if c.JSON {
		return p.printJSON(struct {
			Statements []statementView `json:"statements"`
		}{out})
	}
	return t.write(p.stdout)
}
