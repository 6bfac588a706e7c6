package graphql

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"

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

// outcome is an operation's answer as it goes out.
type outcome struct {
	body   []byte
	failed bool // some field has an error
	timed  bool // the answer depends on the time of day
}

// execute runs one operation and appends the whole answer to buf.
func (s *server) execute(ctx context.Context, op *operation, variables map[string]any, at ledger.Position, cost int, buf []byte) outcome {
	req := &request{}
	r := run{ctx: ctx, root: req, variables: variables, faults: &s.faults}
	r.buf = append(buf, `{"data":`...)
	r.execute(op.plan(variables), req)
	if len(r.errors) > 0 {
		r.buf = append(r.buf, `,"errors":`...)
		r.buf = appendErrors(r.buf, r.errors)
	}
	r.buf = append(r.buf, `,"extensions":{"position":"`...)
	r.buf = strconv.AppendUint(r.buf, uint64(at), 10)
	r.buf = append(r.buf, `","cost":{"requested":`...)
	r.buf = strconv.AppendInt(r.buf, int64(cost), 10)
	r.buf = append(r.buf, `,"limit":`...)
	r.buf = strconv.AppendInt(r.buf, maxCost, 10)
	r.buf = append(r.buf, `}}}`...)
	return outcome{body: r.buf, failed: len(r.errors) > 0, timed: req.timed}
}

// appendErrors writes errors as JSON.
func appendErrors(b []byte, errs []answerError) []byte {
	out, err := json.Marshal(errs)
	if err != nil { // strings, numbers and maps of them always encode
		return append(b, `[{"message":"internal error"}]`...)
	}
	return append(b, out...)
}
