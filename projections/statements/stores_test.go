package statements_test

import (
	"path/filepath"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/storetest"
	"caseledger/projections"
	"caseledger/projections/statements"
	"caseledger/projections/viewtest"
)

// TestSameBytesEverywhere: a statement is the same bytes whatever store has the
// ledger, and however the views came to read it: at once, record by record as it
// was told, or from zero after all that came later.
func TestSameBytesEverywhere(t *testing.T) {
	made, err := county.New(county.Job{Profile: "S4", Seed: 3, Cases: 250})
	if err != nil {
		t.Fatal(err)
	}
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.sqlite"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stores := []ledger.Store{memory.New(), file}
	for _, s := range stores {
		if _, err := made.Write(t.Context(), county.Output{Store: s}); err != nil {
			t.Fatal(err)
		}
	}
	of := statements.Scope{Period: "2023-05"}
	bytesOf := func(v *projections.Views, ordinal int) string {
		rows, err := statements.Rows(t.Context(), v, of, ordinal, statements.Definitions())
		if err != nil {
			t.Fatal(err)
		}
		return lines(rows)
	}
	whole := viewtest.Of(t, stores[0])
	n, err := whole.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	small := viewtest.New(t)
	if err := small.CatchUp(t.Context(), storetest.Cut(stores[0], 97), nil); err != nil {
		t.Fatal(err)
	}
	other := viewtest.Of(t, stores[1])
	for _, ordinal := range []int{int(n) / 2, int(n) * 3 / 4, int(n)} {
		want := bytesOf(whole, ordinal)
		for name, v := range map[string]*projections.Views{"in small batches": small, "another store": other} {
			if got := bytesOf(v, ordinal); got != want {
				t.Errorf("at record %d, %s:\n%s\nwant\n%s", ordinal, name, got, want)
			}
		}
	}
}
