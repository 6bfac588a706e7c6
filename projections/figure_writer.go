package projections

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// apply takes all changes of a batch, in ledger order, inside the batch's
// transaction.
func (f *figureView) apply(t door.Tx, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	w, err := f.open(t)
	if err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	for i := range changes {
		if err := w.take(&changes[i]); err != nil {
			return fmt.Errorf("figures at position %s: %w", changes[i].position, err)
		}
	}
	if err := w.close(); err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	return nil
}

// figureWriter is the journal while one batch is written to it.
type figureWriter struct {
	*figureView
	t     door.Tx
	state figureState

	rest   []byte // data of the last chunk, which is not full
	last   ledger.Position
	full   []journalChunk
	named  []namedRow
	posts  map[population]bool
	days   []dayRow
	entry  entry
	before []cell // of the change at hand
	after  []cell
}

type journalChunk struct {
	chunk int64
	last  ledger.Position
	data  []byte
}

type namedRow struct {
	nameKey
	id uint32
}

type dayRow struct {
	position ledger.Position
	day      workdays.Date
}

func (f *figureView) open(t door.Tx) (*figureWriter, error) {
	s, err := readFigureState(t)
	if err != nil {
		return nil, err
	}
	w := &figureWriter{figureView: f, t: t, state: s, posts: map[population]bool{}}
	if f.names == nil || int64(len(f.names)) != s.names { // the first batch, or one after a batch that failed
		if err := f.loadNames(t); err != nil {
			return nil, err
		}
	}
	if s.entries%s.chunk == 0 {
		return w, nil
	}
	err = t.Query("SELECT last, data FROM figure_journal WHERE chunk = ?1", func(r door.Row) error {
		w.last, w.rest = ledger.Position(r.Int(0)), r.Bytes(1)
		return nil
	}, s.entries/s.chunk)
	return w, err
}

func (f *figureView) loadNames(t door.Tx) error {
	f.names, f.counts = map[nameKey]uint32{}, [nameDims]uint32{}
	return t.Query("SELECT dim, id, name FROM figure_names", func(r door.Row) error {
		k := nameKey{dim(r.Int(0)), r.Text(2)}
		f.names[k] = uint32(r.Int(1))
		f.counts[k.dim]++
		return nil
	})
}

// recordedDay is the day on which a change was recorded, in the default zone.
func recordedDay(c *change) workdays.Date {
	zone, err := casefile.ParseZone(casefile.DefaultZone)
	if err != nil {
		panic(err) // the zones are part of the program
	}
	return workdays.DateOf(c.recorded, zone)
}

// take adds one change.
func (w *figureWriter) take(c *change) error {
	if day := recordedDay(c); day != w.state.day {
		w.state.day = day
		w.days = append(w.days, dayRow{c.position, day})
	}
	if c.before == c.after || c.before != nil && c.after != nil && sameContributions(c.before, c.after) {
		return nil
	}
	before, err := w.place(c.before)
	if err != nil {
		return err
	}
	after, err := w.place(c.after)
	if err != nil {
		return err
	}
	w.before, w.after = w.cells(w.before[:0], c.before), w.cells(w.after[:0], c.after)
	for i := range w.before {
		w.before[i].n, w.before[i].sum = -w.before[i].n, -w.before[i].sum
	}
	if before == after {
		w.after = append(w.after, w.before...)
	} else if err := w.add(c.position, before, normal(w.before)); err != nil {
		return err
	}
	return w.add(c.position, after, normal(w.after))
}

func (w *figureWriter) cells(dst []cell, s *Summary) []cell {
	if s == nil {
		return dst
	}
	currency := uint32(0)
	if s.Charges > 0 {
		currency = w.number(dimCurrency, s.Currency)
	}
	return contributions(dst, s, currency)
}

// place gives the population of a summary; the zero one where it does not
// count.
func (w *figureWriter) place(s *Summary) (population, error) {
	if s == nil || s.AcceptedAt.IsZero() {
		return population{}, nil
	}
	p := population{
		org: w.number(dimOrg, s.Org), item: w.number(dimItem, s.Item), officer: w.number(dimOfficer, s.Officer),
		kind: w.number(dimKind, string(s.Kind)), channel: w.number(dimChannel, s.Channel),
	}
	if p.kind > maxKind || p.channel > maxChannel {
		return p, fmt.Errorf("more than %d kinds or %d channels; map the source's channels to fewer values", maxKind, maxChannel)
	}
	return p, nil
}

