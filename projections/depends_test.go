package projections_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
	"caseledger/projections/viewtest"
)

// late is a ledger of cases, some of their records amended, into which notices
// of all years come late, one after so many records; a year of the cases is
// amended after the last of them, and more cases follow.
func late(t testing.TB, seed uint64, cases, gap int) *fixed {
	t.Helper()
	s := memory.New()
	defer s.Close()
	var at time.Time
	publish := func(list ...workdays.Notice) {
		if _, err := registry.Publish(t.Context(), s, list, at); err != nil {
			t.Fatal(err)
		}
	}
	notices, n := workdays.Official(), 0
	for r := range amended(t, seed, casetest.Interleaved(seed, cases, 5)) {
		if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
		at = r.Recorded
		if n++; n%gap == 0 && len(notices) > 0 {
			publish(notices[0])
			notices = notices[1:]
		}
	}
	publish(notices...)
	for _, amended := range workdays.Official() {
		amended.Papers = append(amended.Papers, "amended")
		amended.Days = amended.Days[:len(amended.Days)/2]
		publish(amended)
	}
	record(t, s, casetest.Case("AFTER-1").On("2024-09-20", casefile.Accepted{Promise: 20}))
	return collected(t, s)
}

// collected takes a ledger's records out of it.
func collected(t testing.TB, s ledger.Store) *fixed {
	t.Helper()
	out := &fixed{}
	for it, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if it.Record != nil {
			out.records = append(out.records, *it.Record)
		}
		if it.Live {
			break
		}
	}
	return out
}

// TestSlices: however many cases are derived anew at a time, wherever batches
// end, with indexes or without, rows are those of one run.
func TestSlices(t *testing.T) {
	cases := 12
	if testing.Short() {
		cases = 5
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := late(t, rapid.Uint64().Draw(rt, "seed"), cases, rapid.IntRange(3, 12).Draw(rt, "gap"))
		slice := rapid.IntRange(1, 7).Draw(rt, "slice")
		every := rapid.IntRange(1, 200).Draw(rt, "every")
		v := viewtest.New(t)
		defer v.Close()
		v.SetSlice(slice)
		if rapid.Bool().Draw(rt, "indexed") {
			if err := v.Index(t.Context()); err != nil {
				rt.Fatal(err)
			}
		}
		catchUp(t, v, storetest.Cut(s, every))
		if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
			rt.Fatalf("one run and slices of %d (-one +slices):\n%s", slice, diff)
		}
	})
}

