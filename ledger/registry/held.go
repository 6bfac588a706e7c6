package registry

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// held is what a stream holds, as far as it was read.
type held struct {
	says    State
	head    ledger.Revision
	records []ledger.Record
	latest  map[string]int           // by subjects, the record that counts
	orders  map[ledger.CommandID]int // by commands, their record
}

func newHeld() *held {
	return &held{head: ledger.NoStream, latest: map[string]int{}, orders: map[ledger.CommandID]int{}}
}

// catchUp reads what was recorded since.
func (h *held) catchUp(ctx context.Context, s ledger.Store, id ledger.StreamID) error {
	for r, err := range s.Stream(ctx, id, h.head+1) {
		if err != nil {
			return err
		}
		e, err := Decode(&r)
		if err != nil {
			return err
		}
		Book.Evolve(&h.says, act.Facts{Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post}, e)
		if x, ok := e.(Entry); ok {
			h.latest[x.Subject()] = len(h.records)
		}
		if _, ok := h.orders[r.Command]; !ok {
			h.orders[r.Command] = len(h.records)
		}
		h.head, h.records = r.Revision, append(h.records, r)
	}
	return nil
}

// keptStreams bounds how many streams a desk keeps.
const keptStreams = 64

// kept are the streams that a desk has read last, so that the next order reads
// only what was recorded since: a tree of organisations is one stream. Who takes
// one has it alone. The zero kept is empty.
type kept struct {
	mu      sync.Mutex
	streams *simplelru.LRU[ledger.StreamID, *held] // guarded by mu
}

// take gives what is kept of a stream and forgets it.
func (k *kept) take(id ledger.StreamID) *held {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.streams != nil {
		if h, ok := k.streams.Get(id); ok {
			k.streams.Remove(id)
			return h
		}
	}
	return newHeld()
}

// put keeps what the caller does not use any more.
func (k *kept) put(id ledger.StreamID, h *held) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.streams == nil {
		k.streams, _ = simplelru.NewLRU[ledger.StreamID, *held](keptStreams, nil) // fails for sizes below 1 only
	}
	k.streams.Add(id, h)
}
