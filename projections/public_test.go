package projections_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections/viewtest"
)

// TestPublicRecordsAreTheLedgers compares canonical bytes: sealed values give
// their labels and commitments, notices of calendars are records too.
func TestPublicRecordsAreTheLedgers(t *testing.T) {
	s := memory.New()
	defer s.Close()
	if _, err := registry.Publish(t.Context(), s, workdays.Official()[:3], casetest.Time("2009-12-01")); err != nil {
		t.Fatal(err)
	}
	for r := range casetest.Interleaved(5, 60, 9) {
		if r.Revision%3 == 0 {
			r.Sealed = []ledger.Sealed{
				{Label: "applicant.name", Subject: "S1", Commitment: ledger.Hash{1, byte(r.Position)}, Box: []byte("secret")},
				{Label: "applicant.phone", Subject: "S1", Commitment: ledger.Hash{2}, Box: []byte("secret")},
			}
		}
		if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
	}
	var want []ledger.Record
	head, _ := s.Head(t.Context())
	for it, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if it.Record != nil {
			want = append(want, *it.Record)
		}
		if it.Position == head {
			break
		}
	}
	v := viewtest.New(t)
	catchUp(t, v, storetest.Cut(s, 17))
	n, err := v.Count(t.Context())
	if err != nil || n != uint64(len(want)) {
		t.Fatalf("%d records, %v; want %d", n, err, len(want))
	}
	for from := uint64(0); from < n+3; from += 97 {
		got, err := v.Public(t.Context(), from, 100)
		if err != nil {
			t.Fatal(err)
		}
		first := max(from, 1)
		if wantLen := min(100, int(n-min(first-1, n))); len(got) != wantLen {
			t.Fatalf("%d records from %d, want %d", len(got), from, wantLen)
		}
		for i := range got {
			w := &want[first-1+uint64(i)]
			if got[i].Ordinal != first+uint64(i) || got[i].Position != w.Position || got[i].Record.Position != w.Position {
				t.Fatalf("record %d has ordinal %d and position %s, want %s", first+uint64(i), got[i].Ordinal, got[i].Position, w.Position)
			}
			if g, w := got[i].Record.AppendCanonical(nil), w.AppendCanonical(nil); !bytes.Equal(g, w) {
				t.Fatalf("record %d\n%s\nwant\n%s", got[i].Ordinal, g, w)
			}
			for _, sealed := range got[i].Record.Sealed {
				if sealed.Subject != "" || sealed.Box != nil {
					t.Fatalf("record %d gives away %+v", got[i].Ordinal, sealed)
				}
			}
		}
	}
	for _, n := range []int{-1, 1001} {
		if _, err := v.Public(t.Context(), 1, n); err == nil {
			t.Errorf("%d records at a time were not refused", n)
		}
	}
}

// TestOrdinalAt compares with a search through all records, also where the
// recorder's clock went backwards.
func TestOrdinalAt(t *testing.T) {
	start := casetest.Time("2024-03-04")
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 600).Draw(rt, "records")
		seed := rapid.Uint64().Draw(rt, "seed")
		r := rand.New(rand.NewPCG(seed, 1))
		s := &fixed{}
		var highest []time.Time
		now, high := start, start.Add(-time.Hour)
		for i := range n {
			now = now.Add(time.Duration(r.IntN(2000)-500) * time.Millisecond)
			d := casetest.Case(fmt.Sprint("A-", i)).Add(start, now, "", casefile.Accepted{}).Drafts[0]
			s.records = append(s.records, ledger.Record{Position: ledger.Position(i + 1), Stream: casefile.Stream(fmt.Sprint("A-", i)), Draft: d})
			if now.After(high) {
				high = now
			}
			highest = append(highest, high)
		}
		v := viewtest.New(t)
		defer v.Close()
		catchUp(t, v, storetest.Cut(s, rapid.IntRange(1, 300).Draw(rt, "every")))
		for range 40 {
			at := start.Add(time.Duration(r.IntN(800_000)-1000) * time.Millisecond)
			if n > 0 && r.IntN(2) == 0 {
				at = highest[r.IntN(n)]
			}
			want := 0
			for want < n && !highest[want].After(at) {
				want++
			}
			if got, err := v.OrdinalAt(t.Context(), at); err != nil || got != uint64(want) {
				rt.Fatalf("at %s: ordinal %d, %v; want %d", at, got, err, want)
			}
		}
	})
}
