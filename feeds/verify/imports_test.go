package verify_test

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestImports keeps the verifier independent: the standard library, notes and
// trees, and nothing of ours or of what writes logs.
func TestImports(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			first, _, _ := strings.Cut(path, "/")
			if ours := first == "caseledger" && path != "caseledger/feeds/verify/recount"; ours || strings.Contains(first, ".") && !strings.HasPrefix(path, "golang.org/x/mod/sumdb/") {
				t.Errorf("%s imports %s", e.Name(), path)
			}
		}
	}
}
