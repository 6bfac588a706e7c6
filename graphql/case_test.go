package graphql_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
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
