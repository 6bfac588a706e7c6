package projections

// Memo remembers parsed summaries.
type Memo = memo

// Parse parses, or remembers.
func (m *memo) Parse(state []byte) (*Summary, error) { return m.parse(state) }

// Held is the number of bytes of stored forms that are remembered.
func (m *memo) Held() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, state := range m.kept.Keys() {
		n += len(state)
	}
	return n
}

// MemoBytes bounds what is remembered.
const MemoBytes = memoBytes
