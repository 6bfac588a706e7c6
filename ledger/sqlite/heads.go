package sqlite

import "caseledger/ledger"

// head is where a stream ends.
type head struct {
	stream   int64 // its number; 0 if the stream does not exist
	revision ledger.Revision
}

// heads remembers the ends of the streams that were used last, at most
// 2 × limit of them, so that memory does not grow with the ledger. When the
// young generation is full it becomes the old one, and the old is dropped.
type heads struct {
	limit      int
	young, old map[ledger.StreamID]head
}

func (h *heads) get(id ledger.StreamID) (head, bool) {
	if e, ok := h.young[id]; ok {
		return e, true
	}
	e, ok := h.old[id]
	return e, ok
}

func (h *heads) put(id ledger.StreamID, e head) {
	if h.young == nil || len(h.young) >= h.limit {
		h.old, h.young = h.young, make(map[ledger.StreamID]head)
	}
	h.young[id] = e
}

// forget drops everything; a transaction that was rolled back may have left
// heads that never came to be.
func (h *heads) forget() { h.young, h.old = nil, nil }
