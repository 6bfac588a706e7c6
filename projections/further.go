package projections

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/assistance"
	"caseledger/projections/door"
	"caseledger/projections/exceptions"
	"caseledger/projections/late"
	"caseledger/projections/ratings"
	"caseledger/projections/supervision"
	"caseledger/projections/tasks"
	"caseledger/projections/view"
	"caseledger/projections/voice"
)

// furtherViews lists the views beside cases, records and figures. A new one is
// a folder and a line here.
var furtherViews = []view.View{
	late.View(),        // 补录
	voice.View(),       // 投诉、咨询等
	assistance.View(),  // 帮办代办, 网格, 延时服务, 上门服务
	tasks.View(),       // 计划任务, 效能评估
	supervision.View(), // 预警亮牌, 责任追究
	ratings.View(),     // 好差评
	exceptions.View(),  // 特办、超时默认、退回, 脱敏
}

// sliceRecords bounds the records that a view, or a replay of the figures, takes
// in one transaction.
const sliceRecords = 5000

// furtherPlaces holds how far each view beside the core has come. It is written
// with the rows it speaks of.
const furtherPlaces = `CREATE TABLE IF NOT EXISTS view_places (name TEXT PRIMARY KEY, version BIGINT NOT NULL, ordinal BIGINT NOT NULL)`

// further is the views beside the core in one generation. They read the public
// record that the core has written, each from its own place.
type further struct {
	views   []view.View
	loaded  bool
	writers []view.Writer // nil before its first slice
	places  []uint64      // ordinal of the last record taken
	names   map[int64]ledger.StreamID
}

// load finds where each view stands. One that is new, or of another version,
// begins anew.
func (f *further) load(t door.Tx) error {
	n := len(f.views)
	f.writers, f.places, f.names = make([]view.Writer, n), make([]uint64, n), map[int64]ledger.StreamID{}
	if err := t.Exec(furtherPlaces); err != nil {
		return err
	}
	for i := range f.views {
		v := &f.views[i]
		found := false
		err := t.Query("SELECT ordinal FROM view_places WHERE name = ?1 AND version = ?2", func(r door.Row) error {
			found, f.places[i] = true, uint64(r.Int(0))
			return nil
		}, v.Name, v.Version)
		if err == nil && !found {
			err = begin(t, v)
		}
		if err != nil {
			return fmt.Errorf("view %s: %w", v.Name, err)
		}
	}
	return nil
}

// begin makes a view's tables anew.
func begin(t door.Tx, v *view.View) error {
	for _, ddl := range v.Tables {
		if err := t.Exec("DROP TABLE IF EXISTS " + tableOf(ddl)); err != nil {
			return err
		}
	}
	for _, ddl := range slices.Concat(v.Tables, v.Indexes) {
		if err := t.Exec(ddl); err != nil {
			return err
		}
	}
	return t.Exec("INSERT INTO view_places (name, version, ordinal) VALUES (?1, ?2, 0) ON CONFLICT (name) DO UPDATE SET version = excluded.version, ordinal = excluded.ordinal", v.Name, v.Version)
}

func tableOf(ddl string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(ddl, "CREATE TABLE "), " ")
	return name
}

// recent is the records that the core has written last, still in memory.
type recent struct {
	first uint64 // ordinal
	items []item
}

// has says whether these are the records after one ordinal and up to another.
func (r *recent) has(after, last uint64) bool {
	return len(r.items) > 0 && r.first == after+1 && last == after+uint64(len(r.items))
}

// slice moves the views that are behind on by up to one slice, and says whether
// one is still behind. Those that stand at the same place read the records once
// and are written in one transaction.
func (f *further) slice(ctx context.Context, db door.Database, fresh recent, upTo uint64) (behind bool, err error) {
	if len(f.views) == 0 {
		return false, nil
	}
	if !f.loaded {
		if err := db.Write(ctx, f.load); err != nil {
			return false, err
		}
		f.loaded = true
	}
	places := slices.Clone(f.places)
	slices.Sort(places)
	for _, place := range slices.Compact(places) {
		if place >= upTo {
			break
		}
		last := min(place+sliceRecords, upTo)
		if err := db.Write(ctx, func(t door.Tx) error { return f.together(t, fresh, place, last) }); err != nil {
			for i, w := range f.writers {
				if w != nil && f.places[i] == place {
					w.Forget()
				}
			}
			f.loaded = false
			return false, err
		}
		for i := range f.places {
			if f.places[i] == place {
				f.places[i] = last
			}
		}
		behind = behind || last < upTo
	}
	return behind, nil
}

