package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"caseledger/ledger"
)

const (
	searchWindow = 1000 // events the server considers between two checkpoints
	pumpBuffer   = 1024 // messages read ahead of the consumer
	headPage     = 256  // events a page when looking for the last record
)

// Follow implements [ledger.Store]. A subscription that drops is taken up
// again behind the last item. The server selects the ledger's streams and the
// follow selects from them: a narrower server-side filter would leave a live
// follow without a sign of progress until a whole window has passed.
func (s *Store) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		w := follow{store: s, at: after, filter: f, yield: yield}
		for pause := newPause(); ; {
			from := w.at
			err := w.subscribe(ctx)
			switch {
			case w.enough:
				return
			case ctx.Err() != nil:
				yield(ledger.Item{}, ctx.Err())
				return
			case fatal(err) || refusal(err) != nil:
				yield(ledger.Item{}, fmt.Errorf("follow after position %s: %w", w.at, err))
				return
			}
			if w.at > from {
				pause = newPause()
			}
			if !pause.wait(ctx, s.conn.ending) && ctx.Err() == nil {
				yield(ledger.Item{}, ledger.ErrClosed)
				return
			}
		}
	}
}

// follow is one consumer's state across subscriptions.
type follow struct {
	store  *Store
	filter ledger.Filter
	yield  func(ledger.Item, error) bool
	at     ledger.Position // of the last item
	passed int             // records that did not match
	live   bool            // the consumer knows that it has caught up at at
	enough bool            // the consumer has stopped
}

// subscribe follows until the subscription drops or the consumer stops.
func (w *follow) subscribe(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Everything up to the tail that is read before subscribing has been
	// delivered when the server says that we have caught up; the server itself
	// does not say how far that is.
	tail, err := w.store.tail(ctx)
	if err != nil {
		return err
	}
	if w.at > tail {
		return &ledger.InvalidError{Field: "position", Value: w.at.String(), Reason: "lies beyond the end of the ledger at " + tail.String() + "; it comes from another ledger, or this one was restored from an older copy"}
	}
	sub, err := do(ctx, w.store.conn, func(c *client.Client) (*client.Subscription, error) {
		return c.SubscribeToAll(ctx, client.SubscribeToAllOptions{
			From:            position(w.at),
			MaxSearchWindow: searchWindow,
			Filter:          &client.SubscriptionFilter{Type: client.StreamFilterType, Prefixes: []string{w.store.prefix}},
		})
	})
	if err != nil {
		return err
	}
	defer sub.Close()
	return w.drain(w.pump(ctx, sub), tail)
}

// pump reads the subscription ahead until it drops or the context ends.
func (w *follow) pump(ctx context.Context, sub *client.Subscription) <-chan *client.SubscriptionEvent {
	out := make(chan *client.SubscriptionEvent, pumpBuffer)
	go func() {
		defer close(out)
		for {
			e := sub.Recv()
			select {
			case out <- e:
			case <-ctx.Done():
				return
			}
			if e.SubscriptionDropped != nil {
				return
			}
		}
	}()
	return out
}

func (w *follow) drain(in <-chan *client.SubscriptionEvent, tail ledger.Position) error {
	caughtUp := false
	for {
		var e *client.SubscriptionEvent
		var ok bool
		select {
		case e, ok = <-in:
		case <-w.store.conn.ending:
			return ledger.ErrClosed
		}
		switch {
		case !ok:
			return nil
		case e.SubscriptionDropped != nil:
			return e.SubscriptionDropped.Error
		case e.EventAppeared != nil:
			if err := w.record(e.EventAppeared); err != nil {
				return err
			}
		case e.CheckPointReached != nil:
			// A checkpoint inside a foreign transaction has two numbers; it is
			// passed over, the next one comes.
			if p := e.CheckPointReached; p.Commit == p.Prepare {
				w.progress(ledger.Position(p.Commit), false)
			}
		case e.CaughtUp != nil:
			caughtUp = true
			w.progress(tail, false)
		case e.FellBehind != nil:
			caughtUp = false
		}
		// What this store has stored or read lies behind an empty buffer as
		// long as the server has not sent it.
		if caughtUp && !w.live && len(in) == 0 && uint64(w.at) >= w.store.seen.Load() {
			w.progress(w.at, true)
		}
		if w.enough {
			return nil
		}
	}
}

