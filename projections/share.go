package projections

import (
	"context"

	"caseledger/ledger"
)

// sharedBounds are those of the records that followers share.
var sharedBounds = WindowBounds{Batch: 1000, Held: 4096, Bytes: 16 << 20}

// Shared is the public record with its end read once for all who follow it:
// the windows of live feeds and subscriptions, a publisher, whoever comes next.
// It is [Records], with the same order and no gaps, and is safe for concurrent
// use. What it gives is shared and must not be written to.
//
// It holds at most 4096 records and 16 MiB of them, one record excepted. Who is
// behind what is held reads pages of its own and disturbs nobody; who is ahead
// moves what is held there. One reads for all at the end, and the others wait
// for that read to end, whatever becomes of their contexts. A fault comes to
// each who asks: whoever follows tries again by itself, as a [Window] of its own
// does with [Window.Again]. Pages of numbered records, such as archives, are read
// better from the views: they lie behind.
type Shared struct {
	Records
	window *Window[PublicRecord]
}

// Share makes the records' end shared.
func Share(r Records) *Shared {
	fit := func(p *PublicRecord) (PublicRecord, error) { return *p, nil }
	size := func(p *PublicRecord) int { return 300 + p.Record.Size() }
	return &Shared{r, NewWindow(r, sharedBounds, nil, fit, size)}
}

// Count implements [Records]. Who has seen a record by its count finds it.
func (s *Shared) Count(ctx context.Context) (uint64, error) {
	n, err := s.Records.Count(ctx)
	if err == nil {
		s.window.expect(n)
	}
	return n, err
}

// OrdinalAfter implements [Records]. Who has seen a record by its place finds
// it.
func (s *Shared) OrdinalAfter(ctx context.Context, at ledger.Position) (uint64, error) {
	n, err := s.Records.OrdinalAfter(ctx, at)
	if err == nil && n > 0 {
		s.window.expect(n - 1)
	}
	return n, err
}

// Public implements [Records].
func (s *Shared) Public(ctx context.Context, from uint64, n int) ([]PublicRecord, error) {
	var out []PublicRecord
	for len(out) < n {
		some, behind, err := s.window.shared(ctx, from)
		if behind {
			some, err = s.Records.Public(ctx, from, n-len(out))
		}
		if err != nil || len(some) == 0 {
			return out, err
		}
		some = some[:min(len(some), n-len(out))]
		if out == nil && len(some) == n || behind && out == nil {
			return some, nil
		}
		out, from = append(out, some...), from+uint64(len(some))
	}
	return out, nil
}
