package exec

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	gql "github.com/graphql-go/graphql"
)

// modernise brings graphql-go's introspection to the October 2021 edition and
// what today's tools ask beyond it, gives defaults of enum arguments their
// names, and lists everything in alphabetical order. The types it changes
// belong to the library and are shared by all schemas of the process, hence
// once, before the first schema is built.
var modernise = sync.OnceFunc(func() {
	withDeprecated := []*gql.Argument{{PrivateName: "includeDeprecated", Type: gql.Boolean, DefaultValue: false}}
	gql.SchemaType.AddFieldConfig("description", &gql.Field{Type: gql.String, Description: "What the schema is for.", Resolve: ofSchema(func(s *Schema, _ any) string { return s.description })})
	gql.SchemaType.Fields()["types"].Resolve = func(p gql.ResolveParams) (any, error) {
		s := p.Source.(gql.Schema)
		return sortedTypes(&s), nil
	}
	gql.TypeType.AddFieldConfig("specifiedByURL", &gql.Field{Type: gql.String, Description: "Where a scalar is specified.", Resolve: ofSchema(func(s *Schema, source any) string {
		t, _ := source.(*gql.Scalar)
		return s.leaves[t].SpecifiedBy
	})})
	gql.TypeType.AddFieldConfig("isOneOf", fieldOf(gql.Boolean, "Whether an input object takes exactly one field.", func(t gql.Type) any {
		if _, ok := t.(*gql.InputObject); ok {
			return false
		}
		return nil
	}))
	gql.InputValueType.AddFieldConfig("isDeprecated", fieldOf(gql.NewNonNull(gql.Boolean), "Whether it should no longer be used.", func(any) any { return false }))
	gql.InputValueType.AddFieldConfig("deprecationReason", fieldOf(gql.String, "Why it should no longer be used.", func(any) any { return nil }))
	gql.DirectiveType.AddFieldConfig("isRepeatable", fieldOf(gql.NewNonNull(gql.Boolean), "Whether it may stand twice at one place.", func(any) any { return false }))

	gql.InputValueType.Fields()["defaultValue"].Resolve = func(p gql.ResolveParams) (any, error) {
		switch v := p.Source.(type) {
		case *gql.Argument:
			return orNull(literalText(v.DefaultValue, v.Type)), nil
		case *gql.InputObjectField:
			return orNull(literalText(v.DefaultValue, v.Type)), nil
		}
		return nil, nil
	}
	inputs := gql.TypeType.Fields()["inputFields"]
	inputs.Args = withDeprecated
	inputs.Resolve = func(p gql.ResolveParams) (any, error) {
		t, ok := p.Source.(*gql.InputObject)
		if !ok {
			return nil, nil
		}
		var out []*gql.InputObjectField
		for _, name := range slices.Sorted(maps.Keys(t.Fields())) {
			out = append(out, t.Fields()[name])
		}
		return out, nil
	}
	gql.FieldType.Fields()["args"].Args = withDeprecated
	gql.DirectiveType.Fields()["args"].Args = withDeprecated
})

// fieldOf is a field of introspection that follows from its parent.
func fieldOf[P any](t gql.Output, description string, get func(P) any) *gql.Field {
	return &gql.Field{Type: t, Description: description, Resolve: func(p gql.ResolveParams) (any, error) { return get(p.Source.(P)), nil }}
}

// ofSchema resolves what graphql-go does not know of the schema that is asked
// about: the request does. Nothing is null.
func ofSchema(get func(s *Schema, source any) string) gql.FieldResolveFn {
	return func(p gql.ResolveParams) (any, error) {
		if r, ok := p.Info.RootValue.(*Request); ok && r.schema != nil {
			return orNull(get(r.schema, p.Source)), nil
		}
		return nil, nil
	}
}

// orNull is a text, or null where it is empty.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func sortedTypes(s *gql.Schema) []gql.Type {
	var out []gql.Type
	for _, name := range slices.Sorted(maps.Keys(s.TypeMap())) {
		out = append(out, s.TypeMap()[name])
	}
	return out
}

// order puts what graphql-go keeps in the order of a map into alphabetical
// order: arguments and enum values. It works on a schema nobody uses yet.
func order(s *gql.Schema) {
	for _, t := range s.TypeMap() {
		switch t := t.(type) {
		case *gql.Object:
			for _, f := range t.Fields() {
				slices.SortFunc(f.Args, func(a, b *gql.Argument) int { return cmp.Compare(a.PrivateName, b.PrivateName) })
			}
		case *gql.Enum:
			slices.SortFunc(t.Values(), func(a, b *gql.EnumValueDefinition) int { return cmp.Compare(a.Name, b.Name) })
		}
	}
}

// literalText writes a default value as GraphQL; empty where there is none.
func literalText(v any, t gql.Type) string {
	if v == nil {
		return ""
	}
	switch t := t.(type) {
	case *gql.NonNull:
		return literalText(v, t.OfType)
	case *gql.List:
		var parts []string
		for _, e := range v.([]any) {
			parts = append(parts, literalText(e, t.OfType))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *gql.Enum:
		return fmt.Sprint(t.Serialize(v))
	case *gql.Scalar:
		v = t.Serialize(v)
	}
	if s, ok := v.(string); ok {
		return strconv.Quote(s)
	}
	return fmt.Sprint(v)
}
