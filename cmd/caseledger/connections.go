package main

import (
	"net"
	"net/http"
	"sync"

	"caseledger/graphql/clients"
)

// maxConnections bounds the connections of one address.
const maxConnections = 256

// crowdless accepts connections and closes those beyond an address's bound
// before a byte is read from them.
type crowdless struct {
	net.Listener
	mu   sync.Mutex
	open map[string]int // by address; guarded by mu
}

func newCrowdless(ln net.Listener) *crowdless {
	return &crowdless{Listener: ln, open: map[string]int{}}
}

// Accept implements [net.Listener].
func (l *crowdless) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := clients.Address(&http.Request{RemoteAddr: c.RemoteAddr().String()})
		if l.count(from) {
			return &counted{Conn: c, leave: sync.OnceFunc(func() { l.forget(from) })}, nil
		}
		_ = c.Close() // nothing was read from it
	}
}

func (l *crowdless) count(from string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from] >= maxConnections {
		return false
	}
	l.open[from]++
	return true
}

func (l *crowdless) forget(from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from]--; l.open[from] == 0 {
		delete(l.open, from)
	}
}

// counted is a connection that is counted until it is closed.
type counted struct {
	net.Conn
	leave func()
}

// Close implements [net.Conn].
func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
