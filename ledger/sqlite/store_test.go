package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

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
	suite(func(t *testing.T, path string) *sqlite.Store {
		return open(t, path, sqlite.Options{})
	}).Run(t)
}

// TestBounds runs the suite where every group, batch and memory is full at
// once.
func TestBounds(t *testing.T) {
	suite(func(t *testing.T, path string) *sqlite.Store {
		s, err := sqlite.OpenSmall(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}).Run(t)
}

func suite(open func(t *testing.T, path string) *sqlite.Store) storetest.Suite {
	paths := map[ledger.Store]string{}
	return storetest.Suite{
		Open: func(t *testing.T) ledger.Store {
			path := filepath.Join(t.TempDir(), "ledger.db")
			s := open(t, path)
			paths[s] = path
			return s
		},
		Reopen: func(t *testing.T, s ledger.Store) ledger.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := open(t, paths[s])
			paths[again] = paths[s]
			return again
		},
		Dense:  true,
		Unique: true,
	}
}

// drafts makes the drafts of the n-th command of a test.
func drafts(n, count int) []ledger.Draft {
	at := time.Date(2024, 1, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
	command := ledger.NewCommandID(at, fmt.Sprint(n))
	out := make([]ledger.Draft, count)
	for i := range out {
		out[i] = ledger.Draft{
			ID: ledger.EventIDOf(command, i), Type: "case.performed/1", Occurred: at, Recorded: at,
			Command: command, Post: "post-07", Public: fmt.Appendf(nil, `{"n":%d}`, n),
		}
	}
	return out
}

// all reads a ledger from zero to its head.
func all(t testing.TB, s *sqlite.Store) []ledger.Record {
	t.Helper()
	records, err := readAll(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func readAll(ctx context.Context, s *sqlite.Store) ([]ledger.Record, error) {
	head, err := s.Head(ctx)
	if err != nil || head == 0 {
		return nil, err
	}
	var records []ledger.Record
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			return records, err
		}
		if item.Record != nil {
			records = append(records, *item.Record)
		}
		if item.Position >= head {
			break
		}
	}
	return records, nil
}
