package graphql

import (
	"context"
	"errors"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// answer is what an operation gives.
type answer struct {
	data   any // nil where nothing was executed
	errors []answerError
}

// execute runs one operation of a document.
func (s *server) execute(ctx context.Context, doc *document, op *ast.OperationDefinition, req *request, variables map[string]any) answer {
	name := ""
	if op.Name != nil {
		name = op.Name.Value
	}
	res := gql.Execute(gql.ExecuteParams{Schema: s.schema, Root: req, AST: doc.ast, OperationName: name, Args: variables, Context: ctx})
	out := answer{data: res.Data}
	for _, e := range res.Errors {
		var locations []location
		for _, l := range e.Locations {
			locations = append(locations, location{l.Line, l.Column})
		}
		out.errors = append(out.errors, s.faults.answer(ctx, e.Path, locations, cause(e.OriginalError(), e.Message)))
	}
	return out
}

// cause is the resolver's own error, or the message where there is none.
func cause(err error, message string) error {
	for err != nil {
		e, ok := err.(interface{ Unwrap() error })
		if !ok {
			break
		}
		err = e.Unwrap()
	}
	if err == nil {
		return errors.New(message)
	}
	return err
}
