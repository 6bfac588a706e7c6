package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/ledger/registry/sheets"
	"caseledger/ledger/workdays"
)

type registryLoadCmd struct {
	File []string `arg:"" help:"Tables in CSV or JSON; - reads standard input."`
	From string   `placeholder:"DATE" help:"First day of changes where a table does not say it; today if not given."`
	Post string   `placeholder:"POST" help:"The acting post, never a person's name; none if not given."`
}

// Help is shown by --help.
func (registryLoadCmd) Help() string {
	return `Reads tables of the registries, holds each against the ledger, and records what
differs. The headings, English or Chinese, say what a table is of. CSV may be UTF-8
or GB 18030; lists in a cell are divided by semicolons. JSON is an array of objects
with the same headings. A column that is not there is left as it is, an empty cell
says that there is nothing. One file is recorded as a whole or not at all, and one
that is loaded again adds nothing. No server may run on the folder.

organisations 机构编码: org, name, parent, level, authority, kind, address, hours,
    service, supervision, web, duties, date, changed, closed, into
items 事项编码: item, name, org, class, content, handling, legalDays, promisedDays,
    basis, conditions, materials, procedure, fee, result, offices, tags, date, round
their tags 服务标签: item, tag, date, ended, round
windows 窗口编码: window, name, org, date, closed
posts and who is on duty 岗位编码: post, org, window, role, pseudonym, from, until,
    date, closed
channels 渠道编码: channel, name, web, date, closed
rules 制度编号: rule, name, kind, org, basis, texts, date, closed, by
clean-up rounds 轮次编码: round, name, found, items, basis, date, closed, retained,
    delegated, changed, abolished
what became of items 清理结果: item, outcome, round, date, basis, level, org

Examples:

    caseledger registry load organisations.csv items.csv windows.csv posts.csv
    caseledger registry load 机构.csv --from 2024-07-01 --post 督办岗-01 --json

Exit codes: 0 done, also where nothing was added, 1 refused or failure, 2 usage, 3 ledger damaged, 4 no such file, 5 no room.`
}

// loaded says what came of a file.
type loaded struct {
	File  string      `json:"file"`
	Kind  sheets.Kind `json:"kind"`
	Rows  int         `json:"rows"`
	Added int         `json:"added"`
}

// Run records what the tables say.
func (cmd registryLoadCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	day, err := parseDay("--from", cmd.From)
	if err != nil {
		return err
	}
	if cmd.From == "" {
		day = today(p)
	}
	store, err := c.storage().openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var done []loaded
	for _, name := range cmd.File {
		var one loaded
		if one, err = cmd.load(ctx, p, store, name, day); err != nil {
			break // what was loaded before it stays, and is told
		}
		done = append(done, one)
	}
	return errors.Join(p.printLoaded(c.JSON, done, err), err)
}

// load records what one table says.
func (cmd registryLoadCmd) load(ctx context.Context, p *program, store ledger.Store, name string, day workdays.Date) (out loaded, err error) {
	input, _, err := openInput(p, name)
	if err != nil {
		return out, err
	}
	defer input.Close()
	sheet, err := sheets.Read(filepath.Base(name), input)
	if err != nil {
		return out, err
	}
	d, err := registry.ReadStreams(ctx, store, sheet.Streams()...)
	if err != nil {
		return out, err
	}
	entries, err := sheet.Plan(d, day)
	if err != nil {
		return out, err
	}
	out = loaded{File: sheet.File, Kind: sheet.Kind, Rows: sheet.Rows()}
	bar := p.bar(sheet.File, false)
	defer bar.done()
	for at := 0; at < len(entries); at += portion {
		some := entries[at:min(at+portion, len(entries))]
		n, err := registry.Record(ctx, store, p.now(), cmd.Post, some...)
		if out.Added += n; err != nil {
			return out, fmt.Errorf("%s: %w", sheet.File, err)
		}
		bar.at(int64(at+len(some)), int64(len(entries)))
	}
	return out, nil
}

// portion is how many entries are recorded between two looks at the bar.
const portion = 1000

// printLoaded says what was loaded and, in JSON, what is wrong with the table at
// which that ended.
func (p *program) printLoaded(asJSON bool, done []loaded, err error) error {
	if asJSON {
		var wrong *sheets.Faults
		errors.As(err, &wrong)
		return p.printJSON(struct {
			Files  []loaded       `json:"files"`
			Faults *sheets.Faults `json:"faults,omitempty"`
		}{append([]loaded{}, done...), wrong})
	}
	out := &printer{w: p.stdout}
	for _, f := range done {
		out.line("%s: %s, %d rows, %d new records", f.File, f.Kind, f.Rows, f.Added)
	}
	return out.err
}
