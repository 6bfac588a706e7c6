package graphql_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"caseledger/graphql"
)

// Bounds on one refused request. Unguarded, the worst of these documents take
// the process down or ten seconds and hundreds of megabytes; the bounds leave
// room for a slow and busy machine.
const (
	maxAttackCPU   = slowdown * 250 * time.Millisecond
	maxAttackBytes = slowdown * 24 << 20
)

// TestAttacks sends documents that are known to hurt GraphQL servers, and
// holds the refusal to a status, a code, and bounds on processor time and
// memory.
func TestAttacks(t *testing.T) {
	w := newWorld(t, 3)
	attacks := []struct {
		name, query string
		status      int
		code        string
	}{
		{"two fragments in a circle", `{...A} fragment A on Query {...B} fragment B on Query {...A}`, 400, "GRAPHQL_VALIDATION_FAILED"},
		{"a fragment that spreads itself", `{...A} fragment A on Query {__typename ...A}`, 400, "GRAPHQL_VALIDATION_FAILED"},
		{"a circle that no operation uses", `{__typename} fragment A on Query {...A}`, 400, "GRAPHQL_VALIDATION_FAILED"},
		{"list literal 100000 deep", `{case(number:` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `){id}}`, 400, "DOCUMENT_TOO_COMPLEX"},
		{"list literal 400 deep", `{case(number:` + strings.Repeat("[", 400) + strings.Repeat("]", 400) + `){id}}`, 400, "DOCUMENT_TOO_COMPLEX"},
		{"3000 nested inline fragments", strings.Repeat("{...", 3000) + "{__typename}" + strings.Repeat("}", 3000), 400, "DOCUMENT_TOO_COMPLEX"},
		{"1000 aliases", "{" + repeat(1000, func(i int) string { return fmt.Sprintf(`a%d:case(number:"x"){id} `, i) }) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"100 aliases in few bytes", "{" + repeat(100, func(i int) string { return fmt.Sprintf(`a%d:__typename `, i) }) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"2000 times one field", `{case(number:"x"){` + strings.Repeat("id ", 2000) + "}}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"8000 times one field", `{case(number:"x"){` + strings.Repeat("id ", 8000) + "}}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"600 merged selections", "{" + strings.Repeat("cases{nodes{id}} ", 600) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"5000 conditions", "{__typename " + strings.Repeat("@include(if:true) ", 5000) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"300 conditions", "{__typename " + strings.Repeat("@skip(if:true) ", 150) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"5000 unknown directives", "{__typename " + strings.Repeat("@aa ", 5000) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"an unknown directive", "{__typename @aa}", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"one directive twice", "{__typename @skip(if:false) @skip(if:false)}", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"5000 unknown fields", "{" + repeat(5000, func(i int) string { return fmt.Sprintf("f%d ", i) }) + "}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"250 unknown fields", "{" + repeat(250, func(i int) string { return fmt.Sprintf("f%d ", i) }) + "}", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"fan of fragments", "{...F0}" + repeat(25, func(i int) string { return fmt.Sprintf("fragment F%d on Query{...F%d ...F%d}", i, i+1, i+1) }) + "fragment F25 on Query{__typename}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"introspection in circles", "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"20000 times a name", "{" + repeat(20000, func(i int) string { return fmt.Sprintf("a%d:__typename ", i) }) + "}", 413, "BAD_REQUEST"},
		{"20000 open braces", strings.Repeat("{", 20000), 400, "DOCUMENT_TOO_COMPLEX"},
		{"a number that is no Int", "{cases(first:99999999999){totalCount}}", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"two operations, no name", "query A{__typename} query B{__typename}", 400, "OPERATION_RESOLUTION_FAILURE"},
		{"a misspelt field", "{caze}", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"pages within histories", `{cases(first:100){nodes{events(first:1000){id} a:events(first:1000){id}}}}`, 400, "COST_LIMIT_EXCEEDED"},
		{"300 ids", `{nodes(ids:[` + strings.Repeat(`"x",`, 300) + `]){id}}`, 200, "BAD_USER_INPUT"},
		{"brackets in a string and a comment", "{__typename # " + strings.Repeat("{", 500) + "\n}", 200, ""},
		{"an endless string", `{case(number:"` + strings.Repeat(`\"`, 4000), 400, "GRAPHQL_PARSE_FAILED"},
		{"an endless block string", `{case(number:"""` + strings.Repeat(`{`, 4000), 400, "GRAPHQL_PARSE_FAILED"},
		{"200 variables", "query(" + repeat(200, func(i int) string { return fmt.Sprintf("$v%d:Int ", i) }) + "){__typename}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"300 arguments", "{cases(" + repeat(300, func(i int) string { return fmt.Sprintf("a%d:1 ", i) }) + "){totalCount}}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"an object of 150 fields", "{cases(filter:{" + repeat(150, func(i int) string { return fmt.Sprintf("a%d:1 ", i) }) + "}){totalCount}}", 400, "DOCUMENT_TOO_COMPLEX"},
		{"a type definition", "type A { b: C }", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"nothing but a fragment", "fragment A on Query {__typename}", 400, "GRAPHQL_VALIDATION_FAILED"},
		{"an empty selection", "{}", 400, "GRAPHQL_PARSE_FAILED"},
		{"a subscription without a stream", `subscription {caseEvents {position}}`, 406, "BAD_REQUEST"},
		{"two subscriptions at once", `subscription {a: caseEvents {position} b: caseEvents {position}}`, 400, "DOCUMENT_TOO_COMPLEX"},
	}
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			var r reply
			cpu, bytes := spent(t, w, maxAttackCPU, func(h http.Handler) { r = post(t, h, a.query, nil) })
			if r.status != a.status {
				t.Errorf("status %d, want %d: %.300s", r.status, a.status, r.raw)
			}
			if code, _ := r.code().(string); code != a.code {
				t.Errorf("code %q, want %q: %.300s", code, a.code, r.raw)
			}
			if cpu > maxAttackCPU {
				t.Errorf("took %v of processor time, want at most %v", cpu, maxAttackCPU)
			}
			if bytes > maxAttackBytes {
				t.Errorf("allocated %d bytes, want at most %d", bytes, maxAttackBytes)
			}
			if len(r.Errors) > 10 || len(r.raw) > 4096 {
				t.Errorf("%d errors in %d bytes", len(r.Errors), len(r.raw))
			}
			if len(a.query) > 200 && strings.Contains(r.raw, a.query[:100]) {
				t.Errorf("the answer repeats the document: %.300s", r.raw)
			}
		})
	}
}

