package door

import "context"

// PauseLease stops the renewal of the views' lease, as a paused process does.
func PauseLease(p Place) { p.(*postgresPlace).lease.pause() }

// PauseTurn stops the renewal of a turn, ResumeTurn begins it again.
func PauseTurn(t *Turn) { t.lease.pause() }

// ResumeTurn lets a paused process go on.
func ResumeTurn(t *Turn) {
	ctx, stop := context.WithCancel(context.Background())
	t.lease.stop = stop
	t.lease.done.Go(func() { t.lease.renew(ctx) })
}

func (l *lease) pause() {
	l.stop()
	l.done.Wait()
}
