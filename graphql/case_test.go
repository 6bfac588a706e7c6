package graphql_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// TestQueries sends the documents of testdata/queries and compares the
// answers as text. Each file holds query, variables (optional) and answer.
func TestQueries(t *testing.T) {
	w := newWorld(t, 0)
	files, err := filepath.Glob("testdata/queries/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := map[string]string{}
			for _, f := range a.Files {
				part[f.Name] = string(f.Data)
			}
			var variables map[string]any
			if s := part["variables"]; s != "" {
				if err := json.Unmarshal([]byte(s), &variables); err != nil {
					t.Fatal(err)
				}
			}
			got := indent(t, post(t, w, part["query"], variables).raw)
			if *update {
				part["answer"] = got
				rewrite(t, file, a, part)
				return
			}
			if diff := cmp.Diff(part["answer"], got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestOnlyClosedCasesHaveAResult: a returned and a withdrawn case have none, as
// it stands and at any moment; FIGURES.md says what a closed case is.
func TestOnlyClosedCasesHaveAResult(t *testing.T) {
	w := newWorld(t, 0)
	accepted := casefile.Accepted{Handling: casefile.Promised, Promise: 5}
	for i, end := range []casefile.Event{casefile.Closed{Outcome: casefile.Granted}, casefile.Returned{Basis: "b", Reason: "r"}, casefile.Withdrawn{}} {
		h := casetest.Case(fmt.Sprintf("END-%d", i)).On("2024-03-04", accepted).On("2024-03-20", end)
		if _, err := h.AppendTo(t.Context(), w.store); err != nil {
			t.Fatal(err)
		}
	}
	w.catchUp(t)
	for number, want := range map[string]any{"END-0": "LATE", "END-1": nil, "END-2": nil} {
		d := good(t, w, `query R($n: String!) { case(number: $n) { result at(revision: 1) { result } } }`, map[string]any{"n": number})
		c := d["case"].(map[string]any)
		if past := c["at"].(map[string]any)["result"]; c["result"] != want || past != want {
			t.Errorf("%s: result %v, at its last revision %v; want %v", number, c["result"], past, want)
		}
	}
}

func indent(t *testing.T, s string) string {
	t.Helper()
	var v json.RawMessage
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out) + "\n"
}

func rewrite(t *testing.T, file string, a *txtar.Archive, part map[string]string) {
	t.Helper()
	a.Files = nil
	for _, name := range []string{"query", "variables", "answer"} {
		if part[name] != "" {
			a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(part[name])})
		}
	}
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}
