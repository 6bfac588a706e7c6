package graphql_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/graphql-go/graphql"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"caseledger/graphql"
	"caseledger/graphql/exec"
)

// The plan executor and graphql-go's must agree on data and on the paths of
// errors. Known faults of graphql-go v0.8.1, where ours is right and which the
// documents below therefore avoid:
//
//   - a leaf that does not fit its type is null without an error;
//   - a value that comes beside an error is shown as it is;
//   - fields are executed in the order of a map, so that which of several
//     errors takes the parent away differs from run to run;
//   - thunks, which none of our resolvers returns.

// TestPlanAgreesOnCorpus compares on the documents with golden answers.
func TestPlanAgreesOnCorpus(t *testing.T) {
	w := newWorld(t, 12)
	b := newBench(t, w)
	files, err := filepath.Glob("testdata/queries/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var query string
		var variables map[string]any
		for _, f := range a.Files {
			switch f.Name {
			case "query":
				query = string(f.Data)
			case "variables":
				d := json.NewDecoder(bytes.NewReader(f.Data))
				d.UseNumber()
				if err := d.Decode(&variables); err != nil {
					t.Fatal(err)
				}
			}
		}
		if diff := disagreement(t, b, query, variables); diff != "" {
			t.Errorf("%s: -graphql-go +plan\n%s", file, diff)
		}
	}
	for _, query := range []string{introspectionQuery, `{__type(name: "Case") {name fields {name type {name kind ofType {name}}}}}`, `{__type(name: "Nothing") {name}}`} {
		if diff := disagreement(t, b, query, nil); diff != "" {
			t.Errorf("%s: -graphql-go +plan\n%s", query, diff)
		}
	}
}

const introspectionQuery = `{__schema {description queryType {name} mutationType {name} subscriptionType {name}
	types {kind name description specifiedByURL isOneOf fields(includeDeprecated: true) {name description args(includeDeprecated: true) {name defaultValue type {name kind ofType {name}}} type {name kind ofType {name}}}
		inputFields {name defaultValue isDeprecated} interfaces {name} possibleTypes {name} enumValues {name}}
	directives {name isRepeatable locations args {name}}}}`

// TestPlanAgreesOnGenerated compares on documents made up from the schema.
func TestPlanAgreesOnGenerated(t *testing.T) {
	w := newWorld(t, 12)
	b := newBench(t, w)
	schema := b.Schema()
	seen := 0
	rapid.Check(t, func(r *rapid.T) {
		g := writer{r: r, schema: &schema}
		query := g.document()
		variables := map[string]any{"yes": rapid.Bool().Draw(r, "yes"), "no": rapid.Bool().Draw(r, "no")}
		if _, err := b.Prepare(t.Context(), query, variables); err != nil {
			r.Skip(err) // two fields of one key that cannot be merged
		}
		seen++
		if diff := disagreement(t, b, query, variables); diff != "" {
			r.Errorf("%s\n%v: -graphql-go +plan\n%s", query, variables, diff)
		}
	})
	if seen < 20 {
		t.Errorf("only %d documents were valid", seen)
	}
}

// disagreement executes by both and gives the difference.
func disagreement(t *testing.T, b *exec.Bench, query string, variables map[string]any) string {
	t.Helper()
	p, err := b.Prepare(t.Context(), query, variables)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	type answer struct {
		Data   any
		Errors []string
	}
	var ours struct {
		Data   any
		Errors []struct{ Path []any }
	}
	if err := json.Unmarshal(p.Plan(t.Context()), &ours); err != nil {
		t.Fatal(err)
	}
	res := p.Oracle(t.Context())
	want, got := answer{Data: plainJSON(t, res.Data)}, answer{Data: ours.Data}
	for _, e := range res.Errors {
		want.Errors = append(want.Errors, pathText(e.Path))
	}
	for _, e := range ours.Errors {
		got.Errors = append(got.Errors, pathText(e.Path))
	}
	slices.Sort(want.Errors)
	slices.Sort(got.Errors)
	if len(got.Errors) == 10 { // more are not reported
		want.Errors, got.Errors = nil, nil
	}
	return cmp.Diff(want, got)
}

