package exec

import (
	"bytes"
	"context"
	"time"

	"caseledger/ledger"
)

// Bounds of subscriptions.
const (
	maxStreams = 20_000
	// beat is how often a silent stream shows that it lives.
	beat = 15 * time.Second
	// pace is the least time between two answers of a subscription that follows
	// what changes.
	pace = time.Second
	// maxWrite bounds the time in which a client takes one answer. Who is slower
	// is cut off, and resumes after the position that he has seen.
	maxWrite = 10 * time.Second
)

// frame is one answer of a subscription. Its body is shared and immutable.
type frame struct {
	position ledger.Position
	body     []byte
	data     []byte // the part of body that tells whether it is new
	failed   bool
}

// sink takes the answers of a subscription to one client.
type sink interface {
	next(frame) error
	beat() error // called now and then where there is nothing to say
}

var errTooManyStreams = &RequestError{code: CodeUnavailable, message: "too many subscriptions at once: try again later"}

// stream runs a subscription until the context ends or the sink fails. resume,
// if set, is the position after which the client goes on.
func (s *server) stream(ctx context.Context, x *exchange, t *task, resume *ledger.Position, to sink) error {
	if s.front.streams.Add(1) > maxStreams {
		s.front.streams.Add(-1)
		s.clients.Refuse()
		return errTooManyStreams
	}
	defer s.front.streams.Add(-1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	p := t.op.plan(t.variables)
	if len(p.root.steps) == 0 {
		return BadInput("the subscription selects nothing")
	}
	key, ok := answerKey(t.doc, t.op, t.given)
	if !ok {
		return BadInput("the variables cannot be compared")
	}
	st := &p.root.steps[0]
	args := st.args
	if st.late != nil {
		var err error
		if args, err = readArguments(st.late, t.variables); err != nil {
			return err
		}
	}
	ticks := time.NewTicker(beat)
	defer ticks.Stop()
	follow := st.follow
	if follow == nil {
		follow = whatChanges
	}
	return follow(ctx, &Subscriber{Args: args, Resume: resume, s: s, x: x, t: t, to: to, key: key, ticks: ticks.C})
}

// Follow runs a subscription for one subscriber, until the context ends or the
// subscriber fails.
type Follow func(context.Context, *Subscriber) error

// Subscriber is one client that follows a subscription.
type Subscriber struct {
	Args map[string]any // of the field
	// Resume is the position after which the client goes on; nil for one that
	// did not follow before.
	Resume *ledger.Position

	s     *server
	x     *exchange
	t     *task
	to    sink
	key   digest
	ticks <-chan time.Time
}

// Step does a piece of work for the subscriber when its client may have it, one
// after the other for each client, and lets it pay.
func (u *Subscriber) Step(ctx context.Context, work func() error) error {
	return u.s.step(ctx, u.x, u.to, work)
}

// Tell answers with a record as [Request.Record], at the record's position. The
// ordinal names it: who asks the same about it gets the same answer.
func (u *Subscriber) Tell(ctx context.Context, ordinal uint64, at ledger.Position, record any) error {
	f, err := u.s.made(ctx, u.x, u.t, u.to, frameKey{u.key, ordinal}, func() frame { return u.s.frame(ctx, u.t, at, record) })
	if err != nil {
		return err
	}
	return u.s.send(u.x, u.to, f)
}

// Idle waits until changed is closed. Meanwhile the stream shows that it lives.
func (u *Subscriber) Idle(ctx context.Context, changed <-chan struct{}) error {
	for {
		select {
		case <-changed:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-u.ticks:
			if err := u.to.beat(); err != nil {
				return err
			}
		}
	}
}

// whatChanges answers now and whenever the answer changes.
func whatChanges(ctx context.Context, u *Subscriber) error {
	rest := time.NewTimer(0)
	defer rest.Stop()
	var last []byte
	for {
		changed := u.s.Changed()
		at, err := u.s.standing.now(ctx)
		if err != nil {
			return err
		}
		f, err := u.s.made(ctx, u.x, u.t, u.to, frameKey{u.key, uint64(at)}, func() frame { return u.s.frame(ctx, u.t, at, nil) })
		if err != nil {
			return err
		}
		if !bytes.Equal(f.data, last) {
			if err := u.s.send(u.x, u.to, f); err != nil {
				return err
			}
			last = f.data
		}
		select {
		case <-rest.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		rest.Reset(pace)
		if err := u.Idle(ctx, changed); err != nil {
			return err
		}
	}
}

// frame executes a subscription's operation once. It does not end with the one
// subscriber who happens to be first.
func (s *server) frame(ctx context.Context, t *task, at ledger.Position, record any) frame {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxTime)
	defer cancel()
	task := *t
	task.at, task.record = at, record
	out := s.execute(ctx, &task, nil)
	return frame{position: at, body: out.body, data: out.body[:out.data], failed: out.failed}
}
