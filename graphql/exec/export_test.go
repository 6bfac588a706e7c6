package exec

import (
	"context"
	"encoding/json"
	"log/slog"

	gql "github.com/graphql-go/graphql"
)

// Plain is a schema of graphql-go alone.
func Plain(s *gql.Schema) *Schema {
	out := &Schema{gql: *s, leaves: NewTypes().leaves}
	out.prices = newPrices(out)
	return out
}

// Scan is the look at a text before it is parsed.
func Scan(text string) bool { return scan(text) == nil }

// RunPlan executes an operation over any schema; root is the source of its
// fields. It gives data and errors as JSON.
func RunPlan(schema *gql.Schema, query string, variables map[string]any, root any) (string, error) {
	s := Plain(schema)
	doc, errs := newDocuments(s, 1).get(query)
	if errs != nil {
		return "", errs[0]
	}
	op, err := doc.operation("")
	if err != nil {
		return "", err
	}
	values, err := coerceVariables(&s.gql, doc, op.def, variables)
	if err != nil {
		return "", err
	}
	r := run{ctx: context.Background(), root: root, variables: values, faults: &faults{log: slog.New(slog.DiscardHandler)}}
	r.execute(op.plan(values), root)
	places := make([]any, len(r.errors))
	for i, e := range r.errors {
		places[i] = map[string]any{"path": e.Path, "message": e.Message}
	}
	errors, fault := json.Marshal(places)
	return `{"data":` + string(r.buf) + `,"errors":` + string(errors) + `}`, fault
}

// Compiled gives a function that executes a query by its plan.
func Compiled(s *Schema, query string) (func() int, error) {
	doc, errs := newDocuments(s, 1).get(query)
	if errs != nil {
		return nil, errs[0]
	}
	var pool buffers
	return func() int {
		r := run{ctx: context.Background(), faults: &faults{log: slog.New(slog.DiscardHandler)}, buf: pool.get()}
		r.execute(doc.operations[0].plan(nil), nil)
		pool.put(r.buf)
		return len(r.buf)
	}, nil
}

// KeptFrames holds n answers of a size and gives the bytes that are held then.
func KeptFrames(size, n int) int {
	f := newFrames(keptFrameBytes)
	for i := range n {
		f.get(frameKey{at: uint64(i)}, func() frame { return frame{body: make([]byte, size)} })
	}
	return f.bytes
}

// IntrospectionPrices are the names of the fields that have one.
func IntrospectionPrices() map[string]bool {
	out := map[string]bool{}
	for name := range introspectionPrices {
		out[name] = true
	}
	return out
}

// Classify gives what a client sees of an error, where one stands for what is
// being made.
func Classify(ctx context.Context, later, err error) (code, message string) {
	code, message, _ = (&faults{log: slog.New(slog.DiscardHandler), later: later}).classify(ctx, nil, err)
	return code, message
}
