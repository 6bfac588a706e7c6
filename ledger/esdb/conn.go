package esdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"caseledger/ledger"
)

// conn runs calls of the client so that none outlives its context.
//
// The client waits for a connection without looking at the context, and a
// client whose discovery has ended is dead for ever. So discovery never ends
// (its attempts are practically unlimited), each call runs in a goroutine of
// its own that the caller may leave behind, and after a failure only one call
// at a time is let through until one has succeeded: during an outage one
// goroutine waits, not one for each caller.
type conn struct {
	client *client.Client
	proven atomic.Bool
	gate   chan struct{} // holds the one call under way while not proven
	tasks  chan func()   // unbuffered: a task goes to a worker that waits
	idlers chan struct{} // holds one token for each waiting worker
	ending chan struct{} // closed by close: no new call, no new try
	done   chan struct{} // closed when callers are sent away

	mu    sync.Mutex
	calls int           // guarded by mu; calls inside the client
	ended bool          // guarded by mu
	idle  chan struct{} // closed when ended and calls is 0
}

// attempts keeps discovery going for as long as any process lives.
const attempts = 1_000_000_000

// maxIdle bounds the workers that wait for a call.
const maxIdle = 16

func dial(connection string) (*conn, error) {
	if rest, ok := strings.CutPrefix(connection, "kurrentdb"); ok {
		return nil, fmt.Errorf("the client does not know the scheme kurrentdb; write esdb%s, the protocol is the same", scheme(rest))
	}
	config, err := client.ParseConnectionString(connection)
	if err != nil {
		return nil, err
	}
	config.MaxDiscoverAttempts = attempts
	config.Logger = client.NoopLogging()
	c, err := client.NewClient(config)
	if err != nil {
		return nil, err
	}
	return &conn{client: c, gate: make(chan struct{}, 1), tasks: make(chan func()), idlers: make(chan struct{}, maxIdle),
		ending: make(chan struct{}), done: make(chan struct{}), idle: make(chan struct{})}, nil
}

// scheme is what follows a scheme's first word, without credentials.
func scheme(rest string) string {
	head, _, _ := strings.Cut(rest, "://")
	return head + "://…"
}

// do runs one call. Its error is the context's when that ends first; the call
// may then still be carried out.
func do[T any](ctx context.Context, c *conn, call func(*client.Client) (T, error)) (T, error) {
	var zero T
	probe := !c.proven.Load()
	if probe {
		select {
		case c.gate <- struct{}{}:
		case <-ctx.Done():
			return zero, ctx.Err()
		case <-c.ending:
			return zero, ledger.ErrClosed
		}
	}
	if !c.enter() {
		if probe {
			<-c.gate
		}
		return zero, ledger.ErrClosed
	}
	type result struct {
		value T
		err   error
	}
	answer := make(chan result, 1)
	c.run(func() {
		value, err := call(c.client)
		c.proven.Store(!unreachable(err))
		if probe {
			<-c.gate
		}
		c.leave()
		answer <- result{value, err}
	})
	select {
	case r := <-answer:
		return r.value, r.err
	case <-ctx.Done():
		return zero, ctx.Err()
	case <-c.done:
		return zero, ledger.ErrClosed
	}
}

// run gives the task to a waiting worker, or to a new one. Workers are kept
// because a call needs a deep stack, and growing one costs more than the rest.
func (c *conn) run(task func()) {
	select {
	case c.tasks <- task:
	default:
		go c.work(task)
	}
}

func (c *conn) work(task func()) {
	for {
		task()
		select {
		case c.idlers <- struct{}{}:
		default:
			return // enough workers wait already
		}
		select {
		case task = <-c.tasks:
			<-c.idlers
		case <-c.ending:
			return
		}
	}
}

func (c *conn) enter() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.calls++
	}
	return !c.ended
}

// leave frees the client once it is closed and the last call has come back: a
// client that is closed under a call panics.
func (c *conn) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls--
	c.free()
}

// free is called with mu held.
func (c *conn) free() {
	if c.ended && c.calls == 0 {
		c.client.Close()
		close(c.idle)
	}
}

// close lets calls under way come back within the grace and then sends their
// callers away.
func (c *conn) close(grace time.Duration) {
	c.mu.Lock()
	if c.ended {
		c.mu.Unlock()
		return
	}
	c.ended = true
	close(c.ending)
	c.free()
	c.mu.Unlock()
	t := time.NewTimer(grace)
	defer t.Stop()
	select {
	case <-c.idle:
	case <-t.C:
	}
	close(c.done)
}

// unreachable says whether the error means that no server was reached.
func unreachable(err error) bool {
	switch code(err) {
	case client.ErrorUnavailable, client.ErrorCodeConnectionClosed, client.ErrorCodeDeadlineExceeded, client.ErrorCodeNotLeader:
		return true
	}
	return status.Code(err) == codes.Unavailable
}

// code is the client's error code; the library's own helper does not unwrap.
func code(err error) client.ErrorCode {
	if e, ok := errors.AsType[*client.Error](err); ok {
		return e.Code()
	}
	return client.ErrorCodeUnknown
}

// grpcCode is the status code behind an error of the client.
func grpcCode(err error) codes.Code {
	if e, ok := errors.AsType[*client.Error](err); ok && e.Err() != nil {
		return status.Code(e.Err())
	}
	return status.Code(err)
}

// refusal is the final answer behind an error, or nil where another try may
// succeed. Code Unknown alone is not final: the client gives it to early
// errors that lost their status.
func refusal(err error) error {
	switch code(err) {
	case client.ErrorCodeAccessDenied:
		return errors.New("access denied: the user needs to read $all and to write the ledger's streams")
	case client.ErrorCodeUnauthenticated:
		return errors.New("not authenticated: check user name and password in the connection string")
	case client.ErrorCodeStreamDeleted, client.ErrorCodeUnsupportedFeature:
		return err
	}
	switch grpcCode(err) {
	case codes.InvalidArgument, codes.ResourceExhausted, codes.Unimplemented:
		return err
	}
	return nil
}
