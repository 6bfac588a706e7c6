package supervise

import (
	"context"
	"errors"
	"sync"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
)

// A Supervisor records what follows from a ledger. Set its fields before use; one
// caller at a time. Any number may work on one ledger.
type Supervisor struct {
	Store ledger.Store
	// Now gives recorded times. What is recorded does not depend on it.
	Now func() time.Time
	// Reached, if set, is told how far all that follows is recorded.
	Reached func(ledger.Position)
	// Passed, if set, is told now and then how far the ledger was read.
	Passed func(ledger.Position)
	// Recorded, if set, is told of each record that this supervisor has added,
	// by several goroutines at once.
	Recorded func(stream ledger.StreamID, stored string)

	desk  *casefile.Desk
	fold  *fold
	at    ledger.Position         // up to which the fold has come
	there map[ledger.EventID]bool // what stood in the ledger at the start
}

// most bounds the drafts that wait.
const most = 512

// Run supervises until the context ends or the store fails. Called again it goes
// on; what it had not recorded yet it records then. The error is the context's
// or the store's.
func (s *Supervisor) Run(ctx context.Context) error { return s.run(ctx, false) }

// CatchUp is Run up to the ledger's end: nil once all that follows is recorded.
func (s *Supervisor) CatchUp(ctx context.Context) error { return s.run(ctx, true) }

func (s *Supervisor) run(ctx context.Context, once bool) error {
	if s.fold == nil {
		if err := s.start(ctx); err != nil {
			return err
		}
	}
	s.fold.read = func(number string, upTo ledger.Position) (casefile.History, error) {
		return casefile.Load(ctx, s.Store, number, casefile.Moment{Position: upTo})
	}
	s.fold.order = func(o casefile.Order) ([]casefile.Entry, error) { return s.order(ctx, o) }
	if err := s.flush(ctx); err != nil {
		return err
	}
	for item, err := range s.Store.Follow(ctx, s.at, ledger.Filter{}) {
		if err != nil {
			return err
		}
		if item.Record != nil {
			if err := s.fold.take(item.Record); err != nil {
				s.fold = nil // it may be half done; all is derived anew
				return err
			}
		}
		s.at = item.Position
		if len(s.fold.out) >= most || item.Live {
			if err := s.flush(ctx); err != nil {
				return err
			}
		}
		if s.Passed != nil && s.at%4096 == 0 {
			s.Passed(s.at)
		}
		if item.Live {
			s.there = nil
			if s.Reached != nil {
				s.Reached(s.at)
			}
			if once {
				return nil
			}
		}
	}
	return ctx.Err()
}

// start begins anew: it finds out which cards stand, so that they are not asked
// for one by one.
func (s *Supervisor) start(ctx context.Context) error {
	there := map[ledger.EventID]bool{}
	for item, err := range s.Store.Follow(ctx, 0, ledger.Filter{Stream: card.Prefix}) {
		if err != nil {
			return err
		}
		if item.Record != nil {
			there[item.Record.ID] = true
		}
		if item.Live {
			break
		}
	}
	s.desk = &casefile.Desk{Store: s.Store}
	s.fold, s.at, s.there = newFold(), 0, there
	return nil
}

// order carries out an order of supervision. What the rules refuse by now, since
// the case has moved on, gives nothing.
func (s *Supervisor) order(ctx context.Context, o casefile.Order) ([]casefile.Entry, error) {
	o.Recorded = later(o.Recorded, s.Now())
	done, err := s.desk.Do(ctx, o)
	if _, refused := errors.AsType[*casefile.Refusal](err); refused {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entries := make([]casefile.Entry, len(done.Records))
	for i := range done.Records {
		if !done.Repeated {
			s.told(done.Records[i].Stream, done.Records[i].Type)
		}
		if entries[i], err = casefile.Decode(&done.Records[i]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// writers is how many records are on their way at once: a store that syncs takes
// many with one sync.
const writers = 32

// flush records what waits. Cards come before what cancels them.
func (s *Supervisor) flush(ctx context.Context) error {
	for len(s.fold.out) > 0 {
		n := s.independent()
		if err := s.write(ctx, s.fold.out[:n]); err != nil {
			return err
		}
		s.fold.out = s.fold.out[n:]
	}
	s.fold.out = nil
	return nil
}

// independent is how many drafts that wait are of different streams.
func (s *Supervisor) independent() int {
	seen := map[ledger.StreamID]bool{}
	for i := range s.fold.out {
		if id := s.fold.out[i].stream; seen[id] {
			return i
		} else {
			seen[id] = true
		}
	}
	return len(s.fold.out)
}

func (s *Supervisor) write(ctx context.Context, drafts []draft) error {
	var all sync.WaitGroup
	errs := make([]error, len(drafts))
	next := make(chan int)
	for range min(writers, len(drafts)) {
		all.Go(func() {
			for i := range next {
				errs[i] = s.add(ctx, drafts[i])
			}
		})
	}
	for i := range drafts {
		if !s.there[drafts[i].ID] {
			next <- i
		}
	}
	close(next)
	all.Wait()
	return errors.Join(errs...)
}

// add records a draft at the end of its stream, if it does not stand there and
// the card stands: a card that was cancelled is not cancelled again.
func (s *Supervisor) add(ctx context.Context, d draft) error {
	d.Recorded = ledger.Time(later(d.Recorded, s.Now()))
	added, err := act.Append(ctx, s.Store, d.stream, func(*ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
		state, records, err := card.Cards.Read(ctx, s.Store, d.stream)
		if err != nil {
			return 0, nil, err
		}
		for i := range records {
			if records[i].ID == d.ID {
				return 0, nil, nil
			}
		}
		if !state.Cancelled.IsZero() {
			return 0, nil, nil
		}
		return ledger.Revision(len(records)) - 1, []ledger.Draft{d.Draft}, nil
	})
	for i := range added {
		s.told(d.stream, added[i].Type)
	}
	return err
}

func (s *Supervisor) told(stream ledger.StreamID, stored string) {
	if s.Recorded != nil {
		s.Recorded(stream, stored)
	}
}
