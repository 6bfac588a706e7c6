package projections

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures/runs"
)

// Names of the figures in the table of versions: of their rows, and of those
// that a replay is writing.
const (
	figuresName = "figures"
	replayName  = "replay"
)

// replayPrefix is that of the tables in which a replay keeps what it folds.
const replayPrefix = "replay_"

// replayTables lists the tables that a replay has of its own.
var replayTables = []string{"checkpoint", "streams", "cases"}

// replay computes the figures alone anew, where the stored ones are of another
// version. They rest on what each record did to a case, and of cases the core
// has the last states only; so a second writer folds the public records that
// the core has written, in tables of its own, and feeds the figures. The core
// goes on without them. When both stand at the same record, the core feeds them
// from then on, and the tables are dropped: one transaction. A replay goes on
// after a stop of any kind where its checkpoint stands.
type replay struct {
	*writer
	names map[int64]ledger.StreamID // some streams by id
}

// moveOn moves on what reads the records that the writer has written, by up to
// one slice each, and says whether something is still behind.
func (w *writer) moveOn(ctx context.Context) (behind bool, err error) {
	if _, err := w.position(ctx); err != nil {
		return false, err
	}
	figuresBehind, err := w.moveReplayOn(ctx)
	if err != nil {
		return false, fmt.Errorf("replay of the figures: %w", err)
	}
	fresh := w.fresh
	w.fresh = recent{} // their batch is used again
	furtherBehind, err := w.further.slice(ctx, w.db, fresh, w.at.ordinal)
	return figuresBehind || furtherBehind, err
}

// moveReplayOn begins the replay of the figures, moves it on, or ends it. It
// cannot end while the writer has taken a part of a record only.
func (w *writer) moveReplayOn(ctx context.Context) (behind bool, err error) {
	if w.figures != nil {
		return false, nil
	}
	if w.replay == nil {
		if err := w.db.Write(ctx, beginReplay); err != nil {
			return false, err
		}
		w.replay = &replay{&writer{db: w.db, prefix: replayPrefix, slice: w.slice}, map[int64]ledger.StreamID{}}
	}
	r := w.replay
	if _, err := r.position(ctx); err != nil {
		return false, err
	}
	if r.at.ordinal < w.at.ordinal {
		return true, r.step(ctx, min(r.at.ordinal+uint64(w.stretch), w.at.ordinal))
	}
	if w.at.within() {
		return false, nil
	}
	if err := w.db.Write(ctx, endReplay); err != nil {
		w.loaded = false // nobody knows whether it ended
		return false, err
	}
	w.figures, w.replay = r.figures, nil
	return false, nil
}

// step takes the records up to an ordinal, or up to one that cases depend on,
// or a slice of the cases that such a one touches.
func (r *replay) step(ctx context.Context, upTo uint64) error {
	b := &batch{}
	err := r.db.Read(ctx, func(t door.Tx) error {
		full := false
		return eachRecord(t, r.names, r.at.ordinal+1, upTo+1, func(_ uint64, rec ledger.Record) error {
			if full {
				return nil
			}
			if err := b.add(&rec); err != nil {
				return err
			}
			if full = b.depends(); b.mixed() {
				b.items = b.items[:len(b.items)-1]
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	if len(r.names) > heldCases {
		clear(r.names)
	}
	if len(b.items) == 0 {
		return &ledger.CorruptError{Where: "views", Reason: fmt.Sprintf("record %d is missing", r.at.ordinal+1)}
	}
	b.position = b.items[len(b.items)-1].record.Position
	_, err = r.apply(ctx, b)
	return err
}

// beginReplay empties the figures and makes the tables of a replay, unless one
// of this version is under way.
func beginReplay(t door.Tx) error {
	if at, err := readVersion(t, replayName); err != nil || at == runs.Version() {
		return err
	}
	if err := dropReplay(t); err != nil {
		return err
	}
	for _, ddl := range (&runs.View{}).Schema() {
		if strings.HasPrefix(ddl, "CREATE TABLE ") {
			if err := t.Exec("DROP TABLE IF EXISTS " + tableOf(ddl)); err != nil {
				return err
			}
		}
	}
	own := (&runs.View{}).Schema()
	for _, ddl := range tables {
		if slices.Contains(replayTables, tableOf(ddl)) {
			own = append(own, strings.Replace(ddl, "CREATE TABLE ", "CREATE TABLE "+replayPrefix, 1))
		}
	}
	for _, ddl := range own {
		if err := t.Exec(ddl); err != nil {
			return err
		}
	}
	if err := beginCheckpoint(t, replayPrefix); err != nil {
		return err
	}
	if err := setVersion(t, figuresName, 0); err != nil {
		return err
	}
	return setVersion(t, replayName, runs.Version())
}

// endReplay makes the replayed figures those of the core.
func endReplay(t door.Tx) error {
	if err := dropReplay(t); err != nil {
		return err
	}
	if err := t.Exec("DELETE FROM views WHERE name = ?1", replayName); err != nil {
		return err
	}
	return setVersion(t, figuresName, runs.Version())
}

func dropReplay(t door.Tx) error {
	for _, table := range replayTables {
		if err := t.Exec("DROP TABLE IF EXISTS " + replayPrefix + table); err != nil {
			return err
		}
	}
	return nil
}

// ReplayError: the figures are being computed anew and have come to a record of
// those that all else answers from. It is an [ErrBeingMade].
type ReplayError struct{ At, Of uint64 }

func (e *ReplayError) Error() string {
	return fmt.Sprintf("the figures are being computed anew, %d of %d records so far; ask again", e.At, e.Of)
}

// Unwrap says that it passes.
func (e *ReplayError) Unwrap() error { return ErrBeingMade }

// Whole is nil where figures answer as all else does, else a [*ReplayError] or
// an [*OutdatedError].
func (v *Views) Whole(ctx context.Context) error { return v.readAt(ctx, figuresReady) }

// figuresReady is nil where the figures' rows stand at the checkpoint and are
// this program's, else a [*ReplayError], or an [*OutdatedError] where no replay
// has begun.
func figuresReady(t door.Tx, c *checkpoint) error {
	have, err := readVersion(t, figuresName)
	if err != nil || have == runs.Version() {
		return err
	}
	under, err := readVersion(t, replayName)
	if err != nil {
		return err
	}
	if under == 0 {
		return &OutdatedError{figuresName, have, runs.Version()}
	}
	at, err := readCheckpoint(t, replayPrefix)
	if err != nil {
		return err
	}
	return &ReplayError{at.ordinal, c.ordinal}
}
