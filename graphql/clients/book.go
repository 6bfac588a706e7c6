package clients

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// rememberedClients bounds the buckets; a forgotten client has a full one.
const rememberedClients = 1 << 14

// Book holds what all clients have taken. It is safe for concurrent use.
type Book struct {
	limits Limits
	now    func() time.Time
	places [2]chan struct{} // of the public, and of holders of tokens

	mu       sync.Mutex
	level    *simplelru.LRU[string, bucket] // guarded by mu
	uses     map[string]*use                // of clients that hold something; guarded by mu
	waiting  [2]int64                       // bytes not yet written; guarded by mu
	refusals refusals                       // guarded by mu
}

// New makes a book.
func New(l Limits, now func() time.Time) *Book {
	level, _ := simplelru.NewLRU[string, bucket](rememberedClients, nil) // fails for sizes below 1 only
	b := &Book{limits: l.complete(), now: now, level: level, uses: map[string]*use{}}
	for i := range b.places {
		b.places[i] = make(chan struct{}, maxAtOnce)
	}
	return b
}

// use is what one client holds now. It is dropped when that is nothing.
type use struct {
	turns             chan struct{} // one entry for each answer being made
	holds             int           // reasons to keep this; guarded by Book.mu
	queue             int           // who waits for turns; guarded by Book.mu
	requests, streams int           // guarded by Book.mu
	slowed            int           // refusals that are held back; guarded by Book.mu
	waiting           int64         // guarded by Book.mu
}

// hold gives a client's use; give it back with drop. b.mu is held.
func (b *Book) hold(c Client) *use {
	u := b.uses[c.Name]
	if u == nil {
		n := b.limits.AtOnce
		if c.Known {
			n *= knownFactor
		}
		u = &use{turns: make(chan struct{}, n)}
		b.uses[c.Name] = u
	}
	u.holds++
	return u
}

// drop gives a use back. b.mu is held.
func (b *Book) drop(c Client, u *use) {
	if u.holds--; u.holds == 0 {
		delete(b.uses, c.Name)
	}
}

// bounded says whether single clients are bounded at all.
func (b *Book) bounded() bool { return b.limits.PerMinute > 0 }

func side(c Client) int {
	if c.Known {
		return 1
	}
	return 0
}

var (
	// ErrClient: this client has too much open already.
	ErrClient = errors.New("too much at once from this client")
	// ErrFull: all clients together have.
	ErrFull = errors.New("too much at once from all clients")
)

// Enter waits for a place to make an answer, until the context ends. Leave
// gives it back; call it before the answer is written. Errors are [ErrClient]
// and [ErrFull].
func (b *Book) Enter(ctx context.Context, c Client) (leave func(), _ error) {
	queue := maxQueue
	if c.Known {
		queue *= knownFactor
	}
	leaveOwn, err := b.own(ctx, c, queue)
	if err != nil {
		return nil, err
	}
	place := b.places[side(c)]
	select {
	case place <- struct{}{}:
		return func() { <-place; leaveOwn() }, nil
	default:
	}
	select {
	case place <- struct{}{}:
		return func() { <-place; leaveOwn() }, nil
	case <-ctx.Done():
		leaveOwn()
		b.Refuse()
		return nil, ErrFull
	}
}

// Step waits for one of the client's own places: what its streams do, they do
// one after the other. It fails with [ErrClient] when the context ends.
func (b *Book) Step(ctx context.Context, c Client) (leave func(), _ error) {
	return b.own(ctx, c, math.MaxInt) // streams are bounded already
}

// own waits for one of the client's own places, if no more than so many wait.
func (b *Book) own(ctx context.Context, c Client, queue int) (leave func(), _ error) {
	if !b.bounded() {
		return func() {}, nil
	}
	b.mu.Lock()
	u := b.hold(c)
	if u.queue >= queue {
		b.drop(c, u)
		b.mu.Unlock()
		return nil, ErrClient
	}
	u.queue++
	b.mu.Unlock()
	var err error
	select {
	case u.turns <- struct{}{}:
	case <-ctx.Done():
		err = ErrClient
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if u.queue--; err != nil {
		b.drop(c, u)
		return nil, err
	}
	return func() {
		<-u.turns
		b.mu.Lock()
		defer b.mu.Unlock()
		b.drop(c, u)
	}, nil
}

// Begin counts a request that a client has open, until end is called. Nil: it
// has too many.
func (b *Book) Begin(c Client) (end func()) {
	limit := b.limits.Requests
	if c.Known {
		limit *= knownFactor
	}
	return b.open(c, func(u *use) *int { return &u.requests }, limit)
}

// Stream counts a stream that a client has open, until end is called. Nil: it
// has too many.
func (b *Book) Stream(c Client) (end func()) {
	return b.open(c, func(u *use) *int { return &u.streams }, b.limits.Streams)
}

func (b *Book) open(c Client, count func(*use) *int, limit int) (end func()) {
	if !b.bounded() {
		return func() {}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	u := b.hold(c)
	if *count(u) >= limit {
		b.drop(c, u)
		return nil
	}
	*count(u)++
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		*count(u)--
		b.drop(c, u)
	}
}
