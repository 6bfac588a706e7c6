package kafka

import (
	"sync"

	"caseledger/ledger"
)

// Metrics says what a publisher has done since it was made, and where it is.
type Metrics struct {
	// Published counts the records that were stored in the topic.
	Published uint64
	// Resent counts the batches that were sent again after a doubt.
	Resent uint64
	// Sessions counts the times the topic was taken over.
	Sessions uint64
	// Reached is the ordinal up to which everything is in the topic, Position
	// the position of that record; 0 while no round of this run is complete.
	Reached  uint64
	Position ledger.Position
	// Lag is how many records the topic is known to be behind the views.
	Lag uint64
}

type meter struct {
	mu   sync.Mutex
	now  Metrics // guarded by mu
	head uint64  // guarded by mu; newest ordinal known
}

// Metrics is safe to call at any time.
func (p *Publisher) Metrics() Metrics {
	p.meter.mu.Lock()
	defer p.meter.mu.Unlock()
	m := p.meter.now
	m.Lag = max(p.meter.head, m.Reached) - m.Reached
	return m
}

func (m *meter) change(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

func (m *meter) begin(reached uint64) {
	m.change(func() { m.now.Sessions++; m.now.Reached = max(m.now.Reached, reached) })
}

func (m *meter) reach(ordinal uint64, at ledger.Position) {
	m.change(func() { m.now.Reached, m.now.Position = max(m.now.Reached, ordinal), max(m.now.Position, at) })
}

func (m *meter) see(ordinal uint64)    { m.change(func() { m.head = max(m.head, ordinal) }) }
func (m *meter) published(n int)       { m.change(func() { m.now.Published += uint64(n) }) }
func (m *meter) resent(batches uint64) { m.change(func() { m.now.Resent += batches }) }
