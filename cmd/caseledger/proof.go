package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/statements"
)

var proofVerb = verb{name: "proof", group: reading, args: argsOf[proofCmd],
	words: "Prove a record, a published figure, or that a case is complete."}

type proofCmd struct {
	Record proofRecordCmd `cmd:"" group:"below" help:"Prove that a record is in the transparency log."`
	Figure proofFigureCmd `cmd:"" group:"below" help:"Prove that a figure was published."`
	Case   proofCaseCmd   `cmd:"" group:"below" help:"Prove which records of a case a statement took into account."`
}

// Help is shown by --help.
func (proofCmd) Help() string {
	return `Prints a proof against the newest published checkpoint: a small text file that
anybody checks offline with caseledger verify --proof FILE, given the log's key. The
form is that of C2SP tlog-proof, and feeds/FORMAT.md §6.6. A server gives that of a
record at /log/proof/ORDINAL.

Examples:

    caseledger proof record 812 > 812.tlog-proof
    caseledger proof figure on_time_rate --period 2024-05 > rate.proof
    caseledger proof case BJ-2026-000001 > case.proof
    caseledger verify --proof case.proof --policy ./policy

Exit codes: 0 done, 1 failure, 2 usage, 4 not there, or not published yet.`
}

type proofRecordCmd struct {
	Ordinal uint64 `arg:"" help:"The record, by its ordinal: 1 is the first."`
}

// Help is shown by --help.
func (proofRecordCmd) Help() string {
	return `A C2SP tlog-proof with the record in it: that it is in the log that the newest
published checkpoint signs, with the cosignatures that this has. A server gives the
same at /log/proof/ORDINAL.

Examples:

    caseledger proof record 812 > 812.tlog-proof
    caseledger verify --proof 812.tlog-proof --policy ./policy

Exit codes: 0 done, 1 failure, 2 usage, 4 no such record, or not published yet.`
}

// Run proves a record.
func (cmd proofRecordCmd) Run(ctx context.Context, p *program, c *cli) error {
	if cmd.Ordinal == 0 {
		return &usageError{"ordinals begin with 1"}
	}
	b, err := c.folder().log().Proof(ctx, cmd.Ordinal)
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(b)
	return err
}

type proofFigureCmd struct {
	Figure string `arg:"" help:"Id of the figure: on_time_rate."`
	statementOf
	Edition   int                  `placeholder:"N" help:"1 is the closing, 2 and more are restatements; the last if not given."`
	Dimension statements.Dimension `default:"whole" enum:"whole,org,item,kind" help:"By what the figure is cut out: whole, org, item or kind."`
	Key       string               `help:"The value of the dimension."`
}

// Help is shown by --help.
func (proofFigureCmd) Help() string {
	return `Proves that a row of a statement was published: that it is among the rows of the
statement's leaf, and that this is in the log of figures. Less than 3 KB, however
many rows there are.

Examples:

    caseledger proof figure on_time_rate --period 2024-05
    caseledger proof figure accepted --period 2024-05 --dimension org --key 县住建局

Exit codes: 0 done, 1 failure, 2 usage, 4 no such figure or statement, or not published yet.`
}

// Run proves a figure.
func (cmd proofFigureCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	e, rows, err := frozenRows(ctx, views.Views, cmd.scope(), cmd.Edition)
	if err != nil {
		return err
	}
	for i := range rows {
		if r := &rows[i]; r.Figure == cmd.Figure && r.Dimension == cmd.Dimension && r.Key == cmd.Key {
			b, err := c.folder().log().FigureProof(ctx, e, rows, i)
			if err == nil {
				_, err = p.stdout.Write(b)
			}
			return err
		}
	}
	return fmt.Errorf("the statement of %s %s has no figure %s of %s %s: %w", e.Period, e.Org, cmd.Figure, cmd.Dimension, cmd.Key, fs.ErrNotExist)
}

// editionOf finds a statement; the last edition where n is 0.
func editionOf(ctx context.Context, v statements.Kept, of statements.Scope, n int) (e statements.Edition, err error) {
	list, err := statements.Find(ctx, v, of)
	switch {
	case errors.Is(err, statements.ErrNotClosed):
		return e, fmt.Errorf("%w: %w", err, fs.ErrNotExist)
	case err != nil:
		return e, asUsage(err)
	case n == 0:
		return list[len(list)-1], nil
	case n < 1 || n > len(list):
		return e, &usageError{fmt.Sprintf("--edition: there are %d", len(list))}
	}
	return list[n-1], nil
}

// frozenRows are a statement, the last edition where n is 0, and its rows.
func frozenRows(ctx context.Context, v *projections.Views, of statements.Scope, n int) (e statements.Edition, rows []statements.Row, err error) {
	if e, err = editionOf(ctx, v, of, n); err != nil {
		return e, nil, err
	}
	rows, err = statements.Frozen(ctx, v, e.Scope, e.Frozen)
	return e, rows, err
}

type proofCaseCmd struct {
	Number string           `arg:"" placeholder:"CASE" help:"Number of the case."`
	Period statement.Period `placeholder:"MONTH" help:"The statement's month: 2024-05; that of the last statement if not given."`
	Org    string           `help:"The statement's organisation; the whole if not given."`
}

// Help is shown by --help.
func (proofCaseCmd) Help() string {
	return `Lists the ordinals of all records of the case that the statement took into account,
and proves that there are no others: each leaf of the log of figures has the root of
a map from case numbers to ordinals, in which a number has one place. Who holds the
records of the case finds one that is missing, without reading the log. It reads the
whole ledger once.

Examples:

    caseledger proof case BJ-2026-000001
    caseledger proof case BJ-2026-000001 --period 2024-05

Exit codes: 0 done, 1 failure, 2 usage, 4 no such case in it, no such statement, or not published yet.`
}

// Run proves that a case is complete.
func (cmd proofCaseCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	var e statements.Edition
	if cmd.Period != "" || cmd.Org != "" {
		e, err = editionOf(ctx, views.Views, statements.Scope{Period: cmd.Period, Org: cmd.Org}, 0)
	} else {
		e, err = lastEdition(ctx, views.Views)
	}
	if err != nil {
		return err
	}
	b, err := c.folder().log().CaseProof(ctx, views.Views, e, cmd.Number)
	if err == nil {
		_, err = p.stdout.Write(b)
	}
	return err
}

// lastEdition is the statement that was recorded last.
func lastEdition(ctx context.Context, v statements.Kept) (last statements.Edition, err error) {
	list, err := statements.List(ctx, v)
	for _, e := range list {
		if e.At > last.At {
			last = e
		}
	}
	if err == nil && last.At == 0 {
		err = fmt.Errorf("no month was closed: %w", fs.ErrNotExist)
	}
	return last, err
}
