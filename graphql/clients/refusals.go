package clients

import (
	"context"
	"net/http"
	"time"
)

// window is how many seconds a refusal counts as recent.
const window = 60

// refusals counts, by second, what was refused because the server was full.
type refusals struct {
	ever   uint64
	second [window]int64
	count  [window]int
}

func (r *refusals) add(now int64) {
	i := now % window
	if r.second[i] != now {
		r.second[i], r.count[i] = now, 0
	}
	r.count[i]++
	r.ever++
}

func (r *refusals) recent(now int64) (n int) {
	for i, at := range r.second {
		if now-at < window {
			n += r.count[i]
		}
	}
	return n
}

// Refused is how many answers were refused because the server was full, within
// the last minute and ever. What a client is refused because it asks too much
// does not count.
func (b *Book) Refused() (recent int, ever uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusals.recent(b.now().Unix()), b.refusals.ever
}

// Refuse counts an answer that was refused because the server was full.
func (b *Book) Refuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refusals.add(b.now().Unix())
}

// A client's refusals are answered at once at first, then slowly, and beyond
// that by closing its connection: a flood of them must not be work.
const (
	quickRefusals = 20
	slowRefusal   = 500 * time.Millisecond
	maxSlowed     = 16
)

// Admit takes a point for a request at the door. False: the client has to wait,
// as the headers say. It panics with [http.ErrAbortHandler], which closes the
// connection, where a client that was refused often goes on asking.
func (b *Book) Admit(ctx context.Context, h http.Header, c Client) bool {
	if !b.bounded() || b.Charge(h, c, 1) {
		return true
	}
	u, often := b.refusedOften(c)
	if !often {
		return false
	}
	if u == nil {
		panic(http.ErrAbortHandler)
	}
	t := time.NewTimer(slowRefusal)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	u.slowed--
	b.drop(c, u)
	return false
}

// refusedOften counts one more refusal, and says whether it is to be slow: u is
// nil where too many are slow already.
func (b *Book) refusedOften(c Client) (u *use, often bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.filled(c.Name)
	k.refused++
	b.level.Add(c.Name, k)
	if k.refused <= quickRefusals {
		return nil, false
	}
	if u = b.hold(c); u.slowed >= maxSlowed {
		b.drop(c, u)
		return nil, true
	}
	u.slowed++
	return u, true
}
