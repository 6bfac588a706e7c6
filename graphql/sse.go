package graphql

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/graphql-go/graphql/language/ast"

	"caseledger/ledger"
)

const typeEvents = "text/event-stream"

// wantsEvents says whether a client asks for server-sent events.
func wantsEvents(accept string) bool { return strings.Contains(accept, typeEvents) }

// serveEvents answers as server-sent events, one connection for one operation
// ("distinct connections" of the GraphQL over SSE protocol). Each answer's id is
// its ledger position, so that a browser resumes by itself.
func (s *server) serveEvents(x *exchange, p *params) {
	t, errs, herr := s.prepare(x, p)
	if herr != nil {
		s.refuse(x.w, typeJSON, herr)
		return
	}
	resume, herr := resumeAt(x.r.Header)
	if herr != nil {
		s.refuse(x.w, typeJSON, herr)
		return
	}
	h := x.w.Header()
	h.Set("Content-Type", typeEvents+"; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	out := &events{w: x.w, c: http.NewResponseController(x.w), now: s.api.clock}
	ctx := x.r.Context()
	switch {
	case errs != nil:
		_ = out.send("next", "", errorBody(errs...)) // the client has gone; nobody is left to tell
	case t.op.def.Operation == ast.OperationTypeSubscription:
		if err := out.open(); err != nil {
			return
		}
		if err := s.stream(ctx, t, resume, out); !s.ended(ctx, err) {
			_ = out.send("next", "", s.failure(ctx, err))
		}
	default:
		_ = out.send("next", "", s.once(ctx, t))
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

// once executes a query or a mutation that came over a stream.
func (s *server) once(ctx context.Context, t *task) []byte {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		return s.failure(ctx, ctx.Err())
	}
	var err error
	if t.at, err = s.standing.now(ctx); err != nil {
		return s.failure(ctx, err)
	}
	return s.execute(ctx, t, nil).body
}

// failure is an answer that says why there is none.
func (s *server) failure(ctx context.Context, err error) []byte {
	return append(appendErrors([]byte(`{"errors":`), []answerError{s.faults.answer(ctx, nil, nil, err)}), '}')
}

func errorBody(errs ...*requestError) []byte {
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
	w   io.Writer
	c   *http.ResponseController
	now func() time.Time
	buf []byte
}

func (e *events) open() error { return e.flush([]byte(":\n\n")) }

func (e *events) beat() error { return e.flush([]byte(":\n\n")) }

func (e *events) next(f frame) error { return e.send("next", f.position.String(), f.body) }

// send writes one event. A body is JSON without line breaks.
func (e *events) send(event, id string, body []byte) error {
	b := append(e.buf[:0], "event: "...)
	b = append(b, event...)
	if id != "" {
		b = append(b, "\nid: "...)
		b = append(b, id...)
	}
	b = append(b, "\ndata: "...)
	b = append(b, body...)
	b = append(b, "\n\n"...)
	e.buf = b
	return e.flush(b)
}

func (e *events) flush(b []byte) error {
	_ = e.c.SetWriteDeadline(e.now().Add(maxWrite)) // a writer without deadlines has none to miss
	if _, err := e.w.Write(b); err != nil {
		return errGone
	}
	if err := e.c.Flush(); err != nil {
		return errGone
	}
	return nil
}
