package runs

import (
	"fmt"
	"slices"

	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// Runs. After the k-th block of the journal, run k is written: rows of cells,
// each the sum over the last blocks before and including the k-th, as many as
// the lowest digit of k that is not 0, in base 4, stands for. So the sum over
// the first k blocks is in as many runs as k has such digits (see runsUpTo),
// for any k: what was known at any position costs as much to read as what is
// known now. No run is ever changed.
//
// A row is a dimension, one of its values, and a period:
const (
	grainDays    = 0 // a month, days told apart; not dimPlain
	grainMonth   = 1 // a month as a whole; not units, items and posts by mix
	grainYear    = 2 // a year as a whole
	grainQuarter = 3 // a quarter as a whole
	grainCounts  = 4 // a year, of what figures read day by day: how many; the key is the day of the year, from 0 on
	grainEver    = 5 // all time, period 0: how many were accepted; without key
)

// hasMonths says whether a dimension has rows of months: where not, those of their
// days are little more.
func hasMonths(d dim) bool { return d == dimAll || d == dimMix || d == dimPlain }

// monthsOf is how many months a period of a grain has.
func monthsOf(grain int64) int32 {
	switch grain {
	case grainQuarter:
		return 3
	case grainYear, grainCounts:
		return 12
	}
	return 1
}

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

// A runPart is a dimension of a run: the run of the dimension before it, and of
// how many of the last entries it is.
type runPart struct {
	dim
	before  int64
	entries int64
}

// runRows is what a block adds to the rows of a dimension.
type runRows struct {
	runPart
	grains []grainRows
}

// grainRows are rows of one dimension and grain, ascending.
type grainRows struct {
	dim
	grain int64
	rows  []newRow
}

func newRunRows(p runPart, block []entry, placed []place) *runRows {
	r := &runRows{runPart: p}
	days := newRows(p.dim, block, placed)
	months, counts := rollUp(days, grainDays, grainMonth), countsOf(days)
	r.grains = append(r.grains, grainRows{p.dim, grainDays, days})
	r.add(p.dim, months, counts)
	if p.dim == dimOrg {
		r.add(dimPlain, withoutMixes(months), withoutMixes(counts))
	}
	return r
}

// add takes rows of months and of counts, and what adds up from them.
func (r *runRows) add(d dim, months, counts []newRow) {
	quarters := rollUp(months, grainMonth, grainQuarter)
	years := rollUp(quarters, grainQuarter, grainYear)
	if hasMonths(d) {
		r.grains = append(r.grains, grainRows{d, grainMonth, months})
	}
	r.grains = append(r.grains, grainRows{d, grainQuarter, quarters}, grainRows{d, grainYear, years},
		grainRows{d, grainCounts, counts}, grainRows{d, grainEver, everOf(years)})
}

// writeRuns writes run k of all dimensions of which it completes a block. The
// rows of one are computed while those of the one before are written.
func (w *writer) writeRuns(k int64) error {
	if err := w.putJournal(); err != nil {
		return err
	}
	parts, largest := w.parts(k)
	entries, err := readEntries(w.t, w.state.layout, (k-largest)*w.state.block, k*w.state.block)
	if err != nil {
		return err
	}
	if k%slipBlocks == 0 {
		if err := writeSlips(w.t, k, entries); err != nil {
			return err
		}
	}
	computed, stop := make(chan *runRows), make(chan struct{})
	done := make(chan struct{})
	defer func() { close(stop); <-done }()
	go func() {
		defer close(done)
		defer close(computed)
		for _, p := range parts {
			select {
			case computed <- newRunRows(p, entries[len(entries)-int(p.entries):], w.names.placed):
			case <-stop:
				return
			}
		}
	}()
	for r := range computed {
		if err := w.writeRun(k, r); err != nil {
			return err
		}
	}
	return w.growLevels(k)
}

// parts are the dimensions of which run k completes a block, and how many of
// the smallest blocks the largest has, slips included.
func (w *writer) parts(k int64) (parts []runPart, largest int64) {
	for _, d := range [...]dim{dimAll, dimMix, dimOrg, dimItem, dimOfficer} {
		if n := size(w.state.levels.of(d, k)); k%n == 0 {
			parts = append(parts, runPart{dim: d, before: k - n, entries: n * w.state.block})
			largest = max(largest, n)
		}
	}
	if k%slipBlocks == 0 {
		largest = max(largest, slipBlocks)
	}
	return parts, largest
}

func (w *writer) growLevels(k int64) error {
	for _, d := range w.state.levels.grow(k, w.state.few, &w.names.counts) {
		err := w.t.Exec("INSERT INTO figure_levels (dim, level, since) VALUES (?1, ?2, ?3)", int64(d), int64(w.state.levels.of(d, k)), k)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) writeRun(k int64, r *runRows) error {
	// Run k takes in those runs before it that k is not also made of.
	kept := runsUpTo(k)
	sources := slices.DeleteFunc(runsUpTo(r.before), func(r int64) bool { return slices.Contains(kept, r) })
	for _, g := range r.grains {
		into := &pageWriter{t: w.t, run: k, dim: g.dim, grain: g.grain, next: &w.state.pages}
		if err := mergeRun(into, sources, g.rows); err != nil {
			return err
		}
	}
	return nil
}

// readEntries reads entries of the journal by their numbers, whole chunks.
func readEntries(t door.Tx, l layout, from, to int64) ([]entry, error) {
	entries := make([]entry, 0, to-from)
	cells := make([]figures.Cell, 0, 3*(to-from)) // one room for all
	err := t.Query("SELECT data FROM figure_journal WHERE chunk >= ?1 AND chunk < ?2 ORDER BY chunk", func(r door.Row) error {
		return eachEntry(r.Bytes(0), func(e *entry) error {
			at := len(cells)
			cells = append(cells, e.cells...)
			entries = append(entries, entry{e.position, e.population, cells[at:len(cells):len(cells)]})
			return nil
		})
	}, from/l.chunk, to/l.chunk)
	if err == nil && int64(len(entries)) != to-from {
		err = errEntry
	}
	if err != nil {
		return nil, fmt.Errorf("read entries %d to %d of the journal: %w", from, to, err)
	}
	return entries, nil
}
