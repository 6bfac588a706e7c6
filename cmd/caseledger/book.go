package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"caseledger/feeds/registers"
)

var bookVerb = verb{name: "book", group: reading, args: argsOf[bookCmd],
	words: "Print the register books of a period, which reconcile."}

type bookCmd struct {
	Book string `arg:"" help:"Which: accepted 受理登记, handling 承办, results 结果反馈, transfers 转办明细 or materials 材料接收, by either name; all for the five."`

	From string  `placeholder:"DATE" help:"Cases accepted on this day or later."`
	To   string  `placeholder:"DATE" help:"Cases accepted on this day or earlier."`
	Org  *string `help:"Only cases accepted by this unit."`

	KnownAt string `placeholder:"WHEN" help:"As it was known at this record or time; all records up to then are replayed."`

	CSV   bool   `xor:"format" help:"As CSV, in UTF-8."`
	Excel bool   `xor:"format" help:"As CSV for spreadsheets: with a byte order mark, and ids of digits marked as text."`
	HTML  bool   `xor:"format" help:"As a page for printing on A4."`
	Out   string `placeholder:"FILE" help:"Write to this file, a page if its name ends in .html; of all five, into this folder. Standard output if not given."`
}

// Help is shown by --help.
func (bookCmd) Help() string {
	return `A book lists the cases accepted in a period, their results, transfers or
materials, as they stand at the last record, which it names; the same record gives
the same book. Records that were corrected or voided do not count, and cases that
were annulled (整件作废) are listed apart. At its end a book is reconciled (勾稽):
accepted = closed + returned + withdrawn + open, transfers = received + on the way,
materials received = kept + returned. One that does not reconcile says so, and
the exit code is 1.

With --known-at the book is as it was known at a record, a date or a time: what
was recorded later does not count, neither do calendars and policies published
later. All cases are replayed for it, which takes as long as reading all records
up to then, and the cases of the period are held in memory.

CSV is the format if none is asked for; --json gives one JSON object. Times on
paper are local to each case. Where no server runs on the data folder, the views
are brought up to the ledger first.

Examples:

    caseledger book accepted --from 2026-01-01 --to 2026-03-31
    caseledger book 转办明细 --out transfers.html
    caseledger book results --from 2026-01-01 --to 2026-03-31 --known-at 2026-04-01
    caseledger book all --from 2026-01-01 --to 2026-12-31 --excel --out books

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here.`
}

func (cmd *bookCmd) format(asJSON bool) (registers.Format, error) {
	chosen := cmd.CSV || cmd.Excel || cmd.HTML
	ending := ".csv"
	switch {
	case asJSON && chosen:
		return registers.Format{}, &usageError{"--json does not go with another format: take one of them"}
	case asJSON:
		ending = ".json"
	case cmd.Excel:
		ending = ".excel.csv"
	case cmd.HTML || !chosen && strings.HasSuffix(cmd.Out, ".html"):
		ending = ".html"
	}
	at := slices.IndexFunc(registers.Formats, func(f registers.Format) bool { return f.Ending == ending })
	return registers.Formats[at], nil
}

func (cmd *bookCmd) query() (q registers.Query, err error) {
	var failed [2]error
	q.From, failed[0] = parseDay("--from", cmd.From)
	q.To, failed[1] = parseDay("--to", cmd.To)
	q.Org = cmd.Org
	return q, errors.Join(failed[:]...)
}

// Run writes one book, or all.
func (cmd *bookCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	format, err := cmd.format(c.JSON)
	if err != nil {
		return err
	}
	q, err := cmd.query()
	if err != nil {
		return err
	}
	known, err := parseMoment("--known-at", cmd.KnownAt)
	if err != nil {
		return err
	}
	wanted := registers.All()
	if cmd.Book != "all" {
		one, err := registers.Find(cmd.Book)
		if err != nil {
			return asUsage(err)
		}
		wanted = []*registers.Register{one}
	} else if cmd.Out == "" {
		return &usageError{"all books go into a folder: name it with --out"}
	}
	views, err := c.storage().currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	if q.KnownAt, err = ordinalOf(ctx, views.Views, known); err != nil {
		return err
	}
	shelf := &bookShelf{p: p}
	defer shelf.clear()
	var outs []registers.Out
	for _, r := range wanted {
		w, err := shelf.place(cmd.place(r, format))
		if err != nil {
			return err
		}
		outs = append(outs, registers.Out{Register: r, Sheet: format.Sheet(w)})
	}
	bar := p.bar("cases", false)
	err = registers.Make(ctx, views.Views, q, outs, func(done, all int) { bar.at(int64(done), int64(all)) })
	bar.done()
	var wrong *registers.ImbalanceError
	if err != nil && !errors.As(err, &wrong) {
		return asUsage(err)
	}
	return errors.Join(err, shelf.keep())
}

// place is the file that a book goes to; empty for standard output.
func (cmd *bookCmd) place(r *registers.Register, f registers.Format) string {
	if cmd.Book == "all" {
		return filepath.Join(cmd.Out, r.Name+f.Ending)
	}
	return cmd.Out
}

// A bookShelf is where books go. A file appears under its name once it is whole.
type bookShelf struct {
	p     *program
	names []string
	files []*os.File // beside those names
	out   []*bufio.Writer
}

// place opens a place; standard output for an empty name.
func (s *bookShelf) place(name string) (io.Writer, error) {
	if name == "" {
		w := bufio.NewWriter(s.p.stdout)
		s.out = append(s.out, w)
		return w, nil
	}
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(folder, "."+filepath.Base(name)+"-*")
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(f)
	s.names, s.files, s.out = append(s.names, name), append(s.files, f), append(s.out, w)
	return w, nil
}

// keep gives all files their names, and prints these.
func (s *bookShelf) keep() error {
	for _, w := range s.out {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	for i, f := range s.files {
		err := errors.Join(f.Chmod(0o644), f.Close())
		if err == nil {
			err = os.Rename(f.Name(), s.names[i])
		}
		if err != nil {
			return err
		}
		if _, err := io.WriteString(s.p.stdout, s.names[i]+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// clear removes what has not got its name.
func (s *bookShelf) clear() {
	for _, f := range s.files {
		f.Close()
		os.Remove(f.Name())
	}
}
