package projections

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures/runs"
	"caseledger/projections/view"
)

// writer applies batches to one generation. It belongs to one goroutine at a
// time. What it remembers of the rows is dropped when a batch fails.
type writer struct {
	db door.Database
	// prefix of the names of the tables in which it keeps checkpoint, cases and
	// streams. With one it writes no records: they are there, see [replay].
	prefix  string
	loaded  bool
	at      checkpoint
	cases   *shelf
	figures *runs.View // nil while they are of another version
	replay  *replay    // of the figures; nil before its first step, and where there is none
	stretch int        // see sliceRecords
	further further
	fresh   recent // since the views beside the core moved on last
	// calendars by id, as of the checkpoint.
	calendars map[string]*workdays.Calendar
	policies  *policy.Set         // of all regimes, as of the checkpoint
	directory *registry.Directory // organisations and items, as of the checkpoint
	work      *rederivation       // under way, or nil
	slice     int                 // see sliceCases
	until     int64               // where set: a slice ends with the case of this id
	streams   map[ledger.StreamID]*otherStream
	early     map[string]bool // indexes made before the first catch-up has ended

	// Scratch of one batch.
	marks   []mark
	changes []change
	counted []runs.Change
	touched []*held
}

func newWriter(db door.Database, views []view.View) *writer {
	return &writer{db: db, slice: sliceCases, stretch: sliceRecords, further: further{views: views}}
}

// load reads what the writer remembers between batches.
func (w *writer) load(t door.Tx) (err error) {
	*w = writer{db: w.db, prefix: w.prefix, slice: w.slice, stretch: w.stretch, until: w.until, further: w.further, cases: newShelf(), streams: map[ledger.StreamID]*otherStream{}, early: map[string]bool{}}
	if w.at, err = readCheckpoint(t, w.prefix); err != nil {
		return err
	}
	if err = w.at.loadLast(t); err != nil {
		return err
	}
	err = t.Query("SELECT id, name, records FROM "+w.prefix+"streams", func(r door.Row) (err error) {
		o := &otherStream{id: r.Int(0)}
		w.streams[ledger.StreamID(r.Text(1))] = o
		o.records, err = loadOrdinals(r.Bytes(2))
		return err
	})
	if err != nil {
		return err
	}
	if w.calendars, err = readCalendars(t, w.prefix, 0); err != nil {
		return err
	}
	if w.policies, err = readPolicies(t, w.prefix, 0); err != nil {
		return err
	}
	if w.directory, err = readDirectory(t, w.prefix, new(registry.Directory), 0, w.at.ordinal); err != nil {
		return err
	}
	have, err := readVersion(t, figuresName)
	if have == runs.Version() || w.prefix != "" {
		w.figures = &runs.View{}
	}
	w.loaded = err == nil
	return err
}

// otherStream is a stream that is no case.
type otherStream struct {
	id      int64
	records ordinals
}

// position is how far the generation has applied the ledger.
func (w *writer) position(ctx context.Context) (ledger.Position, error) {
	if !w.loaded {
		if err := w.db.Read(ctx, w.load); err != nil {
			return 0, err
		}
	}
	return w.at.position, nil
}

// apply writes the rows of a batch and the checkpoint in one transaction, and
// says whether there is more to do for it: then it is called again with the
// same batch, and with no other. Records that the generation has applied
// already are passed over.
func (w *writer) apply(ctx context.Context, b *batch) (more bool, err error) {
	at, err := w.position(ctx)
	if err != nil || b.position <= at {
		return false, err
	}
	items := b.items
	for len(items) > 0 && items[0].record.Position <= at {
		items = items[1:]
	}
	if w.at.within() && (len(items) == 0 || items[0].record.Position != w.at.last.position) {
		return false, fmt.Errorf("views have taken a part of the record at position %s, and the ledger gives others after %s", w.at.last.position, at)
	}
	if len(items) == 1 && items[0].depends != nil {
		return w.rederive(ctx, b, items)
	}
	first := w.at.ordinal + 1
	err = w.write(ctx, func(t door.Tx) error {
		w.at.position = b.position
		w.at.last.read(items)
		return w.applyItems(t, items)
	})
	if err == nil {
		w.fresh = recent{first, items}
	}
	return false, err
}

// write runs f, which moves the writer's checkpoint on, and saves that, in one
// transaction.
func (w *writer) write(ctx context.Context, f func(door.Tx) error) error {
	before := w.at
	err := w.db.Write(ctx, func(t door.Tx) error {
		stored, err := readCheckpoint(t, w.prefix)
		if err != nil {
			return err
		}
		if stored.position != before.position || stored.ordinal != before.ordinal {
			return fmt.Errorf("views stand at position %s, not %s: another program writes them", stored.position, before.position)
		}
		if err := f(t); err != nil {
			return err
		}
		return w.at.save(t)
	})
	if err != nil {
		w.loaded = false
		return err
	}
	w.cases.tidy()
	return nil
}

