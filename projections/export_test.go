package projections

import (
	"context"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures"
	"caseledger/projections/figures/runs"
	"caseledger/projections/view"
)

// Dump writes down every row of every view.
func (v *Views) Dump(ctx context.Context) (string, error) {
	var b strings.Builder
	err := v.readAt(ctx, func(t door.Tx, _ *checkpoint) error {
		for _, list := range [][]string{tables, (&runs.View{}).Schema()} {
			for _, ddl := range list {
				if err := dumpTable(t, &b, ddl); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return b.String(), err
}

func dumpTable(t door.Tx, b *strings.Builder, ddl string) error {
	rest, ok := strings.CutPrefix(ddl, "CREATE TABLE ")
	if !ok {
		return nil
	}
	table, columns, _ := strings.Cut(rest, " (")
	var names, types []string
	for _, c := range strings.Split(columns, ", ") {
		if f := strings.Fields(c); len(f) > 1 && (f[1] == "BIGINT" || f[1] == "TEXT" || f[1] == "BLOB") {
			names, types = append(names, f[0]), append(types, f[1])
		}
	}
	fmt.Fprintf(b, "== %s (%s)\n", table, strings.Join(names, ", "))
	var lines []string
	err := t.Query("SELECT "+strings.Join(names, ", ")+" FROM "+table, func(r door.Row) error {
		var line []string
		for i, typ := range types {
			switch {
			case r.Null(i):
				line = append(line, "null")
			case typ == "BIGINT":
				line = append(line, fmt.Sprint(r.Int(i)))
			case typ == "TEXT":
				line = append(line, fmt.Sprintf("%q", r.Text(i)))
			default:
				line = append(line, hex.EncodeToString(r.Bytes(i)))
			}
		}
		lines = append(lines, strings.Join(line, " "))
		return nil
	})
	sort.Strings(lines)
	for _, l := range lines {
		fmt.Fprintln(b, l)
	}
	return err
}

// RoundTrip writes a summary down and reads it again.
func RoundTrip(s *Summary) (*Summary, error) { return parseState(appendState(nil, s)) }

// ParseState reads a stored summary.
func ParseState(b []byte) (*Summary, error) { return parseState(b) }

// AppendState writes a summary down.
func AppendState(b []byte, s *Summary) []byte { return appendState(b, s) }

// SortUpTo sets how many rows a listing sorts at most.
func (v *Views) SortUpTo(n int) { v.sortUpTo = n }

// SetSlice bounds the cases that are derived anew at a time.
func (v *Views) SetSlice(n int) { v.writer.slice = n }

// Within says whether the views have taken a part of a record.
func (v *Views) Within(ctx context.Context) (within bool, err error) {
	err = v.write(ctx, func(w *writer) error {
		_, err := w.position(ctx)
		within = w.at.within()
		return err
	})
	return within, err
}

// Index makes the indexes.
func (v *Views) Index(ctx context.Context) error {
	return v.write(ctx, func(w *writer) error { return w.index(ctx) })
}

// SetVersion makes the stored views look like another version's.
func (v *Views) SetVersion(ctx context.Context, view string, version int64) error {
	return v.write(ctx, func(w *writer) error {
		return w.db.Write(ctx, func(t door.Tx) error {
			return t.Exec("UPDATE views SET version = ?1 WHERE name = ?2", version, view)
		})
	})
}

// Counted is what figures see of a summary.
func Counted(s *Summary) figures.Case { return s.counted() }

// Alter changes rows behind the back of the views.
func (v *Views) Alter(ctx context.Context, query string) error {
	return v.write(ctx, func(w *writer) error {
		return w.db.Write(ctx, func(t door.Tx) error { return t.Exec(query) })
	})
}

// SetFurther sets the views beside the core.
func (v *Views) SetFurther(list ...view.View) {
	v.further = list
	if v.writer != nil {
		v.writer.further = further{views: list}
	}
}

// Generation is the number of the live generation.
func (v *Views) Generation() int64 { return v.current.number }

// SetStretch bounds the records that a replay takes at a time.
func (v *Views) SetStretch(n int) { v.writer.stretch = n }

// Step moves what reads the core's records on by one slice.
func (v *Views) Step(ctx context.Context) (behind bool, err error) {
	err = v.write(ctx, func(w *writer) error {
		behind, err = w.moveOn(ctx)
		return err
	})
	return behind, err
}

// Take takes a record, or a slice of what it touches, and nothing else; more
// says that there are others.
func (v *Views) Take(ctx context.Context, r ledger.Record) (more bool, err error) {
	b := newBatch(nil, nil)
	b.position = r.Position
	if err := b.add(&r); err != nil {
		return false, err
	}
	err = v.write(ctx, func(w *writer) error {
		more, err = w.apply(ctx, b)
		return err
	})
	return more, err
}

// Forget makes the writer read again what it remembers of the rows.
func (v *Views) Forget() { v.writer.loaded = false }
