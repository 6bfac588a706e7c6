// Package viewtest opens views for tests of what stands on them: in SQLite, or where
// CASELEDGER_VIEWS_IN says postgres, in a database of their own on the server of
// CASELEDGER_POSTGRES.
package viewtest

import (
	"os"
	"path/filepath"
	"testing"

	"caseledger/ledger"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
)

// New opens new views, which are closed with the test.
func New(t testing.TB) *projections.Views {
	t.Helper()
	return Opened(t)(open(t, filepath.Join(t.TempDir(), "views")))
}

// Opened takes views that were opened for a test, and closes them with it:
// viewtest.Opened(t)(projections.Open(ctx, path)).
func Opened(t testing.TB) func(*projections.Views, error) *projections.Views {
	return func(v *projections.Views, err error) *projections.Views {
		t.Helper()
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
}

func open(t testing.TB, path string) (*projections.Views, error) {
	t.Helper()
	if os.Getenv("CASELEDGER_VIEWS_IN") != "postgres" {
		return projections.Open(t.Context(), path)
	}
	return projections.OpenPostgres(t.Context(), door.Postgres{URL: doortest.Database(t, path), Holder: "test", Wait: true})
}

// Of opens new views and has them catch up with a ledger.
func Of(t testing.TB, s ledger.Store) *projections.Views {
	t.Helper()
	v := New(t)
	if err := v.CatchUp(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return v
}
