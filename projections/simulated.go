package projections

import (
	"context"
	"sync/atomic"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/projections/door"
)

// origin is what was read of a ledger's first record, which never changes.
type origin struct{ told, simulated atomic.Bool }

// Simulated says whether the ledger says that it is made up (模拟数据): with its
// first record. Whatever shows figures says so too.
func (v *Views) Simulated(ctx context.Context) (yes bool, err error) {
	if v.origin.told.Load() {
		return v.origin.simulated.Load(), nil
	}
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		yes, err = simulated(t)
		if err == nil && c.ordinal > 0 {
			v.origin.simulated.Store(yes)
			v.origin.told.Store(true)
		}
		return err
	})
	return yes, err
}

// Simulated is [Views.Simulated].
func (s *Snapshot) Simulated() (bool, error) { return simulated(s.t) }

func simulated(t door.Tx) (yes bool, err error) {
	err = eachRecord(t, map[int64]ledger.StreamID{}, 1, 2, func(_ uint64, r ledger.Record) error {
		yes = r.Stream == registry.SimulationStream
		return nil
	})
	return yes, err
}
