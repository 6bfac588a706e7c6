package exec

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// coerceVariables reads the variables of an operation as the specification
// says: strictly, with defaults, unknown ones left out. The result holds the
// values that resolvers get; null is an entry with a nil value.
func coerceVariables(schema *gql.Schema, doc *document, op *ast.OperationDefinition, given map[string]any) (map[string]any, *RequestError) {
	if len(op.VariableDefinitions) == 0 {
		return nil, nil
	}
	out := make(map[string]any, len(op.VariableDefinitions))
	for _, def := range op.VariableDefinitions {
		name := def.Variable.Name.Value
		t := inputType(schema, def.Type)
		if t == nil {
			return nil, BadInput("Variable $%s: its type is not an input type.", name)
		}
		v, ok := given[name]
		if !ok && def.DefaultValue != nil {
			out[name] = literalValue(def.DefaultValue, t, nil)
			continue
		}
		if !ok {
			if _, needed := t.(*gql.NonNull); needed {
				return nil, variableError(doc, name, def, misfitf("is required and was not given"))
			}
			continue
		}
		c, bad := coerce(v, t)
		if bad != nil {
			return nil, variableError(doc, name, def, bad)
		}
		out[name] = c
	}
	return out, nil
}

// variableError names the variable and, within it, the value that is wrong,
// and the argument that it was for.
func variableError(doc *document, name string, def *ast.VariableDefinition, bad *misfit) *RequestError {
	field := append(doc.useOf(name), bad.path...)
	return &RequestError{code: codeBadInput, locations: nodeLocations(def), field: field,
		message: fmt.Sprintf("Variable $%s (%s) %s.", name, strings.Join(field, "."), bad.reason)}
}

// misfit is a value that is not of its type: where it stands in what was
// given, and what is wrong. The reason never repeats the value: it may be
// personal.
type misfit struct {
	path   []string
	reason string
}

func misfitf(format string, args ...any) *misfit {
	return &misfit{reason: fmt.Sprintf(format, args...)}
}

// under is the misfit as seen from what the value is a part of.
func (m *misfit) under(name string) *misfit {
	m.path = append([]string{name}, m.path...)
	return m
}

// maxList bounds the values of one list that is given.
const maxList = 1000

// coerce reads one JSON value as an input type, or says why it cannot.
func coerce(v any, t gql.Type) (out any, _ *misfit) {
	if n, ok := t.(*gql.NonNull); ok {
		if v == nil {
			return nil, misfitf("must not be null: want %s", n)
		}
		return coerce(v, n.OfType)
	}
	if v == nil {
		return nil, nil
	}
	switch t := t.(type) {
	case *gql.List:
		return coerceList(v, t)
	case *gql.InputObject:
		return coerceObject(v, t)
	case *gql.Scalar:
		switch v.(type) {
		case string, bool, json.Number:
			if strictLeaf(v, t) {
				if out = t.ParseValue(v); out != nil {
					return out, nil
				}
			}
		}
	case *gql.Enum:
		if s, ok := v.(string); ok {
			if out = t.ParseValue(s); out != nil {
				return out, nil
			}
		}
	}
	return nil, misfitf("has a value that is not of type %s", t.Name())
}

// strictLeaf refuses what graphql-go's own String and Boolean take too much.
func strictLeaf(v any, t *gql.Scalar) bool {
	switch t {
	case gql.String:
		_, ok := v.(string)
		return ok
	case gql.Boolean:
		_, ok := v.(bool)
		return ok
	}
	return true
}

func coerceList(v any, t *gql.List) (any, *misfit) {
	vs, ok := v.([]any)
	if !ok {
		vs = []any{v} // one value stands for a list of it
	}
	if len(vs) > maxList {
		return nil, misfitf("has more than %d values", maxList)
	}
	out := make([]any, len(vs))
	for i, v := range vs {
		c, bad := coerce(v, t.OfType)
		if bad != nil {
			return nil, bad.under(strconv.Itoa(i))
		}
		out[i] = c
	}
	return out, nil
}

func coerceObject(v any, t *gql.InputObject) (any, *misfit) {
	given, ok := v.(map[string]any)
	if !ok {
		return nil, misfitf("has a value that is not an object of type %s", t.Name())
	}
	fields := t.Fields()
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if fields[name] == nil {
			return nil, misfitf("is not a field of %s", t.Name()).under(firstLine(name))
		}
	}
	out := make(map[string]any, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f := fields[name]
		v, ok := given[name]
		if !ok {
			if f.DefaultValue != nil {
				out[name] = f.DefaultValue
			} else if _, needed := f.Type.(*gql.NonNull); needed {
				return nil, misfitf("is required in %s", t.Name()).under(name)
			}
			continue
		}
		c, bad := coerce(v, f.Type)
		if bad != nil {
			return nil, bad.under(name)
		}
		out[name] = c
	}
	return out, nil
}

// inputType is the type that a variable definition names, nil if it is not one
// for input.
func inputType(schema *gql.Schema, t ast.Type) gql.Input {
	switch t := t.(type) {
	case *ast.NonNull:
		if inner := inputType(schema, t.Type); inner != nil {
			return gql.NewNonNull(inner)
		}
	case *ast.List:
		if inner := inputType(schema, t.Type); inner != nil {
			return gql.NewList(inner)
		}
	case *ast.Named:
		if in, ok := schema.Type(t.Name.Value).(gql.Input); ok && gql.IsInputType(in) {
			return in
		}
	}
	return nil
}

// literalValue is the value of a literal of the document. Validation has
// checked it, so that what does not fit is a variable that was not given; that
// is reported by undefined.
func literalValue(v ast.Value, t gql.Type, variables map[string]any) any {
	if variable, ok := v.(*ast.Variable); ok {
		return variables[variable.Name.Value]
	}
	switch t := t.(type) {
	case *gql.NonNull:
		return literalValue(v, t.OfType, variables)
	case *gql.List:
		list, ok := v.(*ast.ListValue)
		if !ok {
			return []any{literalValue(v, t.OfType, variables)}
		}
		out := make([]any, len(list.Values))
		for i, item := range list.Values {
			out[i] = literalValue(item, t.OfType, variables)
		}
		return out
	case *gql.InputObject:
		return literalObject(v, t, variables)
	case *gql.Scalar:
		return t.ParseLiteral(v)
	case *gql.Enum:
		return t.ParseLiteral(v)
	}
	return nil
}

func literalObject(v ast.Value, t *gql.InputObject, variables map[string]any) any {
	object, ok := v.(*ast.ObjectValue)
	if !ok {
		return nil
	}
	fields := t.Fields()
	out := make(map[string]any, len(fields))
	for name, f := range fields {
		if f.DefaultValue != nil {
			out[name] = f.DefaultValue
		}
	}
	for _, of := range object.Fields {
		f := fields[of.Name.Value]
		if f == nil {
			continue
		}
		if variable, ok := of.Value.(*ast.Variable); ok {
			if _, given := variables[variable.Name.Value]; !given {
				continue
			}
		}
		out[of.Name.Value] = literalValue(of.Value, f.Type, variables)
	}
	return out
}
