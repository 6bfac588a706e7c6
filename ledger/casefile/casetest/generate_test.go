package casetest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

func TestGeneratedCasesAreOfTheField(t *testing.T) {
	const cases = 3000
	cal := casetest.China()
	var records, closed, late, suspended, extended, corrected, transferred, open int
	kinds := map[casefile.Kind]int{}
	orgs := map[string]bool{}
	for stream, drafts := range casetest.Generate(1, cases) {
		var c casefile.Case
		for i := range drafts {
			r := ledger.Record{Stream: stream, Revision: ledger.Revision(i), Draft: drafts[i]}
			e, err := casefile.Decode(&r)
			if err != nil {
				t.Fatal(err)
			}
			c = casefile.Evolve(c, e)
		}
		if got := c.Anomalies(); len(got) > 0 {
			t.Errorf("%s: %v", c.Number, got)
		}
		records += len(drafts)
		kinds[c.Kind()]++
		orgs[c.Org] = true
		limit := c.Limit(casefile.Rules{Calendar: cal})
		count := func(n *int, when bool) {
			if when {
				*n++
			}
		}
		count(&open, c.Status == casefile.Open)
		count(&closed, c.Status == casefile.Ended)
		count(&late, c.Status == casefile.Ended && c.ClosedAt.After(limit.Due))
		count(&suspended, len(c.Suspensions) > 0)
		count(&extended, len(c.Extensions) > 0)
		count(&corrected, len(c.Corrections) > 0)
		count(&transferred, c.Transfers > 0)
	}
	between := func(what string, n, lo, hi int) {
		t.Helper()
		if n < lo || n > hi {
			t.Errorf("%d %s, want %d to %d", n, what, lo, hi)
		}
	}
	between("records", records, 10*cases, 13*cases)
	between("closed", closed, cases*95/100, cases)
	between("late", late, cases/100, cases*5/100)
	between("open", open, 1, cases/100)
	between("suspended", suspended, cases/100, cases*5/100)
	between("extended", extended, cases/200, cases*5/100)
	between("corrected", corrected, cases/100, cases*8/100)
	between("transferred", transferred, cases/100, cases*10/100)
	between("units", len(orgs), 20, 20)
	for _, k := range []casefile.Kind{casefile.KindImmediate, casefile.KindPromised, casefile.KindJoint, casefile.KindForwarded, casefile.KindAgent, casefile.KindSpecial, casefile.KindReturned, casefile.KindCorrected} {
		between("cases of kind "+string(k), kinds[k], 10, cases)
	}
}

func TestDraftsMayBeStored(t *testing.T) {
	for stream, drafts := range casetest.Generate(2, 300) {
		if err := ledger.CheckAppend(stream, ledger.NoStream, drafts); err != nil {
			t.Fatalf("%s: %v", stream, err)
		}
	}
}

func digest(t *testing.T, seed uint64) string {
	t.Helper()
	h := sha256.New()
	for r := range casetest.Records(seed, 100) {
		h.Write(r.AppendCanonical(nil))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestSameSeedSameBytes(t *testing.T) {
	first, again, other := digest(t, 7), digest(t, 7), digest(t, 8)
	if first != again {
		t.Error("the same seed gave other records")
	}
	if first == other {
		t.Error("another seed gave the same records")
	}
}

func TestInterleavedHasTheSameRecords(t *testing.T) {
	const cases = 400
	want := map[ledger.EventID]bool{}
	for r := range casetest.Records(3, cases) {
		want[r.ID] = true
	}
	next := map[ledger.StreamID]ledger.Revision{}
	switches, last := 0, ledger.StreamID("")
	var at ledger.Position
	for r := range casetest.Interleaved(3, cases, 50) {
		at++
		if r.Position != at || r.Revision != next[r.Stream] {
			t.Fatalf("%s revision %d at %d, want revision %d at %d", r.Stream, r.Revision, r.Position, next[r.Stream], at)
		}
		next[r.Stream]++
		if r.Stream != last {
			switches, last = switches+1, r.Stream
		}
		delete(want, r.ID)
	}
	if len(want) > 0 || len(next) != cases {
		t.Errorf("%d records missing, %d cases", len(want), len(next))
	}
	if switches < 2*cases {
		t.Errorf("the cases are hardly interleaved: %d switches", switches)
	}
}

func TestStoppingEarly(t *testing.T) {
	n := 0
	for range casetest.Interleaved(1, 1000, 10) {
		if n++; n == 5 {
			break
		}
	}
	if first := slices.Collect(firstStreams(3)); len(first) != 3 {
		t.Errorf("%d streams, want 3", len(first))
	}
}

func firstStreams(n int) func(func(ledger.StreamID) bool) {
	return func(yield func(ledger.StreamID) bool) {
		for s := range casetest.Generate(1, 1000) {
			if n--; n < 0 || !yield(s) {
				return
			}
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	records := 0
	for _, drafts := range casetest.Generate(1, b.N) {
		records += len(drafts)
	}
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
}
