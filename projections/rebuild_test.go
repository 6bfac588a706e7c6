package projections_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/storetest"
	"caseledger/projections"
)

func record(t testing.TB, s ledger.Store, h *casetest.History) {
	t.Helper()
	if _, err := h.AppendTo(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

// generations counts the files of generations beside the views.
func generations(t *testing.T, path string) int {
	t.Helper()
	files, err := filepath.Glob(path + ".[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if !strings.HasSuffix(f, "-wal") && !strings.HasSuffix(f, "-shm") {
			n++
		}
	}
	return n
}

func TestRebuildGivesTheSameRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	s := store(t, casetest.Interleaved(4, 60, 8))
	v := openAt(t, path)
	catchUp(t, v, storetest.Cut(s, 13))
	want := dump(t, v)
	last := ledger.Position(0)
	err := v.Rebuild(t.Context(), s, func(at, head ledger.Position) {
		if at < last || at > head {
			t.Errorf("progress went from %s to %s of %s", last, at, head)
		}
		last = at
	})
	if err != nil {
		t.Fatal(err)
	}
	if head, _ := s.Head(t.Context()); last != head {
		t.Errorf("progress ended at %s of %s", last, head)
	}
	if diff := cmp.Diff(want, dump(t, v)); diff != "" {
		t.Errorf("rows before and after (-before +after):\n%s", diff)
	}
	if n := generations(t, path); n != 1 {
		t.Errorf("%d generations stay", n)
	}
	record(t, s, casetest.Case("AFTER-1").On("2024-05-06", casefile.Accepted{}))
	catchUp(t, v, s)
	if _, err := v.Case(t.Context(), "AFTER-1"); err != nil {
		t.Error(err)
	}
}

// TestReadersWhileRebuilding: queries are answered all the time, and never go
// backwards, in the rebuilding process and in another one; a run goes on.
func TestReadersWhileRebuilding(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	s := store(t, casetest.Interleaved(4, 300, 20))
	v := openAt(t, path)
	catchUp(t, v, s)
	other, err := projections.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		if err := v.Run(ctx, s); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	for _, views := range []*projections.Views{v, other, other} {
		group.Go(func() {
			for last := ledger.Position(0); ctx.Err() == nil; {
				page, err := views.Cases(t.Context(), projections.CaseQuery{First: 3, AcceptedFrom: -1 << 31, AcceptedTo: -1 << 31})
				if err != nil || len(page.Rows) != 3 || page.Position < last {
					t.Errorf("at %s after %s: %d rows, %v", page.Position, last, len(page.Rows), err)
					return
				}
				last = page.Position
			}
		})
	}
	for _, number := range []string{"DURING-A", "DURING-B", "DURING-C"} {
		if err := v.Rebuild(ctx, s, nil); err != nil {
			t.Fatal(err)
		}
		record(t, s, casetest.Case(number).On("2024-05-06", casefile.Accepted{}))
	}
	head, _ := s.Head(ctx)
	for _, views := range []*projections.Views{v, other} {
		if err := views.Wait(ctx, head); err != nil {
			t.Error(err)
		}
	}
	stop()
	group.Wait()
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("calm run and this (-calm +this):\n%s", diff)
	}
}

func TestRebuildThatFailsLeavesTheOldViews(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	s := store(t, casetest.Interleaved(4, 60, 8))
	v := openAt(t, path)
	catchUp(t, v, s)
	want := dump(t, v)
	ctx, stop := context.WithCancel(t.Context())
	if err := v.Rebuild(ctx, storetest.Cut(s, 50), func(_, _ ledger.Position) { stop() }); !errors.Is(err, context.Canceled) {
		t.Errorf("Rebuild: %v", err)
	}
	if diff := cmp.Diff(want, dump(t, v)); diff != "" {
		t.Error(diff)
	}
	if n := generations(t, path); n != 1 {
		t.Errorf("%d generations stay", n)
	}
	if err := v.Rebuild(t.Context(), s, nil); err != nil {
		t.Error(err)
	}
}

func TestViewsOfAnotherVersion(t *testing.T) {
	s := store(t, casetest.Interleaved(4, 20, 8))
	for _, tt := range []struct {
		version int64
		opens   bool
	}{{0, true}, {99, false}} {
		path := filepath.Join(t.TempDir(), "views")
		v := openAt(t, path)
		catchUp(t, v, s)
		want := dump(t, v)
		if err := v.SetVersion(t.Context(), "cases", tt.version); err != nil {
			t.Fatal(err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		var outdated *projections.OutdatedError
		again, err := projections.Open(t.Context(), path)
		if !tt.opens {
			if !errors.As(err, &outdated) {
				t.Errorf("views of a newer program: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		if _, err := again.Case(t.Context(), "A-1"); !errors.As(err, &outdated) {
			t.Errorf("rows of a version that cannot be read: %v", err)
		}
		catchUp(t, again, s)
		if diff := cmp.Diff(want, dump(t, again)); diff != "" {
			t.Errorf("after the rebuild (-want +got):\n%s", diff)
		}
	}
}

func TestOneWriterAnyReaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	if _, err := projections.OpenReadOnly(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("views that do not exist: %v", err)
	}
	v := openAt(t, path)
	var locked *ledger.LockedError
	if _, err := projections.Open(t.Context(), path); !errors.As(err, &locked) {
		t.Errorf("a second writer: %v", err)
	}
	s := store(t, casetest.Interleaved(4, 20, 8))
	catchUp(t, v, s)
	head, _ := s.Head(t.Context())
	r, err := projections.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if at, err := r.Position(t.Context()); at != head || err != nil {
		t.Errorf("the reader stands at %s, %v", at, err)
	}
	for name, err := range map[string]error{"CatchUp": r.CatchUp(t.Context(), s, nil), "Run": r.Run(t.Context(), s), "Rebuild": r.Rebuild(t.Context(), s, nil)} {
		if err == nil {
			t.Errorf("a reader may %s", name)
		}
	}
	changed := r.Changed()
	record(t, s, casetest.Case("NEW-1").On("2024-05-06", casefile.Accepted{}))
	catchUp(t, v, s)
	if err := r.Wait(t.Context(), head+1); err != nil {
		t.Error(err)
	}
	<-changed
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Case(t.Context(), "NEW-1"); err != nil {
		t.Errorf("after the writer has gone: %v", err)
	}
}

func TestDamagedViewsSayWhatToDo(t *testing.T) {
	for _, file := range []string{"views", "views.1"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "views")
		v := openAt(t, path)
		catchUp(t, v, store(t, casetest.Interleaved(4, 20, 8)))
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(strings.Repeat("no database ", 2000)), 0o644); err != nil {
			t.Fatal(err)
		}
		again, err := projections.Open(t.Context(), path)
		if err == nil {
			again.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "damaged") || !strings.Contains(err.Error(), "delete") {
			t.Errorf("%s overwritten: %v", file, err)
		}
	}
}

func TestDamagedViews(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views.sqlite")
	v := openAt(t, path)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".1", bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := projections.Open(t.Context(), path)
	if err == nil || !strings.Contains(err.Error(), "delete "+path+"* and start again") {
		t.Errorf("opening views with a damaged generation: %v; want the advice to delete all their files", err)
	}
}
