package exec_test

import (
	"strings"
	"testing"

	"github.com/graphql-go/graphql/language/parser"

	"caseledger/graphql/exec"
)

// FuzzScan: what the parser takes and is small, scan takes too.
func FuzzScan(f *testing.F) {
	for _, s := range []string{"{a}", `{a(b:"x\"y")}`, `{a(b:"""x \""" y""")}`, "{a#b\n}", "{a(b:[1.5e-3,{c:$d}])}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 200 || strings.Count(text, "{")+strings.Count(text, "[")+strings.Count(text, "(") > 20 {
			return
		}
		if _, err := parser.Parse(parser.ParseParams{Source: text}); err == nil && !exec.Scan(text) {
			t.Errorf("scan refuses %q", text)
		}
	})
}