func (w *writer) applyItems(t door.Tx, items []item) error {
	if len(items) == 0 {
		return nil
	}
	if err := w.place(t, items); err != nil {
		return err
	}
	first := w.at.ordinal + 1
	for i := range items {
		it := &items[i]
		w.step(&it.record)
		var err error
		if it.of == nil {
			err = w.applyOther(t, it)
		} else {
			err = w.applyCase(t, items[:i+1], first)
		}
		if err != nil {
			return recordError(&it.record, err)
		}
	}
	if err := w.flush(t); err != nil || w.prefix != "" {
		return err
	}
	if err := w.putMarks(t); err != nil {
		return err
	}
	return putRecords(t, first, items)
}

// step counts one more record.
func (w *writer) step(r *ledger.Record) {
	w.at.ordinal++
	w.at.high = max(w.at.high, micros(r.Recorded))
	if w.at.ordinal%markEvery == 0 && w.prefix == "" {
		w.marks = append(w.marks, mark{w.at.ordinal, w.at.high})
	}
}

// mark says the latest recorded time up to a record.
type mark struct {
	ordinal uint64
	high    int64
}

func (w *writer) putMarks(t door.Tx) error {
	err := t.Put(&door.Sheet{Table: "marks", Columns: []string{"ordinal", "high"}}, len(w.marks), func(i int, p door.Params) {
		p.Int(int64(w.marks[i].ordinal))
		p.Int(w.marks[i].high)
	})
	w.marks = w.marks[:0]
	return err
}

// place finds the case of every record; those that the writer does not hold
// are read.
func (w *writer) place(t door.Tx, items []item) error {
	var missing []*held
	for i := range items {
		it := &items[i]
		if it.number == "" {
			continue
		}
		h := w.cases.get(it.number)
		if h == nil {
			h = &held{number: it.number}
			if it.record.Revision > 0 {
				missing = append(missing, h)
			}
			w.cases.put(h)
		}
		it.of = h
	}
	return w.loadCases(t, missing)
}

// applyOther takes a record of another stream than a case's: a notice, or a
// reading of sealed values.
func (w *writer) applyOther(t door.Tx, it *item) error {
	name := it.record.Stream
	s := w.streams[name]
	if s == nil {
		w.at.lastID++
		s = &otherStream{id: w.at.lastID}
		w.streams[name] = s
	}
	it.stream = s.id
	s.records.add(w.at.ordinal)
	return t.Exec("INSERT INTO "+w.prefix+"streams (id, name, records) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET records = excluded.records", s.id, string(name), s.records.list)
}

// applyCase moves one case on by the last of these items; first is the ordinal
// of the first.
func (w *writer) applyCase(t door.Tx, items []item, first uint64) (err error) {
	it := &items[len(items)-1]
	h, r := it.of, &it.record
	before := h.summary
	have := ledger.Revision(0)
	if before != nil {
		have = ledger.Revision(before.Events)
	}
	if r.Revision != have {
		return fmt.Errorf("revision %d where %d is next", r.Revision, have)
	}
	if before == nil {
		w.at.lastID++
		h.id = w.at.lastID
	}
	it.stream = h.id
	h.records.add(w.at.ordinal)
	if casefile.Amends(r.Type) {
		if h.summary, err = w.replayed(t, h, items, first); err != nil {
			return err
		}
	} else {
		h.summary = before.next(r, &it.entry, w)
	}
	w.change(h, r, before)
	return nil
}

// change notes what a record did to a case.
func (w *writer) change(h *held, r *ledger.Record, before *Summary) {
	w.changes = append(w.changes, change{r.Position, r.Recorded, before, h.summary})
	if !h.touched {
		h.touched = true
		w.touched = append(w.touched, h)
	}
}

// flush writes the cases that changed, and tells the figures.
func (w *writer) flush(t door.Tx) error {
	slices.SortFunc(w.touched, func(a, b *held) int { return cmp.Compare(a.id, b.id) })
	if err := w.putCases(t, w.touched); err != nil {
		return err
	}
	for _, h := range w.touched {
		h.touched, h.stored = false, true
	}
	if w.figures != nil {
		w.counted = counted(w.counted, w.changes)
		if err := w.figures.Apply(t, w.counted); err != nil {
			return err
		}
	}
	clear(w.touched)
	clear(w.changes)
	w.touched, w.changes = w.touched[:0], w.changes[:0]
	return nil
}

// index makes the indexes, once.
func (w *writer) index(ctx context.Context) error {
	if _, err := w.position(ctx); err != nil || w.at.indexed {
		return err
	}
	err := w.db.Write(ctx, func(t door.Tx) error {
		for _, q := range indexes {
			if err := t.Exec(q); err != nil {
				return err
			}
		}
		w.at.indexed = true
		return w.at.save(t)
	})
	if err != nil {
		w.loaded = false
	}
	return err
}
