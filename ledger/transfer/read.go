package transfer

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"caseledger/ledger"
)

// upTo yields the records after a position, up to and including head.
func upTo(ctx context.Context, s ledger.Store, after, head ledger.Position) iter.Seq2[*ledger.Record, error] {
	return func(yield func(*ledger.Record, error) bool) {
		if after >= head {
			return
		}
		for item, err := range s.Follow(ctx, after, ledger.Filter{}) {
			if err != nil {
				yield(nil, err)
				return
			}
			if r := item.Record; r != nil && (r.Position > head || !yield(r, nil)) {
				return
			}
			if item.Position >= head {
				return
			}
		}
	}
}

// equal says whether two records are the same but for their positions.
func equal(ordinal uint64, a, b *ledger.Record) error {
	if x, y := a.AppendCanonical(nil), b.AppendCanonical(nil); !bytes.Equal(x, y) {
		return &DifferenceError{ordinal, a.Position, b.Position, "public record of " + string(a.Stream) + " and " + string(b.Stream)}
	}
	same := slices.EqualFunc(a.Sealed, b.Sealed, func(x, y ledger.Sealed) bool {
		return x.Subject == y.Subject && bytes.Equal(x.Box, y.Box)
	})
	if !same {
		return &DifferenceError{ordinal, a.Position, b.Position, "sealed part in " + string(a.Stream)}
	}
	return nil
}
