package projections_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/storetest"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
	"caseledger/projections/view"
	"caseledger/projections/viewtest"
)

// tally is a view for tests: how many records there are of each type, and the
// last one's ordinal. It remembers its rows, as views do.
func tally(version int64, types ...string) view.View {
	return view.View{
		Name: "tally", Version: version, Types: types,
		Tables: []string{"CREATE TABLE tally_types (type TEXT PRIMARY KEY, records BIGINT NOT NULL, last BIGINT NOT NULL)"},
		New: func(t door.Tx) (view.Writer, error) {
			w := &tallyWriter{}
			return w, w.load(t)
		},
	}
}

type tallyWriter struct{ counts map[string]int64 }

func (w *tallyWriter) load(t door.Tx) error {
	w.counts = map[string]int64{}
	return t.Query("SELECT type, records FROM tally_types", func(r door.Row) error {
		w.counts[r.Text(0)] = r.Int(1)
		return nil
	})
}

func (w *tallyWriter) Take(t door.Tx, b *view.Batch) error {
	for _, r := range b.Records {
		w.counts[r.Type]++
		err := t.Exec("INSERT INTO tally_types (type, records, last) VALUES (?1, ?2, ?3) ON CONFLICT (type) DO UPDATE SET records = excluded.records, last = excluded.last",
			r.Type, w.counts[r.Type], int64(r.Ordinal))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *tallyWriter) Forget() { w.counts = nil }

func tallied(t testing.TB, v *projections.Views) string {
	t.Helper()
	var b strings.Builder
	err := v.ReadView(t.Context(), "tally", func(tx door.Tx, at uint64) error {
		fmt.Fprintln(&b, "at", at)
		return tx.Query("SELECT type, records, last FROM tally_types ORDER BY type", func(r door.Row) error {
			fmt.Fprintln(&b, r.Text(0), r.Int(1), r.Int(2))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wanted is the tally of a ledger, counted at once.
func wanted(t testing.TB, s ledger.Store, types ...string) string {
	t.Helper()
	v := viewtest.New(t)
	v.SetFurther(tally(1, types...))
	catchUp(t, v, s)
	return tallied(t, v)
}

// A view beside the core has the same rows however batches are cut, whatever
// fails in between, and after it was replayed.
func TestViewBesideTheCore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := store(t, casetest.Interleaved(rapid.Uint64().Draw(rt, "seed"), rapid.IntRange(1, 30).Draw(rt, "cases"), 5))
		faults := rapid.SliceOfN(rapid.Bool(), 0, 30).Draw(rt, "faults")
		place, err := door.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), fmt.Sprint("views", rapid.Uint64().Draw(rt, "name"))), false)
		if err != nil {
			rt.Fatal(err)
		}
		full, armed := errors.New("disk full"), false
		v, err := projections.OpenIn(t.Context(), doortest.Flaky(place, func() error {
			if !armed || len(faults) == 0 {
				return nil
			}
			fault := faults[0]
			if faults = faults[1:]; fault {
				return full
			}
			return nil
		}), false)
		if err != nil {
			rt.Fatal(err)
		}
		defer v.Close()
		v.SetFurther(tally(1))
		armed = true
		for err := full; err != nil; {
			if err = v.CatchUp(t.Context(), storetest.Cut(s, rapid.IntRange(1, 40).Draw(rt, "every")), nil); err != nil && !errors.Is(err, full) {
				rt.Fatal(err)
			}
		}
		if diff := cmp.Diff(wanted(t, s), tallied(t, v)); diff != "" {
			rt.Fatalf("(-at once +cut and failed):\n%s", diff)
		}
	})
}

// A view of another version is replayed alone: the generation stays, all else
// answers, and its own answers say how far they are.
func TestRaisedVersionReplaysThatViewAlone(t *testing.T) {
	s := generated(23_000, 50)
	v := viewtest.New(t)
	v.SetFurther(tally(1))
	catchUp(t, v, s)
	want, core := wanted(t, s, "case.closed/1"), dump(t, v)
	generation := v.Generation()
	if got := tallied(t, v); got != wanted(t, s) {
		t.Errorf("got %s", got)
	}
	v.SetFurther(tally(2, "case.closed/1"))
	if err := v.ReadView(t.Context(), "tally", func(door.Tx, uint64) error { return nil }); !errors.Is(err, projections.ErrBeingMade) {
		t.Errorf("before it has begun: %v", err)
	}
	catchUp(t, v, s)
	if diff := cmp.Diff(want, tallied(t, v)); diff != "" {
		t.Errorf("(-at once +replayed):\n%s", diff)
	}
	if v.Generation() != generation {
		t.Errorf("generation %d became %d", generation, v.Generation())
	}
	if diff := cmp.Diff(core, dump(t, v)); diff != "" {
		t.Errorf("the core changed:\n%s", diff)
	}
}
