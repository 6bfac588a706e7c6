package projections_test

import (
	"iter"
	"path/filepath"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/memory"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

func openAt(t testing.TB, path string) *projections.Views {
	t.Helper()
	return viewtest.Opened(t)(projections.Open(t.Context(), path))
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
