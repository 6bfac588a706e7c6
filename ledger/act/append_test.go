package act_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/memory"
)

// store answers appends with these errors first, and stores what it is asked
// to where the outcome shall be unknown.
type store struct {
	ledger.Store
	errs  []error
	calls int
}

func (s *store) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, d ...ledger.Draft) ([]ledger.Record, error) {
	s.calls++
	if len(s.errs) == 0 {
		return s.Store.Append(ctx, id, at, d...)
	}
	err := s.errs[0]
	s.errs = s.errs[1:]
	if errors.Is(err, ledger.ErrUnknownOutcome) {
		s.Store.Append(ctx, id, at, d...)
	}
	return nil, err
}

func TestAppend(t *testing.T) {
	now := time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC)
	draft := ledger.Draft{ID: ledger.EventID{1}, Type: "a.b/1", Occurred: now, Recorded: now, Public: []byte(`{}`)}
	conflict := &ledger.ConflictError{Stream: "t/1", Want: -1, Have: 3}
	full := errors.New("full")
	repeat := func(err error, n int) (errs []error) {
		for range n {
			errs = append(errs, err)
		}
		return errs
	}
	for _, c := range []struct {
		name           string
		errs           []error
		want           error
		decided, calls int
	}{
		{"at once", nil, nil, 1, 1},
		{"after conflicts it decides again", repeat(conflict, 3), nil, 4, 4},
		{"it gives up", repeat(conflict, act.Attempts), conflict, act.Attempts, act.Attempts},
		{"an unknown outcome is sent again as it is", repeat(ledger.ErrUnknownOutcome, 2), nil, 1, 3},
		{"an outcome that stays unknown", repeat(ledger.ErrUnknownOutcome, act.Attempts), ledger.ErrUnknownOutcome, 1, act.Attempts},
		{"a fault is final", []error{full}, full, 1, 1},
	} {
		s := &store{Store: memory.New(), errs: c.errs}
		decided := 0
		_, err := act.Append(t.Context(), s, "t/1", func(last *ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
			if decided > 0 && last != conflict {
				t.Errorf("%s: decided again with %v", c.name, last)
			}
			decided++
			return ledger.NoStream, []ledger.Draft{draft}, nil
		})
		if !errors.Is(err, c.want) || decided != c.decided || s.calls != c.calls {
			t.Errorf("%s: %v, decided %d times, %d appends; want %v, %d, %d", c.name, err, decided, s.calls, c.want, c.decided, c.calls)
		}
		if head, _ := s.Head(t.Context()); c.want == nil && head != 1 {
			t.Errorf("%s: the ledger has %d records", c.name, head)
		}
	}
}
