package graphql

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
)

// BareSchema gives tests the schema of an audience without its data.
func BareSchema(who access.Audience) (gql.Schema, error) { return newSchema(newAPI(Deps{}), who) }

// PrintSchema is the printer of the published schema.
func PrintSchema(s *gql.Schema) string { return printSchema(s) }

// PriceList is the list of what fields cost.
func PriceList() map[string]bool {
	out := map[string]bool{}
	for name := range priceList() {
		out[name] = true
	}
	return out
}

// Bench is a server taken apart for comparisons and benchmarks.
type Bench struct{ s *server }

// NewBench takes a server apart.
func NewBench(d Deps) (*Bench, error) {
	s, err := newServer(d, access.Public)
	return &Bench{s}, err
}

// Schema is the server's schema.
func (b *Bench) Schema() gql.Schema { return b.s.schema }

// Prepared is an operation ready to be executed.
type Prepared struct {
	b *Bench
	t *task
}

// Prepare compiles a document's only operation.
func (b *Bench) Prepare(ctx context.Context, query string, variables map[string]any) (*Prepared, error) {
	doc, errs := b.s.documents.get(query)
	if errs != nil {
		return nil, errs[0]
	}
	t := &task{doc: doc, given: variables}
	var err *requestError
	if t.op, err = doc.operation(""); err != nil {
		return nil, err
	}
	if t.variables, err = coerceVariables(&b.s.schema, doc, t.op.def, variables); err != nil {
		return nil, err
	}
	at, fault := b.s.api.views.Position(ctx)
	t.at = at
	return &Prepared{b, t}, fault
}

// Plan executes by the compiled plan and gives the whole answer.
func (p *Prepared) Plan(ctx context.Context) []byte {
	out := p.b.s.execute(ctx, p.t, p.b.s.buffers.get())
	p.b.s.buffers.put(out.body)
	return out.body
}

// Kept executes by way of the kept answers.
func (p *Prepared) Kept(ctx context.Context) []byte {
	out, _ := p.b.s.keep(ctx, p.t)
	return out.body
}

// Library executes by graphql-go alone: parse, validate, execute.
func (p *Prepared) Library(ctx context.Context) *gql.Result {
	return gql.Do(gql.Params{Schema: p.b.s.schema, RequestString: p.t.doc.text, VariableValues: p.t.given, Context: ctx})
}

// Oracle executes the validated document by graphql-go.
func (p *Prepared) Oracle(ctx context.Context) *gql.Result {
	return gql.Execute(gql.ExecuteParams{Schema: p.b.s.schema, Root: &request{position: p.t.at}, AST: p.t.doc.ast, Args: p.t.given, Context: ctx})
}

// Guard looks at a document as a request does, before and after parsing, and
// gives what is wrong with it.
func Guard(s *gql.Schema) func(text string) error {
	d := newDocuments(s)
	return func(text string) error {
		if e := scan(text); e != nil {
			return e
		}
		if _, errs := d.compile(text); errs != nil {
			return errs[0]
		}
		return nil
	}
}

// Scan is the look at a text before it is parsed.
func Scan(text string) bool { return scan(text) == nil }

// RunPlan executes an operation over any schema; root is the source of its
// fields. It gives data and errors as JSON.
func RunPlan(s *gql.Schema, query string, variables map[string]any, root any) (string, error) {
	d := newDocuments(s)
	doc, errs := d.get(query)
	if errs != nil {
		return "", errs[0]
	}
	op, err := doc.operation("")
	if err != nil {
		return "", err
	}
	values, err := coerceVariables(s, doc, op.def, variables)
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

// BadInput is an error that clients may read.
func BadInput(message string) error { return badInput("%s", message) }

// ParseNode reads a global id.
func ParseNode(id string) (number string, revision int, ok bool) {
	n, ok := parseNodeID(id)
	return n.number, n.revision, ok
}

// GlobalID writes a global id; a revision of -1 means the case itself.
func GlobalID(number string, revision int) string {
	if revision < 0 {
		return caseID(number)
	}
	return globalID(eventKind, number+"/"+strconv.Itoa(revision))
}

// Leaf is a field as ours are made.
func Leaf[P any](description string, get func(P) any) *gql.Field {
	return of(gql.String, description, get)
}

// Compiled gives a function that executes a query by its plan.
func Compiled(s *gql.Schema, query string) (func() int, error) {
	doc, errs := newDocuments(s).get(query)
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

// GuardSteps gives the look at a document's text, and the look at its tree.
func GuardSteps(s *gql.Schema, text string) (before, after func() bool) {
	doc, _ := newDocuments(s).get(text)
	return func() bool { return scan(text) == nil }, func() bool { return check(s, doc.ast) == nil }
}

// get reads a text that may be known.
func (d *documents) get(text string) (*document, []*requestError) {
	f := d.look(text)
	if f.unread != "" {
		return d.read(text)
	}
	return f.doc, f.errs
}

// Slow gives a compiler of documents over a schema with a field echo(x:), whose
// value "slow" is not read before free is closed.
func Slow(t interface{ Fatal(...any) }) (compile func(string) error, entered <-chan struct{}, free chan struct{}) {
	in, free := make(chan struct{}, 16), make(chan struct{})
	x := scalar("X", "x", textOut, func(v any) any {
		if v == "slow" {
			in <- struct{}{}
			<-free
		}
		return v
	})
	query := gql.NewObject(gql.ObjectConfig{Name: "Query", Fields: gql.Fields{"echo": {Type: x, Args: gql.FieldConfigArgument{"x": {Type: x}},
		Resolve: func(p gql.ResolveParams) (any, error) { return p.Args["x"], nil }}}})
	schema, err := gql.NewSchema(gql.SchemaConfig{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	d := newDocuments(&schema)
	return func(text string) error {
		if _, errs := d.get(text); errs != nil {
			return errs[0]
		}
		return nil
	}, in, free
}

// KeptFrames holds n answers of a size and gives the bytes that are held then.
func KeptFrames(size, n int) int {
	f := newFrames()
	for i := range n {
		f.get(frameKey{at: uint64(i)}, func() frame { return frame{body: make([]byte, size)} })
	}
	return f.bytes
}
