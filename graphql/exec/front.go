package exec

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/coder/websocket"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
)

// Front sends each request to the server of its audience. The servers have
// schemas, documents and kept answers of their own, so that nothing goes from
// one audience to another; what bounds the load they share.
type Front struct {
	guard   *access.Guard
	sdl     func(access.Audience) string
	servers map[access.Audience]*server
	end     context.CancelFunc
}

// New makes the servers of all audiences that the guard can tell apart.
func New(c Config) (*Front, error) {
	life, end := context.WithCancel(context.Background())
	f := &Front{guard: c.Access, sdl: c.SDL, servers: map[access.Audience]*server{}, end: end}
	audiences := []access.Audience{access.Public}
	if c.Access != nil {
		audiences = access.Audiences()
	}
	for _, who := range audiences {
		s, err := newServer(c, who)
		if err != nil {
			end()
			return nil, err
		}
		s.front, s.life = f, life
		if public := f.servers[access.Public]; public != nil {
			s.clients = public.clients
		}
		f.servers[who] = s
	}
	return f, nil
}

// Close ends the streams of subscriptions, which [http.Server.Shutdown] waits
// for. Requests that are no streams are not touched.
func (f *Front) Close() error {
	f.end()
	return nil
}

// ServeHTTP implements [http.Handler].
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, ok := f.identify(w, r)
	if !ok {
		return
	}
	if id.Audience != access.Public { // a context without an identity is the public's
		r = r.WithContext(access.With(r.Context(), id))
	}
	f.servers[id.Audience].ServeHTTP(w, r)
}

// identify says who sent a request. A token that cannot be taken is answered
// here, and counts like any other request of its sender.
func (f *Front) identify(w http.ResponseWriter, r *http.Request) (access.Identity, bool) {
	id, err := f.guard.Identify(r)
	if err == nil {
		return id, true
	}
	s, h := f.servers[access.Public], w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	x := &exchange{w: w, r: r, client: clients.Client{Name: s.address(r)}, media: typeJSON}
	if !s.clients.Admit(r.Context(), h, x.client) {
		s.write(x, refusal(typeJSON, slowDown))
		return id, false
	}
	var denial *access.Denial
	if !errors.As(err, &denial) {
		s.write(x, errorAnswer(typeJSON, http.StatusInternalServerError, s.faults.answer(r.Context(), nil, nil, err)))
		return id, false
	}
	if challenge := denial.Challenge(); challenge != "" {
		h.Set("WWW-Authenticate", challenge)
	} else {
		h.Set("Retry-After", "10")
	}
	s.write(x, refusal(typeJSON, &httpError{denial.Status(), denialCode(denial), denial.Text}))
	return id, false
}

func denialCode(d *access.Denial) string {
	switch d.Reason {
	case access.NotEntitled:
		return CodeForbidden
	case access.Unreachable:
		return CodeUnavailable
	}
	return codeUnknown
}

// clientOf names whom a request counts for: the holder of its token, else its
// sender.
func (s *server) clientOf(r *http.Request) clients.Client {
	if id := access.Of(r.Context()); id.Subject != "" {
		return clients.Client{Name: id.Subject, Known: true}
	}
	return clients.Client{Name: s.address(r)}
}

// admit takes the token that a socket's connection_init may carry, in the way
// of a header: {"Authorization": "Bearer …"}. From then on the socket belongs
// to its holder. A token in the request that opened the socket stays good
// where connection_init has none.
func (k *socket) admit(ctx context.Context, payload json.RawMessage) (context.Context, error) {
	var members map[string]any
	if len(payload) > 0 && string(payload) != "null" && json.Unmarshal(payload, &members) != nil {
		return ctx, &closing{closeBadMessage, "Invalid message received"}
	}
	for name, v := range members {
		if !strings.EqualFold(name, "Authorization") {
			continue
		}
		text, _ := v.(string)
		id, err := k.s.front.guard.Identify(&http.Request{Header: http.Header{"Authorization": {text}}})
		var denial *access.Denial
		switch {
		case errors.As(err, &denial) && denial.Reason != access.Unreachable:
			return ctx, &closing{closeForbidden, "Forbidden"}
		case err != nil:
			return ctx, &closing{websocket.StatusTryAgainLater, "The token cannot be checked now"}
		}
		ctx = access.With(ctx, id)
		k.s, k.r = k.s.front.servers[id.Audience], k.r.Clone(access.With(k.r.Context(), id))
		k.r.Header.Set("Authorization", text)
		k.from = k.s.clientOf(k.r)
	}
	return ctx, nil
}

// stillGood says whether the socket's token, if it has one, is good for one
// more operation: a socket may outlive it.
func (k *socket) stillGood() *RequestError {
	id, err := k.s.front.guard.Identify(k.r)
	if err == nil && id.Audience == k.s.audience {
		return nil
	}
	return &RequestError{code: codeUnknown, message: "the token of this socket is no longer good: connect again with another"}
}
