package exec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// checkInputs holds the values that stand in a document to their types, and
// names the first that does not fit. The validator would repeat the whole
// argument, which may be personal, and not say where in it. What is not given
// at all, and what does not exist, is left to the validator.
func checkInputs(schema *gql.Schema, doc *ast.Document) (errs []*RequestError) {
	for _, def := range doc.Definitions {
		switch def := def.(type) {
		case *ast.OperationDefinition:
			errs = checkSelection(schema, rootType(schema, def.Operation), def.SelectionSet)
		case *ast.FragmentDefinition:
			errs = checkSelection(schema, namedType(schema, def.TypeCondition), def.SelectionSet)
		}
		if errs != nil {
			return errs
		}
	}
	return nil
}

// namedType is the type of a condition, nil where there is none of the name;
// the validator says so.
func namedType(schema *gql.Schema, n *ast.Named) gql.Type {
	if n == nil {
		return nil
	}
	return schema.Type(n.Name.Value)
}

func checkSelection(schema *gql.Schema, parent gql.Type, set *ast.SelectionSet) []*RequestError {
	if set == nil || parent == nil {
		return nil
	}
	for _, s := range set.Selections {
		inner, child := parent, (*ast.SelectionSet)(nil)
		switch s := s.(type) {
		case *ast.Field:
			def := fieldDef(schema, parent, s.Name.Value)
			if def == nil {
				continue
			}
			if e := checkArguments(def, s); e != nil {
				return []*RequestError{e}
			}
			inner, _ = gql.GetNamed(def.Type).(gql.Type)
			child = s.SelectionSet
		case *ast.InlineFragment:
			if s.TypeCondition != nil {
				inner = namedType(schema, s.TypeCondition)
			}
			child = s.SelectionSet
		}
		if errs := checkSelection(schema, inner, child); errs != nil {
			return errs
		}
	}
	return nil
}

func checkArguments(def *gql.FieldDefinition, f *ast.Field) *RequestError {
	for _, a := range f.Arguments {
		for _, known := range def.Args {
			if known.PrivateName != a.Name.Value {
				continue
			}
			if bad := fits(a.Value, known.Type); bad != nil {
				path := append([]string{a.Name.Value}, bad.path...)
				return &RequestError{code: codeValidation, locations: nodeLocations(a.Value), field: path,
					message: "Argument " + strings.Join(path, ".") + " of " + f.Name.Value + " " + bad.reason + "."}
			}
		}
	}
	return nil
}

// fits holds a literal to a type. Variables in it are held to theirs by the
// validator.
func fits(v ast.Value, t gql.Type) *misfit {
	if n, ok := t.(*gql.NonNull); ok {
		return fits(v, n.OfType)
	}
	if _, ok := v.(*ast.Variable); ok {
		return nil
	}
	switch t := t.(type) {
	case *gql.List:
		list, ok := v.(*ast.ListValue)
		if !ok {
			return fits(v, t.OfType)
		}
		for i, e := range list.Values {
			if bad := fits(e, t.OfType); bad != nil {
				return bad.under(strconv.Itoa(i))
			}
		}
		return nil
	case *gql.InputObject:
		return fitsObject(v, t)
	case *gql.Scalar:
		if t.ParseLiteral(v) != nil {
			return nil
		}
	case *gql.Enum:
		if t.ParseLiteral(v) != nil {
			return nil
		}
	}
	return misfitf("has a value that is not of type %s", t.Name())
}

func fitsObject(v ast.Value, t *gql.InputObject) *misfit {
	object, ok := v.(*ast.ObjectValue)
	if !ok {
		return misfitf("has a value that is not an object of type %s", t.Name())
	}
	fields, given := t.Fields(), map[string]bool{}
	for _, of := range object.Fields {
		name := of.Name.Value
		given[name] = true
		f := fields[name]
		if f == nil {
			return misfitf("is not a field of %s", t.Name()).under(firstLine(name))
		}
		if bad := fits(of.Value, f.Type); bad != nil {
			return bad.under(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if _, needed := fields[name].Type.(*gql.NonNull); needed && !given[name] {
			return misfitf("is required in %s", t.Name()).under(name)
		}
	}
	return nil
}

// useOf is the argument, and the place in it, for which a variable is used
// first; empty where it is for none.
func (d *document) useOf(variable string) []string {
	for _, def := range d.ast.Definitions {
		if path := useIn(def.(interface{ GetSelectionSet() *ast.SelectionSet }).GetSelectionSet(), variable); path != nil {
			return path
		}
	}
	return nil
}

func useIn(set *ast.SelectionSet, variable string) []string {
	if set == nil {
		return nil
	}
	for _, s := range set.Selections {
		var child *ast.SelectionSet
		switch s := s.(type) {
		case *ast.Field:
			for _, a := range s.Arguments {
				if path, ok := useInValue(a.Value, variable); ok {
					return append([]string{a.Name.Value}, path...)
				}
			}
			child = s.SelectionSet
		case *ast.InlineFragment:
			child = s.SelectionSet
		}
		if path := useIn(child, variable); path != nil {
			return path
		}
	}
	return nil
}

func useInValue(v ast.Value, variable string) (path []string, ok bool) {
	switch v := v.(type) {
	case *ast.Variable:
		return nil, v.Name.Value == variable
	case *ast.ListValue:
		for i, e := range v.Values {
			if path, ok = useInValue(e, variable); ok {
				return append([]string{strconv.Itoa(i)}, path...), true
			}
		}
	case *ast.ObjectValue:
		for _, f := range v.Fields {
			if path, ok = useInValue(f.Value, variable); ok {
				return append([]string{f.Name.Value}, path...), true
			}
		}
	}
	return nil, false
}
