package projections

import (
	"sync"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// branch is an organisation and all below it on a day.
type branch struct {
	units []string // itself first
	has   map[string]bool
}

// branches keeps the branches of one directory that were asked for: to find one
// takes a look at every organisation. It is safe for concurrent use.
type branches struct {
	mu   sync.Mutex
	in   *registry.Directory // guarded by mu
	kept map[twig]*branch    // guarded by mu
}

type twig struct {
	org string
	day workdays.Date
}

// keptBranches bounds them.
const keptBranches = 256

func (k *branches) of(d *registry.Directory, org string, day workdays.Date) *branch {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.in != d || len(k.kept) >= keptBranches {
		k.in, k.kept = d, map[twig]*branch{}
	}
	b := k.kept[twig{org, day}]
	if b == nil {
		b = &branch{units: d.Below(org, day), has: map[string]bool{}}
		for _, u := range b.units {
			b.has[u] = true
		}
		k.kept[twig{org, day}] = b
	}
	return b
}
