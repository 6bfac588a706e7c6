package projections

import (
	"context"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/act"
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
	err := eachEntry(t, prefix, registry.PolicyPrefix, uint64(upTo), func(e act.Event) {
		if p, ok := e.(registry.Policy); ok {
			set = set.With(policy.Policy(p))
		}
	})
	return set, err
}

// edition is the [dependency] of a version of a policy: it touches the cases of
// its regime that are accepted from its date on. Before its acceptance a case
// has no limit.
type edition struct{ policy.Policy }

// touched implements [dependency]. Cases of later versions are among them; they
// come out as they were. Where a regime counts from the receipt, all its cases
// are: a source may tell a receipt after the acceptance. The rules of ratings are
// of all cases, and count for their bad reviews.
func (e edition) touched(w *writer) (condition string, args []any) {
	if e.Regime == policy.Rating {
		return "bad_review <> 0", nil
	}
	fromReceipt := func(p policy.Policy) bool { return p.Regime == e.Regime && p.FromReceipt }
	if slices.ContainsFunc(w.policies.All(), fromReceipt) || e.FromReceipt {
		return "regime = ?1 AND regime <> ''", []any{e.Regime}
	}
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
