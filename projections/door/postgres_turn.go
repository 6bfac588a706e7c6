package door

import (
	"context"
	"errors"
	"fmt"
	"time"

	"caseledger/ledger"
)

// Turn is a lease on the work of a role that is not the views', kept in the
// database of the views: of several processes of the role, one has the turn.
// The lease keeps two from working at the same time while clocks and networks
// behave; what the role writes to must refuse an old holder by itself, as
// Kafka's producer epochs do.
type Turn struct {
	place *postgresPlace
	lease *lease
}

// TakeTurn takes the turn of a role, or waits for it where o.Wait says so, and
// else gives a [*ledger.LockedError].
func TakeTurn(ctx context.Context, o Postgres, role string) (*Turn, error) {
	p, err := openPostgres(ctx, o.URL)
	if err != nil {
		return nil, err
	}
	if err = p.createControl(ctx); err == nil {
		var l *lease
		if l, err = takeLease(ctx, p.pool, role, o.Holder, o.Wait); err == nil {
			return &Turn{p, l}, nil
		}
	}
	if errors.Is(err, errHeld) {
		err = &ledger.LockedError{Path: "the role " + role}
	}
	return nil, errors.Join(fmt.Errorf("take the turn of %s in %s: %w", role, p.name(), err), p.Close())
}

// Lost is closed when the turn is over: another process has it, or this one
// could not renew it in time.
func (t *Turn) Lost() <-chan struct{} { return t.lease.lost }

// Close gives the turn back.
func (t *Turn) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	t.lease.release(ctx)
	return t.place.Close()
}