func newBench(t testing.TB, w *world) *exec.Bench {
	t.Helper()
	b, err := graphql.NewBench(w.deps)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// writer makes up documents.
type writer struct {
	r         *rapid.T
	schema    *gql.Schema
	fragments []string
	left      int // selections that may still be written
}

func (g *writer) document() string {
	g.left = 60
	body := g.selection(g.schema.QueryType(), 0)
	return "query($yes: Boolean!, $no: Boolean!) {used: __typename @include(if: $yes) @skip(if: $no) " + body + "} " + strings.Join(g.fragments, " ")
}

func (g *writer) selection(t gql.Type, depth int) string {
	fields := fieldsOf(t)
	var out []string
	for range rapid.IntRange(1, 5).Draw(g.r, "fields") {
		if g.left--; g.left < 0 {
			break
		}
		switch k := rapid.IntRange(0, 9).Draw(g.r, "kind"); {
		case k == 0:
			out = append(out, "...", g.condition(), "{", g.selection(t, depth), "}")
		case k == 1:
			name := fmt.Sprintf("F%d", len(g.fragments))
			g.fragments = append(g.fragments, "") // keeps the place while the body is written
			place := len(g.fragments) - 1
			g.fragments[place] = fmt.Sprintf("fragment %s on %s {%s}", name, t.Name(), g.selection(t, depth))
			out = append(out, "..."+name, g.condition())
		case k == 2:
			if i, ok := t.(*gql.Interface); ok {
				o := rapid.SampledFrom(g.schema.PossibleTypes(i)).Draw(g.r, "object")
				out = append(out, "... on", o.Name(), "{", g.selection(o, depth), "}")
				continue
			}
			fallthrough
		default:
			if name := rapid.SampledFrom(fields).Draw(g.r, "field"); name != "__typename" {
				out = append(out, g.field(t, name, depth))
			} else {
				out = append(out, name)
			}
		}
	}
	return strings.Join(append(out, "__typename"), " ")
}

func (g *writer) condition() string {
	return rapid.SampledFrom([]string{"", "", "@include(if: $yes)", "@skip(if: $no)", "@skip(if: false)"}).Draw(g.r, "condition")
}

func (g *writer) field(parent gql.Type, name string, depth int) string {
	var f *gql.FieldDefinition
	switch parent := parent.(type) {
	case *gql.Object:
		f = parent.Fields()[name]
	case *gql.Interface:
		f = parent.Fields()[name]
	}
	args := arguments[parent.Name()+"."+name]
	if args != nil {
		name += rapid.SampledFrom(args).Draw(g.r, "arguments")
	}
	if len(f.Args) > 0 || rapid.IntRange(0, 4).Draw(g.r, "alias") == 0 { // other arguments under one key do not merge
		g.left--
		name = fmt.Sprintf("a%d: %s", g.left+100*len(g.fragments), name)
	}
	name += " " + g.condition()
	if gql.IsLeafType(f.Type) {
		return name
	}
	if depth >= 5 {
		return "__typename"
	}
	return name + " {" + g.selection(gql.GetNamed(f.Type).(gql.Type), depth+1) + "}"
}

// arguments are calls that work, and some that fail.
var arguments = map[string][]string{
	"Query.case":      {`(number: "XK-2024-0001")`, `(number: "none")`},
	"Query.cases":     {`(first: 2)`, `(last: 3, order: DUE)`, `(filter: {org: "住建局"})`, `(first: 0)`, ``},
	"Query.node":      {`(id: "Q2FzZTpYSy0yMDI0LTAwMDE")`, `(id: "Q2FzZUV2ZW50OlhLLTIwMjQtMDAwMS8w")`, `(id: "x")`},
	"Query.nodes":     {`(ids: ["Q2FzZTpYSy0yMDI0LTAwMDE", "x", "Q2FzZUV2ZW50OlhLLTIwMjQtMDAwMS8w"])`},
	"Query.figures":   {`(ids: ["accepted", "on_time_rate"])`, `(ids: ["none"])`},
	"Query.series":    {`(ids: ["accepted"], grain: MONTH, from: "2024-09-01", to: "2024-10-31")`},
	"Query.ranking":   {`(figure: "accepted", by: ORG)`, `(figure: "accepted", by: ORG, limit: 0)`},
	"Query.values":    {`(of: ITEM)`},
	"Case.events":     {`(first: 2)`, `(last: 1)`, `(after: 3)`, `(first: 0)`, ``},
	"Case.clock":      {`(until: "2024-10-20")`, `(until: "2099-01-01")`, ``},
	"Case.at":         {`(revision: 1)`, `(revision: -1)`, `(occurredBy: "2024-09-25T00:00:00Z")`},
	"Case.diff":       {`(from: {revision: 0})`, `(from: {revision: 1}, to: {revision: -5})`},
	"Case.overdue":    {`(at: "2024-10-01T00:00:00Z")`, ``},
	"CaseState.clock": {`(until: "2024-10-20")`, ``}, "CaseState.events": {`(first: 2)`, ``},
}

func fieldsOf(t gql.Type) []string {
	var fields gql.FieldDefinitionMap
	switch t := t.(type) {
	case *gql.Object:
		fields = t.Fields()
	case *gql.Interface:
		fields = t.Fields()
	}
	return append(slices.Sorted(maps.Keys(fields)), "__typename")
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
