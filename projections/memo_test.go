package projections_test

import (
	"strings"
	"sync"
	"testing"

	"caseledger/projections"
)

// TestMemo asks for more summaries than are remembered, several at once: each
// is the one that was stored, and memory stays bounded.
func TestMemo(t *testing.T) {
	const different = 3000
	m := new(projections.Memo)
	stored := make([][]byte, different)
	for i := range stored {
		s := &projections.Summary{Days: i}
		s.LastStep = strings.Repeat("x", 2000)
		stored[i] = projections.AppendState(nil, s)
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 2 * different {
				n := (i*7 + w) % different
				if s, err := m.Parse(stored[n]); err != nil || s.Days != n {
					t.Errorf("%v, want %d days: %v", s, n, err)
					return
				}
			}
		})
	}
	wg.Wait()
	if n := m.Held(); n > projections.MemoBytes || n < projections.MemoBytes/4 {
		t.Errorf("%d bytes are remembered, of at most %d", n, projections.MemoBytes)
	}
	a, _ := m.Parse(stored[0])
	if b, _ := m.Parse(stored[0]); a != b {
		t.Error("parsed again at once")
	}
	if _, err := m.Parse(stored[0][:50]); err == nil {
		t.Error("half a state was read")
	}
}
