package runs

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// Change is what one record did to one case: what counts of it before and
// after. A record that nothing counts of still moves the day on.
type Change struct {
	Position      ledger.Position
	Recorded      time.Time
	Before, After figures.Case
}

// Apply takes all changes of a batch, in ledger order, inside the batch's
// transaction. After an error the transaction must not be committed.
func (v *View) Apply(t door.Tx, changes []Change) error {
	if len(changes) == 0 {
		return nil
	}
	w, err := v.open(t)
	if err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	for i := range changes {
		if err := w.take(&changes[i]); err != nil {
			return fmt.Errorf("figures at position %s: %w", changes[i].Position, err)
		}
	}
	if err := w.close(); err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	return nil
}

// Forget drops what is remembered of the rows: a transaction failed.
func (v *View) Forget() { v.names = nil }

// writer is the journal while one batch is written to it.
type writer struct {
	*View
	t     door.Tx
	state state

	rest   []byte // data of the last chunk, which is not full
	last   ledger.Position
	full   []chunk
	posts  map[population]bool
	days   []dayRow
	entry  entry
	before figures.Sink // of the change at hand
	after  figures.Sink
}

type chunk struct {
	number int64
	last   ledger.Position
	data   []byte
}

type dayRow struct {
	position ledger.Position
	day      workdays.Date
}

var (
	postSheet    = &door.Sheet{Table: "figure_posts", Columns: []string{"officer", "place", "item"}, Key: []string{"officer", "place", "item"}}
	daySheet     = &door.Sheet{Table: "figure_days", Columns: []string{"position", "day"}}
	journalSheet = &door.Sheet{Table: "figure_journal", Columns: []string{"chunk", "last", "data"}, Key: []string{"chunk"}}
)

func (v *View) open(t door.Tx) (*writer, error) {
	s, err := readState(t)
	if err != nil {
		return nil, err
	}
	if v.names == nil || v.names.total() != s.numbers { // the first batch, or one after a batch that failed
		if v.names, err = loadNumbers(t); err != nil {
			return nil, err
		}
	}
	w := &writer{View: v, t: t, state: s, posts: map[population]bool{}}
	currency := func(name string) uint32 { return w.names.name(dimCurrency, name) }
	w.before.Currency, w.after.Currency = currency, currency
	if s.entries%s.chunk == 0 {
		return w, nil
	}
	err = t.Query("SELECT last, data FROM figure_journal WHERE chunk = ?1", func(r door.Row) error {
		w.last, w.rest = ledger.Position(r.Int(0)), r.Bytes(1)
		return nil
	}, s.entries/s.chunk)
	return w, err
}

// recordedDay is the day on which a change was recorded, in the default zone.
func recordedDay(c *Change) workdays.Date {
	return workdays.DateOf(c.Recorded, casefile.Standard())
}

// take adds one change.
func (w *writer) take(c *Change) error {
	if day := recordedDay(c); day != w.state.day {
		w.state.day = day
		w.days = append(w.days, dayRow{c.Position, day})
	}
	if c.Before == c.After {
		return nil
	}
	before, after, err := w.populations(c)
	if err != nil {
		return err
	}
	w.before.Cells, w.after.Cells = w.before.Cells[:0], w.after.Cells[:0]
	w.before.Take(&c.Before)
	w.after.Take(&c.After)
	for i := range w.before.Cells {
		w.before.Cells[i].N, w.before.Cells[i].Sum = -w.before.Cells[i].N, -w.before.Cells[i].Sum
	}
	if before == after {
		w.after.Cells = append(w.after.Cells, w.before.Cells...)
	} else if err := w.add(c.Position, before, figures.Normal(w.before.Cells)); err != nil {
		return err
	}
	if before != after && after != (population{}) {
		w.posts[after.post()] = true
	}
	return w.add(c.Position, after, figures.Normal(w.after.Cells))
}

// populations are where the case counted before and counts after; the zero one
// where it does not.
func (w *writer) populations(c *Change) (before, after population, err error) {
	was, is := namesOf(&c.Before), namesOf(&c.After)
	if c.Before.Counts() {
		if before, err = w.names.population(&was); err != nil {
			return before, after, err
		}
	}
	switch {
	case !c.After.Counts():
	case c.Before.Counts() && is == was:
		after = before
	default:
		after, err = w.names.population(&is)
	}
	return before, after, err
}

// add appends an entry.
func (w *writer) add(at ledger.Position, p population, cells []figures.Cell) error {
	if len(cells) == 0 {
		return nil
	}
	w.entry = entry{at, p, cells}
	w.rest = appendEntry(w.rest, w.last, &w.entry)
	w.last = at
	w.state.entries++
	if w.state.entries%w.state.chunk != 0 {
		return nil
	}
	w.full = append(w.full, chunk{w.state.entries/w.state.chunk - 1, w.last, w.rest})
	w.rest, w.last = nil, 0
	if w.state.entries%w.state.block != 0 {
		return nil
	}
	return w.writeRuns(w.state.entries / w.state.block)
}

func (w *writer) putJournal() error {
	err := w.t.Put(journalSheet, len(w.full), func(i int, p door.Params) {
		p.Int(w.full[i].number)
		p.Int(int64(w.full[i].last))
		p.Blob(w.full[i].data)
	})
	w.full = w.full[:0]
	return err
}

// close writes what the batch added.
func (w *writer) close() error {
	if len(w.rest) > 0 {
		w.full = append(w.full, chunk{w.state.entries / w.state.chunk, w.last, w.rest})
	}
	if err := w.putJournal(); err != nil {
		return err
	}
	if err := w.names.put(w.t); err != nil {
		return err
	}
	posts := slices.SortedFunc(maps.Keys(w.posts), func(a, b population) int {
		return cmp.Or(cmp.Compare(a.officer, b.officer), cmp.Compare(a.place, b.place), cmp.Compare(a.item, b.item))
	})
	err := w.t.Put(postSheet, len(posts), func(i int, p door.Params) {
		p.Int(int64(posts[i].officer))
		p.Int(int64(posts[i].place))
		p.Int(int64(posts[i].item))
	})
	if err != nil {
		return err
	}
	err = w.t.Put(daySheet, len(w.days), func(i int, p door.Params) {
		p.Int(int64(w.days[i].position))
		p.Int(int64(w.days[i].day))
	})
	if err != nil {
		return err
	}
	return w.t.Exec("UPDATE figure_state SET entries = ?1, pages = ?2, numbers = ?3, day = ?4",
		w.state.entries, w.state.pages, w.names.total(), int64(w.state.day))
}
