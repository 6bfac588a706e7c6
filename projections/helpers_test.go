package projections_test

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/projections"
	"caseledger/projections/door/doortest"
)

// cut is a store whose follow says after every n-th record that it has caught
// up, so that batches end there.
type cut struct {
	ledger.Store
	every int
}

func (s cut) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		n := 0
		for it, err := range s.Store.Follow(ctx, after, f) {
			if !yield(it, err) {
				return
			}
			if it.Record == nil {
				continue
			}
			if n++; n%s.every == 0 && !yield(ledger.Item{Position: it.Position, Live: true}, nil) {
				return
			}
		}
	}
}

func openAt(t testing.TB, path string) *projections.Views {
	t.Helper()
	v, err := projections.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

// openViews opens new views: in SQLite, or where CASELEDGER_VIEWS_IN says
// postgres, in a database of their own on the server of CASELEDGER_POSTGRES.
func openViews(t testing.TB) *projections.Views {
	t.Helper()
	path := filepath.Join(t.TempDir(), "views")
	if os.Getenv("CASELEDGER_VIEWS_IN") == "postgres" {
		return openPostgres(t, doortest.Database(t, path))
	}
	return openAt(t, path)
}

func catchUp(t testing.TB, v *projections.Views, s ledger.Store) {
	t.Helper()
	if err := v.CatchUp(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
}

func dump(t testing.TB, v *projections.Views) string {
	t.Helper()
	d, err := v.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// store puts records into a memory store, one append each.
func store(t testing.TB, records iter.Seq[ledger.Record]) *memory.Store {
	t.Helper()
	s := memory.New()
	t.Cleanup(func() { s.Close() })
	add(t, s, records)
	return s
}

func add(t testing.TB, s ledger.Store, records iter.Seq[ledger.Record]) {
	t.Helper()
	for r := range records {
		if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
	}
}

// calm gives the dump of views that took a whole ledger in one run.
func calm(t testing.TB, s ledger.Store) string {
	t.Helper()
	v := openAt(t, filepath.Join(t.TempDir(), "views"))
	defer v.Close()
	catchUp(t, v, s)
	return dump(t, v)
}

// draft is an event of a case as a draft with times that are easy to read.
func draft(t testing.TB, n int, at time.Time, e casefile.Event) ledger.Draft {
	t.Helper()
	name, public, err := casefile.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	c := ledger.NewCommandID(at, name)
	return ledger.Draft{ID: ledger.EventIDOf(c, n), Type: name, Command: c, Occurred: at, Recorded: at, Public: public}
}
