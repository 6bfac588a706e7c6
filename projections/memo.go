package projections

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// memo remembers which summaries stored states stand for. A state says all of
// its summary, so what is remembered holds for ever, whatever happens to the
// case. What was not asked for longest is forgotten first. The zero memo is
// empty; it is safe for concurrent use.
type memo struct {
	mu   sync.Mutex
	kept *simplelru.LRU[string, *Summary] // by stored form; guarded by mu
	size int                              // bytes of the stored forms; guarded by mu
}

// memoBytes bounds the stored forms that are remembered. Summaries take some
// five times as much.
const memoBytes = 4 << 20

// parse is [parseState]. Its summaries are shared: nobody may write to them.
func (m *memo) parse(state []byte) (*Summary, error) {
	key := string(state)
	if s := m.get(key); s != nil {
		return s, nil
	}
	s, err := parseState(state)
	if err == nil && len(state) <= memoBytes/64 {
		m.put(key, s)
	}
	return s, err
}

func (m *memo) get(state string) *Summary {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		return nil
	}
	s, _ := m.kept.Get(state)
	return s
}

func (m *memo) put(state string, s *Summary) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		forget := func(state string, _ *Summary) { m.size -= len(state) }
		m.kept, _ = simplelru.NewLRU(math.MaxInt, forget) // fails for sizes below 1 only
	}
	if !m.kept.Contains(state) { // another reader may have been faster
		m.size += len(state)
	}
	m.kept.Add(state, s)
	for m.size > memoBytes {
		m.kept.RemoveOldest()
	}
}
