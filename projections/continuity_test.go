package projections_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/storetest"
	"caseledger/projections"
	"caseledger/projections/follow"
	"caseledger/projections/viewtest"
)

// firstOf is the first n records of a history.
func firstOf(n int, records iter.Seq[ledger.Record]) iter.Seq[ledger.Record] {
	return func(yield func(ledger.Record) bool) {
		left := n
		for r := range records {
			if left--; left < 0 || !yield(r) {
				return
			}
		}
	}
}

// Whatever is done to the ledger behind the views' back, they are those of the
// ledger at hand, and nothing of another one answers.
func TestViewsOfAnotherLedger(t *testing.T) {
	history := func() iter.Seq[ledger.Record] { return casetest.Interleaved(1, 50, 5) }
	grown := func(n int) ledger.Store { // an older copy that went on
		s := store(t, firstOf(n, history()))
		add(t, s, casetest.Interleaved(9, 60, 2))
		return s
	}
	for _, tt := range []struct {
		name    string
		ledger  ledger.Store
		foreign bool
	}{
		{"the same", store(t, history()), false},
		{"another one", store(t, casetest.Interleaved(2, 90, 2)), true},
		{"an empty one", memory.New(), true},
		{"an older copy", store(t, firstOf(80, history())), true},
		{"an older copy that went on beyond", grown(80), true},
		{"all but the last record", store(t, firstOf(count(history())-1, history())), true},
		{"one that went on", grown(count(history())), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := viewtest.New(t)
			catchUp(t, v, store(t, history()))
			err := v.Continues(t.Context(), tt.ledger)
			if _, foreign := errors.AsType[*projections.ForeignError](err); foreign != tt.foreign || !foreign && err != nil {
				t.Fatalf("Continues: %v, want foreign: %v", err, tt.foreign)
			}
			var meanwhile []error
			err = v.CatchUp(t.Context(), storetest.Cut(tt.ledger, 10), func(at, _ ledger.Position) {
				_, err := v.Case(t.Context(), "A-1")
				meanwhile = append(meanwhile, err)
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range meanwhile[:max(len(meanwhile)-1, 0)] {
				if _, foreign := errors.AsType[*projections.ForeignError](err); tt.foreign && !foreign {
					t.Errorf("while they are made anew a query gives %v", err)
				}
			}
			if diff := cmp.Diff(anew(t, tt.ledger), dump(t, v)); diff != "" {
				t.Errorf("(-calm +got):\n%s", diff)
			}
		})
	}
}

// anew gives the dump of views that were built from a ledger at once.
func anew(t testing.TB, s ledger.Store) string {
	t.Helper()
	v := viewtest.New(t)
	if err := v.Rebuild(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return dump(t, v)
}

func count(records iter.Seq[ledger.Record]) (n int) {
	for range records {
		n++
	}
	return n
}

// swapped is a store that is exchanged for another: whoever follows meets a
// fault first, as when a server is restarted on an older copy.
type swapped struct {
	ledger.Store
	broken context.Context
}

var errGone = errors.New("the server went away")

func (s *swapped) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		ctx, cancel := context.WithCancelCause(ctx)
		defer context.AfterFunc(s.broken, func() { cancel(errGone) })()
		for it, err := range s.Store.Follow(ctx, after, f) {
			if err != nil && context.Cause(ctx) == errGone {
				err = errGone
			}
			if !yield(it, err) {
				return
			}
		}
	}
}

// A ledger that is restored while the views follow it is noticed, and the views
// are those of what was restored.
func TestLedgerRestoredUnderAFollower(t *testing.T) {
	v := viewtest.New(t)
	broken, gone := context.WithCancel(t.Context())
	s := &swapped{store(t, casetest.Interleaved(1, 50, 5)), broken}
	older := store(t, firstOf(80, casetest.Interleaved(1, 50, 5)))
	ctx, stop := context.WithCancel(t.Context())
	f := follow.New("views", follow.Pace{Sleep: func(context.Context, time.Duration) error {
		*s = swapped{older, ctx}
		return nil
	}})
	done := make(chan error)
	go func() { done <- v.Follow(ctx, s, f) }()
	head, _ := s.Head(t.Context())
	if err := v.Wait(t.Context(), head); err != nil {
		t.Fatal(err)
	}
	gone()
	for {
		changed := v.Changed()
		if at, err := v.Position(t.Context()); err == nil && at == 80 {
			break
		}
		<-changed
	}
	record(t, older, casetest.Case("AFTER-1").On("2024-05-06", casefile.Accepted{}))
	if err := v.Wait(t.Context(), 81); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if diff := cmp.Diff(calm(t, older), dump(t, v)); diff != "" {
		t.Errorf("(-calm +got):\n%s", diff)
	}
}
