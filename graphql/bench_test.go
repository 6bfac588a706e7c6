package graphql_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql"
	"caseledger/graphql/access"
)

const (
	benchList = `query List($n: Int!) { cases(first: $n) { nodes { id number status kind org item channel acceptedAt events(first: 5) { revision type occurredAt post } } } }`
	benchOne  = `query One($number: String!) { case(number: $number) { id number status kind org item channel acceptedAt } }`
	benchSums = `{ figures(ids: ["accepted", "closed", "on_time_rate"], from: "2012-01-01", to: "2012-12-31") { id numerator denominator value position } }`
)

// BenchmarkQuery executes one operation, encoded answer included, by
// graphql.Do alone (library), by the compiled plan (plan), and out of the kept
// answers (kept). What the views read from their database is in all but kept,
// but histories and parsed summaries, which both executors find remembered
// after their first round.
func BenchmarkQuery(b *testing.B) {
	w := newWorld(b, 2000)
	bench, err := graphql.NewBench(w.deps)
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []struct {
		name, query string
		variables   map[string]any
	}{
		{"list=50x5", benchList, map[string]any{"n": json.Number("50")}},
		{"one", benchOne, map[string]any{"number": "XK-2024-0001"}},
		{"figures=3", benchSums, nil},
	} {
		p, err := bench.Prepare(b.Context(), q.query, q.variables)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(q.name+"/library", func(b *testing.B) {
			defer processor(b)()
			for b.Loop() {
				res := p.Library(b.Context())
				if res.HasErrors() {
					b.Fatal(res.Errors)
				}
				if _, err := json.Marshal(res); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(q.name+"/plan", func(b *testing.B) {
			defer processor(b)()
			for b.Loop() {
				if body := p.Plan(b.Context()); len(body) < 100 {
					b.Fatalf("%s", body)
				}
			}
		})
		b.Run(q.name+"/kept", func(b *testing.B) {
			defer processor(b)()
			for b.Loop() {
				if body := p.Kept(b.Context()); len(body) < 100 {
					b.Fatalf("%s", body)
				}
			}
		})
	}
}

// processor reports the processor time of the process for one operation, which
// a busy machine changes less than the time that passes.
func processor(b *testing.B) func() {
	b.ReportAllocs()
	start := processorTime(b)
	return func() { b.ReportMetric(float64(processorTime(b)-start)/float64(b.N), "cpu-ns/op") }
}

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
				res := gql.Do(gql.Params{Schema: schema, RequestString: q.query})
				if _, err := json.Marshal(res); err != nil || res.HasErrors() {
					b.Fatal(err, res.Errors)
				}
			}
		})
		run, err := graphql.Compiled(&schema, q.query)
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

func memorySchema(b *testing.B) gql.Schema {
	b.Helper()
	fields := gql.Fields{}
	for i := range 8 {
		fields[string(rune('a'+i))] = graphql.Leaf("x", func(l *leafy) any { return l.text[i] })
	}
	inner := gql.NewObject(gql.ObjectConfig{Name: "Inner", Fields: fields})
	outerFields := gql.Fields{}
	for name, f := range fields {
		outerFields[name] = &gql.Field{Type: f.Type, Resolve: f.Resolve}
	}
	outerFields["inner"] = &gql.Field{Type: gql.NewList(inner), Resolve: func(p gql.ResolveParams) (any, error) { return p.Source.(*leafy).inner, nil }}
	outer := gql.NewObject(gql.ObjectConfig{Name: "Outer", Fields: outerFields})
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
	schema, err := gql.NewSchema(gql.SchemaConfig{Query: gql.NewObject(gql.ObjectConfig{Name: "Query", Fields: gql.Fields{
		"list": {Type: gql.NewList(outer), Resolve: func(gql.ResolveParams) (any, error) { return all, nil }},
		"one":  {Type: outer, Resolve: func(gql.ResolveParams) (any, error) { return all[0], nil }},
	}})})
	if err != nil {
		b.Fatal(err)
	}
	return schema
}

// BenchmarkGuard is the look before parsing and the look before validating.
func BenchmarkGuard(b *testing.B) {
	schema, err := graphql.BareSchema(access.Public)
	if err != nil {
		b.Fatal(err)
	}
	scan, check := graphql.GuardSteps(&schema, benchList)
	b.Run("scan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			scan()
		}
	})
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			check()
		}
	})
}

// BenchmarkHTTP is a whole request, from the handler's door to the written
// body, as a client's POST and as a GET that is answered with 304.
func BenchmarkHTTP(b *testing.B) {
	w := newWorld(b, 2000)
	body, err := json.Marshal(map[string]any{"query": benchList, "variables": map[string]any{"n": 50}})
	if err != nil {
		b.Fatal(err)
	}
	path := getURL(benchList, `{"n":50}`)
	etag := send(b, w, "GET", path, "").header.Get("ETag")
	for _, c := range []struct {
		name    string
		request func() *http.Request
		status  int
	}{
		{"post", func() *http.Request {
			r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			return r
		}, 200},
		{"not-modified", func() *http.Request {
			r := httptest.NewRequest("GET", path, strings.NewReader(""))
			r.Header.Set("If-None-Match", etag)
			return r
		}, 304},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rec := httptest.NewRecorder()
				w.ServeHTTP(rec, c.request())
				if rec.Code != c.status {
					b.Fatal(rec.Code, rec.Body)
				}
			}
			runtime.KeepAlive(w)
		})
	}
}
