package projections_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/storetest"
	"caseledger/projections"
)

// TestCheck compares views with what the ledger gives, however they came to
// be, and sees one row that is another.
func TestCheck(t *testing.T) {
	records := slices.Collect(casetest.Records(3, 60))
	s := store(t, slices.Values(records[:len(records)-20]))
	path := filepath.Join(t.TempDir(), "views")
	v := openAt(t, path)
	catchUp(t, v, storetest.Cut(s, 7))
	check := func() error {
		return v.Check(t.Context(), s, filepath.Join(t.TempDir(), "scratch"), nil)
	}
	if err := check(); err != nil {
		t.Fatalf("sound views: %v", err)
	}
	add(t, s, slices.Values(records[len(records)-20:]))
	if err := check(); err != nil {
		t.Errorf("views behind the ledger: %v", err)
	}
	for _, change := range []struct{ table, query string }{
		{"cases", "UPDATE cases SET officer = 'another' WHERE id = (SELECT min(id) FROM cases)"},
		{"records", "DELETE FROM records WHERE ordinal = (SELECT max(ordinal) FROM records)"},
		{"figure_days", "UPDATE figure_days SET day = day + 1 WHERE position = (SELECT min(position) FROM figure_days)"},
	} {
		if err := v.Alter(t.Context(), change.query); err != nil {
			t.Fatal(err)
		}
		var differs *projections.DivergenceError
		if err := check(); !errors.As(err, &differs) {
			t.Fatalf("%s: %v", change.query, err)
		}
		if err := v.Rebuild(t.Context(), s, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := check(); err != nil {
		t.Errorf("rebuilt views: %v", err)
	}
	if err := v.Alter(t.Context(), "PRAGMA writable_schema=ON"); err != nil {
		t.Fatal(err)
	}
	if err := v.Alter(t.Context(), "UPDATE sqlite_schema SET sql = replace(sql, 'due_at', 'accepted_at') WHERE name = 'cases_due'"); err != nil {
		t.Fatal(err)
	}
	fresh, err := projections.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	if err := fresh.Check(t.Context(), s, filepath.Join(t.TempDir(), "scratch"), nil); err == nil || !strings.Contains(err.Error(), "index") {
		t.Errorf("an index that does not fit its rows: %v", err)
	}
}
