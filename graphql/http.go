package graphql

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"

	"caseledger/graphql/access"
)

// maxTime bounds one request, maxAtOnce the operations that execute at the
// same time; more wait for their turn within their own time.
const (
	maxTime   = 10 * time.Second
	maxAtOnce = 64
)

// New is the API's handler. It serves /graphql, /schema.graphql and /graphiql
// under these full paths. It implements [io.Closer]: Close ends the streams of
// subscriptions, which [http.Server.Shutdown] waits for.
func New(d Deps) (http.Handler, error) {
	life, end := context.WithCancel(context.Background())
	f, err := newFront(d, life)
	if err != nil {
		end()
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", f)
	mux.HandleFunc("GET /schema.graphql", f.serveSDL)
	mux.Handle("GET /graphiql/", graphiqlHandler())
	mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusMovedPermanently))
	return &handler{mux, end}, nil
}

// handler is what New gives.
type handler struct {
	http.Handler
	end context.CancelFunc
}

// Close ends all streams. Requests that are no streams are not touched.
func (h *handler) Close() error {
	h.end()
	return nil
}

// newServer makes the server of one audience.
func newServer(d Deps, who access.Audience) (*server, error) {
	if d.Views == nil || d.Store == nil || d.Now == nil {
		return nil, errors.New("graphql: Views, Store and Now are required")
	}
	a := newAPI(d)
	schema, err := newSchema(a, who)
	if err != nil {
		return nil, err
	}
	s := &server{api: a, audience: who, schema: schema, faults: faults{log: d.Logger}, turns: make(chan struct{}, maxAtOnce), answers: newAnswers(), frames: newFrames(), tail: tail{views: d.Views}, life: context.Background(),
		standing: standing{views: d.Views}, buckets: newBuckets(d.Rate, d.Now), client: d.Client, observe: d.Observe}
	if s.client == nil {
		s.client = remoteClient
	}
	if s.faults.log == nil {
		s.faults.log = slog.Default()
	}
	s.documents = newDocuments(&s.schema)
	if err := s.documents.register(d.Documents); err != nil {
		return nil, fmt.Errorf("graphql: registered document: %w", err)
	}
	return s, nil
}

// server answers GraphQL over HTTP to one audience. It is safe for concurrent
// use.
type server struct {
	api       *api
	audience  access.Audience
	schema    gql.Schema
	documents *documents
	faults    faults
	buffers   buffers
	answers   *answers
	standing  standing
	buckets   *buckets // nil where there is no limit
	client    func(*http.Request) string
	observe   func(context.Context, Operation) (context.Context, func(bool)) // nil where nobody does
	front     *front                                                         // knows the servers of other audiences
	tail      tail
	frames    frames
	streams   atomic.Int64
	life      context.Context // ends when the handler is closed
	turns     chan struct{}   // one entry for each operation that executes
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
	client := s.clientOf(r)
	if wantsSocket(r) {
		s.serveSocket(w, r, client)
		return
	}
	stream := wantsEvents(accept)
	media, ok := negotiate(accept)
	if !ok && !stream {
		s.refuse(w, typeJSON, &httpError{http.StatusNotAcceptable, codeBadRequest, "answers are " + typeResponse + " or " + typeJSON})
		return
	}
	switch r.Method {
	case http.MethodPost, http.MethodGet, http.MethodHead:
	default:
		h.Set("Allow", "GET, HEAD, POST")
		s.refuse(w, media, &httpError{http.StatusMethodNotAllowed, codeBadRequest, "use POST, or GET for queries"})
		return
	}
	if !s.buckets.charge(h, client, 1) {
		s.refuse(w, media, slowDown)
		return
	}
	p, herr := readParams(w, r)
	if herr != nil {
		s.refuse(w, media, herr)
		return
	}
	x := &exchange{w, r, media, client, stream}
	if stream {
		s.serveEvents(x, &p)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxTime)
	defer cancel()
	s.answer(ctx, x, &p)
}

var slowDown = &httpError{http.StatusTooManyRequests, codeRate, "too many requests: wait as long as Retry-After says"}

// exchange is one HTTP request and the way to answer it.
type exchange struct {
	w      http.ResponseWriter
	r      *http.Request
	media  string
	client string
	stream bool // the answer is a stream: subscriptions can be answered
}

// answer executes a request and writes what came of it.
func (s *server) answer(ctx context.Context, x *exchange, p *params) {
	t, errs, herr := s.prepare(x, p)
	if herr == nil && errs == nil {
		select {
		case s.turns <- struct{}{}:
			defer func() { <-s.turns }()
		case <-ctx.Done():
			herr = &httpError{http.StatusServiceUnavailable, codeUnavailable, "too many requests at once: try again"}
		}
	}
	switch {
	case herr != nil:
		s.refuse(x.w, x.media, herr)
		return
	case errs != nil:
		s.reject(x.w, x.media, errs...)
		return
	}
	var err error
	if t.at, err = s.standing.now(ctx); err != nil {
		s.sendErrors(x.w, x.media, http.StatusInternalServerError, s.faults.answer(ctx, nil, nil, err))
		return
	}
	if t.op.def.Operation != ast.OperationTypeQuery {
		out := s.execute(ctx, t, s.buffers.get())
		s.send(x.w, x.media, http.StatusOK, out.body)
		s.buffers.put(out.body)
		return
	}
	out, k := s.keep(ctx, t)
	s.sendAnswer(x, out, k)
	if k == nil {
		s.buffers.put(out.body)
	}
}

