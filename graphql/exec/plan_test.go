package exec_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
)

// animal is the source of the small schema below.
type animal struct {
	name  string
	barks bool
	next  *animal
}

// smallSchema has what ours has not: unions, required fields that fail, and
// lists of every nullability.
func smallSchema(t testing.TB) gql.Schema {
	t.Helper()
	var dog, cat *gql.Object
	named := gql.NewInterface(gql.InterfaceConfig{Name: "Named", Fields: gql.Fields{"name": {Type: gql.String}},
		ResolveType: func(p gql.ResolveTypeParams) *gql.Object {
			if p.Value.(*animal).barks {
				return dog
			}
			return cat
		}})
	fail := func(gql.ResolveParams) (any, error) { return nil, exec.BadInput("failed") }
	fields := func(extra string) gql.Fields {
		return gql.Fields{
			"name":  {Type: gql.String, Resolve: func(p gql.ResolveParams) (any, error) { return p.Source.(*animal).name, nil }},
			extra:   {Type: gql.Boolean, Resolve: func(gql.ResolveParams) (any, error) { return true, nil }},
			"fails": {Type: gql.String, Resolve: fail},
			"must":  {Type: gql.NewNonNull(gql.String), Resolve: fail},
			"none":  {Type: gql.NewNonNull(gql.String), Resolve: func(gql.ResolveParams) (any, error) { return nil, nil }},
			"next": {Type: named, Resolve: func(p gql.ResolveParams) (any, error) {
				if n := p.Source.(*animal).next; n != nil {
					return n, nil
				}
				return nil, nil
			}},
		}
	}
	dog = gql.NewObject(gql.ObjectConfig{Name: "Dog", Fields: fields("barks"), Interfaces: []*gql.Interface{named}})
	cat = gql.NewObject(gql.ObjectConfig{Name: "Cat", Fields: fields("purrs"), Interfaces: []*gql.Interface{named}})
	pet := gql.NewUnion(gql.UnionConfig{Name: "Pet", Types: []*gql.Object{dog, cat}, ResolveType: func(p gql.ResolveTypeParams) *gql.Object {
		return named.ResolveType(p)
	}})
	all := []*animal{{name: "Rex", barks: true}, {name: "Mia"}}
	all[0].next = all[1]
	list := func(gql.ResolveParams) (any, error) { return all, nil }
	root := gql.NewObject(gql.ObjectConfig{Name: "Root", Fields: gql.Fields{
		"pets":      {Type: gql.NewList(pet), Resolve: list},
		"named":     {Type: gql.NewList(gql.NewNonNull(named)), Resolve: list},
		"mustPets":  {Type: gql.NewNonNull(gql.NewList(gql.NewNonNull(pet))), Resolve: list},
		"holes":     {Type: gql.NewList(gql.NewNonNull(gql.String)), Resolve: func(gql.ResolveParams) (any, error) { return []any{"a", nil}, nil }},
		"gaps":      {Type: gql.NewList(gql.String), Resolve: func(gql.ResolveParams) (any, error) { return []any{"a", nil}, nil }},
		"rows":      {Type: gql.NewList(gql.NewList(gql.String)), Resolve: func(gql.ResolveParams) (any, error) { return [][]string{{"a"}, nil, {}}, nil }},
		"dog":       {Type: dog, Resolve: func(gql.ResolveParams) (any, error) { return all[0], nil }},
		"nobody":    {Type: dog, Resolve: func(gql.ResolveParams) (any, error) { return (*animal)(nil), nil }},
		"noList":    {Type: gql.NewList(gql.String), Resolve: func(gql.ResolveParams) (any, error) { return "a", nil }},
		"add":       {Type: gql.String, Args: gql.FieldConfigArgument{"a": {Type: gql.NewList(gql.String)}, "b": {Type: gql.Boolean, DefaultValue: true}}, Resolve: show},
		"must":      {Type: gql.NewNonNull(gql.String), Resolve: fail},
		"escapes":   {Type: gql.String, Resolve: func(gql.ResolveParams) (any, error) { return "a\"\\\n\t\r\x01中\u2028\xff", nil }},
		"undefined": {Type: gql.String, Resolve: func(gql.ResolveParams) (any, error) { return nil, nil }},
	}})
	schema, err := gql.NewSchema(gql.SchemaConfig{Query: root, Types: []gql.Type{dog, cat}})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func show(p gql.ResolveParams) (any, error) { return fmt.Sprint(p.Args["a"], p.Args["b"]), nil }

// TestPlan holds plans to the words of the specification (October 2021, §6).
func TestPlan(t *testing.T) {
	schema := smallSchema(t)
	for _, c := range []struct {
		name, query, variables, data string
		errors                       []string // paths
	}{
		{"fields keep the order of the document", `{b: gaps a: gaps}`, ``, `{"b":["a",null],"a":["a",null]}`, nil},
		{"fields of one key are merged", `{dog {name} dog {barks} ...F} fragment F on Root {dog {n: name}}`, ``, `{"dog":{"name":"Rex","barks":true,"n":"Rex"}}`, nil},
		{"a union's objects by type", `{pets {__typename ... on Dog {barks} ... on Cat {purrs}}}`, ``, `{"pets":[{"__typename":"Dog","barks":true},{"__typename":"Cat","purrs":true}]}`, nil},
		{"an interface's field, and an object within", `{named {name ... on Dog {next {name}}}}`, ``, `{"named":[{"name":"Rex","next":{"name":"Mia"}},{"name":"Mia"}]}`, nil},
		{"an interface as condition", `{pets {... on Named {name}}}`, ``, `{"pets":[{"name":"Rex"},{"name":"Mia"}]}`, nil},
		{"a nullable field that fails is null", `{dog {name fails}}`, ``, `{"dog":{"name":"Rex","fails":null}}`, []string{"dog/fails"}},
		{"a required field that fails takes its object", `{dog {name must} gaps}`, ``, `{"dog":null,"gaps":["a",null]}`, []string{"dog/must"}},
		{"a required field without value too", `{dog {none}}`, ``, `{"dog":null}`, []string{"dog/none"}},
		{"in a list of nullable objects only the object goes", `{pets {... on Dog {must} ... on Cat {name}}}`, ``, `{"pets":[null,{"name":"Mia"}]}`, []string{"pets/0/must"}},
		{"in a list of required objects the list goes", `{named {... on Cat {must}}}`, ``, `{"named":null}`, []string{"named/1/must"}},
		{"in a required list of required objects all goes", `{gaps mustPets {... on Cat {must}}}`, ``, `null`, []string{"mustPets/1/must"}},
		{"a required field of the root takes all", `{gaps must}`, ``, `null`, []string{"must"}},
		{"a hole in a list of required values", `{holes}`, ``, `{"holes":null}`, []string{"holes/1"}},
		{"lists of lists, one of them nil", `{rows}`, ``, `{"rows":[["a"],[],[]]}`, nil},
		{"a nil pointer is null", `{nobody {name}}`, ``, `{"nobody":null}`, nil},
		{"what should be a list and is none", `{noList}`, ``, `{"noList":null}`, []string{"noList"}},
		{"defaults of arguments", `{add}`, ``, `{"add":"<nil> true"}`, nil},
		{"one value stands for a list", `{add(a: "x", b: false)}`, ``, `{"add":"[x] false"}`, nil},
		{"variables", `query($a: [String], $b: Boolean) {add(a: $a, b: $b)}`, `{"a": ["x", "y"]}`, `{"add":"[x y] true"}`, nil},
		{"variables within a list", `query($a: String) {add(a: ["x", $a])}`, `{"a": "y"}`, `{"add":"[x y] true"}`, nil},
		{"defaults of variables", `query($a: [String] = ["z"]) {add(a: $a)}`, ``, `{"add":"[z] true"}`, nil},
		{"skip and include", `query($on: Boolean!, $off: Boolean!) {a: gaps @skip(if: $on) b: gaps @include(if: $on) c: gaps @include(if: $off) d: gaps @skip(if: false) @include(if: true)}`,
			`{"on": true, "off": false}`, `{"b":["a",null],"d":["a",null]}`, nil},
		{"conditions on fragments", `query($on: Boolean!) {...F @include(if: $on) ... @skip(if: $on) {undefined} dog {name}} fragment F on Root {gaps}`,
			`{"on": false}`, `{"undefined":null,"dog":{"name":"Rex"}}`, nil},
		{"one of two conditions of one key is enough", `query($on: Boolean!) {dog {name @skip(if: $on)} dog {name @include(if: $on) barks @include(if: $on)}}`,
			`{"on": true}`, `{"dog":{"name":"Rex","barks":true}}`, nil},
		{"nothing is left", `{dog {name @skip(if: true)}}`, ``, `{"dog":{}}`, nil},
		{"strings are escaped", `{escapes}`, ``, `{"escapes":"a\"\\\n\t\r\u0001中` + "\u2028\ufffd" + `"}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var variables map[string]any
			if c.variables != "" {
				if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
					t.Fatal(err)
				}
			}
			out, err := exec.RunPlan(&schema, c.query, variables, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got struct {
				Data   json.RawMessage
				Errors []struct{ Path []any }
			}
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatal(err)
			}
			if string(got.Data) != c.data {
				t.Errorf("data\n%s, want\n%s", got.Data, c.data)
			}
			var paths []string
			for _, e := range got.Errors {
				paths = append(paths, pathText(e.Path))
			}
			if diff := cmp.Diff(c.errors, paths); diff != "" {
				t.Errorf("errors -want +got\n%s", diff)
			}
			// graphql-go agrees on the data, whatever the order.
			res := gql.Do(gql.Params{Schema: schema, RequestString: c.query, VariableValues: variables})
			if diff := cmp.Diff(plainJSON(t, res.Data), plainJSON(t, got.Data)); diff != "" && c.name != "strings are escaped" {
				t.Errorf("-graphql-go +plan\n%s", diff)
			}
		})
	}
}

func pathText(path []any) (s string) {
	for i, p := range path {
		if i > 0 {
			s += "/"
		}
		s += fmt.Sprint(p)
	}
	return s
}

// plainJSON is any value as JSON decodes it.
func plainJSON(t testing.TB, v any) (out any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
