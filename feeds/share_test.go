package feeds_test

import (
	"testing"

	"pgregory.net/rapid"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/projections"
)

// TestFollowersShareOneRead: however many follow, the end is read once.
func TestFollowersShareOneRead(t *testing.T) {
	l := feedtest.New(10)
	s := projections.Share(l)
	for round := range 3 {
		before, from := l.Reads(), uint64(1+10*round)
		for range 50 {
			if got, err := s.Public(t.Context(), from, 1000); err != nil || len(got) != 10 || got[0].Ordinal != from {
				t.Fatalf("round %d: %d records, %v", round, len(got), err)
			}
		}
		if n := l.Reads() - before; n > 2 { // and one that finds no more
			t.Errorf("round %d: %d reads for 50 followers", round, n)
		}
		l.Grow(10)
	}
}

// still is a ledger that does not tell of what was added.
type still struct{ *feedtest.Ledger }

var open = make(chan struct{})

func (still) Changed() <-chan struct{} { return open }

// TestWhatWasCountedIsThere: views are polled, and a count may be newer than
// what they told of.
func TestWhatWasCountedIsThere(t *testing.T) {
	l := feedtest.New(3)
	s := projections.Share(still{l})
	if got, err := s.Public(t.Context(), 4, 10); err != nil || len(got) != 0 {
		t.Fatalf("%d records, %v", len(got), err)
	}
	l.Grow(1)
	n, err := s.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := feeds.RecordAt(t.Context(), s, n); err != nil {
		t.Error(err)
	}
}

// TestSharedRecordsAreTheRecords: whoever reads where, and whatever is held,
// gets the records in order and without gaps.
func TestSharedRecordsAreTheRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := feedtest.New(rapid.IntRange(0, 6000).Draw(t, "records"))
		s := projections.Share(l)
		for range 20 {
			l.Grow(rapid.SampledFrom([]int{0, 0, 1, 700}).Draw(t, "more"))
			all := l.All()
			from := rapid.Uint64Range(1, uint64(len(all))+1).Draw(t, "from")
			n := rapid.IntRange(1, 1000).Draw(t, "n")
			got, err := s.Public(t.Context(), from, n)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) > n || len(got) == 0 && from <= uint64(len(all)) {
				t.Fatalf("%d of %d records from %d", len(got), n, from)
			}
			for i := range got {
				if o := from + uint64(i); got[i].Ordinal != o || got[i].Position != all[o-1].Position {
					t.Fatalf("record %d at %d", got[i].Ordinal, o)
				}
			}
		}
	})
}
