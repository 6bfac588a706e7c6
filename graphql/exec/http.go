package exec

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/graphql-go/graphql/language/ast"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
)

// maxTime bounds one request: reading it, waiting for a place, and making the
// answer. Writing it has bounds of its own.
const maxTime = 10 * time.Second

// lesserShare is the part of the public's caches that another set of roles has:
// all sixteen sets together take less than three times the public's.
const lesserShare = 8

// newServer makes the server of one set of roles.
func newServer(c Config, who access.Roles) (*server, error) {
	if c.Position == nil || c.Changed == nil || c.Now == nil || c.Schema == nil {
		return nil, errors.New("graphql: Schema, Position, Changed and Now are required")
	}
	schema, err := c.Schema(who)
	if err != nil {
		return nil, err
	}
	share := 1
	if who != access.Public {
		share = lesserShare
	}
	s := &server{Config: c, roles: who, schema: schema, sdl: sync.OnceValue(schema.Print), faults: faults{log: c.Logger, missing: c.Missing, later: c.Later},
		documents: newDocuments(schema, share), answers: newAnswers(keptBytes / share), frames: newFrames(keptFrameBytes / share),
		life: context.Background(), standing: standing{position: c.Position, changed: c.Changed}, clients: c.Clients, address: c.Client}
	if s.clients == nil {
		s.clients = clients.New(clients.Limits{}, c.Now)
	}
	if s.address == nil {
		s.address = clients.Address
	}
	if s.faults.log == nil {
		s.faults.log = slog.Default()
	}
	s.documents.lacking = s.lacking
	if err := s.documents.register(c.Documents); err != nil {
		return nil, fmt.Errorf("graphql: registered document: %w", err)
	}
	return s, nil
}

// server answers GraphQL over HTTP to those who have one set of roles. It is
// safe for concurrent use.
type server struct {
	Config
	roles     access.Roles
	schema    *Schema
	sdl       func() string // the schema as it is published
	documents *documents
	faults    faults
	buffers   buffers
	answers   *answers
	standing  standing
	clients   *clients.Book
	address   func(*http.Request) string // names a client without a token
	front     *Front                     // knows the servers of other roles
	frames    *frames
	life      context.Context // ends when the engine is closed
}

// ServeHTTP follows the GraphQL over HTTP specification. A request that is not
// executed is answered with 400 as application/graphql-response+json and, as
// the specification allows for old clients, with 200 as application/json.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept, Accept-Encoding, Authorization")
	h.Set("Cache-Control", "no-store")
	accept := strings.Join(r.Header.Values("Accept"), ",")
	x := &exchange{w: w, r: r, client: s.clientOf(r), media: typeJSON}
	if wantsSocket(r) {
		s.serveSocket(x)
		return
	}
	s.shareWithPages(h)
	x.stream = wantsEvents(accept)
	media, ok := negotiate(accept)
	if ok {
		x.media = media
	}
	switch {
	case !s.clients.Admit(r.Context(), h, x.client):
		s.write(x, refusal(x.media, slowDown))
	case r.Method == http.MethodOptions:
		preflight(w)
	case !ok && !x.stream:
		s.write(x, refusal(typeJSON, &httpError{http.StatusNotAcceptable, codeBadRequest, "answers are " + typeResponse + " or " + typeJSON}))
	case r.Method != http.MethodPost && r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD, OPTIONS, POST")
		s.write(x, refusal(x.media, &httpError{http.StatusMethodNotAllowed, codeBadRequest, "use POST, or GET for queries"}))
	case x.stream:
		s.serveEvents(x)
	default:
		s.serveAnswer(x)
	}
}

var (
	slowDown = &httpError{http.StatusTooManyRequests, codeRate, "too many requests: wait as long as Retry-After says"}
	crowded  = &httpError{http.StatusTooManyRequests, codeRate, "too many requests of yours are open: take their answers first"}
	full     = &httpError{http.StatusServiceUnavailable, CodeUnavailable, "too many requests at once: try again"}
)

// noRoom is the answer where no place was to be had.
func noRoom(err error) *httpError {
	if errors.Is(err, clients.ErrClient) {
		return crowded
	}
	return full
}

// exchange is one HTTP request and the way to answer it.
type exchange struct {
	w      http.ResponseWriter
	r      *http.Request
	media  string
	client clients.Client
	stream bool    // the answer is a stream: subscriptions can be answered
	paid   float64 // points that were charged
}

