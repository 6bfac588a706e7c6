package sqlite

import (
	"sync"

	"caseledger/ledger"
)

// tail is the position of the last committed record, for those who wait for
// the next one.
type tail struct {
	mu       sync.Mutex
	position ledger.Position // guarded by mu
	grown    chan struct{}   // guarded by mu; closed when position grows
}

// now gives the position and a channel that closes when it is no longer the
// last.
func (t *tail) now() (ledger.Position, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.position, t.grown
}

func (t *tail) advance(p ledger.Position) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p > t.position {
		t.position = p
		close(t.grown)
		t.grown = make(chan struct{})
	}
}
