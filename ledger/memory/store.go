package memory

import (
	"context"
	"iter"
	"sync"

	"caseledger/ledger"
)

// Store is a [ledger.Store] in memory. Positions are 1, 2, 3, … without gaps.
type Store struct {
	mu      sync.Mutex
	records []ledger.Record           // guarded by mu; position i+1 at index i
	streams map[ledger.StreamID][]int // guarded by mu; indexes into records by revision
	ids     map[ledger.EventID]int    // guarded by mu; index into records
	grown   chan struct{}             // guarded by mu; closed when records grow or the store closes
	closed  bool                      // guarded by mu
}

// New gives an empty store.
func New() *Store {
	return &Store{
		streams: make(map[ledger.StreamID][]int),
		ids:     make(map[ledger.EventID]int),
		grown:   make(chan struct{}),
	}
}

// Append implements [ledger.Store].
func (s *Store) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := ledger.CheckAppend(stream, at, drafts); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ledger.ErrClosed
	}
	places := s.streams[stream]
	if head := ledger.Revision(len(places)) - 1; at != head {
		if done := s.again(places, at, drafts); done != nil {
			return done, nil
		}
		return nil, &ledger.ConflictError{Stream: stream, Want: at, Have: head}
	}
	for i := range drafts {
		if n, ok := s.ids[drafts[i].ID]; ok {
			r := &s.records[n]
			return nil, &ledger.DuplicateError{ID: r.ID, Stream: r.Stream, Revision: r.Revision}
		}
	}
	first := len(s.records)
	for i := range drafts {
		s.ids[drafts[i].ID] = len(s.records)
		s.streams[stream] = append(s.streams[stream], len(s.records))
		s.records = append(s.records, ledger.Record{
			Position: ledger.Position(len(s.records) + 1),
			Stream:   stream,
			Revision: at + 1 + ledger.Revision(i),
			Draft:    drafts[i].Clone(),
		})
	}
	close(s.grown)
	s.grown = make(chan struct{})
	return append([]ledger.Record(nil), s.records[first:]...), nil
}

// again gives the standing records after revision at if they begin with
// exactly the ids of the drafts, else nil.
func (s *Store) again(places []int, at ledger.Revision, drafts []ledger.Draft) []ledger.Record {
	if int(at)+1 > len(places) || len(places)-int(at)-1 < len(drafts) {
		return nil
	}
	done := make([]ledger.Record, len(drafts))
	for i := range drafts {
		done[i] = s.records[places[int(at)+1+i]]
		if done[i].ID != drafts[i].ID {
			return nil
		}
	}
	return done
}

// Stream implements [ledger.Store].
func (s *Store) Stream(ctx context.Context, stream ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		s.mu.Lock()
		places, records, closed := s.streams[stream], s.records, s.closed
		s.mu.Unlock()
		if closed {
			yield(ledger.Record{}, ledger.ErrClosed)
			return
		}
		for i := max(from, 0); int(i) < len(places); i++ {
			if err := ctx.Err(); err != nil {
				yield(ledger.Record{}, err)
				return
			}
			if !yield(records[places[i]], nil) {
				return
			}
		}
	}
}

// Follow implements [ledger.Store].
func (s *Store) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		at, live := after, false
		for {
			s.mu.Lock()
			records, grown, closed := s.records, s.grown, s.closed
			s.mu.Unlock()
			if closed {
				yield(ledger.Item{}, ledger.ErrClosed)
				return
			}
			if err := ledger.CheckAfter(after, ledger.Position(len(records))); err != nil {
				yield(ledger.Item{}, err)
				return
			}
			for int(at) < len(records) && ctx.Err() == nil {
				r := records[at]
				at, live = r.Position, false
				if f.Match(r.Stream) && !yield(ledger.Item{Record: &r, Position: at}, nil) {
					return
				}
			}
			if err := ctx.Err(); err != nil {
				yield(ledger.Item{}, err)
				return
			}
			if !live && !yield(ledger.Item{Position: at, Live: true}, nil) {
				return
			}
			live = true
			select {
			case <-grown:
			case <-ctx.Done():
			}
		}
	}
}

// Head implements [ledger.Store].
func (s *Store) Head(ctx context.Context) (ledger.Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, ledger.ErrClosed
	}
	return ledger.Position(len(s.records)), ctx.Err()
}

// Close implements [ledger.Store]. A second Close does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.grown)
	}
	return nil
}
