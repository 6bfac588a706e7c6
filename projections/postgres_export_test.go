package projections

import "context"

// PauseLease stops the renewal of the views' lease, as a paused process does.
func PauseLease(v *Views) { v.place.(*postgresPlace).lease.pause() }

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

// HoldFence keeps a writing transaction open, as a process does that is paused
// in the middle of one, and gives what ends it: the error of the write.
func HoldFence(v *Views) (end func() error) {
	held, resume, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- v.current.db.write(context.Background(), func(t tx) error {
			close(held)
			<-resume
			return nil
		})
	}()
	<-held
	return func() error { close(resume); return <-ended }
}