// prepare turns parameters into an operation that may be executed.
func (s *server) prepare(x *exchange, p *params) (*task, []*requestError, *httpError) {
	f := s.documents.find(p)
	if f.fresh && !s.buckets.charge(x.w.Header(), x.client, pointsForNewDocument) {
		return nil, nil, slowDown
	}
	if f.doc == nil {
		return nil, f.errs, f.bad
	}
	op, err := f.doc.operation(p.operationName)
	if err != nil {
		return nil, []*requestError{err}, nil
	}
	if op.def.Operation == ast.OperationTypeSubscription && !x.stream {
		return nil, nil, &httpError{http.StatusNotAcceptable, codeBadRequest, "subscribe with Accept: " + typeEvents + ", or over WebSocket as " + protocol}
	}
	if x.r.Method != http.MethodPost && op.def.Operation == ast.OperationTypeMutation {
		x.w.Header().Set("Allow", "POST")
		return nil, nil, &httpError{http.StatusMethodNotAllowed, codeBadRequest, "use POST for a mutation"}
	}
	if op.def.Operation == ast.OperationTypeMutation && (s.api.desk == nil || !access.Of(x.r.Context()).May(access.Record)) {
		return nil, nil, &httpError{http.StatusForbidden, codeForbidden, "this client may not record anything here"}
	}
	t := &task{doc: f.doc, op: op, given: p.variables}
	if t.variables, err = coerceVariables(&s.schema, op.def, p.variables); err != nil {
		return nil, []*requestError{err}, nil
	}
	if t.cost = total(op.bills, t.variables); t.cost > maxCost {
		return nil, []*requestError{{code: codeCost, message: fmt.Sprintf(
			"the operation may cost more than %d: ask for smaller pages, fewer events or shorter periods", maxCost)}}, nil
	}
	if !s.buckets.charge(x.w.Header(), x.client, t.cost/costPerPoint) {
		return nil, nil, slowDown
	}
	return t, nil, nil
}

// smallest is the size from which a body is worth compressing.
const smallest = 1 << 10

// sendAnswer writes the answer to a query. k is set if it is kept.
func (s *server) sendAnswer(x *exchange, out outcome, k *kept) {
	h := x.w.Header()
	zipped := len(out.body) >= smallest && acceptsGzip(x.r.Header)
	if get := x.r.Method != http.MethodPost; get && s.audience == access.Public && !out.failed && !out.timed {
		sum := ""
		if k != nil {
			sum = k.sum
		} else {
			sum = sumOf(out.body)
		}
		etag := x.etag(sum, zipped)
		h.Set("ETag", etag)
		h.Set("Cache-Control", "public, max-age=1, stale-while-revalidate=10")
		if matches(x.r.Header.Get("If-None-Match"), etag) {
			x.w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := out.body
	if zipped {
		h.Set("Content-Encoding", "gzip")
		if k != nil {
			body = k.gzip()
		} else {
			body = zip(body, gzip.BestSpeed)
		}
	}
	s.send(x.w, x.media, http.StatusOK, body)
}

// etag is the strong validator of an answer in the form in which it is sent.
func (x *exchange) etag(sum string, zipped bool) string {
	form := "j"
	if x.media == typeResponse {
		form = "r"
	}
	if zipped {
		form += "z"
	}
	return `"` + sum + form + `"`
}

// matches says whether an If-None-Match header names the validator.
func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == etag {
			return true
		}
	}
	return false
}

// reject answers a request that is well formed and was not executed.
func (s *server) reject(w http.ResponseWriter, media string, errs ...*requestError) {
	status := http.StatusOK
	if media == typeResponse {
		status = http.StatusBadRequest
	}
	s.send(w, media, status, errorBody(errs...))
}

// refuse answers a request whose HTTP form is wrong.
func (s *server) refuse(w http.ResponseWriter, media string, e *httpError) {
	s.sendErrors(w, media, e.status, answerError{Message: e.message, Extensions: map[string]any{"code": e.code}})
}

// sendErrors writes an answer without data: nothing was executed.
func (s *server) sendErrors(w http.ResponseWriter, media string, status int, errs ...answerError) {
	s.send(w, media, status, append(appendErrors([]byte(`{"errors":`), errs), '}'))
}

func (s *server) send(w http.ResponseWriter, media string, status int, body []byte) {
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone; nobody is left to tell
}