// charge takes points for what is about to be done.
func (s *server) charge(x *exchange, points int) bool {
	ok := s.clients.Charge(x.w.Header(), x.client, float64(points))
	if ok {
		x.paid += float64(points)
	}
	return ok
}

// serveAnswer answers a request that is no stream. The client's place is given
// back before anything is written.
func (s *server) serveAnswer(x *exchange) {
	end := s.clients.Begin(x.client)
	if end == nil {
		s.write(x, refusal(x.media, crowded))
		return
	}
	defer end()
	ctx, cancel := context.WithTimeout(x.r.Context(), maxTime)
	defer cancel()
	raw, bad := readRequest(x.w, x.r)
	if bad != nil {
		s.write(x, refusal(x.media, bad))
		return
	}
	s.clients.Settle(x.client, clients.Received(len(raw)))
	a := s.make(ctx, x, raw)
	s.write(x, a)
	s.buffers.put(a.buffer)
}

// make makes the answer, in a place of the client's.
func (s *server) make(ctx context.Context, x *exchange, raw []byte) answer {
	leave, err := s.clients.Enter(ctx, x.client)
	if err != nil {
		return refusal(x.media, noRoom(err))
	}
	defer leave()
	began, waited := s.Now(), time.Duration(0)
	defer func() { s.settle(x, began.Add(waited)) }()
	p, bad := parseParams(x.r, raw)
	if bad != nil {
		return refusal(x.media, bad)
	}
	t, errs, bad := s.prepare(x, &p)
	switch {
	case bad != nil:
		return refusal(x.media, bad)
	case errs != nil:
		return rejection(x.media, errs...)
	}
	if t.at, err = s.standing.now(ctx); err != nil {
		return errorAnswer(x.media, http.StatusInternalServerError, s.faults.answer(ctx, nil, nil, err))
	}
	if t.op.def.Operation != ast.OperationTypeQuery {
		out := s.execute(ctx, t, s.buffers.get())
		waited = t.waited
		return answer{http.StatusOK, x.media, out.body, out.body}
	}
	out, k := s.keep(ctx, t)
	waited = t.waited
	return s.packed(x, out, k)
}

// settle takes what the work since began took beyond what was paid for it.
func (s *server) settle(x *exchange, began time.Time) {
	s.clients.Settle(x.client, clients.Took(s.Now().Sub(began))-x.paid)
	x.paid = 0
}

// prepare turns parameters into an operation that may be executed.
func (s *server) prepare(x *exchange, p *params) (*task, []*RequestError, *httpError) {
	f := s.documents.find(p)
	if f.unread != "" {
		if !s.charge(x, pointsForNewDocument) {
			return nil, nil, slowDown
		}
		f.doc, f.errs = s.documents.read(f.unread)
	}
	if f.doc == nil {
		return nil, f.errs, f.bad
	}
	op, err := f.doc.operation(p.operationName)
	if err != nil {
		return nil, []*RequestError{err}, nil
	}
	if op.def.Operation == ast.OperationTypeSubscription && !x.stream {
		return nil, nil, &httpError{http.StatusNotAcceptable, codeBadRequest, "subscribe with Accept: " + typeEvents + ", or over WebSocket as " + protocol}
	}
	if x.r.Method != http.MethodPost && op.def.Operation == ast.OperationTypeMutation {
		x.w.Header().Set("Allow", "POST")
		return nil, nil, &httpError{http.StatusMethodNotAllowed, codeBadRequest, "use POST for a mutation"}
	}
	if op.def.Operation == ast.OperationTypeMutation && !s.Records {
		return nil, nil, &httpError{http.StatusForbidden, CodeForbidden, "this server records nothing"}
	}
	t := &task{doc: f.doc, op: op, given: p.variables}
	if t.variables, err = coerceVariables(&s.schema.gql, f.doc, op.def, p.variables); err != nil {
		return nil, []*RequestError{err}, nil
	}
	if t.cost = total(op.bills, t.variables); t.cost > maxCost {
		return nil, []*RequestError{{code: codeCost, message: fmt.Sprintf(
			"the operation may cost more than %d: ask for smaller pages, fewer events or shorter periods", maxCost)}}, nil
	}
	if !s.charge(x, t.cost/costPerPoint) {
		return nil, nil, slowDown
	}
	return t, nil, nil
}

// A request takes 1 point, more for a document that was not seen before, and 1
// for each hundred of its cost. What it takes beyond that is settled by the
// time it took.
const (
	pointsForNewDocument = 5
	costPerPoint         = 100
)
