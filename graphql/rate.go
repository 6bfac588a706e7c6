package graphql

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Rate is how much each client may ask: a bucket of points that fills up
// steadily. A request takes 1 point, 1 more for each hundred of its cost, and
// 5 more for a document that was not seen before. The zero Rate is no limit.
type Rate struct {
	PerMinute int // points that come back in a minute, evenly
	Burst     int // points that a bucket holds; 0 means PerMinute
}

const (
	pointsForNewDocument = 5
	costPerPoint         = 100
	// rememberedClients bounds the buckets; a forgotten client has a full one.
	rememberedClients = 1 << 14
)

// buckets holds one bucket for each client. It is safe for concurrent use.
type buckets struct {
	rate  Rate
	now   func() time.Time
	mu    sync.Mutex
	level *lru.Cache[string, bucket] // guarded by mu: a take is one step
}

type bucket struct {
	points float64
	at     time.Time
}

func newBuckets(r Rate, now func() time.Time) *buckets {
	if r.PerMinute <= 0 {
		return nil
	}
	if r.Burst <= 0 {
		r.Burst = r.PerMinute
	}
	level, _ := lru.New[string, bucket](rememberedClients) // fails for sizes below 1 only
	return &buckets{rate: r, now: now, level: level}
}

// allowance is what a client has left.
type allowance struct {
	ok        bool
	remaining int
	reset     time.Duration // until the bucket is full again
	wait      time.Duration // until the points that were refused are there
}

// take takes points out of a client's bucket, if they are there. A request
// that wants more than a bucket holds takes all of a full one.
func (b *buckets) take(client string, points int) allowance {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, full, perSecond := b.now(), float64(b.rate.Burst), float64(b.rate.PerMinute)/60
	k, known := b.level.Get(client)
	if !known {
		k = bucket{full, now}
	}
	k.points = min(full, k.points+max(0, now.Sub(k.at).Seconds())*perSecond)
	k.at = now
	want := min(float64(points), full)
	a := allowance{ok: k.points >= want}
	if a.ok {
		k.points -= want
	} else {
		a.wait = seconds((want - k.points) / perSecond)
	}
	b.level.Add(client, k)
	a.remaining, a.reset = int(k.points), seconds((full-k.points)/perSecond)
	return a
}

func seconds(s float64) time.Duration { return time.Duration(math.Ceil(s)) * time.Second }

// charge takes points for a request and says so in the headers. False: the
// client has to wait.
func (b *buckets) charge(h http.Header, client string, points int) bool {
	if b == nil || points <= 0 {
		return true
	}
	a := b.take(client, points)
	h.Set("RateLimit-Limit", strconv.Itoa(b.rate.Burst))
	h.Set("RateLimit-Remaining", strconv.Itoa(a.remaining))
	h.Set("RateLimit-Reset", strconv.Itoa(int(a.reset.Seconds())))
	if !a.ok {
		h.Set("Retry-After", strconv.Itoa(max(1, int(a.wait.Seconds()))))
	}
	return a.ok
}

// remoteClient names a client by its address, IPv6 by its network: whoever has
// one address there has 2⁶⁴.
func remoteClient(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil || addr.Unmap().Is4() {
		return host
	}
	p, err := addr.Prefix(64)
	if err != nil {
		return host
	}
	return p.String()
}
