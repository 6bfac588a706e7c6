package projections

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures/runs"
)

// A DivergenceError: views do not say what the ledger does.
type DivergenceError struct{ Table string }

func (e *DivergenceError) Error() string {
	return "the views are not what the ledger gives: their table " + e.Table + " differs"
}

// Check computes the views anew, as far as these have come, in files at
// scratch, which must not exist and which the caller removes, and compares
// both row by row; of views in files the indexes are held against the rows. What differs is a [*DivergenceError]. Views of another
// version are not compared: they are built anew anyway, and the error is an
// [*OutdatedError], or of figures a [*ReplayError]. Check takes the time of a rebuild.
func (v *Views) Check(ctx context.Context, s ledger.Store, scratch string, p Progress) (err error) {
	g := v.acquire()
	outdated := g.outdated
	file, ok := g.db.(interface{ Intact(context.Context) error })
	if ok && outdated == nil { // a server of databases looks after its own pages
		err = file.Intact(ctx)
	}
	v.release(g)
	if outdated != nil {
		return outdated
	}
	if err != nil {
		return err
	}
	var at checkpoint
	var have map[string]digest
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		if err := figuresReady(t, c); err != nil {
			return err
		}
		if err := c.loadLast(t); err != nil {
			return err
		}
		at = *c
		have, err = digests(t)
		return err
	})
	if err != nil {
		return err
	}
	fresh, err := Open(ctx, scratch)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	if at.position > 0 {
		if err := fresh.pump(ctx, upTo{s, at.position}, fresh.write, at.position, p); err != nil {
			return err
		}
	}
	if at.within() {
		if err := fresh.partly(ctx, s, &at); err != nil {
			return err
		}
	}
	var want map[string]digest
	err = fresh.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		if c.position != at.position {
			return fmt.Errorf("views were computed up to position %s, and are at %s", c.position, at.position)
		}
		want, err = digests(t)
		return err
	})
	if err != nil {
		return err
	}
	for table := range want {
		if have[table] != want[table] {
			return &DivergenceError{table}
		}
	}
	return nil
}

// partly takes as much of a registry's record as the views have that stand at a
// checkpoint.
func (v *Views) partly(ctx context.Context, s ledger.Store, to *checkpoint) error {
	for it, err := range s.Follow(ctx, to.position, ledger.Filter{}) {
		if err != nil {
			return err
		}
		if it.Record == nil {
			continue
		}
		b := newBatch(nil, nil)
		b.position = it.Position
		if err := b.add(it.Record); err != nil {
			return err
		}
		for more, done := true, int64(0); more && done < to.rederived; {
			err := v.write(ctx, func(w *writer) (err error) {
				w.until = to.rederived
				more, err = w.apply(ctx, b)
				done = w.at.rederived
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	return ctx.Err()
}

// upTo is a ledger as it stood at a position.
type upTo struct {
	ledger.Store
	end ledger.Position
}

func (s upTo) Head(context.Context) (ledger.Position, error) { return s.end, nil }

func (s upTo) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		for it, err := range s.Store.Follow(ctx, after, f) {
			switch {
			case err != nil:
				yield(it, err)
				return
			case it.Position > s.end:
				return
			case !yield(it, nil):
				return
			case it.Position == s.end:
				yield(ledger.Item{Position: s.end, Live: true}, nil)
				return
			}
		}
	}
}

// A digest stands for the rows of a table, in whatever order they are read:
// the sum of the rows' hashes, and their number.
type digest struct {
	rows uint64
	sum  [4]uint64
}

func (d *digest) add(row []byte) {
	h := sha256.Sum256(row)
	d.rows++
	for i := range d.sum {
		d.sum[i] += binary.BigEndian.Uint64(h[8*i:])
	}
}

// digests reads every row that follows from the ledger.
func digests(t door.Tx) (map[string]digest, error) {
	out := map[string]digest{}
	for _, ddl := range slices.Concat(tables, (&runs.View{}).Schema()) {
		table, names, types := columnsIn(ddl)
		if table == "" {
			continue
		}
		var d digest
		var line []byte
		err := t.Query("SELECT "+strings.Join(names, ", ")+" FROM "+table, func(r door.Row) error {
			line = appendRow(line[:0], r, types)
			d.add(line)
			return nil
		})
		if err != nil {
			return nil, err
		}
		out[table] = d
	}
	return out, nil
}

// columnsIn takes the definition of a table apart; no table for that of an
// index. What a table says of its own upkeep is left out.
func columnsIn(ddl string) (table string, names, types []string) {
	rest, ok := strings.CutPrefix(ddl, "CREATE TABLE ")
	if !ok {
		return "", nil, nil
	}
	table, columns, _ := strings.Cut(rest, " (")
	for _, c := range strings.Split(columns, ", ") {
		f := strings.Fields(c)
		if len(f) < 2 || table == "checkpoint" && (f[0] == "indexed" || f[0] == "retired") {
			continue
		}
		switch f[1] {
		case "BIGINT", "TEXT", "BLOB":
			names, types = append(names, f[0]), append(types, f[1])
		}
	}
	return table, names, types
}

func appendRow(b []byte, r door.Row, types []string) []byte {
	for i, kind := range types {
		switch {
		case r.Null(i):
			b = append(b, 0)
		case kind == "BIGINT":
			b = binary.BigEndian.AppendUint64(append(b, 1), uint64(r.Int(i)))
		default:
			start := len(b)
			b = append(b, 2, 0, 0, 0, 0)
			b = r.AppendTo(b, i)
			binary.BigEndian.PutUint32(b[start+1:], uint32(len(b)-start-5))
		}
	}
	return b
}
