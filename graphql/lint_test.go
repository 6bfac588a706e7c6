package graphql_test

import (
	"strings"
	"testing"
)

// TestLintIsBounded: what is too much, or cannot be read, is refused with what
// would do; what is large enough is judged.
func TestLintIsBounded(t *testing.T) {
	w := newWorld(t, 1)
	const query = `query($claims: String, $text: String) { lint(claims: $claims, text: $text) { claims { verdict } left { quote } } }`
	list := func(n int, claim string) string {
		return `{"claims":[` + strings.TrimSuffix(strings.Repeat(claim+",", n), ",") + `]}`
	}
	for _, row := range []struct {
		name      string
		variables map[string]any
		want      string
	}{
		{"neither", nil, "give claims or text"},
		{"both", map[string]any{"claims": `{"claims":[]}`, "text": "受理"}, "give claims or text"},
		{"too long", map[string]any{"text": strings.Repeat("受", 30_000)}, "at most 65536 bytes"},
		{"too many", map[string]any{"claims": list(201, `{"says":"1","is":"sum"}`)}, "at most 200 are judged at once"},
		{"too many figures", map[string]any{"claims": list(21, `{"says":"1","figure":"closed"}`)}, "20 of figures"},
		{"an unknown member", map[string]any{"claims": "{\"claims\":[\n{\"id\":\"a\",\"says\":\"1\",\"is\":\"sum\",\"off\":1}]}"}, "line 2: claim a: has an unknown member /off"},
		{"no JSON", map[string]any{"claims": "{"}, "is no JSON"},
	} {
		if r := post(t, w, query, row.variables); r.code() != "BAD_USER_INPUT" || !strings.Contains(r.raw, row.want) {
			t.Errorf("%s: %s", row.name, r.raw)
		}
	}
	all := good(t, w, query, map[string]any{"claims": list(200, `{"says":"1","is":"sum","of":[1]}`)})
	if n := len(at(t, all, "lint", "claims").([]any)); n != 200 {
		t.Errorf("%d claims judged", n)
	}
	long := good(t, w, query, map[string]any{"text": strings.Repeat("第1号，", 5000)})
	if n := len(at(t, long, "lint", "left").([]any)); n != 200 {
		t.Errorf("%d numbers left", n)
	}
}
