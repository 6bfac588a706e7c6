package exec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/coder/websocket"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
)

// Front sends each request to the server of its sender's roles. The servers
// have schemas, documents and kept answers of their own, so that nothing goes
// from one role to another; what bounds the load they share. That of the public
// is made at once, any other when the first of its roles comes.
type Front struct {
	config  Config
	guard   *access.Guard
	public  *server
	others  sync.Map   // by access.Roles: *server
	making  sync.Mutex // held while one of others is made; nobody who has one waits for it
	streams atomic.Int64
	life    context.Context
	end     context.CancelFunc
}

// New makes the engine, and the public's part of it.
func New(c Config) (*Front, error) {
	life, end := context.WithCancel(context.Background())
	f := &Front{config: c, guard: c.Access, life: life, end: end}
	var err error
	if f.public, err = f.newServer(access.Public); err != nil {
		end()
		return nil, err
	}
	f.config.Clients = f.public.clients
	return f, nil
}

func (f *Front) newServer(roles access.Roles) (*server, error) {
	s, err := newServer(f.config, roles)
	if err != nil {
		return nil, fmt.Errorf("the API for %s: %w", roles, err)
	}
	s.front, s.life = f, f.life
	return s, nil
}

// server gives the server of a set of roles.
func (f *Front) server(roles access.Roles) (*server, error) {
	if roles == access.Public {
		return f.public, nil
	}
	if s, ok := f.others.Load(roles); ok {
		return s.(*server), nil
	}
	f.making.Lock()
	defer f.making.Unlock()
	if s, ok := f.others.Load(roles); ok {
		return s.(*server), nil
	}
	s, err := f.newServer(roles)
	if err == nil {
		f.others.Store(roles, s)
	}
	return s, err
}

// Close ends the streams of subscriptions, which [http.Server.Shutdown] waits
// for. Requests that are no streams are not touched.
func (f *Front) Close() error {
	f.end()
	return nil
}

// ServeHTTP implements [http.Handler].
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, s := f.identify(w, r)
	if s == nil {
		return
	}
	if id.Roles != access.Public { // a context without an identity is the public's
		r = r.WithContext(access.With(r.Context(), id))
	}
	s.ServeHTTP(w, r)
}

// who says who sent a request, and which server is for its roles.
func (f *Front) who(r *http.Request) (access.Identity, *server, error) {
	id, err := f.guard.Identify(r)
	if err != nil {
		return id, nil, err
	}
	s, err := f.server(id.Roles)
	return id, s, err
}

// identify says who sent a request, and which server is to answer. A token that
// cannot be taken is answered here, and counts like any other request of its
// sender; there is no server then.
func (f *Front) identify(w http.ResponseWriter, r *http.Request) (access.Identity, *server) {
	id, of, err := f.who(r)
	if err == nil {
		return id, of
	}
	s, h := f.public, w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	x := &exchange{w: w, r: r, client: clients.Client{Name: s.address(r)}, media: typeJSON}
	if !s.clients.Admit(r.Context(), h, x.client) {
		s.write(x, refusal(typeJSON, slowDown))
		return id, nil
	}
	var denial *access.Denial
	if !errors.As(err, &denial) {
		s.write(x, errorAnswer(typeJSON, http.StatusInternalServerError, s.faults.answer(r.Context(), nil, nil, err)))
		return id, nil
	}
	if challenge := denial.Challenge(); challenge != "" {
		h.Set("WWW-Authenticate", challenge)
	} else {
		h.Set("Retry-After", "10")
	}
	s.write(x, refusal(typeJSON, &httpError{denial.Status(), denialCode(denial), denial.Text}))
	return id, nil
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
		id, s, err := k.s.front.who(&http.Request{Header: http.Header{"Authorization": {text}}})
		var denial *access.Denial
		switch {
		case errors.As(err, &denial) && denial.Reason != access.Unreachable:
			return ctx, &closing{closeForbidden, "Forbidden"}
		case err != nil:
			return ctx, &closing{websocket.StatusTryAgainLater, "The token cannot be checked now"}
		}
		ctx = access.With(ctx, id)
		k.s, k.r = s, k.r.Clone(access.With(k.r.Context(), id))
		k.r.Header.Set("Authorization", text)
		k.from = k.s.clientOf(k.r)
	}
	return ctx, nil
}

// stillGood says whether the socket's token, if it has one, is good for one
// more operation: a socket may outlive it.
func (k *socket) stillGood() *RequestError {
	id, err := k.s.front.guard.Identify(k.r)
	if err == nil && id.Roles == k.s.roles {
		return nil
	}
	return &RequestError{code: codeUnknown, message: "the token of this socket is no longer good: connect again with another"}
}
