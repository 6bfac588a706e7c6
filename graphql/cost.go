package graphql

import (
	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// maxCost is what one operation may cost: a page of 100 cases with all their
// usual events, or a year of figures by day.
const maxCost = 30_000

// price is what a field costs beside its children: its own work, and how many
// children it may give. Fields that are not listed cost 1 for an object and
// nothing for a leaf. Every object in a list costs 1 more.
type price struct {
	own int
	// sizes names the arguments that bound the children; the greatest counts.
	sizes []string
	// size is the number of children where no argument says it; 0 means 1.
	size int
	// each is what every child costs beside its own fields.
	each int
}

// priceList gives prices by "Type.field". A test holds every list to an entry.
func priceList() map[string]price {
	return map[string]price{
		"Query.cases":             {own: 5, sizes: []string{"first", "last"}, size: defaultPage},
		"CaseConnection.edges":    {},
		"CaseConnection.nodes":    {},
		"Query.nodes":             {own: 2, sizes: []string{"ids"}, size: maxNodes},
		"Query.figures":           {own: 5, sizes: []string{"ids"}, size: 40},
		"Query.series":            {own: 20, size: maxPeriods, each: 1},
		"Query.ranking":           {own: 20, sizes: []string{"limit"}, size: 20},
		"Query.figureDefinitions": {size: 40},
		"Query.values":            {own: 5},
		"Point.figures":           {size: 5},
		"Figure.excluded":         {size: 2},
		"Case.events":             {own: 1, sizes: []string{"first", "last"}, size: defaultEvents},
		"Case.custody":            {own: 3, size: 5},
		"Case.suspensions":        {size: 1},
		"Case.extensions":         {size: 1},
		"Case.corrections":        {size: 1},
		"Case.anomalies":          {},
		"Case.clock":              {own: 3},
		"Case.at":                 {own: 20},
		"Case.diff":               {own: 40, size: 10},
		"CaseState.events":        {own: 1, sizes: []string{"first", "last"}, size: defaultEvents},
		"CaseState.suspensions":   {size: 1},
		"CaseState.extensions":    {size: 1},
		"CaseState.corrections":   {size: 1},
		"CaseState.anomalies":     {},
		"CaseState.clock":         {own: 3},
		"Clock.suspensions":       {size: 1},
		"Derivation.days":         {size: 40},
		"Correction.items":        {},
		"CaseEvent.sealed":        {own: 100, size: 4},
		"CasePayload.userErrors":  {},
		"UserError.field":         {},
		"Subscription.figures":    {own: 5, sizes: []string{"ids"}, size: 40},
		"__Schema.types":          {size: 60},
		"__Schema.directives":     {size: 4},
		"__Type.ofType":           {},
		"__Type.fields":           {size: 10},
		"__Type.interfaces":       {size: 1},
		"__Type.possibleTypes":    {size: 1},
		"__Type.enumValues":       {size: 3},
		"__Type.inputFields":      {size: 2},
		"__Field.args":            {size: 1},
		"__Directive.args":        {size: 1},
		"__Directive.locations":   {},
	}
}

// prices are the prices of one schema's fields.
type prices map[*gql.FieldDefinition]price

func newPrices(schema *gql.Schema) prices {
	out := prices{}
	list := priceList()
	for name, t := range schema.TypeMap() {
		o, ok := t.(*gql.Object)
		if !ok {
			continue
		}
		for field, def := range o.Fields() {
			p, listed := list[name+"."+field]
			if p.size == 0 {
				p.size = 1
			}
			if leaf := gql.IsLeafType(def.Type); !leaf && !listed {
				p.own = 1
			} else if !leaf && isList(def.Type) {
				p.each++
			}
			out[def] = p
		}
	}
	return out
}

func isList(t gql.Type) bool {
	if n, ok := t.(*gql.NonNull); ok {
		t = n.OfType
	}
	_, ok := t.(*gql.List)
	return ok
}

// bill is the cost of one field, worked out as far as it can be without the
// variables.
type bill struct {
	own, each, size int
	sizes           []quantity
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
			p, inner := ps[def], gql.GetNamed(def.Type).(gql.Type)
			b := &bill{own: p.own, each: p.each, size: p.size, children: ps.bill(schema, doc, inner, s.SelectionSet)}
			for _, a := range s.Arguments {
				for _, name := range p.sizes {
					if a.Name.Value == name {
						b.sizes = append(b.sizes, quantityOf(a.Value))
					}
				}
			}
			if b.own > 0 || b.each > 0 || len(b.children) > 0 {
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
	for _, b := range bills {
		n := b.size
		if len(b.sizes) > 0 {
			n = 0
			for _, q := range b.sizes {
				n = max(n, q.value(variables, b.size))
			}
		}
		n = min(max(n, 0), maxCost)
		children := total(b.children, variables) + b.each
		sum = min(sum+b.own+n*children, maxCost+1)
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
