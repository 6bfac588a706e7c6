package exec

import (
	"context"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
)

// Bench is an engine taken apart, for comparing it with graphql-go and for
// measuring it.
type Bench struct{ s *server }

// NewBench takes the engine of one set of roles apart.
func NewBench(c Config, who access.Roles) (*Bench, error) {
	s, err := newServer(c, who)
	return &Bench{s}, err
}

// Schema is the schema as graphql-go knows it.
func (b *Bench) Schema() gql.Schema { return b.s.schema.gql }

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
	var err *RequestError
	if t.op, err = doc.operation(""); err != nil {
		return nil, err
	}
	if t.variables, err = coerceVariables(&b.s.schema.gql, doc, t.op.def, variables); err != nil {
		return nil, err
	}
	at, fault := b.s.Position(ctx)
	t.at = at
	return &Prepared{b, t}, fault
}

// Plan executes by the compiled plan and gives the whole answer, which is good
// until the next one.
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
	return gql.Do(gql.Params{Schema: p.b.Schema(), RequestString: p.t.doc.text, VariableValues: p.t.given, Context: ctx})
}

// Oracle executes the validated document by graphql-go.
func (p *Prepared) Oracle(ctx context.Context) *gql.Result {
	root := &Request{Position: p.t.at, schema: p.b.s.schema}
	return gql.Execute(gql.ExecuteParams{Schema: p.b.Schema(), Root: root, AST: p.t.doc.ast, Args: p.t.given, Context: ctx})
}

// Guard gives the look at a document that a request takes before and after it
// is parsed; it says what is wrong with it.
func (s *Schema) Guard() func(text string) error {
	d := newDocuments(s, 1)
	return func(text string) error {
		if _, errs := d.get(text); errs != nil {
			return errs[0]
		}
		return nil
	}
}

// GuardSteps gives the look at a document's text, and the look at its tree.
func (s *Schema) GuardSteps(text string) (before, after func() bool) {
	doc, _ := newDocuments(s, 1).get(text)
	return func() bool { return scan(text) == nil }, func() bool { return check(&s.gql, doc.ast) == nil }
}

// get reads a text that may be known.
func (d *documents) get(text string) (*document, []*RequestError) {
	f := d.look(text)
	if f.unread != "" {
		return d.read(text)
	}
	return f.doc, f.errs
}
