package exec

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/graphql-go/graphql/language/ast"
)

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
