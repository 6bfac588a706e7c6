package clients

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"
)

// bucket is what a client has left. Below zero it is in debt.
type bucket struct {
	points  float64
	at      time.Time
	refused int // refusals in a row
}

// filled is the bucket as it stands now, guarded by b.mu.
func (b *Book) filled(client string) bucket {
	now, full := b.now(), float64(b.limits.Burst)
	k, known := b.level.Get(client)
	if !known {
		return bucket{points: full, at: now}
	}
	k.points = min(full, k.points+max(0, now.Sub(k.at).Seconds())*b.perSecond())
	k.at = now
	return k
}

func (b *Book) perSecond() float64 { return float64(b.limits.PerMinute) / 60 }

// Charge takes points for something that is about to be done, and says in the
// headers what is left. False: the client has to wait. What costs more than a
// bucket holds takes all of a full one.
func (b *Book) Charge(h http.Header, c Client, points float64) bool {
	if b.limits.PerMinute <= 0 || points <= 0 {
		return true
	}
	b.mu.Lock()
	k, full := b.filled(c.Name), float64(b.limits.Burst)
	want := min(points, full)
	ok := k.points >= want
	if ok {
		k.points -= want
		k.refused = 0
	}
	b.level.Add(c.Name, k)
	b.mu.Unlock()
	h.Set("RateLimit-Limit", strconv.Itoa(b.limits.Burst))
	h.Set("RateLimit-Remaining", strconv.Itoa(max(0, int(k.points))))
	h.Set("RateLimit-Reset", strconv.Itoa(wholeSeconds((full-k.points)/b.perSecond())))
	if !ok {
		h.Set("Retry-After", strconv.Itoa(max(1, wholeSeconds((want-k.points)/b.perSecond()))))
	}
	return ok
}

func wholeSeconds(s float64) int { return int(math.Ceil(s)) }

// Settle takes points for what has been done, into debt if need be.
func (b *Book) Settle(c Client, points float64) {
	if b.limits.PerMinute <= 0 || points <= 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.filled(c.Name)
	k.points -= points
	b.level.Add(c.Name, k)
}

// debt is how long a client must wait until its bucket is not below zero.
func (b *Book) debt(c Client) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.filled(c.Name)
	if k.points >= 0 {
		return 0
	}
	return time.Duration(-k.points / b.perSecond() * float64(time.Second))
}

// Patience is how long [Book.Wait] waits at most before it comes back.
const Patience = 10 * time.Second

// Wait waits until a client is out of debt. True: it is. After [Patience] it
// comes back all the same, so that a stream can show that it lives.
func (b *Book) Wait(ctx context.Context, c Client) (paid bool, _ error) {
	if b.limits.PerMinute <= 0 {
		return true, ctx.Err()
	}
	d := b.debt(c)
	if d <= 0 {
		return true, ctx.Err()
	}
	t := time.NewTimer(max(time.Millisecond, min(d, Patience)))
	defer t.Stop()
	select {
	case <-t.C:
		return d <= Patience, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// Took is the points for work that took so long.
func Took(d time.Duration) float64 { return float64(d) / float64(PointTime) }

// ReceivedBytes is how many bytes of a request one point takes in: reading them
// makes many small things.
const ReceivedBytes = 32 << 10

// Received is the points for a request of so many bytes.
func Received(n int) float64 { return float64(n) / ReceivedBytes }

// Sent is the points for bytes that are sent. Small answers cost nothing more.
func Sent(n int) float64 {
	if n <= smallAnswer {
		return 0
	}
	return float64(n) / PointBytes
}
