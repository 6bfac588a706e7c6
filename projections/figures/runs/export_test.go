package runs

import (
	"context"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// Lab is the figures' view alone, with a small layout, so that few
// changes make many blocks and runs.
type Lab struct {
	db   door.Database
	view *View
	at   ledger.Position
	// Inventory is what registries list; nil: nothing.
	Inventory figures.Inventory
}

// NewLab opens an empty lab; chunk 0 takes the real
// layout.
func NewLab(t interface {
	Helper()
	Fatal(...any)
	Cleanup(func())
}, dir string, chunk, block, few int64) *Lab {
	t.Helper()
	ctx := context.Background()
	place, err := door.OpenSQLite(ctx, filepath.Join(dir, "views"), false)
	if err != nil {
		t.Fatal(err)
	}
	db, err := place.Open(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	l := &Lab{db: db, view: &View{layout: layout{chunk, block, few}}}
	t.Cleanup(func() { l.db.Close(); place.Close() })
	if err := db.Write(ctx, func(t door.Tx) error {
		for _, q := range l.view.Schema() {
			if err := t.Exec(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return l
}

// Apply applies one batch. With fail the transaction is rolled back after it.
func (l *Lab) Apply(batch []Change, fail error) error {
	err := l.db.Write(context.Background(), func(t door.Tx) error {
		if err := l.view.Apply(t, batch); err != nil {
			return err
		}
		return fail
	})
	if err == nil && len(batch) > 0 {
		l.at = batch[len(batch)-1].Position
	}
	return err
}

// Restart forgets what is in memory.
func (l *Lab) Restart() { l.view = &View{} }

func labRead[T any](l *Lab, f func(door.Tx) (T, error)) (out T, err error) {
	err = l.db.Read(context.Background(), func(t door.Tx) (err error) {
		out, err = f(t)
		return err
	})
	return out, err
}

func (l *Lab) Figures(q figures.Query) ([]figures.Figure, error) {
	return labRead(l, func(t door.Tx) ([]figures.Figure, error) { return Figures(t, l.at, q, l.Inventory) })
}

func (l *Lab) Series(q figures.Query, g figures.Grain) ([]figures.Point, error) {
	return labRead(l, func(t door.Tx) ([]figures.Point, error) { return Series(t, l.at, q, g, l.Inventory) })
}

func (l *Lab) Ranking(q figures.Query, by figures.Dimension, limit int) ([]figures.Rank, error) {
	return labRead(l, func(t door.Tx) ([]figures.Rank, error) { return Ranking(t, l.at, q, by, limit, l.Inventory) })
}

// Rows lists everything that is stored, for comparing two labs.
func (l *Lab) Rows() ([]string, error) {
	return labRead(l, func(t door.Tx) (out []string, err error) {
		for table, columns := range map[string]string{
			"figure_state": "entries, pages, numbers, day", "figure_names": "dim, id, name", "figure_posts": "officer, place, item",
			"figure_days": "position, day", "figure_journal": "chunk, last, hex(data)",
			"figure_runs": "run, dim, grain, first, page", "figure_pages": "page, hex(data)", "figure_slips": "item, officer, place, run, hex(cells)",
			"figure_levels": "dim, level, since", "figure_mixes": "id, kind, channel, handling, routing, intake, level, class, tags", "figure_places": "node, place, above",
		} {
			err := t.Query("SELECT concat_ws(' ', '"+table+"', "+columns+") AS line FROM "+table+" ORDER BY line", func(r door.Row) error {
				out = append(out, r.Text(0))
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		return out, nil
	})
}

// ParseRow and ParseEntries read stored rows and journal chunks, and write them
// again; ParseSlip and ParsePage read.
func ParseRow(b []byte) ([]byte, error) {
	cells, err := parseRow(nil, b)
	return appendRow(nil, cells), err
}

func ParseEntries(b []byte) (out []byte, err error) {
	var last ledger.Position
	err = eachEntry(b, func(e *entry) error {
		out = appendEntry(out, last, e)
		last = e.position
		return nil
	})
	return out, err
}

func ParseSlip(b []byte) error {
	return eachMonth(b, func(int32, []byte) error { return nil })
}

func ParsePage(first int64, b []byte) (out []byte, err error) {
	r := newPageReader(first, b)
	last := r.at
	for r.next() {
		out = appendPageRow(out, &last, &r.at)
		last = r.at
	}
	if r.bad {
		return nil, errRow
	}
	return out, nil
}

// RunsUpTo lists the runs that add up to the first k blocks.
var RunsUpTo = runsUpTo
