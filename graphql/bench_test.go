package graphql_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

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

// BenchmarkGuard is the look before parsing and the look before validating.
func BenchmarkGuard(b *testing.B) {
	schema, err := graphql.BareSchema(access.Public)
	if err != nil {
		b.Fatal(err)
	}
	scan, check := schema.GuardSteps(benchList)
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
