package live

import (
	"context"
	"net/http"
)

// Reader is who reads a stream, as far as it is bounded in what it may take.
// The zero Reader is not.
type Reader struct {
	// Step does a piece of work for the reader when it may have it. False: it
	// may not yet, and is to be asked again.
	Step func(ctx context.Context, work func() error) (done bool, _ error)
	// Sent is told how many bytes were sent in one event or batch.
	Sent func(bytes int)
	// Leave is called when the stream has ended.
	Leave func()
}

func (r Reader) step(ctx context.Context, work func() error) (bool, error) {
	if r.Step == nil {
		return true, work()
	}
	return r.Step(ctx, work)
}

func (r Reader) sent(bytes int) {
	if r.Sent != nil {
		r.Sent(bytes)
	}
}

func (r Reader) leave() {
	if r.Leave != nil {
		r.Leave()
	}
}

// everyone lets all readers in.
func everyone(http.ResponseWriter, *http.Request) (Reader, bool) { return Reader{}, true }
