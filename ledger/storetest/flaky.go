package storetest

import (
	"context"
	"fmt"
	"sync"

	"caseledger/ledger"
)

// Flaky is a store whose replies can be lost, for tests of callers.
type Flaky struct {
	ledger.Store

	mu     sync.Mutex
	losses []bool // guarded by mu; for each coming append, whether it is stored
}

// LoseReply makes one coming append answer [ledger.ErrUnknownOutcome]: after
// it was stored, or if stored is false without storing anything. Called n
// times it spoils the next n appends.
func (f *Flaky) LoseReply(stored bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.losses = append(f.losses, stored)
}

// Append implements [ledger.Store].
func (f *Flaky) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	f.mu.Lock()
	lose := len(f.losses) > 0
	stored := lose && f.losses[0]
	if lose {
		f.losses = f.losses[1:]
	}
	f.mu.Unlock()
	if lose && !stored {
		return nil, fmt.Errorf("append to %s: %w", stream, ledger.ErrUnknownOutcome)
	}
	records, err := f.Store.Append(ctx, stream, at, drafts...)
	if lose && err == nil {
		return nil, fmt.Errorf("append to %s: %w", stream, ledger.ErrUnknownOutcome)
	}
	return records, err
}