// number gives a name's number, from 1 on.
func (w *figureWriter) number(d dim, name string) uint32 {
	k := nameKey{d, name}
	id, ok := w.names[k]
	if !ok {
		w.state.names++
		w.counts[d]++
		id = w.counts[d]
		w.names[k] = id
		w.named = append(w.named, namedRow{k, id})
	}
	return id
}

// add appends an entry.
func (w *figureWriter) add(at ledger.Position, p population, cells []cell) error {
	if len(cells) == 0 {
		return nil
	}
	if slices.ContainsFunc(cells, func(c cell) bool { return c.measure == mAccepted && c.n > 0 }) {
		w.posts[population{org: p.org, item: p.item, officer: p.officer}] = true
	}
	w.entry = entry{at, p, cells}
	w.rest = appendEntry(w.rest, w.last, &w.entry)
	w.last = at
	w.state.entries++
	if w.state.entries%w.state.chunk != 0 {
		return nil
	}
	w.full = append(w.full, journalChunk{w.state.entries/w.state.chunk - 1, w.last, w.rest})
	w.rest, w.last = nil, 0
	if w.state.entries%w.state.block != 0 {
		return nil
	}
	return w.writeRuns(w.state.entries / w.state.block)
}

// writeRuns writes run k of all dimensions of which it completes a block.
func (w *figureWriter) writeRuns(k int64) error {
	if err := w.putJournal(); err != nil {
		return err
	}
	var parts []runPart
	largest := int64(0)
	for _, d := range [...]dim{dimAll, dimMix, dimOrg, dimItem, dimOfficer} {
		if n := size(w.state.levels.of(d, k)); k%n == 0 {
			parts = append(parts, runPart{dim: d, before: k - n, entries: n * w.state.block})
			largest = max(largest, n)
		}
	}
	slips := k%slipBlocks == 0
	if slips {
		largest = slipBlocks
	}
	entries, err := readEntries(w.t, w.state.figureLayout, (k-largest)*w.state.block, k*w.state.block)
	if err != nil {
		return err
	}
	if slips {
		if err := writeSlips(w.t, k, entries); err != nil {
			return err
		}
	}
	if err := writeRuns(w.t, parts, k, entries); err != nil {
		return err
	}
	for _, d := range w.state.levels.grow(k, w.state.few, &w.counts) {
		err := w.t.Exec("INSERT INTO figure_levels (dim, level, since) VALUES (?1, ?2, ?3)", int64(d), int64(w.state.levels.of(d, k)), k)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *figureWriter) putJournal() error {
	err := w.t.Put(journalSheet, len(w.full), func(i int, p door.Params) {
		p.Int(w.full[i].chunk)
		p.Int(int64(w.full[i].last))
		p.Blob(w.full[i].data)
	})
	w.full = w.full[:0]
	return err
}

// close writes what the batch added.
func (w *figureWriter) close() error {
	if len(w.rest) > 0 {
		w.full = append(w.full, journalChunk{w.state.entries / w.state.chunk, w.last, w.rest})
	}
	if err := w.putJournal(); err != nil {
		return err
	}
	err := w.t.Put(nameSheet, len(w.named), func(i int, p door.Params) {
		p.Int(int64(w.named[i].dim))
		p.Int(int64(w.named[i].id))
		p.Text(w.named[i].name)
	})
	if err != nil {
		return err
	}
	posts := slices.SortedFunc(maps.Keys(w.posts), comparePosts)
	err = w.t.Put(postSheet, len(posts), func(i int, p door.Params) {
		p.Int(int64(posts[i].officer))
		p.Int(int64(posts[i].org))
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
	return w.t.Exec("UPDATE figure_state SET entries = ?1, names = ?2, day = ?3", w.state.entries, w.state.names, int64(w.state.day))
}

func comparePosts(a, b population) int {
	return cmp.Or(cmp.Compare(a.officer, b.officer), cmp.Compare(a.org, b.org), cmp.Compare(a.item, b.item))
}
