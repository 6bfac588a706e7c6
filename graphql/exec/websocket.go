package exec

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"caseledger/graphql/clients"
)

// Limits of one socket, and the codes with which it is closed
// (graphql-transport-ws).
const (
	protocol   = "graphql-transport-ws"
	maxMessage = 64 << 10
	maxRunning = 20 // at once on one socket
	maxInit    = 3 * time.Second

	closeBadMessage   websocket.StatusCode = 4400
	closeUnauthorized websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeProtocol     websocket.StatusCode = 4406
	closeInitTimeout  websocket.StatusCode = 4408
	closeDuplicate    websocket.StatusCode = 4409
	closeTooManyInits websocket.StatusCode = 4429
)

func wantsSocket(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// message is one message of the protocol.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// socket is one connection.
type socket struct {
	s    *server
	c    *websocket.Conn
	r    *http.Request
	from clients.Client
	// open ends with the socket. Writes go by it alone: the library closes the
	// socket when a write is cancelled, so an operation's end must not do that.
	open context.Context

	running sync.WaitGroup
	mu      sync.Mutex
	cancels map[string]context.CancelFunc // by operation id; guarded by mu
}

// closing is an error that closes a socket with a code.
type closing struct {
	code   websocket.StatusCode
	reason string
}

func (c *closing) Error() string { return c.reason }

// serveSocket speaks graphql-transport-ws. A page of another origin is turned
// away by the library.
func (s *server) serveSocket(x *exchange) {
	if !s.clients.Admit(x.r.Context(), x.w.Header(), x.client) {
		s.write(x, refusal(x.media, slowDown))
		return
	}
	end := s.clients.Stream(x.client)
	if end == nil {
		s.write(x, refusal(x.media, crowded))
		return
	}
	defer end()
	k := &socket{s: s, r: x.r, from: x.client, cancels: map[string]context.CancelFunc{}}
	c, err := websocket.Accept(x.w, x.r, &websocket.AcceptOptions{Subprotocols: []string{protocol},
		OnPingReceived: func(ctx context.Context, b []byte) bool { return k.afford(ctx, len(b)) == nil },
		OnPongReceived: func(ctx context.Context, b []byte) { _ = k.afford(ctx, len(b)) }, // the read ends with ctx too
	})
	if err != nil {
		return // Accept has answered
	}
	c.SetReadLimit(maxMessage)
	ctx, cancel := context.WithCancel(context.WithoutCancel(x.r.Context()))
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	k.c, k.open = c, ctx
	err = k.serve(ctx)
	cancel()
	k.running.Wait()
	var why *closing
	switch {
	case errors.As(err, &why):
		_ = c.Close(why.code, why.reason) // the client may have gone
	case s.life.Err() != nil:
		_ = c.Close(websocket.StatusGoingAway, "the server stops")
	default:
		_ = c.CloseNow()
	}
}

func (k *socket) serve(ctx context.Context) error {
	if k.c.Subprotocol() != protocol {
		return &closing{closeProtocol, "Subprotocol not acceptable"}
	}
	// A read that is cancelled closes the socket without a code, so the timer
	// closes it, and the read ends by that.
	impatience := time.AfterFunc(maxInit, func() { _ = k.c.Close(closeInitTimeout, "Connection initialisation timeout") })
	m, err := k.read(ctx)
	impatience.Stop()
	switch {
	case err != nil:
		return err
	case m.Type != "connection_init":
		return &closing{closeUnauthorized, "Unauthorized"}
	}
	if ctx, err = k.admit(ctx, m.Payload); err != nil {
		return err
	}
	if err := k.write(message{Type: "connection_ack"}); err != nil {
		return err
	}
	for {
		m, err := k.read(ctx)
		if err != nil {
			return err
		}
		if err := k.handle(ctx, m); err != nil {
			return err
		}
	}
}

func (k *socket) read(ctx context.Context) (m message, err error) {
	kind, b, err := k.c.Read(ctx)
	if err != nil {
		return m, err
	}
	if err := k.afford(ctx, len(b)); err != nil {
		return m, err
	}
	if kind != websocket.MessageText || depth(b) > maxJSONDepth || json.Unmarshal(b, &m) != nil {
		return m, &closing{closeBadMessage, "Invalid message received"}
	}
	return m, nil
}

// pointsForMessage is what a client pays for any message that it sends, beside
// its bytes.
const pointsForMessage = 0.1

// afford takes the points for a message. Who sends faster than he can pay is
// read more slowly.
func (k *socket) afford(ctx context.Context, size int) error {
	k.s.clients.Settle(k.from, pointsForMessage+clients.Received(size))
	for {
		if paid, err := k.s.clients.Wait(ctx, k.from); paid || err != nil {
			return err
		}
	}
}

func (k *socket) write(m message) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return k.send(b)
}

func (k *socket) send(b []byte) error {
	ctx, cancel := context.WithTimeout(k.open, maxWrite)
	defer cancel()
	if err := k.c.Write(ctx, websocket.MessageText, b); err != nil {
		return errGone
	}
	return nil
}

func (k *socket) handle(ctx context.Context, m message) error {
	switch m.Type {
	case "connection_init":
		return &closing{closeTooManyInits, "Too many initialisation requests"}
	case "ping":
		return k.write(message{Type: "pong"})
	case "pong":
		return nil
	case "complete":
		k.mu.Lock()
		defer k.mu.Unlock()
		if cancel := k.cancels[m.ID]; cancel != nil {
			cancel()
		}
		return nil
	case "subscribe":
		return k.subscribe(ctx, m)
	}
	return &closing{closeBadMessage, "Invalid message received"}
}
