package casefile

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Bounds of what a desk keeps: cases, and records of one of them.
const (
	keptCases   = 1 << 12
	keptRecords = 64
)

// kept are the histories of the cases that a desk has seen last. What they hold
// is so for ever, but there may be more by now: whoever appends behind it meets
// a conflict, and whoever refuses by it reads again first. Who takes a history
// has it alone, so that adding a record copies none of the others.
type kept struct {
	mu    sync.Mutex
	cases *simplelru.LRU[string, History] // guarded by mu
}

func newKept() *kept {
	cases, _ := simplelru.NewLRU[string, History](keptCases, nil) // fails for sizes below 1 only
	return &kept{cases: cases}
}

// take gives a history and forgets it.
func (k *kept) take(number string) (History, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	h, ok := k.cases.Get(number)
	k.cases.Remove(number)
	return h, ok
}

// put keeps a history that the caller does not use any more.
func (k *kept) put(h History) {
	if len(h.Records) == 0 || len(h.Records) > keptRecords {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cases.Add(h.Number, h)
}
