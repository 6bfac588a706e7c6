package graphql

import (
	"crypto/sha256"
	"sync"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
	"github.com/graphql-go/graphql/language/source"
	lru "github.com/hashicorp/golang-lru/v2"
)

// Sizes of the document caches. Texts are at most 16 KiB, so the documents
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
	operations []*ast.OperationDefinition
	fragments  map[string]*ast.FragmentDefinition
	bills      map[*ast.OperationDefinition][]*bill
}

// operation is the operation of that name, or the only one.
func (d *document) operation(name string) (*ast.OperationDefinition, *requestError) {
	if name == "" {
		if len(d.operations) == 1 {
			return d.operations[0], nil
		}
		return nil, &requestError{code: codeOperation, message: "the document has several operations: name one in operationName"}
	}
	for _, o := range d.operations {
		if o.Name != nil && o.Name.Value == name {
			return o, nil
		}
	}
	return nil, &requestError{code: codeOperation, message: "the document has no operation of that name"}
}

// documents turns texts into documents and remembers both what it made and
// what it refused. It is safe for concurrent use.
type documents struct {
	schema  *gql.Schema
	prices  prices
	good    *lru.Cache[digest, *document]
	refused *lru.Cache[digest, []*requestError]
	// one at a time: a flood of bad documents waits for itself, not for the
	// processor, and good ones are found above without the lock.
	mu sync.Mutex
}

func newDocuments(schema *gql.Schema) *documents {
	good, _ := lru.New[digest, *document](keptDocuments) // fails for sizes below 1 only
	refused, _ := lru.New[digest, []*requestError](keptRefusals)
	return &documents{schema: schema, prices: newPrices(schema), good: good, refused: refused}
}

// get gives the document of a text, or what is wrong with it.
func (d *documents) get(text string) (*document, []*requestError) {
	if e := scan(text); e != nil {
		return nil, []*requestError{e}
	}
	key := digest(sha256.Sum256([]byte(text)))
	if doc, ok := d.good.Get(key); ok {
		return doc, nil
	}
	if errs, ok := d.refused.Get(key); ok {
		return nil, errs
	}
	d.mu.Lock()
	defer d.mu.Unlock()
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
func (d *documents) compile(text string) (*document, []*requestError) {
	parsed, err := parser.Parse(parser.ParseParams{Source: source.NewSource(&source.Source{Body: []byte(text), Name: "GraphQL request"})})
	if err != nil {
		return nil, []*requestError{{code: codeParse, message: firstLine(err.Error())}}
	}
	if errs := check(d.schema, parsed); errs != nil {
		return nil, errs
	}
	if v := gql.ValidateDocument(d.schema, parsed, nil); !v.IsValid {
		return nil, foreign(codeValidation, v.Errors...)
	}
	doc := &document{text: text, ast: parsed, fragments: map[string]*ast.FragmentDefinition{}}
	for _, def := range parsed.Definitions {
		switch def := def.(type) {
		case *ast.OperationDefinition:
			doc.operations = append(doc.operations, def)
		case *ast.FragmentDefinition:
			doc.fragments[def.Name.Value] = def
		}
	}
	if len(doc.operations) == 0 {
		return nil, []*requestError{{code: codeOperation, message: "the document has no operation"}}
	}
	doc.bills = map[*ast.OperationDefinition][]*bill{}
	for _, op := range doc.operations {
		doc.bills[op] = d.prices.bill(d.schema, doc, rootType(d.schema, op.Operation), op.SelectionSet)
	}
	return doc, nil
}
