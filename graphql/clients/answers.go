package clients

import (
	"net/http"
	"time"
)

// Hold counts bytes that wait to be written to a client, until release is
// called. [ErrClient]: it has too many waiting; [ErrFull]: all have. Small
// answers are never refused.
func (b *Book) Hold(c Client, n int) (release func(), _ error) {
	if n <= smallAnswer {
		return func() {}, nil
	}
	size, of := int64(n), side(c)
	b.mu.Lock()
	defer b.mu.Unlock()
	u := b.hold(c)
	switch {
	case b.bounded() && u.waiting > 0 && u.waiting+size > b.limits.Waiting:
		b.drop(c, u)
		return nil, ErrClient
	case b.waiting[of]+size > maxWaiting:
		b.drop(c, u)
		b.refusals.add(b.now().Unix())
		return nil, ErrFull
	}
	u.waiting += size
	b.waiting[of] += size
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		u.waiting -= size
		b.waiting[of] -= size
		b.drop(c, u)
	}, nil
}

// Who reads an answer must take a piece of it within the time for a piece.
const (
	piece     = 64 << 10
	pieceTime = 10 * time.Second
)

// Write writes a body piece by piece. Who does not take a piece in time is cut
// off, however much of the time for the whole answer is left.
func (b *Book) Write(w http.ResponseWriter, body []byte) error {
	if len(body) <= smallAnswer {
		_, err := w.Write(body)
		return err
	}
	control := http.NewResponseController(w)
	for len(body) > 0 {
		n := min(piece, len(body))
		_ = control.SetWriteDeadline(b.now().Add(pieceTime)) // a writer without deadlines has none to miss
		if _, err := w.Write(body[:n]); err != nil {
			return err
		}
		body = body[n:]
	}
	return nil
}
