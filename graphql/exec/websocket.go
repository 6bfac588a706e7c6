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
	"github.com/graphql-go/graphql/language/ast"

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

// pointsForMessage is what a client pays for any message that it sends, and
// bytesForPoint for its length.
const (
	pointsForMessage = 0.1
	bytesForPoint    = 64 << 10
)

// afford takes the points for a message. Who sends faster than he can pay is
// read more slowly.
func (k *socket) afford(ctx context.Context, size int) error {
	k.s.clients.Settle(k.from, pointsForMessage+float64(size)/bytesForPoint)
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

func (k *socket) subscribe(ctx context.Context, m message) error {
	v, err := decodeJSON(m.Payload)
	body, ok := v.(map[string]any)
	if m.ID == "" || err != nil || !ok {
		return &closing{closeBadMessage, "Invalid message received"}
	}
	p, bad := paramsOf(body)
	if bad != nil {
		return &closing{closeBadMessage, "Invalid message received"}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cancels[m.ID] != nil {
		return &closing{closeDuplicate, "Subscriber for " + firstLine(m.ID) + " already exists"}
	}
	if len(k.cancels) >= maxRunning {
		return k.write(message{ID: m.ID, Type: "error", Payload: errorList(&RequestError{code: codeRate, message: "too many operations on one socket"})})
	}
	ctx, cancel := context.WithCancel(ctx)
	k.cancels[m.ID] = cancel
	k.running.Go(func() {
		last, ok := k.run(ctx, m.ID, &p)
		cancel()
		k.mu.Lock()
		delete(k.cancels, m.ID) // before the last word: after it the client may use the id again
		k.mu.Unlock()
		if ok {
			_ = k.write(last) // the client has gone; the read ends too
		}
	})
	return nil
}

// run executes one operation to its end and gives the last message about it,
// if there is one to send.
func (k *socket) run(ctx context.Context, id string, p *params) (last message, ok bool) {
	failed := func(list json.RawMessage) (message, bool) {
		return message{ID: id, Type: "error", Payload: list}, true
	}
	x := &exchange{w: headerOnly{}, r: k.r, media: typeJSON, client: k.from, stream: true}
	if !k.s.charge(x, 1) {
		return failed(errorList(&RequestError{code: slowDown.code, message: slowDown.message}))
	}
	if err := k.stillGood(); err != nil {
		_ = k.write(message{ID: id, Type: "error", Payload: errorList(err)}) // the client has gone
		return
	}
	t, errs, bad := k.s.ready(ctx, x, func() (params, *httpError) { return *p, nil })
	if bad != nil {
		errs = []*RequestError{{code: bad.code, message: bad.message}}
	}
	if errs != nil {
		return failed(errorList(errs...))
	}
	if t.op.def.Operation == ast.OperationTypeSubscription {
		err := k.s.stream(ctx, x, t, nil, &channel{k, ctx, id})
		if ctx.Err() != nil && k.s.life.Err() == nil {
			return last, false // the client completed it, or the socket ended
		}
		if !k.s.ended(ctx, err) {
			return failed(appendErrors(nil, []answerError{k.s.faults.answer(ctx, nil, nil, err)}))
		}
	} else if err := (&channel{k, ctx, id}).next(frame{body: k.s.once(ctx, x, t)}); err != nil {
		return failed(appendErrors(nil, []answerError{k.s.faults.answer(ctx, nil, nil, err)}))
	}
	return message{ID: id, Type: "complete"}, true
}

func errorList(errs ...*RequestError) json.RawMessage {
	answers := make([]answerError, len(errs))
	for i, e := range errs {
		answers[i] = e.answer()
	}
	return appendErrors(nil, answers)
}

// channel is one operation's place on a socket.
type channel struct {
	k   *socket
	ctx context.Context
	id  string
}

// next sends the answer as it is: the body is JSON already.
func (c *channel) next(f frame) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	release, err := c.k.s.clients.Hold(c.k.from, len(f.body))
	if err != nil {
		return err
	}
	defer release()
	b := append([]byte(`{"type":"next","id":`), appendString(nil, c.id)...)
	b = append(b, `,"payload":`...)
	b = append(b, f.body...)
	b = append(b, '}')
	return c.k.send(b)
}

func (c *channel) beat() error { return c.k.write(message{Type: "ping"}) }

// headerOnly takes the headers of an answer that has none.
type headerOnly http.Header

func (h headerOnly) Header() http.Header         { return http.Header(h) }
func (h headerOnly) Write(b []byte) (int, error) { return len(b), nil }
func (h headerOnly) WriteHeader(int)             {}
