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
		set, err = readPolicies(t, "", upTo)
		return err
	})
	return set, err
}

// readPolicies puts the versions together from those that ship and the records
// of the streams in the tables with a prefix.
func readPolicies(t door.Tx, prefix string, upTo ledger.Position) (*policy.Set, error) {
	set := policy.Official()
	err := t.Query("SELECT name, records FROM "+prefix+"streams ORDER BY id", func(s door.Row) error {
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

// edition is the [dependency] of a version of a policy: it touches the cases of
// its regime that are accepted from its date on. Before its acceptance a case
// has no limit.
type edition struct{ policy.Policy }

// touched implements [dependency]. Cases of later versions are among them; they
// come out as they were.
func (e edition) touched(*writer) (condition string, args []any) {
	return "regime = ?1 AND regime <> '' AND accepted_on >= ?2", []any{e.Regime, int64(e.From)}
}

// derivation implements [dependency].
func (e edition) derivation(w *writer) func(*Summary) *Summary {
	set := w.policies.With(e.Policy)
	return func(s *Summary) *Summary {
		rules := w.rules(s.Calendar)
		rules.Policies = set
		return s.rederived(rules)
	}
}

// learn implements [dependency].
func (e edition) learn(w *writer) { w.policies = w.policies.With(e.Policy) }
