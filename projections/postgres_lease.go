package projections

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ErrFenced: another process took over the writing of the views while this one
// was paused or cut off. Nothing was written; open the views again.
var ErrFenced = errors.New("another process writes these views now")

// errHeld: another process holds the lease.
var errHeld = errors.New("the lease is held")

const (
	// leaseTTL is how long a lease outlives its last renewal, by the database's
	// clock: a dead writer is replaced within this time and one renewal.
	leaseTTL   = 6 * time.Second
	leaseRenew = leaseTTL / 4
)

// lease is the right to write the views. Who takes it over raises the epoch;
// every writing transaction locks the row of the epoch and compares it, so a
// process that lost its lease without noticing cannot commit anything.
//
// The lease and the fence are two rows: renewing must not wait for a long
// write, and a takeover must.
type lease struct {
	pool   *pgxpool.Pool
	holder string
	epoch  int64
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// takeLease takes the lease, or waits for it.
func takeLease(ctx context.Context, pool *pgxpool.Pool, holder string, wait bool) (*lease, error) {
	l := &lease{pool: pool, holder: holder}
	for {
		err := l.take(ctx)
		if err == nil {
			break
		}
		if !wait || !errors.Is(err, errHeld) {
			return nil, err
		}
		t := time.NewTimer(leaseRenew)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, ctx.Err()
		}
	}
	renewing, stop := context.WithCancel(context.Background())
	l.stop = stop
	l.done.Go(func() { l.renew(renewing) })
	return l, nil
}

func (l *lease) take(ctx context.Context) error {
	return pgx.BeginFunc(ctx, l.pool, func(t pgx.Tx) error {
		tag, err := t.Exec(ctx, `INSERT INTO caseledger_views.lease AS l (name, holder, until)
			VALUES ('views', $1, clock_timestamp() + $2::interval)
			ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
			WHERE l.until < clock_timestamp()`, l.holder, leaseTTL)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return errHeld
		}
		// Waits for a write of the former holder that is under way.
		return t.QueryRow(ctx, `INSERT INTO caseledger_views.fence AS f (name, epoch) VALUES ('views', 1)
			ON CONFLICT (name) DO UPDATE SET epoch = f.epoch + 1 RETURNING epoch`).Scan(&l.epoch)
	})
}

// check fails with ErrFenced unless this lease is the latest, and keeps it so
// until the transaction ends.
func (l *lease) check(ctx context.Context, t pgx.Tx) error {
	var one int
	err := t.QueryRow(ctx, "SELECT 1 FROM caseledger_views.fence WHERE name = 'views' AND epoch = $1 FOR SHARE", l.epoch).Scan(&one)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrFenced
	}
	return err
}

// renew prolongs the lease until it is stopped. A renewal that fails is tried
// again; should the lease run out meanwhile, the fence keeps this process out.
func (l *lease) renew(ctx context.Context) {
	tick := time.NewTicker(leaseRenew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		_ = pgx.BeginFunc(ctx, l.pool, func(t pgx.Tx) error {
			_, err := t.Exec(ctx, `UPDATE caseledger_views.lease SET until = clock_timestamp() + $1::interval
				WHERE name = 'views' AND EXISTS (SELECT 1 FROM caseledger_views.fence WHERE name = 'views' AND epoch = $2)`, leaseTTL, l.epoch)
			return err
		})
	}
}

// release gives the lease back, so that the next one need not wait.
func (l *lease) release(ctx context.Context) {
	l.stop()
	l.done.Wait()
	_, _ = l.pool.Exec(ctx, `UPDATE caseledger_views.lease SET until = clock_timestamp()
		WHERE name = 'views' AND EXISTS (SELECT 1 FROM caseledger_views.fence WHERE name = 'views' AND epoch = $1)`, l.epoch)
}
