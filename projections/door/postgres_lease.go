package door

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
var ErrFenced error = fencedError{}

type fencedError struct{}

func (fencedError) Error() string { return "another process writes these views now" }

// ErrorClass names the fault for health and metrics.
func (fencedError) ErrorClass() string { return "fenced" }

// errHeld: another process holds the lease.
var errHeld = errors.New("the lease is held")

const (
	// leaseTTL is how long a lease outlives its last renewal, by the database's
	// clock: a dead writer is replaced within this time and one renewal.
	leaseTTL   = 6 * time.Second
	leaseRenew = leaseTTL / 4
)

// lease is the right to do one role's work, for example to write the views.
// Who takes it over raises the epoch; every writing transaction locks the row
// of the epoch and compares it, so a process that lost its lease without
// noticing cannot commit anything.
//
// The lease and the fence are two rows: renewing must not wait for a long
// write, and a takeover must.
type lease struct {
	pool   *pgxpool.Pool
	name   string // of the role
	holder string
	epoch  int64
	lost   chan struct{} // closed when the lease cannot be renewed any more
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// writerName is the application name of connections that write under a lease.
func writerName(role string) string { return "caseledger writes " + role }

// takeLease takes the lease, or waits for it.
func takeLease(ctx context.Context, pool *pgxpool.Pool, name, holder string, wait bool) (*lease, error) {
	l := &lease{pool: pool, name: name, holder: holder, lost: make(chan struct{})}
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
			VALUES ($1, $2, clock_timestamp() + $3::interval)
			ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
			WHERE l.until < clock_timestamp()`, l.name, l.holder, leaseTTL)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return errHeld
		}
		// The former holder may have been paused inside a transaction, which
		// keeps its lock on the fence for as long as the connection lives.
		if _, err := t.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = current_user AND application_name = $1`, writerName(l.name)); err != nil {
			return err
		}
		// Waits until those connections are gone.
		return t.QueryRow(ctx, `INSERT INTO caseledger_views.fence AS f (name, epoch) VALUES ($1, 1)
			ON CONFLICT (name) DO UPDATE SET epoch = f.epoch + 1 RETURNING epoch`, l.name).Scan(&l.epoch)
	})
}

// check fails with ErrFenced unless this lease is the latest, and keeps it so
// until the transaction ends.
func (l *lease) check(ctx context.Context, t pgx.Tx) error {
	var one int
	err := t.QueryRow(ctx, "SELECT 1 FROM caseledger_views.fence WHERE name = $1 AND epoch = $2 FOR SHARE", l.name, l.epoch).Scan(&one)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrFenced
	}
	return err
}

// renew prolongs the lease until it is stopped or lost. A renewal that fails is
// tried again; should the lease run out meanwhile, the fence keeps this process
// out.
func (l *lease) renew(ctx context.Context) {
	tick := time.NewTicker(leaseRenew)
	defer tick.Stop()
	failures := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		held, err := l.prolong(ctx, leaseTTL)
		failures++
		if err == nil && held {
			failures = 0
		}
		if ctx.Err() == nil && (err == nil && !held || failures*int(leaseRenew) >= int(leaseTTL)) {
			close(l.lost)
			return
		}
	}
}

// prolong sets the end of the lease, if it is still this process's.
func (l *lease) prolong(ctx context.Context, d time.Duration) (held bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, leaseRenew)
	defer cancel()
	tag, err := l.pool.Exec(ctx, `UPDATE caseledger_views.lease SET until = clock_timestamp() + $1::interval
		WHERE name = $2 AND EXISTS (SELECT 1 FROM caseledger_views.fence WHERE name = $2 AND epoch = $3)`, d, l.name, l.epoch)
	return err == nil && tag.RowsAffected() > 0, err
}

// release gives the lease back, so that the next one need not wait.
func (l *lease) release(ctx context.Context) {
	l.stop()
	l.done.Wait()
	_, _ = l.prolong(ctx, 0)
}
