package projections

import (
	"context"
	"path/filepath"
	"time"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// FigureLab is the figures' view alone, with a small layout, so that few
// changes make many blocks and runs.
type FigureLab struct {
	db   door.Database
	view *figureView
	at   ledger.Position
}

// Change is what a record did to a summary.
type Change struct {
	Position      ledger.Position
	Recorded      time.Time
	Before, After *Summary
}

// NewFigureLab opens an empty lab; chunk 0 takes the real
// layout.
func NewFigureLab(t interface {
	Helper()
	Fatal(...any)
	Cleanup(func())
}, dir string, chunk, block, few int64) *FigureLab {
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
	l := &FigureLab{db: db, view: &figureView{layout: figureLayout{chunk, block, few}}}
	t.Cleanup(func() { l.db.Close(); place.Close() })
	if err := db.Write(ctx, func(t door.Tx) error { return create(t, l.view) }); err != nil {
		t.Fatal(err)
	}
	return l
}

// Apply applies one batch. With fail the transaction is rolled back after it.
func (l *FigureLab) Apply(batch []Change, fail error) error {
	var changes []change
	for _, c := range batch {
		changes = append(changes, change{ordinal: uint64(c.Position), position: c.Position, recorded: c.Recorded, before: c.Before, after: c.After})
	}
	err := l.db.Write(context.Background(), func(t door.Tx) error {
		if err := l.view.apply(t, changes); err != nil {
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
func (l *FigureLab) Restart() { l.view = &figureView{} }

func labRead[T any](l *FigureLab, f func(door.Tx) (T, error)) (out T, err error) {
	err = l.db.Read(context.Background(), func(t door.Tx) (err error) {
		out, err = f(t)
		return err
	})
	return out, err
}

func (l *FigureLab) Figures(q FigureQuery) ([]Figure, error) {
	return labRead(l, func(t door.Tx) ([]Figure, error) { return figuresAt(t, l.at, q) })
}

func (l *FigureLab) Series(q FigureQuery, g Grain) ([]Point, error) {
	return labRead(l, func(t door.Tx) ([]Point, error) { return seriesAt(t, l.at, q, g) })
}

func (l *FigureLab) Ranking(q FigureQuery, by Dimension, limit int) ([]Rank, error) {
	return labRead(l, func(t door.Tx) ([]Rank, error) { return rankingAt(t, l.at, q, by, limit) })
}

// Rows lists everything that is stored, for comparing two labs.
func (l *FigureLab) Rows() ([]string, error) {
	return labRead(l, func(t door.Tx) (out []string, err error) {
		for table, columns := range map[string]string{
			"figure_state": "entries, names, day", "figure_names": "dim, id, name", "figure_posts": "officer, org, item",
			"figure_days": "position, day", "figure_journal": "chunk, last, hex(data)",
			"figure_runs": "run, dim, grain, period, id, hex(cells)", "figure_slips": "item, officer, org, run, hex(cells)",
			"figure_levels": "dim, level, since",
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

// ParseRow, AppendRow, ParseEntries and AppendEntries are the decoders and
// encoders of stored rows and journal chunks.
func ParseRow(b []byte) ([]byte, error) {
	cells, err := parseRow(b)
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

// Decimal is the rounding of figures.
var Decimal = decimal

// RunsUpTo lists the runs that add up to the first k blocks.
var RunsUpTo = runsUpTo
