package projections

import (
	"fmt"

	"caseledger/ledger/workdays"
)

// Runs. After the k-th block of the journal, run k is written: rows of cells,
// each the sum over the last blocks before and including the k-th, as many as
// the lowest digit of k that is not 0, in base 4, stands for. So the sum over
// the first k blocks is in as many runs as k has such digits (see runsUpTo),
// for any k: what was known at any position costs as much to read as what is
// known now. No run is ever changed.
//
// A row is a dimension, one of its values, and a month or a year:
const (
	grainDays  = 0 // a month, days told apart; all dimensions
	grainMonth = 1 // a month as a whole; dimensions below dimItem
	grainYear  = 2 // a year as a whole; all dimensions
)

// radix is the base of the numbers of runs.
const radix = 4

// runsUpTo lists the runs that add up to the first k blocks.
func runsUpTo(k int64) []int64 {
	var runs []int64
	for step := int64(radix); k > 0; step *= radix {
		if k%step != 0 {
			runs = append(runs, k)
			k -= k % step
		}
	}
	return runs
}

// rowKey is the place of a row within a run.
type rowKey struct {
	dim    dim
	grain  int64
	period int32
	id     uint32
}

var runSheet = &sheet{table: "figure_runs", columns: []string{"run", "dim", "grain", "period", "id", "cells"}}

// writeRun writes run k, whose block the journal has just completed.
func writeRun(t tx, layout figureLayout, k int64) error {
	entries, err := readBlock(t, layout, k-1)
	if err != nil {
		return err
	}
	if err := writeSlips(t, k-1, entries); err != nil {
		return err
	}
	// Run k takes in those runs of k−1 that run k stands for.
	var sources []int64
	kept := map[int64]bool{}
	for _, r := range runsUpTo(k) {
		kept[r] = true
	}
	for _, r := range runsUpTo(k - 1) {
		if !kept[r] {
			sources = append(sources, r)
		}
	}
	for d := dimAll; d < rowDims; d++ {
		rows := reduce(tuples(d, entries))
		if err := mergeRun(t, k, sources, d, grainDays, rows); err != nil {
			return err
		}
		rows = roll(rows, grainMonth)
		if d < dimItem {
			if err := mergeRun(t, k, sources, d, grainMonth, rows); err != nil {
				return err
			}
		}
		if err := mergeRun(t, k, sources, d, grainYear, roll(rows, grainYear)); err != nil {
			return err
		}
	}
	return nil
}

// readBlock reads the entries of block b, from 0 on.
func readBlock(t tx, layout figureLayout, b int64) ([]entry, error) {
	entries := make([]entry, 0, layout.block)
	var cells []cell // one room for all
	n := layout.block / layout.chunk
	err := t.query("SELECT data FROM figure_journal WHERE chunk >= ?1 AND chunk < ?2 ORDER BY chunk", func(r row) error {
		return eachEntry(r.bytes(0), func(e *entry) error {
			at := len(cells)
			cells = append(cells, e.cells...)
			entries = append(entries, entry{e.position, e.population, cells[at:len(cells):len(cells)]})
			return nil
		})
	}, b*n, (b+1)*n)
	if err != nil {
		return nil, fmt.Errorf("read block %d of the journal: %w", b, err)
	}
	return entries, nil
}

// tuples places all cells of entries in rows of days of one dimension.
func tuples(d dim, entries []entry) []tuple {
	n := 0
	for i := range entries {
		n += len(entries[i].cells)
	}
	out := make([]tuple, 0, n)
	for i := range entries {
		e := &entries[i]
		id, kind, channel := e.id(d), e.kind, e.channel
		if d == dimAll {
			kind, channel = 0, 0
		}
		for _, c := range e.cells {
			month, day := monthOf(c.day)
			out = append(out, tuple{month, id, packed{placeOf(c.measure, day, kind, channel, c.key), c.n, c.sum}})
		}
	}
	return out
}

// id is the value of a dimension; 0 where the dimension has one value only.
func (p *population) id(d dim) uint32 {
	switch d {
	case dimOrg:
		return p.org
	case dimItem:
		return p.item
	case dimOfficer:
		return p.officer
	}
	return 0
}

// roll adds rows of days up to months, or rows of months up to years.
func roll(rows []tuple, grain int) []tuple {
	out := make([]tuple, len(rows))
	for i, t := range rows {
		t.place &^= dayMask
		if grain == grainYear {
			t.period = yearOf(t.period)
		}
		out[i] = t
	}
	return reduce(out)
}

// yearOf is the year of a month; months and years may be negative.
func yearOf(month int32) int32 {
	if month < 0 {
		return -((11 - month) / 12)
	}
	return month / 12
}

// monthsOf is the range of dates of a row.
func datesOf(grain int64, period int32) (from, to workdays.Date) {
	if grain == grainYear {
		return firstOfMonth(period * 12), firstOfMonth(period*12+12) - 1
	}
	return firstOfMonth(period), firstOfMonth(period+1) - 1
}
