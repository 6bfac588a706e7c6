package casefile

import (
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Bounds of what a desk keeps: cases, and records of one of them.
const (
	keptCases   = 1 << 12
	keptRecords = 64
)

// kept are the histories of the cases that a desk has seen last. What they hold
// is so for ever, but there may be more by now: whoever appends behind it meets
// a conflict, and whoever refuses by it reads again first.
type kept struct {
	cases *lru.Cache[string, History]
}

func newKept() kept {
	cases, _ := lru.New[string, History](keptCases) // fails for sizes below 1 only
	return kept{cases}
}

// get gives a history that is the caller's to add to.
func (k kept) get(number string) (History, bool) {
	h, ok := k.cases.Get(number)
	h.Records, h.Entries = slices.Clip(h.Records), slices.Clip(h.Entries)
	return h, ok
}

func (k kept) put(h History) {
	if len(h.Records) > keptRecords {
		k.cases.Remove(h.Number)
	} else if len(h.Records) > 0 {
		k.cases.Add(h.Number, h)
	}
}