// together gives the views that stand at a place the records after it, up to an
// ordinal.
func (f *further) together(t door.Tx, fresh recent, place, last uint64) (err error) {
	taken := make([][]view.Record, len(f.views))
	give := func(r *view.Record) {
		for i := range f.views {
			if f.places[i] == place && wants(&f.views[i], &r.Record) {
				taken[i] = append(taken[i], *r)
			}
		}
	}
	if fresh.has(place, last) {
		fresh.each(give)
	} else if err = f.stored(t, place, last, give); err != nil {
		return err
	}
	for i := 0; i < len(f.views) && err == nil; i++ {
		if f.places[i] == place {
			if err = f.take(t, i, taken[i], last); err != nil {
				err = fmt.Errorf("view %s: %w", f.views[i].Name, err)
			}
		}
	}
	return err
}

// wants says whether a view takes a record, by its head.
func wants(v *view.View, r *ledger.Record) bool {
	return (len(v.Types) == 0 || slices.Contains(v.Types, r.Type)) && (v.Wants == nil || v.Wants(r))
}

// each gives the records one by one, with what is public of them.
func (r *recent) each(give func(*view.Record)) {
	for i := range r.items {
		out := view.Record{Ordinal: r.first + uint64(i), Record: r.items[i].record}
		out.Sealed = nil
		for _, s := range r.items[i].record.Sealed {
			out.Sealed = append(out.Sealed, ledger.Sealed{Label: s.Label, Commitment: s.Commitment})
		}
		give(&out)
	}
}

// stored gives the records after a place, up to an ordinal, that a view at the
// place wants, as they are stored.
func (f *further) stored(t door.Tx, place, last uint64, give func(*view.Record)) error {
	if len(f.names) > heldCases {
		clear(f.names)
	}
	return t.Query(selectRecords+"WHERE ordinal > ?1 AND ordinal <= ?2 ORDER BY ordinal", func(r door.Row) error {
		rec, err := readHead(r)
		if err != nil || !f.wanted(place, &rec) {
			return err
		}
		id := r.Int(2)
		if f.names[id] == "" {
			if f.names[id], err = streamName(t, id); err != nil {
				return err
			}
		}
		rec.Stream, rec.Public = f.names[id], r.Bytes(5)
		give(&view.Record{Ordinal: uint64(r.Int(0)), Record: rec})
		return nil
	}, int64(place), int64(last))
}

// wanted says whether a view at a place wants a record.
func (f *further) wanted(place uint64, r *ledger.Record) bool {
	for i := range f.views {
		if f.places[i] == place && wants(&f.views[i], r) {
			return true
		}
	}
	return false
}

// take gives a view what it wants of the records up to an ordinal.
func (f *further) take(t door.Tx, i int, records []view.Record, last uint64) (err error) {
	v := &f.views[i]
	if f.writers[i] == nil {
		if f.writers[i], err = v.New(t); err != nil {
			return err
		}
	}
	if len(records) > 0 {
		b := view.Batch{Records: records, Stream: func(name ledger.StreamID, upTo uint64, each func(view.Record) error) error {
			return eachOfStream(t, name, min(upTo, last), each)
		}}
		if err := f.writers[i].Take(t, &b); err != nil {
			return err
		}
	}
	return t.Exec("UPDATE view_places SET ordinal = ?1 WHERE name = ?2", int64(last), v.Name)
}

// eachOfStream gives the records of a stream up to an ordinal.
func eachOfStream(t door.Tx, name ledger.StreamID, upTo uint64, each func(view.Record) error) error {
	table, key, value := "streams", "name", string(name)
	if number, ok := strings.CutPrefix(value, casefile.StreamPrefix); ok {
		table, key, value = "cases", "number", number
	}
	var list []uint64
	err := t.Query("SELECT records FROM "+table+" WHERE "+key+" = ?1", func(r door.Row) (err error) {
		list, err = parseOrdinals(r.Bytes(0))
		return err
	}, value)
	if err != nil {
		return err
	}
	list, n := before(list, upTo+1), 0
	return eachOrdinal(t, list, name, func(r ledger.Record) error {
		n++
		return each(view.Record{Ordinal: list[n-1], Record: r})
	})
}

// ErrBeingMade: a view has not begun yet, or the figures are replayed.
var ErrBeingMade = view.ErrBeingMade

// ReadView reads the rows of a view beside the core on one snapshot, that of
// the core included. at is the ordinal that the view has come to, which may be
// less than that of the rest while it is replayed: an answer made of both
// stands at the lower one.
func (v *Views) ReadView(ctx context.Context, name string, f func(t door.Tx, at uint64) error) error {
	return v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		i := slices.IndexFunc(v.further, func(w view.View) bool { return w.Name == name })
		if i < 0 {
			return fmt.Errorf("view %s: %w", name, ErrNotFound)
		}
		at, found := uint64(0), false
		err := t.Query("SELECT ordinal FROM view_places WHERE name = ?1 AND version = ?2", func(r door.Row) error {
			at, found = uint64(r.Int(0)), true
			return nil
		}, name, v.further[i].Version)
		if err != nil || !found {
			return fmt.Errorf("view %s: %w", name, errors.Join(ErrBeingMade, err))
		}
		return f(t, min(at, c.ordinal))
	})
}
