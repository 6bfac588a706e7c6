package exec

import (
	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// A plan is an operation made ready to be executed many times: fields are
// collected and merged, their definitions found, their constant arguments
// read. It is compiled for one setting of the variables that @skip and
// @include name, so that nothing is left to decide when it runs but the
// runtime types of abstract fields. It is immutable.
type plan struct {
	root *selection
}

// selection is what an operation asks of objects of one type, in the order of
// the answer.
type selection struct {
	typ   *gql.Object
	steps []step
}

// step is one field of an answer.
type step struct {
	key   string // response key
	label []byte // the key as JSON, with its colon
	// info is what the resolver is told, the same each time but for the root
	// value and the variables.
	info gql.ResolveInfo
	// args are the constant arguments. Where variables take part, late fills a
	// map of its own each time.
	args    map[string]any
	late    []argument
	get     accessor // if set, it takes the place of resolve
	write   writer   // if set, it takes the place of both
	resolve gql.FieldResolveFn
	follow  Follow // of a subscription
	out     *output
}

// argument is one argument of a field that takes a value.
type argument struct {
	def   *gql.Argument
	value ast.Value // nil where it is not given
}

// output is a type as values are completed to it.
type output struct {
	required bool
	kind     outputKind
	leaf     appendLeaf            // of a leaf
	item     *output               // of a list
	object   *selection            // of an object
	abstract gql.Abstract          // of an interface or a union
	possible map[string]*selection // of an abstract type, by object type
}

type outputKind uint8

const (
	isLeaf outputKind = iota
	isListOf
	isObject
	isAbstract
)

// compiler makes plans of one document.
type compiler struct {
	schema    *Schema
	doc       *document
	fragments map[string]ast.Definition // as resolvers get them
	op        *ast.OperationDefinition
	toggles   map[string]bool // values of the variables in conditions
}

func (c *compiler) plan() *plan {
	root := rootType(&c.schema.gql, c.op.Operation)
	return &plan{root: c.selection(root, []*ast.SelectionSet{c.op.SelectionSet})}
}

// group is the fields that share a response key.
type group struct {
	key    string
	fields []*ast.Field
}

// selection merges selection sets for one object type.
func (c *compiler) selection(t *gql.Object, sets []*ast.SelectionSet) *selection {
	g := collector{c: c, t: t, at: map[string]int{}}
	for _, set := range sets {
		g.collect(set)
	}
	s := &selection{typ: t, steps: make([]step, 0, len(g.groups))}
	for _, grp := range g.groups {
		s.steps = append(s.steps, c.step(t, grp))
	}
	return s
}

// collector gathers the fields of one object type in the order in which their
// keys first appear.
type collector struct {
	c       *compiler
	t       *gql.Object
	at      map[string]int // index of a key's group
	groups  []group
	visited map[string]bool // fragments
}

func (g *collector) collect(set *ast.SelectionSet) {
	if set == nil {
		return
	}
	for _, s := range set.Selections {
		switch s := s.(type) {
		case *ast.Field:
			if g.c.included(s.Directives) {
				g.add(s)
			}
		case *ast.InlineFragment:
			if g.c.included(s.Directives) && g.c.applies(s.TypeCondition, g.t) {
				g.collect(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			name := s.Name.Value
			if g.visited[name] || !g.c.included(s.Directives) {
				continue
			}
			if g.visited == nil {
				g.visited = map[string]bool{}
			}
			g.visited[name] = true
			if f := g.c.doc.fragments[name]; g.c.applies(f.TypeCondition, g.t) {
				g.collect(f.SelectionSet)
			}
		}
	}
}

func (g *collector) add(f *ast.Field) {
	key := f.Name.Value
	if f.Alias != nil {
		key = f.Alias.Value
	}
	i, ok := g.at[key]
	if !ok {
		i = len(g.groups)
		g.at[key] = i
		g.groups = append(g.groups, group{key: key})
	}
	g.groups[i].fields = append(g.groups[i].fields, f)
}

// included evaluates @skip and @include, of which both must agree.
func (c *compiler) included(ds []*ast.Directive) bool {
	for _, d := range ds {
		if len(d.Arguments) == 0 {
			continue
		}
		var on bool
		switch v := d.Arguments[0].Value.(type) {
		case *ast.BooleanValue:
			on = v.Value
		case *ast.Variable:
			on = c.toggles[v.Name.Value]
		}
		if d.Name.Value == gql.SkipDirective.Name && on || d.Name.Value == gql.IncludeDirective.Name && !on {
			return false
		}
	}
	return true
}

func (c *compiler) applies(condition *ast.Named, t *gql.Object) bool {
	if condition == nil || condition.Name.Value == t.Name() {
		return true
	}
	switch abstract := c.schema.gql.Type(condition.Name.Value).(type) {
	case *gql.Interface:
		return c.schema.gql.IsPossibleType(abstract, t)
	case *gql.Union:
		return c.schema.gql.IsPossibleType(abstract, t)
	}
	return false
}

func (c *compiler) step(parent *gql.Object, g group) step {
	first := g.fields[0]
	def := fieldDef(&c.schema.gql, parent, first.Name.Value)
	s := step{key: g.key, label: append(appendString(nil, g.key), ':'), resolve: def.Resolve}
	if f := c.schema.beside[def]; f != nil {
		s.get, s.follow = f.shortcut.get, f.Follow
		if leaf, ok := gql.GetNamed(def.Type).(*gql.Scalar); ok {
			s.write = f.shortcut.writer(c.schema.leaves[leaf])
		}
	}
	if s.resolve == nil { // the library's own introspection only
		s.resolve = gql.DefaultResolveFn
	}
	s.info = gql.ResolveInfo{FieldName: def.Name, FieldASTs: g.fields, ReturnType: def.Type, ParentType: parent,
		Schema: c.schema.gql, Fragments: c.fragments, Operation: c.op}
	s.args, s.late = c.arguments(def, first)
	var sets []*ast.SelectionSet
	for _, f := range g.fields {
		if f.SelectionSet != nil {
			sets = append(sets, f.SelectionSet)
		}
	}
	s.out = c.output(def.Type, sets)
	return s
}

// arguments reads the constant arguments of a field. If a variable stands in
// one of them, all are left to be read when the plan runs.
func (c *compiler) arguments(def *gql.FieldDefinition, f *ast.Field) (constant map[string]any, late []argument) {
	if len(def.Args) == 0 {
		return nil, nil
	}
	given := make(map[string]ast.Value, len(f.Arguments))
	variable := false
	for _, a := range f.Arguments {
		given[a.Name.Value] = a.Value
		variable = variable || holdsVariable(a.Value)
	}
	all := make([]argument, len(def.Args))
	for i, a := range def.Args {
		all[i] = argument{a, given[a.PrivateName]}
	}
	if variable {
		return nil, all
	}
	constant, err := readArguments(all, nil)
	if err != nil {
		return nil, all // the error belongs to the field, each time
	}
	return constant, nil
}

func holdsVariable(v ast.Value) bool {
	switch v := v.(type) {
	case *ast.Variable:
		return true
	case *ast.ListValue:
		for _, e := range v.Values {
			if holdsVariable(e) {
				return true
			}
		}
	case *ast.ObjectValue:
		for _, f := range v.Fields {
			if holdsVariable(f.Value) {
				return true
			}
		}
	}
	return false
}

// readArguments gives a field's arguments. Null counts as not given, as
// resolvers see no difference.
func readArguments(args []argument, variables map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(args))
	for _, a := range args {
		var v any
		given := a.value != nil
		if variable, ok := a.value.(*ast.Variable); ok {
			v, given = variables[variable.Name.Value]
		} else if given {
			v = literalValue(a.value, a.def.Type, variables)
		}
		if !given {
			v = a.def.DefaultValue
		}
		if v != nil {
			out[a.def.PrivateName] = v
		} else if _, needed := a.def.Type.(*gql.NonNull); needed {
			return nil, BadInput("Argument %q must not be null.", a.def.PrivateName)
		}
	}
	return out, nil
}

func (c *compiler) output(t gql.Type, sets []*ast.SelectionSet) *output {
	switch t := t.(type) {
	case *gql.NonNull:
		o := c.output(t.OfType, sets)
		o.required = true
		return o
	case *gql.List:
		return &output{kind: isListOf, item: c.output(t.OfType, sets)}
	case *gql.Object:
		return &output{kind: isObject, object: c.selection(t, sets)}
	case *gql.Interface:
		return c.abstract(t, sets)
	case *gql.Union:
		return c.abstract(t, sets)
	case *gql.Enum:
		return &output{kind: isLeaf, leaf: enumLeaf(t)}
	}
	return &output{kind: isLeaf, leaf: c.schema.scalarLeaf(t.(*gql.Scalar))}
}

func (c *compiler) abstract(t gql.Abstract, sets []*ast.SelectionSet) *output {
	o := &output{kind: isAbstract, abstract: t, possible: map[string]*selection{}}
	for _, p := range c.schema.gql.PossibleTypes(t) {
		o.possible[p.Name()] = c.selection(p, sets)
	}
	return o
}
