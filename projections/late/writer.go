package late

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/lateness"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// writer writes the rows. What it remembers follows from the records up to its
// place, or is read again.
type writer struct {
	calendars map[string]*workdays.Calendar
	windows   map[string]*window
	cases     map[ledger.StreamID]facts // some of those seen lately
	batch     *view.Batch
	tx        door.Tx
	entries   []Entry // of this batch of records, not in their table yet
	tally     map[key]int64
	batches   map[uint64]Batch // what is added to them
}

// facts of a case that its entries count by.
type facts struct {
	org, calendar string
	zone          *time.Location
}

// key is that of a row of the tally.
type key struct {
	org     string
	on      workdays.Date
	days    int
	batched bool
}

// maxCases bounds the cases that are remembered.
const maxCases = 1 << 14

func newWriter() *writer {
	w := &writer{}
	w.Forget()
	return w
}

// Forget implements [view.Writer].
func (w *writer) Forget() {
	*w = writer{calendars: map[string]*workdays.Calendar{}, windows: map[string]*window{}, cases: map[ledger.StreamID]facts{}}
}

// Take implements [view.Writer].
func (w *writer) Take(t door.Tx, b *view.Batch) error {
	w.tx, w.batch, w.entries, w.tally, w.batches = t, b, w.entries[:0], map[key]int64{}, map[uint64]Batch{}
	for i := range b.Records {
		r := &b.Records[i]
		w.outdate(r)
		if accepts(&r.Record) {
			if err := w.remember(r); err != nil {
				return err
			}
		}
		if lateness.Prompt(&r.Record) || !lateness.Entry(&r.Record) {
			continue
		}
		if err := w.look(r); err != nil {
			return err
		}
	}
	return w.put()
}

// outdate drops what a record may change.
func (w *writer) outdate(r *view.Record) {
	if id, ok := strings.CutPrefix(string(r.Stream), registry.CalendarPrefix); ok {
		delete(w.calendars, id)
	}
	if casefile.Amends(r.Type) {
		delete(w.cases, r.Stream)
	}
}

// look takes an entry, where it is late.
func (w *writer) look(r *view.Record) error {
	c, err := w.caseOf(r)
	if err != nil {
		return err
	}
	calendar, err := w.calendarOf(c.calendar, r.Ordinal)
	if err != nil {
		return err
	}
	days := lateness.Days(calendar, c.zone, r.Occurred, r.Recorded)
	if days == 0 {
		return nil
	}
	e := Entry{Ordinal: r.Ordinal, Number: strings.TrimPrefix(string(r.Stream), casefile.StreamPrefix), Revision: r.Revision, Type: r.Type, Post: r.Post,
		Org: c.org, Occurred: r.Occurred, Recorded: r.Recorded, RecordedOn: workdays.DateOf(r.Recorded, c.zone), Days: days}
	win, err := w.windowOf(c.org)
	if err != nil {
		return err
	}
	w.entries = append(w.entries, e)
	w.tally[e.key()]++
	batch, joined := win.Take(e.Ordinal, e.Number, e.Recorded)
	win.changed = true
	for _, id := range joined {
		if err := w.join(batch, id); err != nil {
			return err
		}
	}
	return nil
}

func (e *Entry) key() key { return key{e.Org, e.RecordedOn, e.Days, e.Batch != 0} }

// join makes an entry part of a batch.
func (w *writer) join(batch, id uint64) error {
	e, err := w.entry(id)
	if err != nil {
		return err
	}
	w.tally[e.key()]--
	e.Batch = batch
	w.tally[e.key()]++
	b, ok := w.batches[batch]
	if !ok {
		b = Batch{ID: batch, Org: e.Org, Begun: e.Recorded, BegunOn: e.RecordedOn}
	}
	b.Ended, b.Records = e.Recorded, b.Records+1
	w.batches[batch] = b
	return nil
}

// entry is one that has been taken. Where it is in its table already, it is
// changed there as one that is part of a batch.
func (w *writer) entry(id uint64) (*Entry, error) {
	i, ok := slices.BinarySearchFunc(w.entries, id, func(e Entry, id uint64) int { return cmp.Compare(e.Ordinal, id) })
	if ok {
		return &w.entries[i], nil
	}
	found, err := readEntries(w.tx, "WHERE ordinal = ?1", int64(id))
	if err != nil || len(found) != 1 {
		return nil, &ledger.CorruptError{Where: "view of late entries", Reason: "an entry is missing"}
	}
	w.entries = slices.Insert(w.entries, i, found[0])
	return &w.entries[i], w.tx.Exec("DELETE FROM late_entries WHERE ordinal = ?1", int64(id))
}

