package exec

import (
	"context"
	"sync"

	"caseledger/ledger"
)

// standing knows at which position answers stand, without asking the database
// each time. It may lag behind by the moment between a commit and its
// announcement. It is safe for concurrent use.
type standing struct {
	position func(context.Context) (ledger.Position, error)
	changed  func() <-chan struct{}

	mu  sync.Mutex
	at  ledger.Position
	old <-chan struct{} // closed when at is old; nil before the first read
}

func (s *standing) now(ctx context.Context) (ledger.Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.old != nil {
		select {
		case <-s.old:
		default:
			return s.at, nil
		}
	}
	changed := s.changed() // before the read, so that no move goes unseen
	at, err := s.position(ctx)
	if err != nil {
		return 0, err
	}
	s.at, s.old = at, changed
	return at, nil
}
