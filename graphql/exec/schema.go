package exec

import (
	"fmt"

	gql "github.com/graphql-go/graphql"
)

// Types makes the types of one schema, and keeps what the engine knows of them
// beside graphql-go's definitions. It belongs to one goroutine.
type Types struct {
	// Int, Float and ID replace those of graphql-go, which take "3" and true
	// for an Int and objects for an ID; a schema may hold only one type of a
	// name, so refer to these.
	Int, Float, ID *gql.Scalar

	fields map[string]Fields // by type
	leaves map[*gql.Scalar]Leaf
}

// NewTypes begins a schema.
func NewTypes() *Types {
	t := &Types{fields: map[string]Fields{}, leaves: map[*gql.Scalar]Leaf{gql.String: {Text: true}}}
	t.Int = t.Scalar("Int", "A whole number from -2³¹ to 2³¹-1.", intOut, intIn, Leaf{Whole: true})
	t.Float = t.Scalar("Float", "A number with double precision (IEEE 754).", floatOut, floatIn, Leaf{})
	t.ID = t.Scalar("ID", "An opaque identifier. Read it from an answer; do not take it apart.", TextOut, idIn, Leaf{Text: true})
	return t
}

// Object makes an object type.
func (t *Types) Object(name, description string, fields Fields, interfaces ...*gql.Interface) *gql.Object {
	configs := gql.Fields{}
	for name, f := range fields {
		configs[name] = f.config()
	}
	t.fields[name] = fields
	return gql.NewObject(gql.ObjectConfig{Name: name, Description: description, Fields: configs, Interfaces: interfaces})
}

// Add gives an object one more field.
func (t *Types) Add(o *gql.Object, name string, f *Field) {
	t.fields[o.Name()][name] = f
	o.AddFieldConfig(name, f.config())
}

func (f *Field) config() *gql.Field {
	return &gql.Field{Type: f.Type, Args: f.Args, Description: f.Description, DeprecationReason: f.DeprecationReason, Resolve: f.Resolve}
}

// Schema is a schema as the engine executes it. It is immutable.
type Schema struct {
	gql         gql.Schema
	description string
	beside      map[*gql.FieldDefinition]*Field
	leaves      map[*gql.Scalar]Leaf
	prices      prices
}

// Schema ends the making of a schema.
func (t *Types) Schema(config gql.SchemaConfig, description string) (*Schema, error) {
	modernise()
	schema, err := gql.NewSchema(config)
	if err != nil {
		return nil, fmt.Errorf("graphql schema: %w", err)
	}
	order(&schema)
	settle(&schema)
	s := &Schema{gql: schema, description: description, beside: map[*gql.FieldDefinition]*Field{}, leaves: t.leaves}
	for name, fields := range t.fields {
		if o, ok := schema.Type(name).(*gql.Object); ok {
			for name, def := range o.Fields() {
				s.beside[def] = fields[name]
			}
		}
	}
	s.prices = newPrices(s)
	return s, nil
}

// GraphQL is the schema as graphql-go knows it.
func (s *Schema) GraphQL() *gql.Schema { return &s.gql }

// Priced says whether a field of a type has a price of its own.
func (s *Schema) Priced(typ string, def *gql.FieldDefinition) bool {
	if _, ok := introspectionPrices[typ+"."+def.Name]; ok {
		return true
	}
	f := s.beside[def]
	return f != nil && f.Price != nil
}

// settle has graphql-go build what it would build at the first use of an enum,
// under no lock.
func settle(schema *gql.Schema) {
	for _, t := range schema.TypeMap() {
		if e, ok := t.(*gql.Enum); ok {
			e.Serialize(nil)
			e.ParseValue("")
		}
	}
}
