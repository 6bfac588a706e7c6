package exec

import (
	"crypto/sha256"
	"sync"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
	"github.com/graphql-go/graphql/language/source"
	lru "github.com/hashicorp/golang-lru/v2"
)

// Sizes of the public's document caches. Texts are at most 16 KiB, so the documents
// take some tens of megabytes at worst.
const (
	keptDocuments = 1000
	keptRefusals  = 200
)

// digest identifies a document's text.
type digest [sha256.Size]byte

// document is a text that was parsed, guarded and validated. It is immutable
// and may be executed by many requests at once.
type document struct {
	text       string
	digest     digest
	ast        *ast.Document
	operations []*operation
	fragments  map[string]*ast.FragmentDefinition
}

// operation is the operation of that name, or the only one.
func (d *document) operation(name string) (*operation, *RequestError) {
	if name == "" {
		if len(d.operations) == 1 {
			return d.operations[0], nil
		}
		return nil, &RequestError{code: codeOperation, message: "the document has several operations: name one in operationName"}
	}
	for _, o := range d.operations {
		if o.def.Name != nil && o.def.Name.Value == name {
			return o, nil
		}
	}
	return nil, &RequestError{code: codeOperation, message: "the document has no operation of that name"}
}

// documents turns texts into documents and remembers both what it made and
// what it refused. It is safe for concurrent use.
type documents struct {
	schema  *Schema
	good    *lru.Cache[digest, *document]
	refused *lru.Cache[digest, []*RequestError]
	// registered documents are never forgotten.
	registered map[digest]*document
	// lacking says which role is missing for a document; nil where nobody is
	// asked for one.
	lacking func(*ast.Document) *RequestError
}

func newDocuments(schema *Schema, share int) *documents {
	good, _ := lru.New[digest, *document](keptDocuments / share) // fails for sizes below 1 only
	refused, _ := lru.New[digest, []*RequestError](keptRefusals / share)
	return &documents{schema: schema, good: good, refused: refused}
}

// look finds a text among those that were read before, good or bad. One that
// was not is unread.
func (d *documents) look(text string) (f found) {
	if e := scan(text); e != nil {
		f.errs = []*RequestError{e}
		return f
	}
	key := digest(sha256.Sum256([]byte(text)))
	if f.doc = d.known(key); f.doc != nil {
		return f
	}
	if errs, ok := d.refused.Get(key); ok {
		f.errs = errs
		return f
	}
	f.unread = text
	return f
}

// read makes a document of a text that look has let through, and remembers it
// or what is wrong with it. Any number of texts are read beside each other:
// what bounds them is the places of those who sent them.
func (d *documents) read(text string) (*document, []*RequestError) {
	key := digest(sha256.Sum256([]byte(text)))
	doc, errs := d.compile(text)
	if errs != nil {
		d.refused.Add(key, errs)
		return nil, errs
	}
	doc.digest = key
	d.good.Add(key, doc)
	return doc, nil
}

// compile parses, guards and validates a text that scan has let through.
func (d *documents) compile(text string) (*document, []*RequestError) {
	parsed, err := parser.Parse(parser.ParseParams{Source: source.NewSource(&source.Source{Body: []byte(plain(text)), Name: "GraphQL request"})})
	if err != nil {
		return nil, []*RequestError{{code: codeParse, message: firstLine(err.Error())}}
	}
	if d.lacking != nil {
		if e := d.lacking(parsed); e != nil {
			return nil, []*RequestError{e}
		}
	}
	if errs := check(&d.schema.gql, parsed); errs != nil {
		return nil, errs
	}
	if errs := checkInputs(&d.schema.gql, parsed); errs != nil {
		return nil, errs
	}
	if v := gql.ValidateDocument(&d.schema.gql, parsed, nil); !v.IsValid {
		return nil, foreign(codeValidation, v.Errors...)
	}
	doc := &document{text: text, ast: parsed, fragments: map[string]*ast.FragmentDefinition{}}
	for _, def := range parsed.Definitions {
		switch def := def.(type) {
		case *ast.OperationDefinition:
			doc.operations = append(doc.operations, &operation{def: def})
		case *ast.FragmentDefinition:
			doc.fragments[def.Name.Value] = def
		}
	}
	if len(doc.operations) == 0 {
		return nil, []*RequestError{{code: codeOperation, message: "the document has no operation"}}
	}
	c := compiler{schema: d.schema, doc: doc, fragments: map[string]ast.Definition{}}
	for name, f := range doc.fragments {
		c.fragments[name] = f
	}
	for _, op := range doc.operations {
		op.bills = d.schema.prices.bill(&d.schema.gql, doc, rootType(&d.schema.gql, op.def.Operation), op.def.SelectionSet)
		op.toggles = toggles(parsed)
		op.compiler = c
		op.compiler.op = op.def
	}
	return doc, nil
}

// operation is one operation of a document, with the plans made of it so far.
type operation struct {
	def      *ast.OperationDefinition
	bills    []*bill
	toggles  []string // variables that @skip and @include name
	compiler compiler

	mu    sync.Mutex
	plans map[string]*plan // by the toggles' values; guarded by mu
}

// keptPlans bounds the plans of one operation. Few documents have more than
// one condition.
const keptPlans = 16

// plan is the operation's plan for these variables.
func (o *operation) plan(variables map[string]any) *plan {
	key := make([]byte, len(o.toggles))
	for i, name := range o.toggles {
		if on, _ := variables[name].(bool); on {
			key[i] = 1
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if p := o.plans[string(key)]; p != nil {
		return p
	}
	c := o.compiler
	c.toggles = make(map[string]bool, len(key))
	for i, name := range o.toggles {
		c.toggles[name] = key[i] == 1
	}
	p := c.plan()
	if o.plans == nil {
		o.plans = map[string]*plan{}
	}
	if len(o.plans) < keptPlans {
		o.plans[string(key)] = p
	}
	return p
}

// toggles lists the variables in the conditions of a document, each once.
func toggles(doc *ast.Document) []string {
	var out []string
	seen := map[string]bool{}
	var walk func(set *ast.SelectionSet)
	look := func(ds []*ast.Directive) {
		for _, d := range ds {
			for _, a := range d.Arguments {
				if v, ok := a.Value.(*ast.Variable); ok && !seen[v.Name.Value] {
					seen[v.Name.Value] = true
					out = append(out, v.Name.Value)
				}
			}
		}
	}
	walk = func(set *ast.SelectionSet) {
		if set == nil {
			return
		}
		for _, s := range set.Selections {
			switch s := s.(type) {
			case *ast.Field:
				look(s.Directives)
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				look(s.Directives)
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				look(s.Directives)
			}
		}
	}
	for _, d := range doc.Definitions {
		walk(d.(interface{ GetSelectionSet() *ast.SelectionSet }).GetSelectionSet())
	}
	return out
}
