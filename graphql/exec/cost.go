package exec

import (
	"slices"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// maxCost is what one operation may cost: a hundred objects with a hundred
// others each, and some leaves.
const maxCost = 30_000

// bill is the cost of one field, worked out as far as it can be without the
// variables.
type bill struct {
	own, each, size int
	sizes           []quantity
	given           []ast.Value // arguments of whose lists each value costs
	widest          int         // takes the place of size below a wider argument
	wider           ast.Value   // the argument that makes it wider; nil for none
	children        []*bill
}

// quantity is an argument that bounds the children: a number or a list's
// length, as it stands in the document or from a variable.
type quantity struct {
	variable string
	n        int
}

// bill adds up a selection; parent is the type it is about.
func (ps prices) bill(schema *gql.Schema, doc *document, parent gql.Type, set *ast.SelectionSet) (out []*bill) {
	if set == nil {
		return nil
	}
	for _, s := range set.Selections {
		switch s := s.(type) {
		case *ast.Field:
			def := fieldDef(schema, parent, s.Name.Value)
			inner := gql.GetNamed(def.Type).(gql.Type)
			b := ps[def].bill(s)
			b.children = ps.bill(schema, doc, inner, s.SelectionSet)
			if b.own > 0 || b.each > 0 || len(b.children) > 0 || len(b.given) > 0 {
				out = append(out, b)
			}
		case *ast.InlineFragment:
			inner := parent
			if s.TypeCondition != nil {
				inner = schema.Type(s.TypeCondition.Name.Value)
			}
			out = append(out, ps.bill(schema, doc, inner, s.SelectionSet)...)
		case *ast.FragmentSpread:
			f := doc.fragments[s.Name.Value]
			out = append(out, ps.bill(schema, doc, schema.Type(f.TypeCondition.Name.Value), f.SelectionSet)...)
		}
	}
	return out
}

// bill is what one selection of a field comes to, without its children.
func (p Price) bill(f *ast.Field) *bill {
	b := &bill{own: p.Own, each: p.Each, size: p.Size, widest: p.Widest}
	if f.SelectionSet == nil && f.Alias != nil && f.Alias.Value != f.Name.Value {
		b.own++
	}
	for _, a := range f.Arguments {
		switch {
		case slices.Contains(p.Sizes, a.Name.Value):
			b.sizes = append(b.sizes, quantityOf(a.Value))
		case a.Name.Value == p.Wider:
			b.wider = a.Value
		case mayList(a.Value):
			b.given = append(b.given, a.Value)
		}
	}
	return b
}

// mayList says whether an argument's value may hold a list.
func mayList(v ast.Value) bool {
	switch v := v.(type) {
	case *ast.Variable, *ast.ListValue:
		return true
	case *ast.ObjectValue:
		return slices.ContainsFunc(v.Fields, func(f *ast.ObjectField) bool { return mayList(f.Value) })
	}
	return false
}

// values counts the values in the lists of an argument.
func values(v ast.Value, variables map[string]any) (n int) {
	switch v := v.(type) {
	case *ast.Variable:
		return valuesIn(variables[v.Name.Value])
	case *ast.ListValue:
		n = len(v.Values)
		for _, e := range v.Values {
			n += values(e, variables)
		}
	case *ast.ObjectValue:
		for _, f := range v.Fields {
			n += values(f.Value, variables)
		}
	}
	return n
}

func valuesIn(v any) (n int) {
	switch v := v.(type) {
	case []any:
		n = len(v)
		for _, e := range v {
			n += valuesIn(e)
		}
	case map[string]any:
		for _, e := range v {
			n += valuesIn(e)
		}
	}
	return n
}

// isGiven says whether an argument has a value.
func isGiven(v ast.Value, variables map[string]any) bool {
	if variable, ok := v.(*ast.Variable); ok {
		return variables[variable.Name.Value] != nil
	}
	return v != nil
}

func quantityOf(v ast.Value) quantity {
	switch v := v.(type) {
	case *ast.Variable:
		return quantity{variable: v.Name.Value}
	case *ast.ListValue:
		return quantity{n: len(v.Values)}
	case *ast.IntValue:
		n, _ := intIn(literal(v)).(int)
		return quantity{n: n}
	}
	return quantity{n: 1}
}

// total is what the bills come to with these variables, at most a little over
// [maxCost].
func total(bills []*bill, variables map[string]any) (sum int) {
	return totalOf(bills, variables, false)
}

func totalOf(bills []*bill, variables map[string]any, wide bool) (sum int) {
	for _, b := range bills {
		n, own := b.size, b.own
		if wide {
			n = max(n, b.widest)
		}
		for _, v := range b.given {
			own += values(v, variables)
		}
		if len(b.sizes) > 0 {
			n = 0
			for _, q := range b.sizes {
				n = max(n, q.value(variables, b.size))
			}
		}
		n = min(max(n, 0), maxCost)
		children := totalOf(b.children, variables, wide || isGiven(b.wider, variables)) + b.each
		sum = min(sum+own+n*children, maxCost+1)
	}
	return sum
}

func (q quantity) value(variables map[string]any, otherwise int) int {
	if q.variable == "" {
		return q.n
	}
	switch v := variables[q.variable].(type) {
	case int:
		return v
	case []any:
		return len(v)
	}
	return otherwise
}
