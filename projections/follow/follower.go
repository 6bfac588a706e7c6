package follow

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"caseledger/ledger"
)

// Pace says how a follower waits between tries. The zero pace is 100 ms,
// doubled each time up to 5 s, on the machine's clock, without jitter.
type Pace struct {
	First time.Duration // the first wait; default 100 ms
	Most  time.Duration // no wait is longer; default 5 s
	// Jitter gives numbers from 0 to less than 1: a wait is shortened by up to
	// half, so that many who failed together do not come back together. Nil is
	// none. It is called by one goroutine at a time for each follower.
	Jitter func() float64
	// Now is the clock of [Status.Since]; nil is time.Now.
	Now func() time.Time
	// Sleep waits, or gives the context's error; nil waits on a timer.
	Sleep func(context.Context, time.Duration) error
}

// wait is how long to wait after so many failures in turn.
func (p *Pace) wait(failures int) time.Duration {
	d, most := cmp.Or(p.First, 100*time.Millisecond), cmp.Or(p.Most, 5*time.Second)
	for ; failures > 1 && d < most; failures-- {
		d *= 2
	}
	d = min(d, most)
	if p.Jitter != nil {
		d -= time.Duration(p.Jitter() * float64(d) / 2)
	}
	return d
}

func (p *Pace) sleep(ctx context.Context, d time.Duration) error {
	if p.Sleep != nil {
		return p.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// State says how a follower stands.
type State string

// States.
const (
	Idle       State = "idle"       // not begun, or told to stop
	Starting   State = "starting"   // at work, and nothing has been reached yet
	Waiting    State = "waiting"    // another process has the turn
	Following  State = "following"  // the last step went well
	Rebuilding State = "rebuilding" // making anew what it keeps
	Retrying   State = "retrying"   // the last step failed; it is tried again
	Stopped    State = "stopped"    // a fault that people must put right ended it
	Done       State = "done"       // the work is finished
)

// Status is what is known of a follower. It holds nothing personal.
type Status struct {
	Name  string    `json:"name"`
	State State     `json:"state"`
	Since time.Time `json:"since,omitzero"` // when it came into this state
	// Position is how far the ledger was read, 0 where that is not known.
	Position ledger.Position `json:"position,omitzero"`
	// Class is that of the last fault, empty where there was none; see
	// [ClassOf]. It stays after the follower has recovered.
	Class   string `json:"lastError,omitempty"`
	Retries uint64 `json:"retries"` // tries after a fault, since the process began
}

// Healthy says whether it does what it is there for.
func (s Status) Healthy() bool {
	return s.State != Retrying && s.State != Stopped && s.State != Rebuilding
}

// A Follower is work that goes on by itself. It is safe for concurrent use.
type Follower struct {
	name string
	// Final says which faults end the work, since trying again would meet
	// them again until people have put something right; nil is none. Set it
	// before Run.
	Final func(error) bool
	// Logger takes faults and recoveries; nil logs nothing.
	Logger *slog.Logger
	pace   Pace

	mu       sync.Mutex
	status   Status // guarded by mu
	failures int    // in turn; guarded by mu
}

// New makes a follower that has not begun.
func New(name string, p Pace) *Follower {
	if p.Now == nil {
		p.Now = time.Now
	}
	return &Follower{name: name, pace: p, status: Status{Name: name, State: Idle}}
}

// Status is how it stands now.
func (f *Follower) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

// Reached is told by the work after each step that went well, also where there
// was nothing to do: the ledger was read up to at, 0 where that is not known.
// It ends the trouble there was.
func (f *Follower) Reached(at ledger.Position) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failures > 0 && f.Logger != nil {
		f.Logger.Info("going on", "follower", f.name, "failures", f.failures)
	}
	f.failures = 0
	f.status.Position = cmp.Or(at, f.status.Position)
	f.set(Following)
}

// Rebuilding is told by the work while it makes anew what it keeps.
func (f *Follower) Rebuilding() { f.Be(Rebuilding) }

// Be is told by the work where the state is none that follows from its steps.
func (f *Follower) Be(s State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set(s)
}

// set changes the state; guarded by mu.
func (f *Follower) set(s State) {
	if f.status.State != s {
		f.status.State, f.status.Since = s, f.pace.Now().UTC()
	}
}

// Run does the work until the context ends, the work returns nil, or its fault
// is final. The error is the context's or the final one. One caller at a time.
func (f *Follower) Run(ctx context.Context, work func(context.Context) error) error {
	f.mu.Lock()
	f.set(Starting)
	f.mu.Unlock()
	for {
		err := work(ctx)
		switch {
		case ctx.Err() != nil:
			f.Be(Idle)
			return ctx.Err()
		case err == nil:
			f.Be(Done)
			return nil
		}
		if f.Final != nil && f.Final(err) {
			f.failed(err, Stopped)
			return err
		}
		if f.Wait(ctx, err) != nil {
			f.Be(Idle)
			return ctx.Err()
		}
	}
}

// Wait notes a fault and waits until the work may be tried again: what work
// calls that holds something across tries. The error is the context's.
func (f *Follower) Wait(ctx context.Context, err error) error {
	n := f.failed(err, Retrying)
	d := f.pace.wait(n)
	if f.Logger != nil {
		f.Logger.Warn("interrupted; trying again", "follower", f.name, "error", err, "failures", n, "wait", d)
	}
	if err := f.pace.sleep(ctx, d); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status.Retries++
	return nil
}

func (f *Follower) failed(err error, s State) (failures int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failures++
	f.status.Class = ClassOf(err)
	f.set(s)
	return f.failures
}
