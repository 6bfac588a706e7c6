package sqlite_test

import (
	"path/filepath"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/storetest"
)

// open opens the ledger at path and closes it at the end of the test, if the
// test has not done so.
func open(t testing.TB, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	paths := map[ledger.Store]string{}
	storetest.Suite{
		Open: func(t *testing.T) ledger.Store {
			path := filepath.Join(t.TempDir(), "ledger.db")
			s := open(t, path, sqlite.Options{})
			paths[s] = path
			return s
		},
		Reopen: func(t *testing.T, s ledger.Store) ledger.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := open(t, paths[s], sqlite.Options{})
			paths[again] = paths[s]
			return again
		},
		Dense:  true,
		Unique: true,
	}.Run(t)
}
