package act

import (
	"context"
	"errors"

	"caseledger/ledger"
)

// Attempts bounds how often a command is decided again because its stream moved
// on in between, and how often an append of unknown outcome is sent again.
const Attempts = 16

// Append decides what to add to a stream, and adds it. After a conflict it asks
// decide again, with the conflict, which is nil at first; decide looks for the
// command's own records first, since an earlier append of it may have gone
// through, and gives no drafts if there is nothing to add. An append of unknown
// outcome is sent again as it is: ids follow from the command, so it adds
// nothing twice. Whoever expects a revision refuses in decide.
//
// Errors are decide's, a [*ledger.ConflictError] (the stream moves on too
// fast), [ledger.ErrUnknownOutcome] (send the same command again), or a fault.
func Append(ctx context.Context, s ledger.Store, stream ledger.StreamID,
	decide func(*ledger.ConflictError) (at ledger.Revision, drafts []ledger.Draft, err error)) ([]ledger.Record, error) {
	var conflict *ledger.ConflictError
	for attempt := 1; ; attempt++ {
		at, drafts, err := decide(conflict)
		if err != nil || len(drafts) == 0 {
			return nil, err
		}
		records, err := send(ctx, s, stream, at, drafts)
		if !errors.As(err, &conflict) || attempt == Attempts || ctx.Err() != nil {
			return records, err
		}
	}
}

// send makes one append, again while its outcome is unknown.
func send(ctx context.Context, s ledger.Store, stream ledger.StreamID, at ledger.Revision, drafts []ledger.Draft) ([]ledger.Record, error) {
	for attempt := 1; ; attempt++ {
		records, err := s.Append(ctx, stream, at, drafts...)
		if !errors.Is(err, ledger.ErrUnknownOutcome) || attempt == Attempts || ctx.Err() != nil {
			return records, err
		}
	}
}
