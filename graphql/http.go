package graphql

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// maxTime bounds one request, maxAtOnce the operations that execute at the
// same time; more wait for their turn within their own time.
const (
	maxTime   = 10 * time.Second
	maxAtOnce = 64
)

// New is the API's handler. It serves /graphql, /schema.graphql and /graphiql
// under these full paths.
func New(d Deps) (http.Handler, error) {
	if d.Views == nil || d.Store == nil || d.Now == nil {
		return nil, fmt.Errorf("graphql: Views, Store and Now are required")
	}
	log := d.Logger
	if log == nil {
		log = slog.Default()
	}
	a := &api{views: d.Views, store: d.Store, desk: d.Desk, clock: d.Now}
	schema, err := newSchema(a)
	if err != nil {
		return nil, err
	}
	s := &server{api: a, schema: schema, faults: faults{log: log}, turns: make(chan struct{}, maxAtOnce)}
	s.documents = newDocuments(&s.schema)
	mux := http.NewServeMux()
	mux.Handle("/graphql", s)
	mux.Handle("GET /schema.graphql", sdlHandler())
	mux.Handle("GET /graphiql/", graphiqlHandler())
	mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusMovedPermanently))
	return mux, nil
}

// server answers GraphQL over HTTP. It is safe for concurrent use.
type server struct {
	api       *api
	schema    gql.Schema
	documents *documents
	faults    faults
	buffers   buffers
	turns     chan struct{} // one entry for each operation that executes
}

// ServeHTTP follows the GraphQL over HTTP specification. A request that is not
// executed is answered with 400 as application/graphql-response+json and, as
// the specification allows for old clients, with 200 as application/json.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept")
	h.Set("Cache-Control", "no-store")
	media, ok := negotiate(strings.Join(r.Header.Values("Accept"), ","))
	if !ok {
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
	p, herr := readParams(w, r)
	if herr == nil && p.query == "" {
		herr = badRequest("query: the document is missing; a page to write one stands at /graphiql")
	}
	if herr != nil {
		s.refuse(w, media, herr)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxTime)
	defer cancel()
	s.answer(ctx, w, r, media, p)
}

// answer executes the request and writes what came of it.
func (s *server) answer(ctx context.Context, w http.ResponseWriter, r *http.Request, media string, p params) {
	doc, errs := s.documents.get(p.query)
	if errs != nil {
		s.reject(w, media, errs...)
		return
	}
	op, err := doc.operation(p.operationName)
	if err != nil {
		s.reject(w, media, err)
		return
	}
	if r.Method != http.MethodPost && op.def.Operation != ast.OperationTypeQuery {
		w.Header().Set("Allow", "POST")
		s.refuse(w, media, &httpError{http.StatusMethodNotAllowed, codeBadRequest, "use POST for a " + op.def.Operation})
		return
	}
	variables, err := coerceVariables(&s.schema, op.def, p.variables)
	if err != nil {
		s.reject(w, media, err)
		return
	}
	cost := total(op.bills, variables)
	if cost > maxCost {
		s.reject(w, media, &requestError{code: codeCost, message: fmt.Sprintf(
			"the operation may cost more than %d: ask for smaller pages, fewer events or shorter periods", maxCost)})
		return
	}
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		s.refuse(w, media, &httpError{http.StatusServiceUnavailable, codeUnavailable, "too many requests at once: try again"})
		return
	}
	position, perr := s.api.views.Position(ctx)
	if perr != nil {
		s.sendErrors(w, media, http.StatusInternalServerError, s.faults.answer(ctx, nil, nil, perr))
		return
	}
	out := s.execute(ctx, op, variables, position, cost, s.buffers.get())
	s.send(w, media, http.StatusOK, out.body)
	s.buffers.put(out.body)
}

// reject answers a request that is well formed and was not executed.
func (s *server) reject(w http.ResponseWriter, media string, errs ...*requestError) {
	status := http.StatusOK
	if media == typeResponse {
		status = http.StatusBadRequest
	}
	answers := make([]answerError, len(errs))
	for i, e := range errs {
		answers[i] = e.answer()
	}
	s.sendErrors(w, media, status, answers...)
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
