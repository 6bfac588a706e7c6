package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"sync"
	"sync/atomic"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"caseledger/ledger"
)

// DefaultPrefix begins the names of the ledger's streams on the server, so
// that a ledger can share a server with others.
const DefaultPrefix = "caseledger/"

// grace is how long Close waits for calls under way.
const grace = 5 * time.Second

// Options of [Open]. The zero value is ready to use.
type Options struct {
	// Prefix begins the names of this ledger's streams; DefaultPrefix if empty.
	Prefix string
}

// Store is a [ledger.Store] on EventStoreDB or KurrentDB.
type Store struct {
	conn   *conn
	prefix string
	seen   atomic.Uint64 // highest commit position met so far
	doubts sync.Map      // ledger.StreamID: an outcome there is unknown
}

// Open connects to the server or cluster that the connection string names
// (esdb:// or esdb+discover://, parameters as EventStoreDB documents them) and
// checks that $all can be read. The error is the context's if no server
// answers before it ends.
func Open(ctx context.Context, connection string, o Options) (*Store, error) {
	c, err := dial(connection)
	if err != nil {
		return nil, fmt.Errorf("open EventStoreDB: %w", err)
	}
	s := &Store{conn: c, prefix: o.Prefix}
	if s.prefix == "" {
		s.prefix = DefaultPrefix
	}
	tail, err := s.tail(ctx)
	if err != nil {
		c.close(0)
		return nil, fmt.Errorf("open EventStoreDB: %w", err)
	}
	s.saw(uint64(tail))
	return s, nil
}

// Append implements [ledger.Store]. It tries again with the same ids until the
// server has answered or the context ends; in the latter case the error is
// ledger.ErrUnknownOutcome.
func (s *Store) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := ledger.CheckAppend(stream, at, drafts); err != nil {
		return nil, err
	}
	events, err := encode(drafts)
	if err != nil {
		return nil, err
	}
	before := s.seen.Load()
	var lost error
	for pause := newPause(); ; {
		result, err := do(ctx, s.conn, func(c *client.Client) (*client.WriteResult, error) {
			return c.AppendToStream(ctx, s.name(stream), client.AppendToStreamOptions{ExpectedRevision: expected(at)}, events...)
		})
		switch {
		case err == nil:
			_, doubt := s.doubts.LoadAndDelete(stream)
			first := lost == nil && !doubt && len(drafts) == 1 && result.CommitPosition > before
			s.saw(result.CommitPosition)
			if first {
				r := ledger.Record{Position: ledger.Position(result.CommitPosition), Stream: stream, Revision: at + 1, Draft: drafts[0].Clone()}
				return []ledger.Record{r}, nil
			}
			return s.stored(ctx, stream, at, len(drafts))
		case code(err) == client.ErrorCodeWrongExpectedVersion:
			return nil, s.conflict(ctx, stream, at)
		case errors.Is(err, ledger.ErrClosed) && lost == nil:
			return nil, err
		case refusal(err) != nil:
			return nil, fmt.Errorf("append to %s: %w", stream, refusal(err))
		}
		lost = err
		if ctx.Err() != nil || !pause.wait(ctx, s.conn.ending) {
			s.doubts.Store(stream, true)
			return nil, fmt.Errorf("append to %s: %w (%w)", stream, ledger.ErrUnknownOutcome, lost)
		}
	}
}

// stored reads back what an append stored: the server tells only the last
// position, and where ids stood already, their first content counts.
func (s *Store) stored(ctx context.Context, stream ledger.StreamID, at ledger.Revision, n int) ([]ledger.Record, error) {
	records := make([]ledger.Record, 0, n)
	for r, err := range s.read(ctx, stream, at+1, uint64(n)) {
		if err != nil {
			return nil, fmt.Errorf("append to %s: %w (%w)", stream, ledger.ErrUnknownOutcome, err)
		}
		records = append(records, r)
	}
	if len(records) != n {
		return nil, fmt.Errorf("append to %s: %w (stored %d records, read back %d)", stream, ledger.ErrUnknownOutcome, n, len(records))
	}
	return records, nil
}

