package graphql_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/graphql"
	"caseledger/graphql/access"
	"caseledger/graphql/clients"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

const listQuery = `query List($n: Int) { cases(first: $n) { nodes { number status org events(first: 5) { type post occurredAt } } } }`

func getURL(query, variables string) string {
	v := url.Values{"query": {query}}
	if variables != "" {
		v.Set("variables", variables)
	}
	return "/graphql?" + v.Encode()
}

func TestGet(t *testing.T) {
	w := newWorld(t, 20)
	path := getURL(listQuery, `{"n": 10}`)
	first := send(t, w, "GET", path, "")
	if first.status != http.StatusOK || len(first.Errors) > 0 || first.header.Get("ETag") == "" {
		t.Fatalf("%d %v %s", first.status, first.header, first.raw)
	}
	if c := first.header.Get("Cache-Control"); !strings.HasPrefix(c, "public") {
		t.Errorf("Cache-Control %q", c)
	}
	same := send(t, w, "GET", path, "", "If-None-Match: "+first.header.Get("ETag"))
	if same.status != http.StatusNotModified || same.raw != "" {
		t.Errorf("status %d with %d bytes, want 304 and none", same.status, len(same.raw))
	}
	if other := send(t, w, "GET", path, "", "Accept: application/graphql-response+json"); other.header.Get("ETag") == first.header.Get("ETag") {
		t.Error("two media types share a strong validator")
	}
	if head := send(t, w, "HEAD", path, ""); head.status != http.StatusOK || head.header.Get("ETag") != first.header.Get("ETag") {
		t.Errorf("HEAD: %d %v", head.status, head.header)
	}
	post := post(t, w, listQuery, map[string]any{"n": 10})
	if diff := cmp.Diff(first.Data, post.Data); diff != "" {
		t.Errorf("GET and POST differ: %s", diff)
	}
	if c := post.header.Get("Cache-Control"); c != "no-store" {
		t.Errorf("POST: Cache-Control %q, want no-store", c)
	}
	timed := send(t, w, "GET", getURL(`{case(number: "XK-2024-0002"){overdue}}`, ""), "")
	if c := timed.header.Get("Cache-Control"); c != "no-store" {
		t.Errorf("an answer that depends on the time of day: Cache-Control %q, want no-store", c)
	}
	if r := send(t, w, "GET", getURL("mutation { x }", ""), ""); r.status == http.StatusOK && r.Data != nil {
		t.Errorf("a mutation by GET: %s", r.raw)
	}
}

func TestCompression(t *testing.T) {
	w := newWorld(t, 20)
	path := getURL(listQuery, `{"n": 20}`)
	want := send(t, w, "GET", path, "").raw
	for range 2 { // fresh and kept
		r := send(t, w, "GET", path, "", "Accept-Encoding: br, gzip;q=0.8")
		if r.header.Get("Content-Encoding") != "gzip" || len(r.raw) >= len(want) {
			t.Fatalf("%v, %d bytes", r.header, len(r.raw))
		}
		z, err := gzip.NewReader(strings.NewReader(r.raw))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z)
		if err != nil || string(got) != want {
			t.Errorf("%v: %s", err, cmp.Diff(want, string(got)))
		}
	}
	if r := send(t, w, "GET", path, "", "Accept-Encoding: gzip;q=0"); r.header.Get("Content-Encoding") != "" {
		t.Error("compressed although the client refuses it")
	}
}

func TestPersistedDocuments(t *testing.T) {
	w := newWorld(t, 1)
	hash := func(s string) string { sum := sha256.Sum256([]byte(s)); return hex.EncodeToString(sum[:]) }
	const query, registered = `{ledger{records}}`, `query Registered {ledger{position}}`
	extension := fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":"%s"}}`, hash(query))
	ask := func(body string) reply {
		return send(t, w, "POST", "/graphql", body, "Content-Type: application/json", "Accept: application/graphql-response+json")
	}
	if r := ask(`{"extensions":` + extension + `}`); r.code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("before it was sent: %s", r.raw)
	}
	if r := ask(`{"query":"` + query + `","extensions":` + extension + `}`); len(r.Errors) > 0 {
		t.Errorf("sent with its hash: %s", r.raw)
	}
	if r := ask(`{"extensions":` + extension + `}`); len(r.Errors) > 0 || r.Data == nil {
		t.Errorf("by its hash: %s", r.raw)
	}
	if r := ask(`{"documentId":"sha256:` + hash(query) + `"}`); len(r.Errors) > 0 || r.Data == nil {
		t.Errorf("by its document id: %s", r.raw)
	}
	if r := send(t, w, "GET", "/graphql?documentId="+hash(query), ""); len(r.Errors) > 0 || r.header.Get("ETag") == "" {
		t.Errorf("by GET: %s", r.raw)
	}
	if r := ask(`{"query":"{__typename}","extensions":` + extension + `}`); r.status != 400 {
		t.Errorf("a document with another's hash: %d %s", r.status, r.raw)
	}
	if r := ask(`{"documentId":"nonsense"}`); r.status != 400 {
		t.Errorf("an id that is none: %d %s", r.status, r.raw)
	}
	deps := w.deps
	deps.Documents = []string{registered}
	h, err := graphql.New(deps)
	if err != nil {
		t.Fatal(err)
	}
	w.Handler = h
	if r := ask(`{"documentId":"` + hash(registered) + `"}`); len(r.Errors) > 0 || r.Data == nil {
		t.Errorf("registered: %s", r.raw)
	}
	deps.Documents = []string{"{caze}"}
	if _, err := graphql.New(deps); err == nil || !strings.Contains(err.Error(), "caze") {
		t.Errorf("a registered document that is wrong: %v", err)
	}
}

