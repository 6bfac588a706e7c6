package exec

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"caseledger/graphql/clients"
)

// Bounds of the answers that are held for equal subscribers of the public.
const (
	keptFrames     = 1 << 12
	keptFrameBytes = 16 << 20
)

// frames are answers, each executed once for all subscribers that ask the same.
// It is safe for concurrent use.
type frames struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[frameKey, *pending] // guarded by mu
	bytes int                                // of those in kept that are executed; guarded by mu
	room  int                                // the most that bytes may be
}

// frameKey identifies an answer: operation with variables, and the record or
// position that it is about.
type frameKey struct {
	key digest
	at  uint64
}

type pending struct {
	once  sync.Once
	frame frame
	size  int // guarded by frames.mu; 0 before it is executed
}

func newFrames(room int) *frames {
	f := &frames{room: room}
	f.kept, _ = simplelru.NewLRU(keptFrames, func(_ frameKey, p *pending) { f.bytes -= p.size }) // fails for sizes below 1 only
	return f
}

// has says whether an answer is there, or being executed by someone else.
func (f *frames) has(k frameKey) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.kept.Contains(k)
}

// get gives the answer, executing it for the first who asks. One that failed is
// not kept: the next who asks tries again.
func (f *frames) get(k frameKey, execute func() frame) frame {
	f.mu.Lock()
	p, ok := f.kept.Get(k)
	if !ok {
		p = &pending{}
		f.kept.Add(k, p)
	}
	f.mu.Unlock()
	p.once.Do(func() {
		p.frame = execute()
		f.weigh(k, p)
	})
	return p.frame
}

// weigh counts an answer that has been executed, and makes room for it.
func (f *frames) weigh(k frameKey, p *pending) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now, ok := f.kept.Peek(k); !ok || now != p {
		return
	}
	if p.frame.failed {
		f.kept.Remove(k)
		return
	}
	p.size = len(p.frame.body)
	for f.bytes += p.size; f.bytes > f.room; {
		f.kept.RemoveOldest()
	}
}

// pointsForFrame is what it takes to hand an answer to a subscriber.
const pointsForFrame = 0.01

// made gives an answer. Who executes it pays for it, by its cost or by its
// time, whichever is more.
func (s *server) made(ctx context.Context, x *exchange, t *task, to sink, k frameKey, execute func() frame) (f frame, err error) {
	if s.frames.has(k) {
		return s.frames.get(k, execute), nil
	}
	err = s.step(ctx, x, to, func() error {
		x.paid = float64(t.cost) / costPerPoint
		s.clients.Settle(x.client, x.paid)
		f = s.frames.get(k, execute)
		return nil
	})
	return f, err
}

func (s *server) send(x *exchange, to sink, f frame) error {
	s.clients.Settle(x.client, pointsForFrame+clients.Sent(len(f.body)))
	return to.next(f)
}

// step does a piece of a stream's work when its client is out of debt, one
// after the other for each client, and settles what it took. While it waits the
// stream shows that it lives.
func (s *server) step(ctx context.Context, x *exchange, to sink, work func() error) error {
	for {
		paid, err := s.clients.Wait(ctx, x.client)
		if err != nil {
			return err
		}
		if paid {
			break
		}
		if err := to.beat(); err != nil {
			return err
		}
	}
	leave, err := s.clients.Step(ctx, x.client)
	if err != nil {
		return err
	}
	defer leave()
	defer s.settle(x, s.Now())
	return work()
}