// TestWorstAdmitted holds documents at the edge of the limits, which are parsed
// and validated, to a bound too.
func TestWorstAdmitted(t *testing.T) {
	w := newWorld(t, 1)
	const bound = slowdown * 50 * time.Millisecond
	for name, query := range map[string]string{
		"290 times one field":     `{case(number:"x"){` + strings.Repeat("id ", 290) + "}}",
		"merged selections":       "{" + strings.Repeat("cases{nodes{id}} ", 19) + "}",
		"50 unused variables":     "query(" + repeat(50, func(i int) string { return fmt.Sprintf("$v%d:Int ", i) }) + "){__typename}",
		"a nested literal":        `{case(number:` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + `){id}}`,
		"an object literal":       `{cases(filter:{` + repeat(20, func(i int) string { return fmt.Sprintf("a%d:1 ", i) }) + `}){totalCount}}`,
		"60 aliases of histories": `{case(number:"x"){` + repeat(60, func(i int) string { return fmt.Sprintf("a%d:events(first:%d){id type} ", i, i+1) }) + "}}",
		"nested inline fragments": `{` + strings.Repeat("...{", 16) + "__typename" + strings.Repeat("}", 16) + "}",
		"50 fragments, each spread": "{" + repeat(20, func(i int) string { return fmt.Sprintf("...F%d ", i) }) + "}" +
			repeat(50, func(i int) string { return fmt.Sprintf("fragment F%d on Query{__typename} ", i) }),
		"a string of escapes": `{case(number:"` + strings.Repeat(`\"`, 8000) + `"){id}}`,
		"a block string":      `{case(number:"""` + strings.Repeat("{\n", 7000) + `"""){id}}`,
		"a long name":         "{" + strings.Repeat("a", 16000) + "}",
		"20 arguments":        `{cases(` + repeat(20, func(i int) string { return fmt.Sprintf("a%d:1 ", i) }) + `){totalCount}}`,
	} {
		t.Run(name, func(t *testing.T) {
			cpu, bytes := spent(t, w, bound, func(h http.Handler) { post(t, h, query, nil) })
			t.Logf("%v, %d KiB", cpu, bytes>>10)
			if cpu > bound || bytes > maxAttackBytes {
				t.Errorf("took %v of processor time and %d bytes, want at most %v and %d", cpu, bytes, bound, maxAttackBytes)
			}
		})
	}
}

