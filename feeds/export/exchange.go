package export

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/exchange"
	"caseledger/projections"
)

// writeExchange writes a zip of the five tables of package exchange; with
// [Query.Since] the batch of what has changed since. Rows are those of all.
func writeExchange(s *source, w io.Writer) (rows int, err error) {
	x := &batch{source: s}
	defer x.clear()
	if err := x.open(); err != nil {
		return 0, err
	}
	if err := s.pages(func(list []projections.Summary) error { return x.take(list) }); err != nil {
		return 0, err
	}
	return x.rows, x.pack(w)
}

// batch is the making of the tables. They grow side by side, so each has a
// temporary file of its own.
type batch struct {
	*source
	since, until ledger.Position // positions in the store
	rules        func(calendar string) casefile.Rules
	sheets       []sheet
	rows         int
}

type sheet struct {
	table *exchange.Table
	file  *os.File
	out   *bufio.Writer
	rows  *exchange.Writer
}

func (x *batch) open() (err error) {
	if uint64(x.Since) > x.ordinal {
		return &ledger.InvalidError{Field: "since", Value: x.Since.String(), Reason: fmt.Sprintf("is later than record %d", x.ordinal)}
	}
	var failed [3]error
	x.since, failed[0] = x.snapshot.PositionOf(uint64(x.Since))
	x.until, failed[1] = x.snapshot.PositionOf(x.ordinal)
	x.rules, failed[2] = x.snapshot.RulesAt(x.ordinal)
	if err := errors.Join(failed[:]...); err != nil {
		return err
	}
	for _, t := range exchange.Tables() {
		f, err := os.CreateTemp("", "caseledger-*.csv")
		if err != nil {
			return err
		}
		sh := sheet{table: t, file: f, out: bufio.NewWriterSize(f, 1<<16)}
		if sh.rows, err = exchange.NewWriter(sh.out, t); err != nil {
			return err
		}
		x.sheets = append(x.sheets, sh)
	}
	return nil
}

func (x *batch) clear() {
	for _, s := range x.sheets {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}

// take writes the rows of a page of cases.
func (x *batch) take(page []projections.Summary) error {
	page = slices.DeleteFunc(slices.Clone(page), func(c projections.Summary) bool { return c.Position <= x.since && x.since > 0 })
	numbers := make([]string, len(page))
	for i := range page {
		numbers[i] = page[i].Number
	}
	told, err := x.snapshot.Timelines(numbers)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		if err := x.one(number, told[number]); err != nil {
			return err
		}
	}
	return nil
}

// one writes the rows of a case, or what has changed of them.
func (x *batch) one(number string, timeline []projections.TimelineEntry) error {
	upTo := func(at ledger.Position) []projections.TimelineEntry {
		n := slices.IndexFunc(timeline, func(e projections.TimelineEntry) bool { return e.Position > at })
		if n < 0 {
			return timeline
		}
		return timeline[:n]
	}
	then := upTo(x.until)
	rows, err := x.rowsOf(number, then)
	if err != nil {
		return err
	}
	if before := upTo(x.since); x.Since > 0 && len(before) < len(then) {
		old, err := x.rowsOf(number, before)
		if err != nil {
			return err
		}
		rows = exchange.Changes(old, rows, then[len(then)-1].Recorded)
	}
	if len(rows) > 0 {
		x.done++
	}
	for _, r := range rows {
		i := slices.IndexFunc(x.sheets, func(s sheet) bool { return s.table == r.Table })
		if err := x.sheets[i].rows.Write(r); err != nil {
			return err
		}
		x.rows++
	}
	return nil
}

// rowsOf are the rows that some of a case's entries amount to.
func (x *batch) rowsOf(number string, timeline []projections.TimelineEntry) ([]exchange.Row, error) {
	told, entries := make([]exchange.Told, len(timeline)), make([]casefile.Entry, len(timeline))
	for i := range timeline {
		e := &timeline[i]
		entry, err := casefile.Decode(&ledger.Record{Position: e.Position, Stream: casefile.Stream(number), Revision: e.Revision, Draft: ledger.Draft{
			ID: e.ID, Type: e.Type, Occurred: e.Occurred, Recorded: e.Recorded, Post: e.Post, Public: e.Public}})
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", number, err)
		}
		told[i], entries[i] = exchange.Told{Entry: entry, ID: e.ID}, entry
	}
	c := casefile.Replay(entries)
	return exchange.Rows(told, exchange.InitialDue(&c, x.rules(c.Calendar))), nil
}

// pack puts the tables into a zip.
func (x *batch) pack(w io.Writer) error {
	b := &bundle{zip: zip.NewWriter(w), at: x.recorded}
	for _, s := range x.sheets {
		if err := errors.Join(s.rows.Close(), s.out.Flush()); err != nil {
			return err
		}
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		to, err := b.create(s.table.Name + ".csv")
		if err != nil {
			return err
		}
		if _, err := io.Copy(to, s.file); err != nil {
			return err
		}
	}
	return b.zip.Close()
}
