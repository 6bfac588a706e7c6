package projections

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// writer applies batches to one generation. It belongs to one goroutine at a
// time. What it remembers of the rows is dropped when a batch fails.
type writer struct {
	db      database
	loaded  bool
	at      checkpoint
	cases   *shelf
	figures *figureView
	// calendars by id, as of the checkpoint.
	calendars map[string]*workdays.Calendar
	streams   map[ledger.StreamID]int64 // ids of other streams than cases
	page      []int64                   // keys of the last page, not yet full

	// Scratch of one batch.
	changes []change
	touched []*held
}

func newWriter(db database) *writer { return &writer{db: db} }

// load reads what the writer remembers between batches.
func (w *writer) load(t tx) (err error) {
	*w = writer{db: w.db, cases: newShelf(), figures: &figureView{}, calendars: map[string]*workdays.Calendar{}, streams: map[ledger.StreamID]int64{}}
	if w.at, err = readCheckpoint(t); err != nil {
		return err
	}
	err = t.query("SELECT id, name FROM streams", func(r row) error {
		w.streams[ledger.StreamID(r.text(1))] = r.int(0)
		return nil
	})
	if err != nil {
		return err
	}
	if w.calendars, err = readCalendars(t); err != nil {
		return err
	}
	first := w.at.ordinal - w.at.ordinal%pageSize + 1
	err = t.query("SELECT keys FROM pages WHERE first = ?1", func(r row) error {
		w.page = pageKeys(r.bytes(0))
		return nil
	}, int64(first))
	w.loaded = err == nil
	return err
}

// position is how far the generation has applied the ledger.
func (w *writer) position(ctx context.Context) (ledger.Position, error) {
	if !w.loaded {
		if err := w.db.read(ctx, w.load); err != nil {
			return 0, err
		}
	}
	return w.at.position, nil
}

// apply writes the rows of a batch and the checkpoint in one transaction.
// Records that the generation has applied already are passed over.
func (w *writer) apply(ctx context.Context, b *batch) error {
	at, err := w.position(ctx)
	if err != nil || b.position <= at {
		return err
	}
	items := b.items
	for len(items) > 0 && items[0].record.Position <= at {
		items = items[1:]
	}
	before := w.at
	err = w.db.write(ctx, func(t tx) error {
		stored, err := readCheckpoint(t)
		if err != nil {
			return err
		}
		if stored.position != before.position || stored.ordinal != before.ordinal {
			return fmt.Errorf("views stand at position %s, not %s: another program writes them", stored.position, before.position)
		}
		if err := w.applyItems(t, items); err != nil {
			return err
		}
		w.at.position = b.position
		return w.at.save(t)
	})
	if err != nil {
		w.loaded = false
		return err
	}
	w.cases.tidy()
	return nil
}

func (w *writer) applyItems(t tx, items []item) error {
	if len(items) == 0 {
		return nil
	}
	if err := w.place(t, items); err != nil {
		return err
	}
	var pages pageWriter
	for i := range items {
		it := &items[i]
		r := &it.record
		w.at.ordinal++
		w.at.high = max(w.at.high, micros(r.Recorded))
		if w.at.ordinal == 1 {
			h := r.Hash()
			w.at.first = h[:]
		}
		w.page = append(w.page, it.key)
		if len(w.page) == pageSize || i == len(items)-1 {
			pages.add(w.at.ordinal, w.at.high, w.page)
		}
		if len(w.page) == pageSize {
			w.page = w.page[:0]
		}
		if it.of == nil {
			if err := w.applyNotice(t, it); err != nil {
				return recordError(r, err)
			}
		} else if err := w.applyCase(it); err != nil {
			return recordError(r, err)
		}
	}
	if err := w.flush(t); err != nil {
		return err
	}
	if err := pages.put(t); err != nil {
		return err
	}
	return putRecords(t, items)
}