// TestKeptAnswers records cases one by one and asks the same questions after
// each: what is kept must be what a server without memory would say.
func TestKeptAnswers(t *testing.T) {
	w := newWorld(t, 5)
	queries := []string{
		`{ledger{position head records caughtUp}}`,
		`{cases(order:UPDATED,direction:DESC,first:3){totalCount nodes{number status events(last:2){type} overdue}}}`,
		`{case(number:"N-1"){status events{type} at(occurredBy:"2030-01-01T00:00:00Z"){status revision} diff(from:{revision:0}){field}}}`,
		`{figures(ids:["accepted","open"]){id value position}}`,
	}
	stream := casefile.Stream("N-1")
	history := casetest.Case("N-1").On("2025-03-03", casefile.Accepted{Org: "A", Promise: 5}).
		On("2025-03-04", casefile.StepPerformed{Step: "x", Name: "x"}).On("2025-03-05", casefile.Closed{Outcome: casefile.Granted})
	for i, d := range history.Drafts {
		if _, err := w.store.Append(t.Context(), stream, ledger.Revision(i-1), d); err != nil {
			t.Fatal(err)
		}
		for _, behind := range []bool{true, false} {
			if !behind {
				w.catchUp(t)
			}
			forgetful, err := graphql.New(w.deps)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range queries {
				want := post(t, forgetful, q, nil).raw
				for range 2 {
					if diff := cmp.Diff(want, post(t, w, q, nil).raw); diff != "" {
						t.Errorf("after event %d (views behind: %v), %s\n-fresh +kept\n%s", i, behind, q, diff)
					}
				}
			}
		}
	}
}

func TestRateLimit(t *testing.T) {
	w := newWorld(t, 1)
	now := noon
	w.deps.Now = func() time.Time { return now }
	w.deps.Clients = clients.New(clients.Limits{PerMinute: 60, Burst: 10}, w.deps.Now)
	w.deps.Client = func(r *http.Request) string { return r.Header.Get("X-Test-Client") }
	h, err := graphql.New(w.deps)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(client string) reply {
		return send(t, h, "GET", getURL("{__typename}", ""), "", "X-Test-Client: "+client)
	}
	for i := range 5 { // the first takes 6 points, the others 1
		r := ask("a")
		if want := fmt.Sprint(4 - i); r.status != 200 || r.header.Get("RateLimit-Limit") != "10" || r.header.Get("RateLimit-Remaining") != want {
			t.Fatalf("request %d: %d %v", i, r.status, r.header)
		}
	}
	r := ask("a")
	if r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") != "1" || r.code() != "RATE_LIMITED" {
		t.Errorf("%d %v %s", r.status, r.header, r.raw)
	}
	if r := ask("b"); r.status != 200 {
		t.Errorf("another client: %d", r.status)
	}
	now = now.Add(2 * time.Second)
	if r := ask("a"); r.status != 200 || r.header.Get("RateLimit-Remaining") != "1" {
		t.Errorf("after two seconds: %d %v", r.status, r.header)
	}
	costly := send(t, h, "GET", getURL("{cases(first:100){nodes{events(first:100){type}}}}", ""), "", "X-Test-Client: c")
	if costly.status != http.StatusTooManyRequests {
		t.Errorf("a costly operation that the bucket does not hold: %d %v", costly.status, costly.header)
	}
}

func TestPage(t *testing.T) {
	w := newWorld(t, 0)
	page := send(t, w, "GET", "/graphiql/", "")
	if page.status != 200 || !strings.Contains(page.raw, "graphiql.min.js") || !strings.Contains(page.header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%d %v", page.status, page.header)
	}
	if strings.Contains(page.raw, "//") && strings.Contains(page.raw, "http") {
		t.Error("the page refers to another origin")
	}
	if r := send(t, w, "GET", "/graphiql", ""); r.status != http.StatusMovedPermanently {
		t.Errorf("without the slash: %d", r.status)
	}
	for _, name := range []string{"graphiql.min.js", "graphiql.min.css", "react.production.min.js", "react-dom.production.min.js", "page.js", "page.css"} {
		plain := send(t, w, "GET", "/graphiql/"+name, "")
		packed := send(t, w, "GET", "/graphiql/"+name, "", "Accept-Encoding: gzip")
		if plain.status != 200 || plain.raw == "" {
			t.Errorf("%s: %d", name, plain.status)
		}
		if packed.header.Get("Content-Encoding") == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader([]byte(packed.raw)))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(z); err != nil || string(got) != plain.raw {
				t.Errorf("%s: compressed and plain differ (%v)", name, err)
			}
		}
	}
	if r := send(t, w, "GET", "/graphiql/nothing", ""); r.status != 404 {
		t.Errorf("a file that is not there: %d", r.status)
	}
	sdl := send(t, w, "GET", "/schema.graphql", "")
	if sdl.raw != testSchema(t, access.Public).Print() || sdl.header.Get("ETag") == "" {
		t.Errorf("schema: %d %v", sdl.status, sdl.header)
	}
	if r := send(t, w, "GET", "/schema.graphql", "", "If-None-Match: "+sdl.header.Get("ETag")); r.status != http.StatusNotModified {
		t.Errorf("schema again: %d", r.status)
	}
}