// TestWithinSlices: until the last slice of a notice is done, views stand
// before it, figures are those of that position, each case counts by the old
// days or by the new, and a check finds nothing.
func TestWithinSlices(t *testing.T) {
	s := late(t, 3, 40, 1000) // all notices after the cases
	v := viewtest.New(t)
	v.SetSlice(3)
	query := projections.FigureQuery{From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}
	figures := func(v *projections.Views) []projections.Figure {
		list, err := v.Figures(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	asked := map[ledger.Position]bool{}
	within := 0
	err := v.CatchUp(t.Context(), s, func(at, _ ledger.Position) {
		is, err := v.Within(t.Context())
		if err != nil || !is {
			if err != nil {
				t.Error(err)
			}
			return
		}
		within++
		if have, err := v.Position(t.Context()); err != nil || have != at {
			t.Errorf("views stand at %s, %v; %s was told", have, err, at)
		}
		before := openAt(t, filepath.Join(t.TempDir(), "before"))
		if asked[at] { // once for each notice costs enough
			return
		}
		asked[at] = true
		upTo := &fixed{records: s.records[:at]}
		catchUp(t, before, upTo)
		if diff := cmp.Diff(figures(before), figures(v)); diff != "" {
			t.Errorf("figures at %s (-before the notice +within):\n%s", at, diff)
		}
		after := openAt(t, filepath.Join(t.TempDir(), "after"))
		catchUp(t, after, &fixed{records: s.records[:at+1]})
		oneOf(t, v, before, after)
		if err := v.Check(t.Context(), s, filepath.Join(t.TempDir(), "scratch"), nil); err != nil {
			t.Errorf("check within the notice after %s: %v", at, err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) < 2 || within < 2*len(asked) {
		t.Errorf("%d looks into %d notices", within, len(asked))
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and slices (-one +slices):\n%s", diff)
	}
}

// oneOf compares every case with what it was before a notice and after it.
func oneOf(t *testing.T, v, before, after *projections.Views) {
	t.Helper()
	cases := func(v *projections.Views) []projections.Summary {
		page, err := v.Cases(t.Context(), projections.CaseQuery{First: 1000, Order: projections.ByNumber, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate})
		if err != nil {
			t.Fatal(err)
		}
		return page.Rows
	}
	old, got, now := cases(before), cases(v), cases(after)
	moved := 0
	for i := range got {
		if cmp.Equal(got[i], now[i]) && !cmp.Equal(old[i], now[i]) {
			moved++
		} else if !cmp.Equal(got[i], old[i]) {
			t.Errorf("case %s is neither what it was nor what it will be:\n%s", got[i].Number, cmp.Diff(old[i], got[i]))
		}
	}
	if moved > 3 {
		t.Errorf("%d cases moved in the first slice of 3", moved)
	}
}

// TestSlicesWhoseCommitFails: a slice that fails is done again, and no other.
func TestSlicesWhoseCommitFails(t *testing.T) {
	s := late(t, 4, 20, 7)
	fault := errors.New("disk full")
	commits, within := 0, 0
	place, err := door.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "views"), false)
	if err != nil {
		t.Fatal(err)
	}
	v, err := projections.OpenIn(t.Context(), doortest.Flaky(place, func() error {
		if commits++; commits%3 == 0 {
			return fault
		}
		return nil
	}), false)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	v.SetSlice(2)
	for {
		err := v.CatchUp(t.Context(), s, nil)
		if err == nil {
			break
		}
		if !errors.Is(err, fault) {
			t.Fatal(err)
		}
		if is, _ := v.Within(t.Context()); is {
			within++
		}
	}
	if within == 0 {
		t.Error("no slice failed in the middle")
	}
	for errors.Is(v.Index(t.Context()), fault) {
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and one with faults (-one +faults):\n%s", diff)
	}
}

// TestKilledWithinSlices kills the process again and again while cases are
// derived anew.
func TestKilledWithinSlices(t *testing.T) {
	t.Setenv("CASELEDGER_TEST_SLICE", "1")
	path := filepath.Join(t.TempDir(), "views")
	within, step := 0, 7
	if testing.Short() {
		step = 28
	}
	for lines := 1; !killAfter(t, path, false, lines); lines += step {
		v := openAt(t, path)
		if is, err := v.Within(t.Context()); err != nil {
			t.Fatal(err)
		} else if is {
			within++
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if within == 0 {
		t.Error("never killed in the middle of a notice")
	}
	v := openAt(t, path)
	if diff := cmp.Diff(calm(t, late(t, 6, 100, 1000)), dump(t, v)); diff != "" {
		t.Errorf("a calm run and a killed one (-calm +killed):\n%s", diff)
	}
}

// TestLedgerRestoredWithinSlices: a ledger that lost the notice of which views
// have taken a part, or has another in its place, is another ledger.
func TestLedgerRestoredWithinSlices(t *testing.T) {
	for _, other := range []bool{false, true} {
		s := late(t, 5, 30, 1000)
		v := viewtest.New(t)
		v.SetSlice(2)
		ctx, stop := context.WithCancel(t.Context())
		var at ledger.Position
		err := v.CatchUp(ctx, s, func(p, _ ledger.Position) {
			if is, _ := v.Within(t.Context()); is && ctx.Err() == nil {
				at = p
				stop()
			}
		})
		if !errors.Is(err, context.Canceled) || at == 0 {
			t.Fatalf("stopped at %s: %v", at, err)
		}
		restored := &fixed{records: s.records[:at:at]}
		if other {
			r := s.records[len(s.records)-1]
			r.Position = at + 1
			restored.records = append(restored.records, r)
		}
		var foreign *projections.ForeignError
		if err := v.Continues(t.Context(), restored); !errors.As(err, &foreign) {
			t.Fatalf("views within a notice that the ledger lost: %v", err)
		}
		catchUp(t, v, restored)
		if diff := cmp.Diff(calm(t, restored), dump(t, v)); diff != "" {
			t.Errorf("rows after the ledger was restored (-calm +this):\n%s", diff)
		}
	}
}
