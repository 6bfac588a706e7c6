package graphql_test

import (
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"caseledger/graphql"
	"caseledger/graphql/access"
)

// FuzzDocument: no text brings the guard, the parser or the validator down, and
// what the guard lets through is executed, or refused with an error.
func FuzzDocument(f *testing.F) {
	schema, err := graphql.BareSchema(access.Public)
	if err != nil {
		f.Fatal(err)
	}
	guard := schema.Guard()
	files, _ := filepath.Glob("testdata/queries/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(a.Files[0].Data))
	}
	for _, s := range []string{`{...A} fragment A on Query {__typename ...A}`, "# 账\n{a}", `{a(b:"""` + "中\n" + `""")}`, `query($a:Int=1){b}`, `{"}`, "{a @skip(if:$x)}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := guard(text); err != nil && err.Error() == "" {
			t.Error("refused without a word")
		}
	})
}

// FuzzNodeID: an id that is read is written the same again.
func FuzzNodeID(f *testing.F) {
	f.Add(graphql.GlobalID("XK-2024-0001", -1))
	f.Add(graphql.GlobalID("XK-2024-0001", 7))
	f.Fuzz(func(t *testing.T, id string) {
		if number, revision, ok := graphql.ParseNode(id); ok && graphql.GlobalID(number, revision) != id {
			t.Errorf("%q is read as %q %d, which is written %q", id, number, revision, graphql.GlobalID(number, revision))
		}
	})
}

// FuzzBody: no body brings the handler down, and every answer is JSON.
func FuzzBody(f *testing.F) {
	w := newWorld(f, 0)
	f.Add(`{"query":"{__typename}","variables":{"a":1},"operationName":null,"extensions":{}}`)
	f.Add(`[]`)
	f.Add(`{"query":"query($n:Int){cases(first:$n){totalCount}}","variables":{"n":1e3}}`)
	f.Add(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		r := send(t, w, "POST", "/graphql", body, "Content-Type: application/json")
		if !utf8.ValidString(r.raw) || r.status >= 500 {
			t.Errorf("%d %q", r.status, r.raw)
		}
	})
}
