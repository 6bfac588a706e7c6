package exec

import (
	gql "github.com/graphql-go/graphql"
)

// Price is what a field costs beside its children: its own work, and how many
// children it may give. Fields without one cost 1 for an object and nothing for
// a leaf, or 1 for one under an alias: it is one more in the answer. Every
// object in a list costs 1 more, and so does every value in a list that is
// given, where it does not bound the children.
type Price struct {
	Own int
	// Sizes names the arguments that bound the children; the greatest counts.
	Sizes []string
	// Size is the number of children where no argument says it; 0 means 1.
	Size int
	// Each is what every child costs beside its own fields.
	Each int
	// Wider names an argument that lets lists below grow to their widest.
	Wider string
	// Widest is the number of children below such an argument.
	Widest int
}

// introspectionPrices are the prices of the lists that graphql-go defines.
var introspectionPrices = map[string]Price{
	"__Schema.types":        {Size: 60},
	"__Schema.directives":   {Size: 4},
	"__Type.ofType":         {},
	"__Type.fields":         {Size: 10},
	"__Type.interfaces":     {Size: 1},
	"__Type.possibleTypes":  {Size: 1},
	"__Type.enumValues":     {Size: 3},
	"__Type.inputFields":    {Size: 2},
	"__Field.args":          {Size: 1},
	"__Directive.args":      {Size: 1},
	"__Directive.locations": {},
}

// prices are the prices of one schema's fields.
type prices map[*gql.FieldDefinition]Price

func newPrices(schema *Schema) prices {
	out := prices{}
	for name, t := range schema.gql.TypeMap() {
		o, ok := t.(*gql.Object)
		if !ok {
			continue
		}
		for field, def := range o.Fields() {
			p, listed := introspectionPrices[name+"."+field]
			if f := schema.beside[def]; f != nil && f.Price != nil {
				p, listed = *f.Price, true
			}
			if p.Size == 0 {
				p.Size = 1
			}
			if leaf := gql.IsLeafType(def.Type); !leaf && !listed {
				p.Own = 1
			} else if !leaf && isList(def.Type) {
				p.Each++
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
