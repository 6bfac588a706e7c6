package projections

import "sync"

// memo remembers which summaries stored states stand for. A state says all of
// its summary, so what is remembered holds for ever, whatever happens to the
// case. What is not asked for while half of the bound comes in is forgotten.
// The zero memo is empty; it is safe for concurrent use.
type memo struct {
	mu         sync.Mutex
	young, old map[string]*Summary // by stored form; guarded by mu
	size       int                 // bytes of the young stored forms; guarded by mu
}

// memoBytes bounds the stored forms that are remembered. Summaries take some
// five times as much.
const memoBytes = 4 << 20

// parse is [parseState]. Its summaries are shared: nobody may write to them.
func (m *memo) parse(state []byte) (*Summary, error) {
	if s := m.get(state); s != nil {
		return s, nil
	}
	s, err := parseState(state)
	if err == nil && len(state) <= memoBytes/64 {
		m.put(string(state), s)
	}
	return s, err
}

func (m *memo) get(state []byte) *Summary {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.young[string(state)]; s != nil {
		return s
	}
	s := m.old[string(state)]
	if s != nil {
		m.add(string(state), s)
	}
	return s
}

func (m *memo) put(state string, s *Summary) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.add(state, s)
}

func (m *memo) add(state string, s *Summary) {
	if m.size += len(state); m.size > memoBytes/2 || m.young == nil {
		m.old, m.young, m.size = m.young, map[string]*Summary{}, len(state)
	}
	m.young[state] = s
}
