package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"caseledger/feeds/export"
	"caseledger/ledger"
	"caseledger/ledger/statement"
)

var exportVerb = verb{name: "export", group: reading, args: argsOf[exportCmd],
	words: "Write the public record as a file for other programs."}

type exportCmd struct {
	Form    string `arg:"" help:"Which: csv, excel, ndjson, xes, ocel, parquet, exchange or datapackage."`
	Month   string `placeholder:"MONTH" help:"Only cases accepted in this month, 2026-05; of ndjson, what was recorded in it."`
	KnownAt string `placeholder:"ORDINAL|TIME" help:"Leave out what was recorded later than this record, by its ordinal, or than a time."`
	Since   uint64 `placeholder:"ORDINAL" help:"Of exchange: what has changed since this record, corrections as U, voidings as D."`
	All     bool   `help:"Of xes: acceptance, closing and all other actions are events too."`
	Out     string `placeholder:"FILE" help:"Write to this file, which appears once it is whole; standard output if not given."`
}

// Help is shown by --help.
func (exportCmd) Help() string {
	return `csv and excel are the table of cases, one row each, parquet the same with types.
ndjson has every public record, a CloudEvent a line, in ledger order. xes is an
event log (IEEE 1849): a trace for each case, open ones too, an event for each
performed step; acceptance and closing are attributes of the trace. ocel is an
object-centric log (OCEL 2.0 JSON) of all actions. exchange is a zip of the national
exchange tables (统一办件库, ledger/exchange/FORMAT.md), with --since the batch that
follows the one whose receipt names that record. datapackage is a zip of the
tables of cases and of events with their description (Frictionless).
feeds/export/FORMAT.md lists the columns.

A file is written while it is read: memory does not grow with it. Tables and logs
have what holds: records that were corrected or voided are not in them. Rows,
SHA-256 and the ordinal of the last record are said on standard error; with --json
as an object, on standard output where --out is given.

With --known-at cases are replayed as they were known then, and come in the order
of their numbers; the same record gives the same bytes for ever. Where no server
runs on the data folder, the views are brought up to the ledger first.

Examples:

    caseledger export csv > cases.csv
    caseledger export excel --month 2026-05 --out cases.excel.csv
    caseledger export xes --out log.xes
    caseledger export parquet --known-at 5000 --out cases.parquet --json
    caseledger export exchange --since 81200 --out batch.zip --json
    caseledger export datapackage --out cases.zip

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, 5 no room.`
}

// Run writes the file.
func (cmd *exportCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	form, err := export.Find(cmd.Form)
	if err != nil {
		return asUsage(err)
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
	if q.KnownAt, err = ordinalOf(ctx, views.Views, known); err != nil {
		return err
	}
	place, err := p.place(cmd.Out)
	if err != nil {
		return err
	}
	defer place.clear()
	bar := p.bar(form.Name, false)
	receipt, err := export.Write(ctx, views.Views, form, q, place, func(done, all int) { bar.at(int64(done), int64(all)) })
	bar.done()
	if err != nil {
		return asUsage(err)
	}
	if err := place.keep(); err != nil {
		return err
	}
	return p.receipt(receipt, cmd.Out != "", c.JSON)
}

func (cmd *exportCmd) query() (q export.Query, known moment, err error) {
	q = export.Everything
	q.All, q.Since = cmd.All, ledger.Position(cmd.Since)
	if cmd.Since > 0 && cmd.Form != "exchange" {
		return q, known, &usageError{"--since is of exchange: the other forms are whole"}
	}
	if cmd.All && cmd.Form != "xes" {
		return q, known, &usageError{"--all is of xes: the other forms have everything they have"}
	}
	if cmd.Month != "" {
		month := statement.Period(cmd.Month)
		if err := month.Validate(); err != nil {
			return q, known, &usageError{"--month: " + err.Error()}
		}
		q.From, q.To = month.Days()
	}
	known, err = parseMoment("--known-at", cmd.KnownAt)
	return q, known, err
}

// receipt says what was written: as a line on standard error, or as JSON, which
// goes to standard output where the file does not.
func (p *program) receipt(r export.Receipt, elsewhere, asJSON bool) error {
	if !asJSON {
		of := ""
		if r.Cases > 0 {
			of = fmt.Sprintf(" of %d cases", r.Cases)
		}
		_, err := fmt.Fprintf(p.stderr, "%s: %d rows%s, %d bytes, as of record %d\nsha256 %s\n", r.Form, r.Rows, of, r.Bytes, r.Ordinal, r.SHA256)
		return err
	}
	if elsewhere {
		return p.printJSON(r)
	}
	q := *p
	q.stdout = p.stderr
	return q.printJSON(r)
}

// place is where one file goes: a file that gets its name once it is whole, or
// standard output for no name.
func (p *program) place(name string) (*filePlace, error) {
	shelf := &bookShelf{p: &program{stdout: io.Discard}}
	if name == "" {
		shelf.p.stdout = p.stdout
	}
	w, err := shelf.place(name)
	return &filePlace{w, shelf}, err
}

type filePlace struct {
	io.Writer
	*bookShelf
}
