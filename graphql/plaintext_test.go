package graphql_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestChineseDocuments are documents that graphql-go's lexer reads wrong.
func TestChineseDocuments(t *testing.T) {
	w := newWorld(t, 0)
	want := map[string]any{"number": "XK-2024-0002", "org": "住建局"}
	for name, query := range map[string]string{
		"a comment before the operation": "# 办件账本\nquery Start {cases(filter: {org: \"住建局\", status: [OPEN]}) {nodes {number org}}}",
		"a comment between fields":       "{cases(filter: {org: \"住建局\", status: [OPEN]}) {nodes { # 编号\n number # 部门 \"\n org}}}",
		"a block string":                 "{cases(filter: {org: \"\"\"\n    住建局\n  \"\"\", status: [OPEN]}) {nodes {number org}}}",
		"a byte order mark":              "\ufeff{cases(filter: {org: \"住建局\", status: [OPEN]}) {nodes {number org}}}",
		"a string that looks like one":   "{cases(filter: {org: \"住建局\", numberPrefix: \"XK-2024-0002\"}) {nodes {number org}} none: cases(filter: {org: \"# 无\"}) {nodes {org}}}",
	} {
		t.Run(name, func(t *testing.T) {
			data := good(t, w, query, nil)
			if diff := cmp.Diff(want, at(t, data, "cases", "nodes", 0)); diff != "" {
				t.Error(diff)
			}
		})
	}
	r := post(t, w, "# 注释\n# 注释\n{\n  caze\n}", nil)
	if len(r.Errors) != 1 || r.Errors[0].Locations[0].Line != 4 || r.Errors[0].Locations[0].Column != 3 {
		t.Errorf("the error is not at line 4, column 3: %s", r.raw)
	}
}
