package follow_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/projections/follow"
)

// slept is a clock that notes how long each sleep was, and ends a context after
// so many.
type slept struct {
	waits []time.Duration
	at    time.Time
}

func (s *slept) sleep(ctx context.Context, d time.Duration) error {
	s.waits, s.at = append(s.waits, d), s.at.Add(d)
	return ctx.Err()
}

func TestWaitsGrowToABoundAndBeginAnew(t *testing.T) {
	clock := &slept{at: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)}
	f := follow.New("views", follow.Pace{
		First: time.Second, Most: 5 * time.Second, Now: func() time.Time { return clock.at }, Sleep: clock.sleep,
		Jitter: func() float64 { return 0.5 },
	})
	n := 0
	err := f.Run(t.Context(), func(context.Context) error {
		if n++; n == 6 {
			f.Reached(7)
		}
		if n == 8 {
			return nil
		}
		return &ledger.FullError{Where: "/var/lib/张三", Err: errors.New("110101199003074514")}
	})
	if err != nil {
		t.Fatal(err)
	}
	ms := time.Millisecond // each a quarter shorter, by the jitter
	want := []time.Duration{750 * ms, 1500 * ms, 3000 * ms, 3750 * ms, 3750 * ms, 750 * ms, 1500 * ms}
	if fmt.Sprint(clock.waits) != fmt.Sprint(want) {
		t.Errorf("waits %v, want %v", clock.waits, want)
	}
	got := fmt.Sprintf("%+v", f.Status())
	if want := "{Name:views State:done Since:2026-05-04 00:00:15 +0000 UTC Position:7 Class:full Retries:7}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestStates(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var seen []follow.State
	var f *follow.Follower
	look := func(context.Context, time.Duration) error { seen = append(seen, f.Status().State); return ctx.Err() }
	f = follow.New("views", follow.Pace{Sleep: look})
	f.Final = func(err error) bool { return errors.Is(err, ledger.ErrClosed) }
	n := 0
	look(ctx, 0)
	_ = f.Run(ctx, func(context.Context) error {
		look(ctx, 0)
		switch n++; n {
		case 1:
			f.Rebuilding()
			look(ctx, 0)
			f.Reached(1)
			look(ctx, 0)
			return errors.New("fault")
		default:
			return ledger.ErrClosed
		}
	})
	look(ctx, 0)
	stop()
	_ = f.Run(ctx, func(ctx context.Context) error { return ctx.Err() })
	look(ctx, 0)
	if want := "[idle starting rebuilding following retrying retrying stopped idle]"; fmt.Sprint(seen) != want {
		t.Errorf("%v, want %s", seen, want)
	}
}

func TestClassesTellNothing(t *testing.T) {
	for want, err := range map[string]error{
		"":                nil,
		"other":           errors.New("张三 110101199003074514"),
		"damaged":         fmt.Errorf("open: %w", &ledger.CorruptError{Where: "x"}),
		"conflict":        &ledger.ConflictError{Stream: "case/1"},
		"unknown-outcome": ledger.ErrUnknownOutcome,
		"timeout":         context.DeadlineExceeded,
	} {
		if got := follow.ClassOf(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
