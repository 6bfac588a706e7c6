package sqlite

import (
	"sync"

	"caseledger/ledger"
)

// maxEnds bounds the streams whose ends are known.
const maxEnds = 1 << 10

// ends are the ends of streams that somebody reads on and on, such as
// calendars: while a stream stays as it is, asking for more needs no query. Only
// the store that writes has them, for nobody else moves an end.
type ends struct {
	mu     sync.Mutex
	groups int                                 // guarded by mu; how many were committed, or may have been
	of     map[ledger.StreamID]ledger.Revision // guarded by mu; from here on there was nothing
}

// passed says whether a stream is known to have nothing from a revision on, and
// for reached, how many groups there were.
func (e *ends) passed(id ledger.StreamID, from ledger.Revision) (passed bool, groups int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	next, ok := e.of[id]
	return ok && from >= next, e.groups
}

// reached notes that a reader found nothing from a revision on, unless there
// was a group since it began.
func (e *ends) reached(id ledger.StreamID, from ledger.Revision, groups int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.groups != groups {
		return
	}
	if e.of == nil || len(e.of) >= maxEnds {
		e.of = map[ledger.StreamID]ledger.Revision{}
	}
	e.of[id] = from
}

// moved forgets the ends of the streams of a group, before its callers know
// what came of it.
func (e *ends) moved(group []*request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.groups++
	for _, r := range group {
		delete(e.of, r.stream)
	}
}
