package projections_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
	"caseledger/projections/viewtest"
)

var everything = projections.FigureQuery{From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}

// counting counts the records that are read from a ledger.
type counting struct {
	ledger.Store
	read *int
}

func (s counting) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		for it, err := range s.Store.Follow(ctx, after, f) {
			if it.Record != nil {
				*s.read++
			}
			if !yield(it, err) {
				return
			}
		}
	}
}

// coreOf is the part of a dump that figures have nothing to do with.
func coreOf(dump string) string {
	var b strings.Builder
	for _, table := range strings.SplitAfter(dump, "\n== ") {
		if !strings.HasPrefix(table, "figure_") && !strings.HasPrefix(table, "== views") {
			b.WriteString(table)
		}
	}
	return b.String()
}

// outdatedFigures gives views of the first n records of a ledger, of whose
// figures the version has been raised.
func outdatedFigures(t *testing.T, v *projections.Views, s *fixed, n int) {
	t.Helper()
	catchUp(t, v, &fixed{records: s.records[:n]})
	if err := v.SetVersion(t.Context(), "figures", 1); err != nil {
		t.Fatal(err)
	}
	v.Forget()
}

// TestRaisedFiguresAreReplayedAlone: the generation and the rows of the core
// stay, nothing is read from the ledger again, all but figures answers and
// follows, figures say how far they are, and in the end are those of a rebuild.
func TestRaisedFiguresAreReplayedAlone(t *testing.T) {
	s := late(t, 11, 90, 80)
	v := viewtest.New(t)
	n := len(s.records) / 2
	outdatedFigures(t, v, s, n)
	v.SetStretch(100)
	core, generation := coreOf(dump(t, v)), v.Generation()
	var old *projections.OutdatedError
	if _, err := v.Figures(t.Context(), everything); !errors.As(err, &old) || old.View != "figures" {
		t.Errorf("figures before their replay: %v", err)
	}
	looks, last := 0, uint64(0)
	for behind, at := true, n; behind; at++ {
		var err error
		if behind, err = v.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if at == n {
			if diff := cmp.Diff(core, coreOf(dump(t, v))); diff != "" {
				t.Errorf("the core changed (-before +after):\n%s", diff)
			}
		}
		if at < len(s.records) && at < n+40 { // recorded meanwhile
			if _, err := v.Take(t.Context(), s.records[at]); err != nil {
				t.Fatal(err)
			}
			if have, err := v.Position(t.Context()); err != nil || have != ledger.Position(at+1) {
				t.Fatalf("views stand at %s, %v; %d records were taken", have, err, at+1)
			}
		}
		page, err := v.Cases(t.Context(), projections.CaseQuery{First: 3, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate})
		if err != nil || len(page.Rows) != 3 {
			t.Fatalf("%d cases, %v", len(page.Rows), err)
		}
		if !behind {
			break
		}
		var way *projections.ReplayError
		for _, err := range []error{err2(v.Figures(t.Context(), everything)), err2(v.Values(t.Context(), projections.Org)), v.Check(t.Context(), s, "", nil)} {
			if !errors.As(err, &way) || !errors.Is(err, projections.ErrBeingMade) || way.At < last || way.At > way.Of || way.Of < uint64(n) {
				t.Fatalf("figures after %d: %v", last, err)
			}
		}
		looks, last = looks+1, way.At
	}
	if looks < 3 {
		t.Errorf("%d looks at a replay", looks)
	}
	read := 0
	have, err := v.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	catchUp(t, v, counting{s, &read})
	if more := len(s.records) - int(have); read > more+1 { // and the last one, to know the ledger by
		t.Errorf("%d records were read of a ledger with %d more", read, more)
	}
	if v.Generation() != generation {
		t.Errorf("generation %d became %d", generation, v.Generation())
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("a rebuild and a replay (-rebuild +replay):\n%s", diff)
	}
	if err := v.Check(t.Context(), s, filepath.Join(t.TempDir(), "scratch"), nil); err != nil {
		t.Error(err)
	}
}

