package projections

import (
	"cmp"
	"fmt"
	"slices"

	"caseledger/ledger/workdays"
	"caseledger/projections/door"
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
	grainMonth = 1 // a month as a whole; not items and posts
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

var runSheet = &door.Sheet{Table: "figure_runs", Columns: []string{"run", "dim", "grain", "period", "id", "cells"}}

// runRows is what a block adds to the rows of a dimension, ascending.
type runRows struct {
	runPart
	days, months, years []newRow
	// Of units also without kinds and channels.
	plainMonths, plainYears []newRow
}

func newRunRows(p runPart, block []entry) *runRows {
	r := &runRows{runPart: p, days: newRows(p.dim, block)}
	r.months = rollUp(r.days, grainMonth)
	r.years = rollUp(r.months, grainYear)
	if p.dim == dimOrg {
		r.plainMonths = plain(r.months)
		r.plainYears = rollUp(r.plainMonths, grainYear)
	}
	return r
}

// A runPart is a dimension of a run: the run of the dimension before it, and of
// how many of the last entries it is.
type runPart struct {
	dim
	before  int64
	entries int64
}

// writeRuns writes parts of run k, whose blocks the journal has just completed
// with the given entries. The rows of one are computed while those of the one
// before are written.
func writeRuns(t door.Tx, parts []runPart, k int64, entries []entry) error {
	computed, stop := make(chan *runRows), make(chan struct{})
	done := make(chan struct{})
	defer func() { close(stop); <-done }()
	go func() {
		defer close(done)
		defer close(computed)
		for _, p := range parts {
			select {
			case computed <- newRunRows(p, entries[len(entries)-int(p.entries):]):
			case <-stop:
				return
			}
		}
	}()
	for r := range computed {
		if err := r.write(t, k); err != nil {
			return err
		}
	}
	return nil
}

func (r *runRows) write(t door.Tx, k int64) error {
	// Run k takes in those runs before it that k is not also made of.
	kept := runsUpTo(k)
	sources := slices.DeleteFunc(runsUpTo(r.before), func(r int64) bool { return slices.Contains(kept, r) })
	err := mergeRun(t, k, sources, r.dim, grainDays, r.days)
	if err == nil && r.dim < dimItem {
		err = mergeRun(t, k, sources, r.dim, grainMonth, r.months)
	}
	if err == nil {
		err = mergeRun(t, k, sources, r.dim, grainYear, r.years)
	}
	if err != nil || r.dim != dimOrg {
		return err
	}
	if err := mergeRun(t, k, sources, dimPlain, grainMonth, r.plainMonths); err != nil {
		return err
	}
	return mergeRun(t, k, sources, dimPlain, grainYear, r.plainYears)
}

// plain copies rows that tell apart kinds and channels to rows that do not.
func plain(rows []newRow) []newRow {
	out := slices.Clone(rows)
	for i := range out {
		cells := slices.Clone(out[i].cells)
		for j := range cells {
			cells[j].place &^= mixMask
		}
		out[i].cells = addUp(cells)
	}
	return out
}

// readEntries reads entries of the journal by their numbers, whole chunks.
func readEntries(t door.Tx, layout figureLayout, from, to int64) ([]entry, error) {
	entries := make([]entry, 0, to-from)
	var cells []cell // one room for all
	err := t.Query("SELECT data FROM figure_journal WHERE chunk >= ?1 AND chunk < ?2 ORDER BY chunk", func(r door.Row) error {
		return eachEntry(r.Bytes(0), func(e *entry) error {
			at := len(cells)
			cells = append(cells, e.cells...)
			entries = append(entries, entry{e.position, e.population, cells[at:len(cells):len(cells)]})
			return nil
		})
	}, from/layout.chunk, to/layout.chunk)
	if err != nil {
		return nil, fmt.Errorf("read entries %d to %d of the journal: %w", from, to, err)
	}
	return entries, nil
}

// newRow is a row in the making.
type newRow struct {
	period int32
	id     uint32
	cells  []packed
}

// gathering collects cells into rows.
type gathering struct {
	index map[uint64]int // of period and id
	rows  []newRow
}

func (g *gathering) row(period int32, id uint32) *newRow {
	if n := len(g.rows); n > 0 && g.rows[n-1].period == period && g.rows[n-1].id == id {
		return &g.rows[n-1]
	}
	k := uint64(uint32(period))<<32 | uint64(id)
	i, ok := g.index[k]
	if !ok {
		i = len(g.rows)
		g.index[k] = i
		g.rows = append(g.rows, newRow{period: period, id: id})
	}
	return &g.rows[i]
}

// sorted gives the rows in order, each added up.
func (g *gathering) sorted() []newRow {
	for i := range g.rows {
		g.rows[i].cells = addUp(g.rows[i].cells)
	}
	slices.SortFunc(g.rows, func(a, b newRow) int {
		return cmp.Or(cmp.Compare(a.period, b.period), cmp.Compare(a.id, b.id))
	})
	return g.rows
}

// newRows puts all cells of entries into rows of days of one dimension.
func newRows(d dim, entries []entry) []newRow {
	g := gathering{index: map[uint64]int{}}
	for i := range entries {
		e := &entries[i]
		id, kind, channel := e.id(d), e.kind, e.channel
		if d == dimAll {
			kind, channel = 0, 0
		}
		for _, c := range e.cells {
			g.add(c, id, kind, channel)
		}
	}
	return g.sorted()
}

// add puts a cell into the row of its month.
func (g *gathering) add(c cell, id, kind, channel uint32) {
	month, day := monthOf(c.day)
	if c.measure == mCohort { // from days after acceptance to days after the month's first
		c.key = zigzag(unzigzag(c.key) + day - 1)
	}
	row := g.row(month, id)
	row.cells = append(row.cells, packed{placeOf(c.measure, day, kind, channel, c.key), c.n, c.sum})
}

// rollUp adds rows of days up to months, or rows of months up to years.
func rollUp(rows []newRow, grain int) []newRow {
	g := gathering{index: map[uint64]int{}}
	for _, from := range rows {
		period, shift := from.period, 0
		if grain == grainYear {
			period = yearOf(from.period)
			shift = int(firstOfMonth(from.period) - firstOfMonth(period*12))
		}
		row := g.row(period, from.id)
		for _, c := range from.cells {
			c.place &^= dayMask
			if c.measure() == mCohort {
				c.place = c.place&^keyMask | uint64(zigzag(unzigzag(c.key())+shift))
			}
			row.cells = append(row.cells, c)
		}
	}
	return g.sorted()
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

// yearOf is the year of a month; months and years may be negative.
func yearOf(month int32) int32 {
	if month < 0 {
		return -((11 - month) / 12)
	}
	return month / 12
}

// datesOf is the range of dates of a row.
func datesOf(grain int64, period int32) (from, to workdays.Date) {
	if grain == grainYear {
		return firstOfMonth(period * 12), firstOfMonth(period*12+12) - 1
	}
	return firstOfMonth(period), firstOfMonth(period+1) - 1
}
