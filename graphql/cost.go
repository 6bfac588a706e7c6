package graphql

import (
	"slices"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// maxCost is what one operation may cost: a page of 100 cases with all their
// usual events, or a year of figures by day.
const maxCost = 30_000

// price is what a field costs beside its children: its own work, and how many
// children it may give. Fields that are not listed cost 1 for an object and
// nothing for a leaf, or 1 for one under an alias: it is one more in the answer.
// Every object in a list costs 1 more, and so does every value in a list that
// is given, where it does not bound the children.
type price struct {
	own int
	// sizes names the arguments that bound the children; the greatest counts.
	sizes []string
	// size is the number of children where no argument says it; 0 means 1.
	size int
	// each is what every child costs beside its own fields.
	each int
	// wider names an argument that lets lists below grow to their widest.
	wider string
	// widest is the number of children below such an argument.
	widest int
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
		"Case.clock":              {own: 3, wider: "until"},
		"Case.at":                 {own: 20},
		"Case.diff":               {own: 40, size: 10},
		"CaseState.events":        {own: 1, sizes: []string{"first", "last"}, size: defaultEvents},
		"CaseState.suspensions":   {size: 1},
		"CaseState.extensions":    {size: 1},
		"CaseState.corrections":   {size: 1},
		"CaseState.anomalies":     {},
		"CaseState.clock":         {own: 3, wider: "until"},
		"Clock.suspensions":       {size: 1},
		"Derivation.days":         {size: 40, widest: maxClockDays},
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
func (p price) bill(f *ast.Field) *bill {
	b := &bill{own: p.own, each: p.each, size: p.size, widest: p.widest}
	if f.SelectionSet == nil && f.Alias != nil && f.Alias.Value != f.Name.Value {
		b.own++
	}
	for _, a := range f.Arguments {
		switch {
		case slices.Contains(p.sizes, a.Name.Value):
			b.sizes = append(b.sizes, quantityOf(a.Value))
		case a.Name.Value == p.wider:
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
