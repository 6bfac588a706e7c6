package projections

import (
	"context"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/projections/door"
)

// Policies are the versions of all regimes as the ledger defines them, up to a
// record named by its ordinal; up to the last for 0.
func (v *Views) Policies(ctx context.Context, upTo ledger.Position) (set *policy.Set, err error) {
	err = v.read(ctx, func(t door.Tx, _ ledger.Position) (err error) {
		set, err = readPolicies(t, upTo)
		return err
	})
	return set, err
}

// readPolicies puts the versions together from the stored records and those
// that ship.
func readPolicies(t door.Tx, upTo ledger.Position) (*policy.Set, error) {
	set := policy.Official()
	err := t.Query("SELECT name, records FROM streams ORDER BY id", func(s door.Row) error {
		name := ledger.StreamID(s.Text(0))
		if !strings.HasPrefix(string(name), registry.PolicyPrefix) {
			return nil
		}
		ordinals, err := parseOrdinals(s.Bytes(1))
		for i, o := range ordinals {
			if upTo > 0 && o > uint64(upTo) {
				ordinals = ordinals[:i]
				break
			}
		}
		if err != nil {
			return err
		}
		return eachOrdinal(t, ordinals, name, func(r ledger.Record) error {
			e, err := registry.Decode(&r)
			if err != nil {
				return recordError(&r, err)
			}
			if p, ok := e.(registry.Policy); ok {
				set = set.With(policy.Policy(p))
			}
			return nil
		})
	})
	return set, err
}
