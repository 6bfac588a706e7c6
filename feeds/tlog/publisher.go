package tlog

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"caseledger/feeds"
	"caseledger/projections/follow"
)

// Publisher keeps a log equal to the public record: that of the records, or where
// Statements is set, that of the published figures. Set its fields before Run,
// and run it once at a time.
type Publisher struct {
	Place   Place         // required; a log must have been begun there
	Records feeds.Records // required
	// Statements is what published figures are computed from; then that log is
	// kept, as far as the other has come that another Publisher keeps.
	Statements Statements
	// Follower says how publishing stands, and at which pace it is tried again
	// after a fault; nil makes one that nobody sees.
	Follower *follow.Follower
	// Logger takes what happens; nil is slog.Default.
	Logger *slog.Logger
	// Now is the clock of [Publisher.Unwitnessed]; nil is time.Now.
	Now func() time.Time

	every  time.Duration // between checkpoints; default checkpointEvery
	signed func(size uint64)
	shelf  shelf
	from   contents

	mu    sync.Mutex
	guard *guard // of the log that is open; guarded by mu
}

// opened keeps the guard of a log that is being opened.
func (p *Publisher) opened(g *guard) {
	g.now = p.Now
	p.mu.Lock()
	defer p.mu.Unlock()
	p.guard = g
}

// Unwitnessed says since when the newest checkpoint that was signed has waited for
// witnesses, and is not published; the zero time where none waits. It is safe
// for concurrent use.
func (p *Publisher) Unwitnessed() time.Time {
	p.mu.Lock()
	g := p.guard
	p.mu.Unlock()
	if g == nil {
		return time.Time{}
	}
	return g.waiting()
}

// checkpointEvery is the shortest time between two checkpoints.
const checkpointEvery = time.Second

// Run publishes until the context ends, or something has to be put right first:
// a [*RefusedError], or a [*feeds.UnknownTypeError]. From everything else it
// recovers. The records must have come to where the ledger was at the start: a
// log that is longer than they are is refused.
func (p *Publisher) Run(ctx context.Context) error {
	p.Logger = cmp.Or(p.Logger, slog.Default())
	p.every = cmp.Or(p.every, checkpointEvery)
	p.shelf, p.from = p.Place.records(), &recordLeaves{p.Records}
	if p.Statements != nil {
		p.shelf = p.Place.figures()
		p.from = &figureLeaves{records: p.Records, views: p.Statements, log: p.Place.records(), every: p.every}
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Follower == nil {
		p.Follower = follow.New("log", follow.Pace{})
		p.Follower.Logger = p.Logger
	}
	p.Follower.Final = forPeople
	err := p.Follower.Run(ctx, p.session)
	if err != nil && ctx.Err() == nil {
		p.Logger.Error("the transparency log is not published", "error", err)
	}
	return err
}

func forPeople(err error) bool {
	var refused *RefusedError
	var unknown *feeds.UnknownTypeError
	return errors.As(err, &refused) || errors.As(err, &unknown)
}

// session opens the log and adds what there is until the context ends or there
// is a fault.
func (p *Publisher) session(ctx context.Context) (err error) {
	l, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	p.Logger.Info("publishing a transparency log", "origin", l.guard.Name(), "leaves", l.size)
	p.Follower.Reached(0)
	for {
		changed := p.Records.Changed()
		n, at, err := l.add(ctx)
		if err != nil {
			return err
		}
		p.Follower.Reached(at)
		if n > 0 {
			continue
		}
		if err := p.from.wait(ctx, changed); err != nil {
			return err
		}
	}
}
