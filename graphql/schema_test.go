package graphql_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/parser"

	"caseledger/graphql"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestPublishedSchema is the check for breaking changes too: whoever takes a
// field, a value or an argument away sees it in the difference, and has to
// answer for it in review.
func TestPublishedSchema(t *testing.T) {
	schema := testSchema(t)
	got := graphql.PrintSchema(&schema)
	if *update {
		if err := os.WriteFile("schema.graphql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(graphql.SDL(), got); diff != "" {
		t.Errorf("schema.graphql is not the schema (-published +served); if the change is meant and only adds, run with -update\n%s", diff)
	}
	_, types, _ := strings.Cut(got, "\n") // graphql-go takes no description of the schema itself
	if _, err := parser.Parse(parser.ParseParams{Source: types}); err != nil {
		t.Errorf("the printed schema does not parse: %v", err)
	}
}

func TestPublishedSchemaIsTheSameEachTime(t *testing.T) {
	first, second := testSchema(t), testSchema(t)
	if diff := cmp.Diff(graphql.PrintSchema(&first), graphql.PrintSchema(&second)); diff != "" {
		t.Error(diff)
	}
}

// TestEveryField holds all fields to a typed resolver and a description, and
// all lists to a price.
func TestEveryField(t *testing.T) {
	schema := testSchema(t)
	prices := graphql.PriceList()
	for name, typ := range schema.TypeMap() {
		o, ok := typ.(*gql.Object)
		if !ok {
			continue
		}
		for field, f := range o.Fields() {
			at := name + "." + field
			if isList(f.Type) && !prices[at] {
				t.Errorf("%s is a list without a price", at)
			}
			delete(prices, at)
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
	for at := range prices {
		t.Errorf("%s has a price and is not in the schema", at)
	}
}

// TestDescriptions holds everything that is ours to a description with the
// Chinese term, global ids excepted.
func TestDescriptions(t *testing.T) {
	schema := testSchema(t)
	check := func(at, description string) {
		t.Helper()
		if description == "" {
			t.Errorf("%s has no description", at)
		}
		if !strings.ContainsFunc(description, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) && !strings.HasSuffix(at, ".id") {
			t.Errorf("%s is described without a Chinese term: %q", at, description)
		}
	}
	for name, typ := range schema.TypeMap() {
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

func testSchema(t *testing.T) gql.Schema {
	t.Helper()
	schema, err := graphql.BareSchema()
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
