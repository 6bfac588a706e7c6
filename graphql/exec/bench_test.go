package exec_test

import (
	"encoding/json"
	"testing"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
)

// BenchmarkExecutor compares the executors alone, over sources in memory: 50
// objects of 8 fields with 5 objects of 4 fields each.
func BenchmarkExecutor(b *testing.B) {
	schema := memorySchema(b)
	for _, q := range []struct{ name, query string }{
		{"list=50x5", `{list {a b c d e f g h inner {a b c d}}}`},
		{"one", `{one {a b c d e f g h}}`},
	} {
		b.Run(q.name+"/library", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				res := gql.Do(gql.Params{Schema: *schema.GraphQL(), RequestString: q.query})
				if _, err := json.Marshal(res); err != nil || res.HasErrors() {
					b.Fatal(err, res.Errors)
				}
			}
		})
		run, err := exec.Compiled(schema, q.query)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(q.name+"/plan", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run()
			}
		})
	}
}

// leafy is a source of eight leaves.
type leafy struct {
	text  [8]string
	inner []*leafy
}

func memorySchema(b *testing.B) *exec.Schema {
	b.Helper()
	types := exec.NewTypes()
	fields, outerFields := exec.Fields{}, exec.Fields{}
	for i := range 8 {
		name, get := string(rune('a'+i)), func(l *leafy) any { return l.text[i] }
		fields[name] = exec.Of(gql.String, "x", get)
		outerFields[name] = &exec.Field{Type: gql.String, Resolve: fields[name].Resolve}
	}
	inner := types.Object("Inner", "", fields)
	outerFields["inner"] = &exec.Field{Type: gql.NewList(inner), Resolve: func(p gql.ResolveParams) (any, error) { return p.Source.(*leafy).inner, nil }}
	outer := types.Object("Outer", "", outerFields)
	row := func(inner []*leafy) *leafy {
		l := &leafy{inner: inner}
		for i := range l.text {
			l.text[i] = "some words of text"
		}
		return l
	}
	all := make([]*leafy, 50)
	for i := range all {
		all[i] = row([]*leafy{row(nil), row(nil), row(nil), row(nil), row(nil)})
	}
	schema, err := types.Schema(gql.SchemaConfig{Query: types.Object("Query", "", exec.Fields{
		"list": {Type: gql.NewList(outer), Resolve: func(gql.ResolveParams) (any, error) { return all, nil }},
		"one":  {Type: outer, Resolve: func(gql.ResolveParams) (any, error) { return all[0], nil }},
	})}, "")
	if err != nil {
		b.Fatal(err)
	}
	return schema
}