func (w *follow) record(e *client.ResolvedEvent) error {
	r, err := decode(w.store.prefix, e.OriginalEvent())
	if err != nil {
		return err
	}
	if r.Position <= w.at {
		return nil
	}
	w.store.saw(uint64(r.Position))
	w.at, w.live = r.Position, false
	if !w.filter.Match(r.Stream) {
		if w.passed++; w.passed%searchWindow == 0 {
			w.enough = w.enough || !w.yield(ledger.Item{Position: w.at}, nil)
		}
		return nil
	}
	w.enough = w.enough || !w.yield(ledger.Item{Record: r, Position: r.Position}, nil)
	return nil
}

func (w *follow) progress(at ledger.Position, live bool) {
	if w.enough || at <= w.at && !live {
		return
	}
	w.at, w.live = max(at, w.at), live
	w.enough = !w.yield(ledger.Item{Position: w.at, Live: live}, nil)
}

// tail is the commit position of the last event of $all, ours or not.
func (s *Store) tail(ctx context.Context) (ledger.Position, error) {
	last, err := s.events(ctx, func(c *client.Client) (*client.ReadStream, error) {
		return c.ReadAll(ctx, client.ReadAllOptions{Direction: client.Backwards, From: client.End{}}, 1)
	})
	if err != nil || len(last) == 0 {
		return 0, err
	}
	return ledger.Position(last[0].Position.Commit), nil
}

// Head implements [ledger.Store]: it reads $all backwards to the last event of
// this ledger.
func (s *Store) Head(ctx context.Context) (ledger.Position, error) {
	var from client.AllPosition = client.End{}
	for {
		page, err := s.events(ctx, func(c *client.Client) (*client.ReadStream, error) {
			return c.ReadAll(ctx, client.ReadAllOptions{Direction: client.Backwards, From: from}, headPage)
		})
		if err != nil {
			return 0, fmt.Errorf("head: %w", err)
		}
		for _, e := range page {
			if strings.HasPrefix(e.StreamID, s.prefix) {
				return ledger.Position(e.Position.Commit), nil
			}
		}
		if len(page) < headPage {
			return 0, nil
		}
		from = page[len(page)-1].Position
	}
}

// events reads a short page whole, and again where the connection breaks.
func (s *Store) events(ctx context.Context, call func(*client.Client) (*client.ReadStream, error)) ([]*client.RecordedEvent, error) {
	for pause := newPause(); ; {
		page, err := s.page(ctx, call)
		switch {
		case err == nil:
			return page, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("%w (%w)", ctx.Err(), err)
		case errors.Is(err, ledger.ErrClosed):
			return nil, err
		case refusal(err) != nil:
			return nil, refusal(err)
		case !pause.wait(ctx, s.conn.ending):
			return nil, err
		}
	}
}

func (s *Store) page(ctx context.Context, call func(*client.Client) (*client.ReadStream, error)) ([]*client.RecordedEvent, error) {
	in, err := do(ctx, s.conn, call)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var page []*client.RecordedEvent
	for {
		e, err := in.Recv()
		switch {
		case errors.Is(err, io.EOF) || code(err) == client.ErrorCodeResourceNotFound:
			return page, nil
		case err != nil:
			return nil, err
		}
		page = append(page, e.OriginalEvent())
	}
}

func position(at ledger.Position) client.AllPosition {
	if at == 0 {
		return client.Start{}
	}
	return client.Position{Commit: uint64(at), Prepare: uint64(at)}
}
