package graphql

import (
	"context"
	"sync"

	"caseledger/ledger"
	"caseledger/projections"
)

// standing knows at which position the views stand, without asking the
// database each time. It may lag behind by the moment between a commit and its
// announcement. It is safe for concurrent use.
type standing struct {
	views *projections.Views

	mu      sync.Mutex
	at      ledger.Position
	changed <-chan struct{} // closed when at is old; nil before the first read
}

func (s *standing) now(ctx context.Context) (ledger.Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed != nil {
		select {
		case <-s.changed:
		default:
			return s.at, nil
		}
	}
	changed := s.views.Changed() // before the read, so that no move goes unseen
	at, err := s.views.Position(ctx)
	if err != nil {
		return 0, err
	}
	s.at, s.changed = at, changed
	return at, nil
}