// TestHTTPAttacks are requests whose form is wrong.
func TestHTTPAttacks(t *testing.T) {
	w := newWorld(t, 1)
	const ok = `{"query":"{__typename}"}`
	jsonType := "Content-Type: application/json"
	for _, a := range []struct {
		name, method, url, body string
		headers                 []string
		status                  int
	}{
		{"a batch", "POST", "/graphql", "[" + strings.Repeat(ok+",", 999) + ok + "]", []string{jsonType}, 400},
		{"plain text", "POST", "/graphql", ok, []string{"Content-Type: text/plain"}, 415},
		{"a form", "POST", "/graphql", "query={__typename}", []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		{"a multipart form", "POST", "/graphql", ok, []string{"Content-Type: multipart/form-data; boundary=x"}, 415},
		{"no type", "POST", "/graphql", ok, nil, 415},
		{"another charset", "POST", "/graphql", ok, []string{"Content-Type: application/json; charset=utf-16"}, 415},
		{"compressed", "POST", "/graphql", ok, []string{jsonType, "Content-Encoding: gzip"}, 415},
		{"a body of a megabyte", "POST", "/graphql", `{"query":"{__typename}","variables":{"a":"` + strings.Repeat("x", 1<<20) + `"}}`, []string{jsonType}, 413},
		{"variables 100000 deep", "POST", "/graphql", `{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}}`, []string{jsonType}, 400},
		{"a name twice", "POST", "/graphql", `{"query":"{__typename}","query":"{x}"}`, []string{jsonType}, 400},
		{"invalid UTF-8", "POST", "/graphql", "{\"query\":\"{__typename}\xff\"}", []string{jsonType}, 400},
		{"a lone surrogate", "POST", "/graphql", `{"query":"{__typename}\ud800"}`, []string{jsonType}, 400},
		{"__proto__", "POST", "/graphql", `{"query":"{__typename}","variables":{"__proto__":{"a":1}}}`, []string{jsonType}, 200},
		{"half a body", "POST", "/graphql", `{"query":"{__typename}"`, []string{jsonType}, 400},
		{"two values", "POST", "/graphql", ok + ok, []string{jsonType}, 400},
		{"a number as query", "POST", "/graphql", `{"query":1}`, []string{jsonType}, 400},
		{"an address of 9 KiB", "GET", "/graphql?query=" + strings.Repeat("a", 9<<10), "", nil, 414},
		{"a broken address", "GET", "/graphql?query=%zz", "", nil, 400},
		{"another method", "PUT", "/graphql", ok, []string{jsonType}, 405},
		{"an answer nobody makes", "POST", "/graphql", ok, []string{jsonType, "Accept: image/png"}, 406},
	} {
		t.Run(a.name, func(t *testing.T) {
			var r reply
			cpu, bytes := spent(t, w, maxAttackCPU, func(h http.Handler) { r = send(t, h, a.method, a.url, a.body, a.headers...) })
			if r.status != a.status {
				t.Errorf("status %d, want %d: %.300s", r.status, a.status, r.raw)
			}
			if a.status != http.StatusOK && len(r.Errors) == 0 {
				t.Errorf("no error in %.300s", r.raw)
			}
			if cpu > maxAttackCPU || bytes > maxAttackBytes {
				t.Errorf("took %v of processor time and %d bytes", cpu, bytes)
			}
		})
	}
}

// TestVariables holds variables to their types.
func TestVariables(t *testing.T) {
	w := newWorld(t, 1)
	for _, c := range []struct {
		name, kind string
		value      any
		ok         bool
	}{
		{"a number", "Int", 3, true},
		{"a whole number written 3.0", "Int", json.Number("3.0"), true},
		{"half a number", "Int", 1.5, false},
		{"a number as text", "Int", "3", false},
		{"true", "Int", true, false},
		{"too large", "Int", 99999999999, false},
		{"null", "Int", nil, true},
		{"a number for text", "String", 3, false},
		{"true for text", "String", true, false},
		{"an object for text", "String", map[string]any{"a": 1}, false},
		{"text for Boolean", "Boolean", "true", false},
		{"an object for an ID", "[ID!]!", map[string]any{"a": 1}, false},
		{"a number for an ID", "[ID!]!", 7, true},
		{"an enum's name", "[Status!]", "OPEN", true},
		{"an enum's stored value", "[Status!]", "open", false},
		{"a field that is not there", "CaseFilter", map[string]any{"caze": 1}, false},
		{"a good filter", "CaseFilter", map[string]any{"org": "a", "status": "OPEN"}, true},
		{"a date", "Date", "2024-02-29", true},
		{"a date that is none", "Date", "2023-02-29", false},
		{"an instant", "DateTime", "2024-02-29T00:00:00+08:00", true},
		{"an instant without zone", "DateTime", "2024-02-29T00:00:00", false},
		{"a position", "Position", "9007199254740993", true},
		{"a negative position", "Position", "-1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The variable stands in a condition that is never met, so that one
			// document serves all types.
			query := fmt.Sprintf(`query($v: %s, $no: Boolean = false) { __typename ... on Query @include(if: $no) { %s } }`, c.kind, useOf[c.kind])
			r := post(t, w, query, map[string]any{"v": c.value})
			if ok := r.status == http.StatusOK && len(r.Errors) == 0; ok != c.ok {
				t.Errorf("accepted: %v, want %v: %s", ok, c.ok, r.raw)
			}
			if !c.ok && r.code() != "BAD_USER_INPUT" {
				t.Errorf("code %v: %s", r.code(), r.raw)
			}
		})
	}
	if r := post(t, w, `query($n: String!) {case(number: $n) {id}}`, nil); r.code() != "BAD_USER_INPUT" {
		t.Errorf("a required variable that is missing: %s", r.raw)
	}
	if r := post(t, w, `{__typename}`, map[string]any{"unknown": 1}); len(r.Errors) > 0 {
		t.Errorf("a variable that nobody asked for: %s", r.raw)
	}
}

