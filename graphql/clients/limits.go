package clients

import (
	"runtime"
	"time"
)

// Limits are what one client may take. The zero Limits bound no client; the
// bounds on all clients together hold all the same.
type Limits struct {
	// PerMinute is how many points come back in a minute, evenly; 0 is no
	// limit on any client.
	PerMinute int
	// Burst is how many points a bucket holds; 0 means a quarter of PerMinute.
	Burst int
	// AtOnce is how many answers are made for one client at a time; 0 means
	// half as many as there are processors, at least one.
	AtOnce int
	// Requests and Streams bound what is open at a time; 0 means 64 each.
	Requests, Streams int
	// Waiting bounds the bytes that wait to be written to one client, 0 means
	// 16 MiB. An answer that waits alone may be larger.
	Waiting int64
}

// Bounds on all clients together, for the public and for holders of tokens
// each: neither can take what the other needs.
const (
	maxAtOnce  = 64
	maxWaiting = 256 << 20
	// Small answers are not counted: the network's own buffers take them, and
	// so nobody is refused a small answer because others do not read.
	smallAnswer = 32 << 10
	// maxQueue bounds a client's requests that wait for its own places.
	maxQueue = 32
	// knownFactor is how much more than an address the holder of a token may
	// do at once: it may be a program that records for many, and appends wait
	// for the disk together.
	knownFactor = 32
)

// PointTime is how long one point lets a client keep a processor busy.
const PointTime = 3 * time.Millisecond

// PointBytes is how many bytes one point sends.
const PointBytes = 256 << 10

func (l Limits) complete() Limits {
	if l.PerMinute <= 0 {
		return Limits{}
	}
	def := func(v *int, d int) {
		if *v <= 0 {
			*v = max(1, d)
		}
	}
	def(&l.Burst, l.PerMinute/4)
	def(&l.AtOnce, runtime.GOMAXPROCS(0)/2)
	def(&l.Requests, 64)
	def(&l.Streams, 64)
	if l.Waiting <= 0 {
		l.Waiting = 16 << 20
	}
	return l
}
