package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/card"
	files "caseledger/ledger/dossier"
	"caseledger/ledger/supervise"
	"caseledger/ledger/workdays"
	"caseledger/projections/follow"
)

var superviseVerb = verb{name: "supervise", group: spreading, args: argsOf[superviseCmd],
	words: "Role: record warnings, cards and what silence brings."}

type superviseCmd struct {
	Tick string `placeholder:"DATE" help:"First tell supervision that this day has begun, where nothing else was recorded on it."`
	Once bool   `help:"End when all that follows from the ledger as it is now is recorded; in a data folder that is the default."`
	Post string `placeholder:"POST" help:"With --tick, the acting post, never a person's name; none if not given."`
	Addr string `placeholder:"HOST:PORT" help:"Also answer /healthz and /metrics here; port 0 takes a free one."`
}

// Help is shown by --help.
func (superviseCmd) Help() string {
	return `Supervision (电子监察) follows the ledger and records what follows from it by the
rules of supervision (caseledger policy list supervision): warnings, yellow and red
cards, the acceptance that silence brings, and what a passed limit brings where a
policy says so. Each is recorded once, whatever crashes or is started again: its id
follows from what it is for, and when it falls due from the records and their order,
never from a clock. A day begins with the first record of it; where nothing is
recorded on a day, --tick DATE tells of it.

In a data folder it records what follows and ends; caseledger serve does the same
while it serves. With --store on a server it goes on for ever: start it on as many
machines as you like, with --views postgres://… one works and the others wait, and
take over within ten seconds when it dies. Without that, all work, and what stands
already is not recorded again.

Examples:

    caseledger supervise
    caseledger supervise --tick 2024-03-06 --json
    caseledger supervise --store esdb://db1:2113?tls=false --views postgres://caseledger@db2/caseledger

Exit codes: 0 done or stopped in order, 1 refused or failure, 2 usage, 3 ledger damaged, 4 no ledger here, 5 no room.`
}

// Run supervises once, or until the context ends.
func (cmd superviseCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	at := c.storage()
	if err := errors.Join(at.exists(), checkPost(cmd.Post)); err != nil {
		return err
	}
	store, err := at.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if cmd.Tick != "" {
		if err := tick(ctx, p, store, cmd); err != nil {
			return err
		}
	}
	r := newSuperviseRole(store, p.now)
	if cmd.Once || at.engines.Store == "" || cmd.Tick != "" {
		return r.once(ctx, p, c)
	}
	r.turns, r.logger = at.engines.Views, p.logger(slog.LevelInfo)
	r.follower = newFollower("supervise", p.now, p.rand, r.logger)
	ready := &readiness{}
	ready.follow(r.follower)
	stop, err := serveHealth(p, c, cmd.Addr, "supervises", ready, r.gauges()...)
	if err != nil {
		return err
	}
	defer stop()
	ready.reach()
	return r.run(ctx)
}

// tick records that a day has begun.
func tick(ctx context.Context, p *program, store ledger.Store, cmd superviseCmd) error {
	day, err := workdays.ParseDate(cmd.Tick)
	if err != nil {
		return &usageError{fmt.Sprintf("--tick %q is no date; want for example 2024-03-06", cmd.Tick)}
	}
	now := ledger.Time(p.now())
	o := files.Order{ID: ledger.NewCommandID(now, "tick "+cmd.Tick), Post: cmd.Post, Event: card.DayBegun{Date: day}, Recorded: now}
	_, err = card.Ticks.Do(ctx, &files.Desk{Store: store}, o)
	return asUsage(err)
}

// superviseRole is a supervisor at work, and what it has recorded.
type superviseRole struct {
	*supervise.Supervisor
	turns    string // database of the leases; empty where there are none
	follower *follow.Follower
	logger   *slog.Logger

	mu     sync.Mutex
	counts map[string]int // by stored type; guarded by mu
}

func newSuperviseRole(store ledger.Store, now func() time.Time) *superviseRole {
	s := &superviseRole{counts: map[string]int{}}
	s.Supervisor = &supervise.Supervisor{Store: store, Now: now, Recorded: s.count}
	return s
}

func (s *superviseRole) count(_ ledger.StreamID, stored string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[stored]++
}

// recorded copies the counts.
func (s *superviseRole) recorded() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.counts)
}

func (s *superviseRole) gauges() []gauge {
	return []gauge{{"caseledger_supervise_records", "Warnings, cards and other records that this process has added.", func() float64 {
		n := 0
		for _, of := range s.recorded() {
			n += of
		}
		return float64(n)
	}}}
}

// run supervises whenever it has the turn, until the context ends or the ledger
// turns out to be damaged.
func (s *superviseRole) run(ctx context.Context) error {
	s.follower.Final = final
	err := s.follower.Run(ctx, func(ctx context.Context) error {
		err := inTurn(ctx, s.turns, "supervise", s.follower, s.follow)
		if ctx.Err() == nil && (err == nil || errors.Is(err, context.Canceled)) {
			return errors.New("another process supervises; waiting for the next turn")
		}
		return err
	})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (s *superviseRole) follow(ctx context.Context) error {
	s.Reached = s.follower.Reached
	return s.Supervisor.Run(ctx)
}

// superviseView is what --json prints.
type superviseView struct {
	Position ledger.Position `json:"position"` // up to which supervision has read
	Recorded map[string]int  `json:"recorded"` // by stored type
}

// once records what follows from the ledger as it is, and says so.
func (s *superviseRole) once(ctx context.Context, p *program, c *cli) error {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return err
	}
	bar := p.bar("supervision", false)
	view := superviseView{}
	s.Passed = func(at ledger.Position) { bar.positions(at, max(at, head)) }
	s.Reached = func(at ledger.Position) { view.Position = at }
	err = s.CatchUp(ctx)
	bar.done()
	if err != nil {
		return err
	}
	view.Recorded = s.recorded()
	if c.JSON {
		return p.printJSON(view)
	}
	out := &printer{w: p.stdout}
	t := &table{header: []string{"recorded", "number"}, aligns: []align{left, right}}
	for _, name := range slices.Sorted(maps.Keys(view.Recorded)) {
		t.add(name, fmt.Sprint(view.Recorded[name]))
	}
	if len(view.Recorded) > 0 {
		out.table(t)
	}
	out.line("all that follows from the ledger up to position %s is recorded", view.Position)
	return out.err
}
