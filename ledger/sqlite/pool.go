package sqlite

import (
	"errors"
	"sync"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// pool keeps connections for reading. They are held for one batch at a time
// and never while a caller works on what was read, so a few serve many.
type pool struct {
	open  func() (*sqlite.Conn, error)
	slots chan struct{} // holds one token for each connection in use

	mu     sync.Mutex
	idle   []*sqlite.Conn // guarded by mu
	closed bool           // guarded by mu
}

func newPool(size int, open func() (*sqlite.Conn, error)) *pool {
	return &pool{open: open, slots: make(chan struct{}, size)}
}

// get gives a connection that the caller must put back soon.
func (p *pool) get() (*sqlite.Conn, error) {
	p.slots <- struct{}{}
	p.mu.Lock()
	closed, n := p.closed, len(p.idle)
	var conn *sqlite.Conn
	if !closed && n > 0 {
		conn = p.idle[n-1]
		p.idle = p.idle[:n-1]
	}
	p.mu.Unlock()
	var err error
	switch {
	case closed:
		err = ledger.ErrClosed
	case conn == nil:
		conn, err = p.open()
	}
	if err != nil {
		<-p.slots
		return nil, err
	}
	return conn, nil
}

// put takes a connection back.
func (p *pool) put(conn *sqlite.Conn) {
	p.mu.Lock()
	p.idle = append(p.idle, conn)
	p.mu.Unlock()
	<-p.slots
}

// close waits until all connections are back and closes them.
func (p *pool) close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	var errs []error
	for _, conn := range p.idle {
		errs = append(errs, conn.Close())
	}
	p.idle = nil
	for range cap(p.slots) {
		<-p.slots
	}
	return errors.Join(errs...)
}