func err2[T any](_ T, err error) error { return err }

// TestReplayHoweverItGoes: wherever its steps end, whatever is taken between
// them and whichever of them fail, rows are those of one run.
func TestReplayHoweverItGoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := late(t, rapid.Uint64().Draw(rt, "seed"), 12, rapid.IntRange(3, 12).Draw(rt, "gap"))
		full, armed := errors.New("disk full"), false
		place, err := door.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), fmt.Sprint("views", rapid.Uint64().Draw(rt, "name"))), false)
		if err != nil {
			rt.Fatal(err)
		}
		v, err := projections.OpenIn(t.Context(), doortest.Flaky(place, func() error {
			if armed && rapid.IntRange(0, 5).Draw(rt, "fault") == 0 {
				return full
			}
			return nil
		}), false)
		if err != nil {
			rt.Fatal(err)
		}
		defer v.Close()
		v.SetSlice(rapid.IntRange(1, 7).Draw(rt, "slice"))
		at := rapid.IntRange(0, len(s.records)).Draw(rt, "at")
		outdatedFigures(t, v, s, at)
		v.SetStretch(rapid.IntRange(1, 50).Draw(rt, "stretch"))
		armed = true
		for behind := true; behind || at < len(s.records); {
			var err error
			if at < len(s.records) && rapid.Bool().Draw(rt, "take") {
				var more bool
				if more, err = v.Take(t.Context(), s.records[at]); err == nil && !more {
					at++
				}
				behind = true
			} else {
				behind, err = v.Step(t.Context())
			}
			if err != nil {
				if behind = true; !errors.Is(err, full) {
					rt.Fatal(err)
				}
			}
		}
		armed = false
		if err := v.Index(t.Context()); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
			rt.Fatalf("one run and a replay (-one +replay):\n%s", diff)
		}
	})
}

// TestKilledWhileReplaying kills the process again and again while figures are
// replayed.
func TestKilledWhileReplaying(t *testing.T) {
	t.Setenv("CASELEDGER_TEST_SLICE", "3")
	t.Setenv("CASELEDGER_TEST_REPLAY", "20")
	path := filepath.Join(t.TempDir(), "views")
	s := late(t, 6, 100, 1000)
	v := openAt(t, path)
	outdatedFigures(t, v, s, len(s.records)-100)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	within := 0
	for lines := 1; !killAfter(t, path, false, lines); lines += 5 {
		v := openAt(t, path)
		var way *projections.ReplayError
		if _, err := v.Figures(t.Context(), everything); errors.As(err, &way) && way.At > 0 {
			within++
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if within == 0 {
		t.Error("never killed in the middle of a replay")
	}
	if diff := cmp.Diff(calm(t, s), dump(t, openAt(t, path))); diff != "" {
		t.Errorf("a calm run and a killed replay (-calm +killed):\n%s", diff)
	}
}

// TestReplayOfAnotherVersion: a replay that a program of another version began
// is begun anew, and figures of a newer program are not touched.
func TestReplayOfAnotherVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	s := late(t, 7, 30, 20)
	v := openAt(t, path)
	outdatedFigures(t, v, s, len(s.records))
	v.SetStretch(50)
	for range 2 {
		if _, err := v.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.SetVersion(t.Context(), "replay", 2); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again := openAt(t, path)
	catchUp(t, again, s)
	if diff := cmp.Diff(calm(t, s), dump(t, again)); diff != "" {
		t.Errorf("a rebuild and a second replay (-rebuild +replay):\n%s", diff)
	}
	if err := again.SetVersion(t.Context(), "figures", 1<<40); err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	var old *projections.OutdatedError
	if _, err := projections.Open(t.Context(), path); !errors.As(err, &old) {
		t.Errorf("figures of a newer program: %v", err)
	}
}