// conflict finds the revision that the server names only in prose.
func (s *Store) conflict(ctx context.Context, stream ledger.StreamID, at ledger.Revision) error {
	have := ledger.NoStream
	last, err := s.events(ctx, func(c *client.Client) (*client.ReadStream, error) {
		return c.ReadStream(ctx, s.name(stream), client.ReadStreamOptions{Direction: client.Backwards, From: client.End{}}, 1)
	})
	if err != nil {
		return fmt.Errorf("append to %s: read its revision after a conflict: %w", stream, err)
	}
	for _, e := range last {
		have = ledger.Revision(e.EventNumber)
	}
	return &ledger.ConflictError{Stream: stream, Want: at, Have: have}
}

// Stream implements [ledger.Store].
func (s *Store) Stream(ctx context.Context, stream ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error] {
	return s.read(ctx, stream, max(from, 0), math.MaxInt64)
}

// read yields up to n records of a stream. A connection that breaks is taken
// up again where it broke.
func (s *Store) read(ctx context.Context, stream ledger.StreamID, from ledger.Revision, n uint64) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		for pause := newPause(); n > 0; {
			if err := ctx.Err(); err != nil {
				yield(ledger.Record{}, err)
				return
			}
			in, err := do(ctx, s.conn, func(c *client.Client) (*client.ReadStream, error) {
				return c.ReadStream(ctx, s.name(stream), client.ReadStreamOptions{From: client.Revision(uint64(from))}, n)
			})
			got, more := 0, true
			if err == nil {
				got, more, err = s.pour(in, yield)
			}
			from, n = from+ledger.Revision(got), n-uint64(got)
			switch {
			case err == nil || code(err) == client.ErrorCodeResourceNotFound:
				return
			case !more:
				return
			case ctx.Err() != nil:
				continue
			case refusal(err) != nil || fatal(err) || !pause.wait(ctx, s.conn.ending):
				yield(ledger.Record{}, fmt.Errorf("read %s: %w", stream, err))
				return
			}
		}
	}
}

// pour yields what a read gives. more is false when the consumer has enough.
func (s *Store) pour(in *client.ReadStream, yield func(ledger.Record, error) bool) (got int, more bool, err error) {
	defer in.Close()
	for {
		e, err := in.Recv()
		if errors.Is(err, io.EOF) {
			return got, true, nil
		}
		if err != nil {
			return got, true, err
		}
		r, err := decode(s.prefix, e.OriginalEvent())
		if err != nil {
			return got, true, err
		}
		s.saw(e.OriginalEvent().Position.Commit)
		got++
		if !yield(*r, nil) {
			return got, false, nil
		}
	}
}

// Close implements [ledger.Store]. Appends that the server does not answer
// within some seconds end with an unknown outcome.
func (s *Store) Close() error {
	s.conn.close(grace)
	return nil
}

func (s *Store) name(stream ledger.StreamID) string { return s.prefix + string(stream) }

func (s *Store) saw(commit uint64) {
	for {
		old := s.seen.Load()
		if commit <= old || s.seen.CompareAndSwap(old, commit) {
			return
		}
	}
}

func expected(at ledger.Revision) client.ExpectedRevision {
	if at == ledger.NoStream {
		return client.NoStream{}
	}
	return client.Revision(uint64(at))
}

// fatal says whether another try would meet the same error: the store is
// closed, or the fault is in what is stored or asked for.
func fatal(err error) bool {
	_, corrupt := errors.AsType[*ledger.CorruptError](err)
	_, invalid := errors.AsType[*ledger.InvalidError](err)
	return corrupt || invalid || errors.Is(err, ledger.ErrClosed)
}

// pause is the wait between tries: it doubles from 25 ms to 1 s.
type pause struct{ d time.Duration }

func newPause() *pause { return &pause{25 * time.Millisecond} }

// wait says whether to try again: not when the context or the store has ended.
func (p *pause) wait(ctx context.Context, done <-chan struct{}) bool {
	t := time.NewTimer(p.d)
	defer t.Stop()
	p.d = min(2*p.d, time.Second)
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	case <-done:
		return false
	}
}
