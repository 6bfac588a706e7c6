package exec

import (
	"fmt"
	"strings"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// Limits of a parsed document, kept before it is validated.
const (
	maxOperations = 10
	maxFragments  = 50
	maxVariables  = 50
	maxSelections = 300 // as written
	maxExpanded   = 2000
	maxDepth      = 18
	maxRootFields = 20
	maxAliases    = 60
	maxDirectives = 30
	maxOnOneNode  = 4
	maxArguments  = 24 // of one field, and fields of one object literal
	// maxIntrospectionLists bounds lists within lists of introspection:
	// types, their fields, and the fields' arguments.
	maxIntrospectionLists = 3
	maxUnknown            = 5 // unknown fields after which nothing more is looked at
)

// guard looks at a parsed document before it is validated: the validator dies
// on a cycle of fragments, and its work on large documents grows faster than
// they do. What guard refuses was never going to be answered.
type guard struct {
	schema    *gql.Schema
	fragments map[string]*fragment
	problems  []*RequestError

	selections, aliases, directives int
}

// fragment is a fragment definition and what was found out about it.
type fragment struct {
	def   *ast.FragmentDefinition
	state visit
	size  measure
}

type visit uint8

const (
	unseen visit = iota
	under
	done
)

// measure is how large a selection set is with its fragments filled in.
type measure struct{ fields, depth, lists int }

func (m *measure) add(o measure) {
	m.fields = min(m.fields+o.fields, maxExpanded+1)
	m.depth = max(m.depth, o.depth)
	m.lists = max(m.lists, o.lists)
}

// check gives all that is wrong with the document, or nothing.
func check(schema *gql.Schema, doc *ast.Document) []*RequestError {
	g := &guard{schema: schema}
	operations := 0
	for _, d := range doc.Definitions {
		switch d := d.(type) {
		case *ast.FragmentDefinition:
			if g.fragments == nil {
				g.fragments = map[string]*fragment{}
			}
			g.fragments[d.Name.Value] = &fragment{def: d}
		case *ast.OperationDefinition:
			operations++
		default:
			return []*RequestError{{code: codeValidation, message: "a request holds operations and fragments only"}}
		}
	}
	if operations > maxOperations || len(g.fragments) > maxFragments {
		return []*RequestError{tooComplex("the document has more than %d operations or %d fragments", maxOperations, maxFragments)}
	}
	for _, d := range doc.Definitions {
		switch d := d.(type) {
		case *ast.OperationDefinition:
			g.operation(d)
		case *ast.FragmentDefinition:
			g.fragment(g.fragments[d.Name.Value])
		}
		if len(g.problems) > 0 {
			return g.problems
		}
	}
	return nil
}

func (g *guard) refuse(format string, args ...any) {
	g.problems = append(g.problems, tooComplex(format, args...))
}

func (g *guard) full() bool { return len(g.problems) >= maxUnknown }

func (g *guard) operation(d *ast.OperationDefinition) {
	if len(d.VariableDefinitions) > maxVariables {
		g.refuse("an operation has more than %d variables", maxVariables)
		return
	}
	for _, v := range d.VariableDefinitions {
		g.literal(v.DefaultValue)
	}
	g.checkDirectives(d.Directives)
	root := rootType(g.schema, d.Operation)
	if root == nil {
		g.problems = append(g.problems, &RequestError{code: codeValidation, message: fmt.Sprintf("this API has no %s", d.Operation)})
		return
	}
	m := g.measure(root, d.SelectionSet)
	limit := maxRootFields
	if d.Operation != ast.OperationTypeQuery {
		limit = 1
	}
	switch n := g.rootFields(d.SelectionSet); {
	case len(g.problems) > 0:
	case n > limit:
		g.refuse("a %s takes at most %d root fields", d.Operation, limit)
	case m.fields > maxExpanded:
		g.refuse("an operation selects more than %d fields with its fragments", maxExpanded)
	case m.depth > maxDepth:
		g.refuse("an operation is more than %d levels deep with its fragments", maxDepth)
	case m.lists > maxIntrospectionLists:
		g.refuse("introspection nests more than %d lists", maxIntrospectionLists)
	}
}

func rootType(s *gql.Schema, operation string) *gql.Object {
	switch operation {
	case ast.OperationTypeQuery:
		return s.QueryType()
	case ast.OperationTypeMutation:
		return s.MutationType()
	}
	return s.SubscriptionType()
}

// rootFields counts the fields of an operation. Fragments are counted each
// time they are spread; there are no cycles any more when it is called.
func (g *guard) rootFields(set *ast.SelectionSet) int {
	if set == nil || len(g.problems) > 0 {
		return 0
	}
	n := 0
	for _, s := range set.Selections {
		switch s := s.(type) {
		case *ast.Field:
			n++
		case *ast.InlineFragment:
			n += g.rootFields(s.SelectionSet)
		case *ast.FragmentSpread:
			if f := g.fragments[s.Name.Value]; f != nil {
				n += g.rootFields(f.def.SelectionSet)
			}
		}
		if n > maxRootFields {
			return n
		}
	}
	return n
}

// fragment measures a fragment once, wherever it is spread.
func (g *guard) fragment(f *fragment) measure {
	switch f.state {
	case under:
		g.problems = append(g.problems, &RequestError{
			code:    codeValidation,
			message: fmt.Sprintf("fragment %q spreads itself", f.def.Name.Value),
		})
		return measure{}
	case done:
		return f.size
	}
	f.state = under
	g.checkDirectives(f.def.Directives)
	f.size = g.measure(namedType(g.schema, f.def.TypeCondition), f.def.SelectionSet)
	f.state = done
	return f.size
}

// measure walks one selection set. A parent of nil is a type that does not
// exist; what is below it is measured and not looked up.
func (g *guard) measure(parent gql.Type, set *ast.SelectionSet) (m measure) {
	if set == nil {
		return m
	}
	for _, s := range set.Selections {
		if g.selections++; g.selections > maxSelections {
			g.refuse("the document has more than %d selections", maxSelections)
		}
		if g.full() || g.selections > maxSelections {
			return m
		}
		switch s := s.(type) {
		case *ast.Field:
			m.add(g.field(parent, s))
		case *ast.InlineFragment:
			g.checkDirectives(s.Directives)
			inner := parent
			if s.TypeCondition != nil {
				inner = namedType(g.schema, s.TypeCondition)
			}
			m.add(g.measure(inner, s.SelectionSet))
		case *ast.FragmentSpread:
			g.checkDirectives(s.Directives)
			if f := g.fragments[s.Name.Value]; f != nil {
				m.add(g.fragment(f))
			}
		}
	}
	return m
}

func (g *guard) field(parent gql.Type, f *ast.Field) measure {
	if f.Alias != nil {
		if g.aliases++; g.aliases == maxAliases+1 {
			g.refuse("the document has more than %d aliases", maxAliases)
		}
	}
	if len(f.Arguments) > maxArguments {
		g.refuse("a field has more than %d arguments", maxArguments)
		return measure{}
	}
	for _, a := range f.Arguments {
		g.literal(a.Value)
	}
	g.checkDirectives(f.Directives)
	name := f.Name.Value
	def := fieldDef(g.schema, parent, name)
	if def == nil && parent != nil {
		g.problems = append(g.problems, &RequestError{
			code:      codeValidation,
			message:   fmt.Sprintf("Cannot query field %q on type %q.", name, parent.Name()),
			locations: nodeLocations(f),
		})
		return measure{}
	}
	lists := 0
	if parent != nil {
		lists = introspectionList(parent, name)
	}
	if f.SelectionSet == nil {
		return measure{fields: 1, depth: 1, lists: lists}
	}
	var inner gql.Type
	if def != nil && parent != nil {
		inner, _ = gql.GetNamed(def.Type).(gql.Type)
	}
	m := g.measure(inner, f.SelectionSet)
	return measure{fields: min(m.fields+1, maxExpanded+1), depth: m.depth + 1, lists: m.lists + lists}
}

// literal refuses objects whose fields the validator would compare for long.
func (g *guard) literal(v ast.Value) {
	switch v := v.(type) {
	case *ast.ListValue:
		for _, e := range v.Values {
			g.literal(e)
		}
	case *ast.ObjectValue:
		if len(v.Fields) > maxArguments {
			g.refuse("an object has more than %d fields", maxArguments)
			return
		}
		for _, f := range v.Fields {
			g.literal(f.Value)
		}
	}
}

// introspectionList is 1 for the fields of introspection that give lists whose
// elements lead back to more of the schema.
func introspectionList(parent gql.Type, name string) int {
	of := parent.Name()
	if !strings.HasPrefix(of, "__") {
		return 0
	}
	switch of {
	case "__Schema", "__Type", "__Field", "__Directive":
		switch name {
		case "types", "fields", "args", "inputFields", "interfaces", "possibleTypes", "enumValues", "directives":
			return 1
		}
	}
	return 0
}

func (g *guard) checkDirectives(ds []*ast.Directive) {
	if len(ds) == 0 {
		return
	}
	g.directives += len(ds)
	if len(ds) > maxOnOneNode || g.directives > maxDirectives {
		g.refuse("the document has more than %d directives, or more than %d at one place", maxDirectives, maxOnOneNode)
		return
	}
	for i, d := range ds {
		if g.schema.Directive(d.Name.Value) == nil {
			g.problems = append(g.problems, &RequestError{
				code: codeValidation, message: fmt.Sprintf("Unknown directive %q.", d.Name.Value), locations: nodeLocations(d),
			})
			return
		}
		for _, before := range ds[:i] {
			if before.Name.Value == d.Name.Value {
				g.problems = append(g.problems, &RequestError{
					code: codeValidation, message: fmt.Sprintf("Directive %q stands twice at one place.", d.Name.Value), locations: nodeLocations(d),
				})
				return
			}
		}
	}
}

// fieldDef is the definition of a field, those of introspection included.
func fieldDef(s *gql.Schema, parent gql.Type, name string) *gql.FieldDefinition {
	if strings.HasPrefix(name, "__") {
		switch {
		case name == gql.TypeNameMetaFieldDef.Name:
			return gql.TypeNameMetaFieldDef
		case parent != s.QueryType():
		case name == gql.SchemaMetaFieldDef.Name:
			return gql.SchemaMetaFieldDef
		case name == gql.TypeMetaFieldDef.Name:
			return gql.TypeMetaFieldDef
		}
	}
	switch t := parent.(type) {
	case *gql.Object:
		return t.Fields()[name]
	case *gql.Interface:
		return t.Fields()[name]
	}
	return nil
}

func nodeLocations(n ast.Node) []location {
	loc := n.GetLoc()
	if loc == nil || loc.Source == nil {
		return nil
	}
	return []location{placeOf(string(loc.Source.Body), min(loc.Start, len(loc.Source.Body)))}
}
