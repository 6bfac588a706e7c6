package projections_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/audit"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/projections/viewtest"
)

// TestReadingsOfSealedValuesAreInNoView: they are public records like others,
// and change neither cases nor figures.
func TestReadingsOfSealedValuesAreInNoView(t *testing.T) {
	ctx := t.Context()
	at := casetest.Time("2024-05-06 09:00")
	s := store(t, slices.Values([]ledger.Record{
		{Stream: "case/A-1", Draft: draft(t, 0, at, casefile.Accepted{Org: "住建局", Promise: 5})},
	}))
	v := viewtest.New(t)
	catchUp(t, v, s)
	before, err := v.Case(ctx, "A-1")
	if err != nil {
		t.Fatal(err)
	}
	log := audit.Log{Store: s, Now: func() time.Time { return at }, Random: rand.Reader}
	read := audit.Read{Case: "A-1", Event: ledger.EventID{8}.String(), Labels: []string{"applicant.name"}, Reader: "token/1"}
	for range 2 {
		if err := log.Record(ctx, "审计岗-01", read); err != nil {
			t.Fatal(err)
		}
	}
	catchUp(t, v, s)
	if err := v.Rebuild(ctx, s, nil); err != nil {
		t.Fatal(err)
	}
	after, err := v.Case(ctx, "A-1")
	if err != nil || after.Position != before.Position || after.Events != before.Events {
		t.Errorf("the case moved from %+v to %+v, %v", before, after, err)
	}
	public, err := v.Public(ctx, 2, 10)
	if err != nil || len(public) != 2 {
		t.Fatalf("%d public records, %v", len(public), err)
	}
	n := 0
	for r, err := range s.Stream(ctx, audit.Stream(at), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(r.AppendCanonical(nil), public[n].Record.AppendCanonical(nil)) {
			t.Errorf("record %d of the stream is published as %s", n, public[n].Record.AppendCanonical(nil))
		}
		n++
	}
}
