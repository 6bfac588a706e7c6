package graphql_test

import (
	"flag"
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/parser"

	"caseledger/graphql"
	"caseledger/graphql/access"
	"caseledger/graphql/exec"
)

var update = flag.Bool("update", false, "rewrite golden files")

// published has the files of what each role sees. So far no field is an
// analyst's: they get a file of their own when they see something of their own.
var published = map[access.Roles]string{
	access.Public: "schema.graphql", access.Clerk: "schema.staff.graphql", access.Auditor: "schema.auditor.graphql",
	access.Supervisor: "schema.supervisor.graphql", access.Analyst: "schema.graphql", access.Operator: "schema.operator.graphql",
	access.Clerk | access.Analyst: "schema.staff.graphql", access.Supervisor | access.Analyst: "schema.supervisor.graphql",
}

// TestPublishedSchema is the check for breaking changes too: whoever takes a
// field, a value or an argument away sees it in the difference, and has to
// answer for it in review.
func TestPublishedSchema(t *testing.T) {
	for who, file := range published {
		schema := testSchema(t, who)
		got := schema.Print()
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		golden, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(golden), got); diff != "" {
			t.Errorf("%s is not the schema of %s (-published +served); if the change is meant and only adds, run with -update\n%s", file, who, diff)
		}
		_, types, _ := strings.Cut(got, "\n") // graphql-go takes no description of the schema itself
		if _, err := parser.Parse(parser.ParseParams{Source: types}); err != nil {
			t.Errorf("%s does not parse: %v", file, err)
		}
	}
}

func TestPublishedSchemaIsTheSameEachTime(t *testing.T) {
	first, second := testSchema(t, access.Clerk), testSchema(t, access.Clerk)
	if diff := cmp.Diff(first.Print(), second.Print()); diff != "" {
		t.Error(diff)
	}
}

// TestEveryField holds all fields to a typed resolver and a description, and
// all lists to a price.
func TestEveryField(t *testing.T) {
	for typ, schema := range allTypes(t) {
		name := typ.Name()
		o, ok := typ.(*gql.Object)
		if !ok {
			continue
		}
		for field, f := range o.Fields() {
			at := name + "." + field
			if isList(f.Type) && !schema.Priced(name, f) {
				t.Errorf("%s is a list without a price", at)
			}
			if strings.HasPrefix(name, "__") {
				continue
			}
			if f.Resolve == nil {
				t.Errorf("%s has no resolver: graphql-go would search it by reflection", at)
			}
			if f.Description == "" {
				t.Errorf("%s has no description", at)
			}
			for _, a := range f.Args {
				if a.Description() == "" {
					t.Errorf("%s(%s:) has no description", at, a.Name())
				}
			}
		}
	}
}

// TestDescriptions holds everything that is ours to a description with the
// Chinese term, global ids excepted.
func TestDescriptions(t *testing.T) {
	check := func(at, description string) {
		t.Helper()
		if description == "" {
			t.Errorf("%s has no description", at)
		}
		if !strings.ContainsFunc(description, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) && !strings.HasSuffix(at, ".id") {
			t.Errorf("%s is described without a Chinese term: %q", at, description)
		}
	}
	for typ := range allTypes(t) {
		name := typ.Name()
		switch name {
		case "Int", "Float", "ID", "String", "Boolean", "Decimal":
			continue
		}
		if strings.HasPrefix(name, "__") {
			continue
		}
		check(name, typ.Description())
		switch typ := typ.(type) {
		case *gql.Object:
			for field, f := range typ.Fields() {
				if name != "Query" {
					check(name+"."+field, f.Description)
				}
			}
		case *gql.Enum:
			for _, v := range typ.Values() {
				check(name+"."+v.Name, v.Description)
			}
		case *gql.InputObject:
			for field, f := range typ.Fields() {
				check(name+"."+field, f.Description())
			}
		}
	}
}

func isList(t gql.Type) bool {
	if n, ok := t.(*gql.NonNull); ok {
		t = n.OfType
	}
	_, ok := t.(*gql.List)
	return ok
}

// allTypes are the types of all roles, some of them several times.
func allTypes(t *testing.T) iter.Seq2[gql.Type, *exec.Schema] {
	return func(yield func(gql.Type, *exec.Schema) bool) {
		for who := range published {
			schema := testSchema(t, who)
			for _, typ := range schema.GraphQL().TypeMap() {
				if !yield(typ, schema) {
					return
				}
			}
		}
	}
}

func testSchema(t *testing.T, who access.Roles) *exec.Schema {
	t.Helper()
	schema, err := graphql.BareSchema(who)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