// caseOf gives the facts of the case of a record, after it.
func (w *writer) caseOf(r *view.Record) (facts, error) {
	if c, ok := w.cases[r.Stream]; ok {
		return c, nil
	}
	var told []casefile.Entry
	err := w.batch.Stream(r.Stream, r.Ordinal, func(r view.Record) error {
		e, err := casefile.Decode(&r.Record)
		told = append(told, e)
		return err
	})
	if err != nil {
		return facts{}, err
	}
	return w.keep(r.Stream, casefile.Replay(told)), nil
}

// remember keeps the facts of a case that begins with its acceptance: reading
// them costs more than all the rest of an entry.
func (w *writer) remember(r *view.Record) error {
	e, err := casefile.Decode(&r.Record)
	if err == nil {
		w.keep(r.Stream, casefile.Replay([]casefile.Entry{e}))
	}
	return err
}

func (w *writer) keep(id ledger.StreamID, x casefile.Case) facts {
	c := facts{x.Org, x.Calendar, x.Location()}
	if !x.AcceptedAt.IsZero() { // from then on only amendments change them
		if len(w.cases) == maxCases {
			clear(w.cases)
		}
		w.cases[id] = c
	}
	return c
}

// calendarOf is a calendar as the ledger knows it at a record.
func (w *writer) calendarOf(id string, at uint64) (*workdays.Calendar, error) {
	if c, ok := w.calendars[id]; ok {
		return c, nil
	}
	c := workdays.NewCalendar(id)
	err := w.batch.Stream(ledger.StreamID(registry.CalendarPrefix+id), at, func(r view.Record) error {
		e, err := registry.Decode(&r.Record)
		if n, ok := e.(registry.Notice); ok {
			c = c.With(workdays.Notice(n))
		}
		return err
	})
	if err == nil {
		w.calendars[id] = c
	}
	return c, err
}

// windowOf is that of an organisation.
func (w *writer) windowOf(org string) (*window, error) {
	if win, ok := w.windows[org]; ok {
		return win, nil
	}
	win := &window{}
	err := w.tx.Query("SELECT state FROM late_windows WHERE org = ?1", func(r door.Row) error {
		return json.Unmarshal(r.Bytes(0), &win.Window)
	}, org)
	w.windows[org] = win
	return win, err
}

// put writes the rows of this batch of records.
func (w *writer) put() error {
	err := w.tx.Put(entrySheet, len(w.entries), func(i int, p door.Params) { w.entries[i].write(p) })
	if err != nil {
		return err
	}
	if err := w.putTally(); err != nil {
		return err
	}
	list := slices.SortedFunc(maps.Values(w.batches), func(a, b Batch) int { return cmp.Compare(a.ID, b.ID) })
	err = w.tx.Put(batchSheet, len(list), func(i int, p door.Params) { list[i].write(p) })
	if err != nil {
		return err
	}
	return w.putWindows()
}

// putTally adds to the tally. A row that has come to nothing goes.
func (w *writer) putTally() error {
	maps.DeleteFunc(w.tally, func(_ key, n int64) bool { return n == 0 })
	keys := slices.SortedFunc(maps.Keys(w.tally), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.org, b.org), cmp.Compare(a.on, b.on), cmp.Compare(a.days, b.days), cmp.Compare(door.Flag(a.batched), door.Flag(b.batched)))
	})
	err := w.tx.Put(tallySheet, len(keys), func(i int, p door.Params) {
		k := keys[i]
		p.Text(k.org)
		p.Int(int64(k.on))
		p.Int(int64(k.days))
		p.Int(door.Flag(k.batched))
		p.Int(w.tally[k])
	})
	for _, k := range keys {
		if err == nil && w.tally[k] < 0 {
			err = w.tx.Exec("DELETE FROM late_tally WHERE org = ?1 AND recorded_on = ?2 AND days = ?3 AND batched = ?4 AND records = 0", k.org, int64(k.on), int64(k.days), door.Flag(k.batched))
		}
	}
	return err
}

func (w *writer) putWindows() error {
	for _, org := range slices.Sorted(maps.Keys(w.windows)) {
		win := w.windows[org]
		if !win.changed {
			continue
		}
		state, err := json.Marshal(&win.Window)
		if err != nil {
			return err
		}
		if err := w.tx.Put(stateSheet, 1, func(_ int, p door.Params) { p.Text(org); p.Blob(state) }); err != nil {
			return err
		}
		win.changed = false
	}
	return nil
}