// useOf is a field that takes a variable $v of a type.
var useOf = map[string]string{
	"Int": "cases(first: $v) { totalCount }", "String": "cases(after: $v) { totalCount }",
	"Boolean": "cases(filter: {overdue: $v}) { totalCount }", "[ID!]!": "nodes(ids: $v) { id }",
	"[Status!]": "cases(filter: {status: $v}) { totalCount }", "CaseFilter": "cases(filter: $v) { totalCount }",
	"Date": "figures(from: $v) { id }", "DateTime": "figures(knownAtTime: $v) { id }", "Position": "figures(knownAt: $v) { id }",
}

// spent measures the processor time of the process and the bytes allocated
// while f asks a handler that has seen no document yet. Whatever else the
// process and the machine do is measured too, so where the bounds are missed,
// others get the same document, and the least of all counts.
func spent(t *testing.T, w *world, bound time.Duration, f func(http.Handler)) (cpu time.Duration, bytes uint64) {
	t.Helper()
	cpu, bytes = math.MaxInt64, math.MaxUint64
	for range 5 {
		h, err := graphql.New(w.deps)
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := processorTime(t)
		f(h)
		cpu = min(cpu, processorTime(t)-start)
		runtime.ReadMemStats(&after)
		bytes = min(bytes, after.TotalAlloc-before.TotalAlloc)
		if cpu <= bound && bytes <= maxAttackBytes {
			break
		}
	}
	return cpu, bytes
}

func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func repeat(n int, f func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}
