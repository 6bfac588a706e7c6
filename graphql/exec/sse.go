package exec

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/graphql-go/graphql/language/ast"

	"caseledger/graphql/clients"
	"caseledger/ledger"
)

const typeEvents = "text/event-stream"

// wantsEvents says whether a client asks for server-sent events.
func wantsEvents(accept string) bool { return strings.Contains(accept, typeEvents) }

// serveEvents answers as server-sent events, one connection for one operation
// ("distinct connections" of the GraphQL over SSE protocol). Each answer's id is
// its ledger position, so that a browser resumes by itself.
func (s *server) serveEvents(x *exchange) {
	end := s.clients.Stream(x.client)
	if end == nil {
		s.write(x, refusal(typeJSON, crowded))
		return
	}
	defer end()
	raw, herr := readRequest(x.w, x.r)
	var t *task
	var errs []*RequestError
	if herr == nil {
		s.clients.Settle(x.client, clients.Received(len(raw)))
		t, errs, herr = s.ready(x.r.Context(), x, func() (params, *httpError) { return parseParams(x.r, raw) })
	}
	var resume *ledger.Position
	if herr == nil {
		resume, herr = resumeAt(x.r.Header)
	}
	if herr != nil {
		s.write(x, refusal(typeJSON, herr))
		return
	}
	h := x.w.Header()
	h.Set("Content-Type", typeEvents+"; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	out := &events{s: s, client: x.client, w: x.w, c: http.NewResponseController(x.w)}
	ctx := x.r.Context()
	switch {
	case errs != nil:
		_ = out.send("next", "", errorBody(errs...)) // the client has gone; nobody is left to tell
	case t.op.def.Operation == ast.OperationTypeSubscription:
		if err := out.open(); err != nil {
			return
		}
		if err := s.stream(ctx, x, t, resume, out); !s.ended(ctx, err) {
			_ = out.send("next", "", s.failure(ctx, err))
		}
	default:
		if err := out.send("next", "", s.once(ctx, x, t)); err != nil {
			_ = out.send("next", "", s.failure(ctx, err))
		}
	}
	_ = out.send("complete", "", nil)
}

// resumeAt is the position after which a client goes on.
func resumeAt(h http.Header) (*ledger.Position, *httpError) {
	id := h.Get("Last-Event-ID")
	if id == "" {
		return nil, nil
	}
	at, err := ledger.ParsePosition(id)
	if err != nil {
		return nil, badRequest("Last-Event-ID: want a ledger position")
	}
	return &at, nil
}

// ready prepares an operation for a stream, in a place of the client's.
func (s *server) ready(ctx context.Context, x *exchange, parse func() (params, *httpError)) (*task, []*RequestError, *httpError) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	leave, err := s.clients.Enter(ctx, x.client)
	if err != nil {
		return nil, nil, noRoom(err)
	}
	defer leave()
	defer s.settle(x, s.Now())
	p, bad := parse()
	if bad != nil {
		return nil, nil, bad
	}
	return s.prepare(x, &p)
}

// once executes a query or a mutation that came over a stream.
func (s *server) once(ctx context.Context, x *exchange, t *task) []byte {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	leave, err := s.clients.Enter(ctx, x.client)
	if err != nil {
		e := noRoom(err)
		return errorBody(&RequestError{code: e.code, message: e.message})
	}
	defer leave()
	began := s.Now()
	defer func() { s.settle(x, began.Add(t.waited)) }()
	if t.at, err = s.standing.now(ctx); err != nil {
		return s.failure(ctx, err)
	}
	return s.execute(ctx, t, nil).body
}

// failure is an answer that says why there is none.
func (s *server) failure(ctx context.Context, err error) []byte {
	return append(appendErrors([]byte(`{"errors":`), []answerError{s.faults.answer(ctx, nil, nil, err)}), '}')
}

func errorBody(errs ...*RequestError) []byte {
	answers := make([]answerError, len(errs))
	for i, e := range errs {
		answers[i] = e.answer()
	}
	return append(appendErrors([]byte(`{"errors":`), answers), '}')
}

// errGone: the client does not take its answers, or not fast enough.
var errGone = errors.New("the client has gone")

// ended says whether a stream came to its end without anything to tell: the
// client left, or the server stops.
func (s *server) ended(ctx context.Context, err error) bool {
	return err == nil || ctx.Err() != nil || s.life.Err() != nil || errors.Is(err, errGone)
}

// events writes server-sent events.
type events struct {
	s      *server
	client clients.Client
	w      io.Writer
	c      *http.ResponseController
}

func (e *events) open() error { return e.flush([]byte(":\n\n")) }

func (e *events) beat() error { return e.flush([]byte(":\n\n")) }

func (e *events) next(f frame) error { return e.send("next", f.position.String(), f.body) }

// send writes one event. A body is JSON without line breaks; it is shared with
// other streams and not copied.
func (e *events) send(event, id string, body []byte) error {
	release, err := e.s.clients.Hold(e.client, len(body))
	if err != nil {
		return err
	}
	defer release()
	head := "event: " + event
	if id != "" {
		head += "\nid: " + id
	}
	return e.flush([]byte(head+"\ndata: "), body, []byte("\n\n"))
}

func (e *events) flush(parts ...[]byte) error {
	_ = e.c.SetWriteDeadline(e.s.Now().Add(maxWrite)) // a writer without deadlines has none to miss
	for _, p := range parts {
		if _, err := e.w.Write(p); err != nil {
			return errGone
		}
	}
	if err := e.c.Flush(); err != nil {
		return errGone
	}
	return nil
}
