package exec

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"time"

	"caseledger/ledger"
)

// buffers holds bodies of answers between requests.
type buffers struct{ pool sync.Pool }

// maxPooled is the largest body that is kept for reuse.
const maxPooled = 1 << 20

func (b *buffers) get() []byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return (*p)[:0]
	}
	return make([]byte, 0, 4096)
}

func (b *buffers) put(buf []byte) {
	if cap(buf) <= maxPooled {
		b.pool.Put(&buf)
	}
}

// task is one operation to be executed.
type task struct {
	doc       *document
	op        *operation
	given     map[string]any // variables as the client sent them
	variables map[string]any // and as resolvers get them
	at        ledger.Position
	cost      int
	waited    time.Duration // for others
	record    any           // that a subscription's answer is about; nil in others
}

// outcome is an operation's answer as it goes out.
type outcome struct {
	body   []byte
	data   int  // bytes of body up to the end of the data
	failed bool // some field has an error
	timed  bool // the answer holds for no longer than the moment
}

// execute runs one operation and appends the whole answer to buf.
func (s *server) execute(ctx context.Context, t *task, buf []byte) outcome {
	ctx, ended := s.watched(ctx, t)
	req := &Request{Position: t.at, Record: t.record, schema: s.schema}
	r := run{ctx: ctx, root: req, variables: t.variables, faults: &s.faults}
	r.buf = append(buf, `{"data":`...)
	r.execute(t.op.plan(t.variables), req)
	end := len(r.buf)
	if len(r.errors) > 0 {
		r.buf = append(r.buf, `,"errors":`...)
		r.buf = appendErrors(r.buf, r.errors)
	}
	r.buf = append(r.buf, `,"extensions":{"position":"`...)
	r.buf = strconv.AppendUint(r.buf, uint64(req.Position), 10)
	r.buf = append(r.buf, `","cost":{"requested":`...)
	r.buf = strconv.AppendInt(r.buf, int64(t.cost), 10)
	r.buf = append(r.buf, `,"limit":`...)
	r.buf = strconv.AppendInt(r.buf, maxCost, 10)
	r.buf = append(r.buf, `}}}`...)
	ended(len(r.errors) > 0)
	t.waited += req.Waited
	return outcome{body: r.buf, data: end, failed: len(r.errors) > 0, timed: req.Timed}
}

// keep answers a query with what is kept, or else executes it and keeps the
// answer, if the views stood still while it was read and it holds as long as
// they do. Of many that ask the same at once, one executes.
func (s *server) keep(ctx context.Context, t *task) (outcome, *kept) {
	key, ok := answerKey(t.doc, t.op, t.given)
	if !ok {
		return s.execute(ctx, t, s.buffers.get()), nil
	}
	k, f, first := s.answers.begin(key, t.at)
	switch {
	case k != nil:
	case first:
		return s.fly(ctx, t, key, f)
	default:
		began := s.Now()
		select {
		case <-f.landed:
			k = f.kept
		case <-ctx.Done(): // executing says so
		}
		t.waited += s.Now().Sub(began)
	}
	if k == nil {
		return s.execute(ctx, t, s.buffers.get()), nil
	}
	return outcome{body: k.body}, k
}

// fly executes for all who wait.
func (s *server) fly(ctx context.Context, t *task, key digest, f *flight) (out outcome, k *kept) {
	defer func() { s.answers.land(key, t.at, f, k) }()
	out = s.execute(ctx, t, s.buffers.get())
	if out.failed || out.timed {
		return out, nil
	}
	if at, err := s.Position(ctx); err != nil || at != t.at || len(out.body) > s.answers.room/4 {
		return out, nil
	}
	k = &kept{at: t.at, body: bytes.Clone(out.body)}
	k.sum = sumOf(k.body)
	s.buffers.put(out.body)
	return outcome{body: k.body}, k
}

// appendErrors writes errors as JSON.
func appendErrors(b []byte, errs []answerError) []byte {
	out, err := json.Marshal(errs)
	if err != nil { // strings, numbers and maps of them always encode
		return append(b, `[{"message":"internal error"}]`...)
	}
	return append(b, out...)
}
