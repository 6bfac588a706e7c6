package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

// outcome names what an append came to.
func outcome(err error) string {
	var conflict *ledger.ConflictError
	var duplicate *ledger.DuplicateError
	switch {
	case err == nil:
		return "stored"
	case errors.As(err, &conflict):
		return fmt.Sprint("conflict at ", conflict.Have)
	case errors.As(err, &duplicate):
		return fmt.Sprintf("duplicate of %s %d", duplicate.Stream, duplicate.Revision)
	}
	return err.Error()
}

// TestGroup puts calls into one transaction that depend on each other, among
// them ids that stand already, for which the whole group is rolled back and
// done again.
func TestGroup(t *testing.T) {
	call := func(stream ledger.StreamID, at ledger.Revision, drafts []ledger.Draft) sqlite.Call {
		return sqlite.Call{Stream: stream, At: at, Drafts: drafts}
	}
	a, b, c := ledger.StreamID("case/a"), ledger.StreamID("case/b"), ledger.StreamID("case/c")
	one, two, three, four, five := drafts(1, 2), drafts(2, 1), drafts(3, 1), drafts(4, 1), drafts(5, 1)
	groups := [][]sqlite.Call{
		{
			call(a, -1, one),
			call(a, -1, one),  // again, before the first is committed
			call(a, -1, two),  // too late
			call(a, 1, two),   // behind the first
			call(b, -1, four), // another stream
			call(a, math.MaxInt64, two),
		},
		{
			call(c, -1, three),
			call(b, 0, one[1:]),                        // an id of a: a duplicate
			call(a, 2, five),                           // must be stored all the same
			call(a, 2, drafts(6, 1)),                   // and be seen
			call(b, 0, []ledger.Draft{five[0]}),        // an id from this very group
			call(c, -1, three),                         // again
			call(c, 0, append(drafts(7, 2), three[0])), // its own id at a later place
			call(b, 0, drafts(8, 1)),
		},
		{call(a, 3, drafts(9, 1)), call(b, 1, drafts(10, 1)), call(c, 0, drafts(11, 1))},
	}
	want := [][]string{
		{"stored", "stored", "conflict at 1", "stored", "stored", "conflict at 2"},
		{"stored", "duplicate of case/a 1", "stored", "conflict at 3", "duplicate of case/a 3", "stored", "duplicate of case/c 0", "stored"},
		{"stored", "stored", "stored"},
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	got, err := sqlite.AppendGroup(t.Context(), path, groups...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		for j := range want[i] {
			if s := outcome(got[i][j]); s != want[i][j] {
				t.Errorf("group %d, call %d: %s, want %s", i, j, s, want[i][j])
			}
		}
	}
	s := open(t, path, sqlite.Options{})
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	places := ""
	for _, r := range all(t, s) {
		places += fmt.Sprintf("%s@%d ", r.Stream[len("case/"):], r.Revision)
	}
	if want := "a@0 a@1 a@2 b@0 c@0 a@3 b@1 a@4 b@2 c@1 "; places != want {
		t.Errorf("ledger holds %s, want %s", places, want)
	}
}

// TestGroupRetry has many writers, of which each sends every third call under
// ids that stand in another stream.
func TestGroupRetry(t *testing.T) {
	const writers, each = 32, 30
	s := open(t, filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{})
	if _, err := s.Append(t.Context(), "case/taken", -1, drafts(0, 1)...); err != nil {
		t.Fatal(err)
	}
	acked := make([][]ledger.Record, writers)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			stream := ledger.StreamID(fmt.Sprintf("case/w%d", w))
			for i := range each {
				if i%3 == 1 {
					_, err := s.Append(t.Context(), stream, ledger.Revision(len(acked[w])-1), drafts(0, 1)...)
					if got := outcome(err); got != "duplicate of case/taken 0" {
						t.Errorf("writer %d: %s", w, got)
					}
					continue
				}
				records, err := s.Append(t.Context(), stream, ledger.Revision(len(acked[w])-1), drafts(1+w*each+i, 1)...)
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				acked[w] = append(acked[w], records...)
			}
		})
	}
	group.Wait()
	records := all(t, s)
	if want := 1 + writers*each*2/3; len(records) != want {
		t.Errorf("ledger has %d records, want %d", len(records), want)
	}
	for w := range acked {
		for _, r := range acked[w] {
			if stored := records[r.Position-1]; stored.ID != r.ID || stored.Revision != r.Revision || stored.Stream != r.Stream {
				t.Fatalf("acknowledged %s at %d, found %s", r.ID, r.Position, stored.ID)
			}
		}
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestDeadlines gives appends next to no time. Whatever they answer must be
// true: what was not stored stays so, and what is unknown the same call settles.
func TestDeadlines(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "ledger.db"), sqlite.Options{})
	const writers, each = 16, 60
	outcomes := make([]map[string]int, writers)
	var group sync.WaitGroup
	for w := range writers {
		outcomes[w] = map[string]int{}
		group.Go(func() {
			stream := ledger.StreamID(fmt.Sprintf("case/w%d", w))
			for i := range each {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*20*time.Microsecond)
				call := drafts(w*each+i, 2)
				at := ledger.Revision(2*i - 1)
				records, err := s.Append(ctx, stream, at, call...)
				cancel()
				switch {
				case err == nil:
					outcomes[w]["stored"]++
				case errors.Is(err, ledger.ErrUnknownOutcome):
					outcomes[w]["unknown"]++
				case errors.Is(err, context.DeadlineExceeded):
					// Not stored, neither now nor later: another call takes its place.
					outcomes[w]["not stored"]++
					call = drafts((writers+w)*each+i, 2)
				default:
					t.Error(err)
				}
				settled, err := s.Append(t.Context(), stream, at, call...)
				if err != nil || len(settled) != 2 || len(records) > 0 && settled[0].Position != records[0].Position {
					t.Errorf("the call that settles it gives %d records and %v", len(settled), err)
				}
			}
		})
	}
	group.Wait()
	t.Log(outcomes[0], "…")
	if got := len(all(t, s)); got != writers*each*2 {
		t.Errorf("ledger has %d records, want %d", got, writers*each*2)
	}
}

// TestFailedCommit: after a failed sync nobody knows what is on the disk, so
// the outcome is unknown, and nothing more is taken.
func TestFailedCommit(t *testing.T) {
	first, later, err := sqlite.FailedCommit(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(first, ledger.ErrUnknownOutcome) {
		t.Errorf("%v, want ErrUnknownOutcome", first)
	}
	if later == nil || errors.Is(later, ledger.ErrUnknownOutcome) || !strings.Contains(later.Error(), "restart") {
		t.Errorf("a later call is told %v, want that it was not stored and to restart", later)
	}
}
