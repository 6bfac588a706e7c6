package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/feeds/verify/recount"
	"caseledger/ledger"
	"caseledger/ledger/books"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/statements"
	"caseledger/projections/viewtest"
)

// publicFact takes a record apart as a verifier does.
func publicFact(r *ledger.Record) recount.Fact {
	return recount.Parse(recount.Record{Stream: string(r.Stream), Type: r.Type, Revision: int64(r.Revision), Occurred: r.Occurred, Recorded: r.Recorded, Public: r.Public})
}

// recounted holds the rows of statements that the verifier computes, as known at
// some records, against those that are published.
func recounted(t *testing.T, v *projections.Views, l *recount.Ledger, months []statement.Period, orgs []string, known []int) (rows int) {
	t.Helper()
	var names []string
	for _, d := range statements.Definitions() {
		names = append(names, fmt.Sprintf("%s/%d", d.ID, d.Version))
	}
	done := 0
	for _, at := range known {
		for done < at {
			page, err := v.Public(t.Context(), uint64(done)+1, min(1000, at-done))
			if err != nil || len(page) == 0 {
				t.Fatal(len(page), err)
			}
			for i := range page {
				f := publicFact(&page[i].Record)
				if err := l.Read(&f); err != nil {
					t.Fatal(err)
				}
				done++
			}
		}
		for _, month := range months {
			for _, org := range orgs {
				want, err := statements.Rows(context.Background(), v, statements.Scope{Period: month, Org: org}, at, statements.Definitions())
				if err != nil {
					t.Fatal(err)
				}
				got, err := l.Rows(string(month), org, names)
				if err != nil || len(got) != len(want) {
					t.Fatalf("%s %s at %d: %d rows, want %d, %v", month, org, at, len(got), len(want), err)
				}
				for i := range want {
					if string(got[i]) != string(want[i].Line()) {
						t.Errorf("%s %s at %d:\n%s, want\n%s", month, org, at, got[i], want[i].Line())
					}
				}
				rows += len(want)
			}
		}
	}
	return rows
}

// TestTheVerifierCountsTheSame: what the verifier computes of public records is
// what statements publish, of odd histories, now and as known half way.
func TestTheVerifierCountsTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.sqlite")
	total := strangeLedger(t, path)
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	v := viewtest.Of(t, s)
	l, err := recount.New(official(t))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	begun := time.Now()
	rows := recounted(t, v, l, []statement.Period{"2010-10", "2011-05", "2012-01", "2024-02", "2024-03", "2024-04"}, []string{"", "C", "T1", "V2"}, []int{total / 2, total})
	t.Logf("%d rows of %d records in %s", rows, total, time.Since(begun))
	if rows < 5000 {
		t.Errorf("only %d rows were compared", rows)
	}
}

// TestTheVerifierKnowsEveryAction: no record that the program writes is of a type
// that stops the verifier.
func TestTheVerifierKnowsEveryAction(t *testing.T) {
	for _, a := range books.Actions() {
		l, err := recount.New(official(t))
		if err != nil {
			t.Fatal(err)
		}
		category, _, _ := strings.Cut(a.Name, ".")
		f := recount.Parse(recount.Record{Stream: category + "/T-1", Type: a.Name, Public: []byte("{}")})
		if err := l.Read(&f); err != nil && strings.Contains(err.Error(), "is not known here") {
			t.Error(err)
		}
		l.Close()
	}
}
