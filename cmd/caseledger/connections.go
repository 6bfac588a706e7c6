package main

import (
	"net"
	"net/http"
	"sync"
	"time"

	"caseledger/graphql/clients"
)

// What one address may have of connections: so many open, so many new ones a
// minute, and so many at once before that counts.
const (
	maxConnections = 256
	newConnections = 1800
)

// crowdless accepts connections and closes those beyond an address's bounds
// before a byte is read from them.
type crowdless struct {
	net.Listener
	book *clients.Book // a point is a connection
}

// newCrowdless bounds addresses, where they tell clients apart.
func newCrowdless(ln net.Listener, bounded bool, now func() time.Time) *crowdless {
	limits := clients.Limits{PerMinute: newConnections, Burst: 2 * maxConnections, Streams: maxConnections}
	if !bounded {
		limits = clients.Limits{}
	}
	return &crowdless{ln, clients.New(limits, now)}
}

// Accept implements [net.Listener].
func (l *crowdless) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := clients.Client{Name: clients.Address(&http.Request{RemoteAddr: c.RemoteAddr().String()})}
		if l.book.Charge(http.Header{}, from, 1) {
			if end := l.book.Stream(from); end != nil {
				if t, ok := c.(*net.TCPConn); ok {
					_ = t.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true}) // one that fails has ended
				}
				return &counted{Conn: c, end: sync.OnceFunc(end)}, nil
			}
		}
		_ = c.Close() // nothing was read from it
	}
}

// counted is a connection that is counted until it is closed.
type counted struct {
	net.Conn
	end func()
}

// CloseWrite lets the HTTP server say its last word to who is still sending.
func (c *counted) CloseWrite() error {
	if t, ok := c.Conn.(*net.TCPConn); ok {
		return t.CloseWrite()
	}
	return nil
}

// Close implements [net.Conn].
func (c *counted) Close() error {
	c.end()
	return c.Conn.Close()
}