// place gives every record its stream's id and its key, and every case that
// the writer does not hold its stored state.
func (w *writer) place(t tx, items []item) error {
	var missing []*held
	for i := range items {
		it := &items[i]
		r := &it.record
		id := int64(0)
		if it.number == "" {
			var err error
			if id, err = w.stream(t, r); err != nil {
				return recordError(r, err)
			}
		} else {
			h := w.cases.get(it.number)
			if h == nil {
				h = &held{number: it.number}
				if r.Revision == 0 {
					w.at.lastID++
					h.id = w.at.lastID
				} else {
					missing = append(missing, h)
				}
				w.cases.put(h)
			}
			it.of = h
		}
		it.key = id
	}
	if err := loadCases(t, missing); err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		if it.of != nil {
			it.key = it.of.id
		}
		if it.record.Revision >= 1<<revisionBits {
			return recordError(&it.record, fmt.Errorf("a stream of more than %d records", 1<<revisionBits))
		}
		it.key = recordKey(it.key, it.record.Revision)
	}
	return nil
}

// stream is the id of a stream that is no case.
func (w *writer) stream(t tx, r *ledger.Record) (int64, error) {
	id, ok := w.streams[r.Stream]
	if !ok {
		w.at.lastID++
		id = w.at.lastID
		w.streams[r.Stream] = id
		return id, t.exec("INSERT INTO streams (id, name) VALUES (?1, ?2)", id, string(r.Stream))
	}
	return id, nil
}

// applyCase moves one case on by one record.
func (w *writer) applyCase(it *item) error {
	h, r := it.of, &it.record
	before := h.summary
	have := ledger.Revision(0)
	if before != nil {
		have = ledger.Revision(before.Events)
	}
	if r.Revision != have {
		return fmt.Errorf("revision %d where %d is next", r.Revision, have)
	}
	h.summary = before.next(r, &it.entry, w.calendar)
	w.change(h, r, before)
	return nil
}

// change notes what a record did to a case.
func (w *writer) change(h *held, r *ledger.Record, before *Summary) {
	w.changes = append(w.changes, change{w.at.ordinal, r.Position, r.Recorded, before, h.summary})
	if !h.touched {
		h.touched = true
		w.touched = append(w.touched, h)
	}
}

// flush writes the cases that changed, and tells the figures.
func (w *writer) flush(t tx) error {
	slices.SortFunc(w.touched, func(a, b *held) int { return cmp.Compare(a.id, b.id) })
	if err := putCases(t, w.touched); err != nil {
		return err
	}
	for _, h := range w.touched {
		h.touched, h.stored = false, true
	}
	if err := w.figures.apply(t, w.changes); err != nil {
		return fmt.Errorf("figures: %w", err)
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
	err := w.db.write(ctx, func(t tx) error {
		for _, q := range indexes {
			if err := t.exec(q); err != nil {
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

// pageSize is the number of records on a page.
const pageSize = 128

// pageWriter collects pages of one batch.
type pageWriter struct {
	first, high []int64
	keys        [][]byte
}

func (p *pageWriter) add(last uint64, high int64, keys []int64) {
	b := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		b = binary.BigEndian.AppendUint64(b, uint64(k))
	}
	p.first = append(p.first, int64(last)-int64(len(keys))+1)
	p.high = append(p.high, high)
	p.keys = append(p.keys, b)
}

func (p *pageWriter) put(t tx) error {
	into := &sheet{table: "pages", columns: []string{"first", "high", "keys"}, key: []string{"first"}}
	return t.put(into, len(p.first), func(i int, v params) {
		v.int(p.first[i])
		v.int(p.high[i])
		v.blob(p.keys[i])
	})
}

func pageKeys(b []byte) []int64 {
	keys := make([]int64, len(b)/8)
	for i := range keys {
		keys[i] = int64(binary.BigEndian.Uint64(b[8*i:]))
	}
	return keys
}
