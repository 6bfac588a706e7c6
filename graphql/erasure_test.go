package graphql_test

import (
	"strings"
	"testing"

	"caseledger/graphql/access"
)

// TestErase: an operator erases while the server runs; nobody else can, and
// everybody sees that it was done.
func TestErase(t *testing.T) {
	w := sealing(t)
	if read := as(t, w, w.auditor, sealedQuery).raw; !strings.Contains(read, "王小明") {
		t.Fatal(read)
	}
	erase := func(token, subject string) reply {
		return send(t, w, "POST", "/graphql", `{"query":"mutation { eraseSubject(input: {subject: \"`+subject+`\", reason: EXPIRED}) { position revision repeated userErrors { code field message } } }"}`,
			"Content-Type: application/json", "Authorization: Bearer "+token)
	}
	operator := w.token(t, "运维岗-01", access.Operator)
	for _, row := range []struct{ name, token, subject, want string }{
		{"a clerk", w.staff, "s-1", `needs a token with the role \"operator\"`},
		{"an auditor", w.auditor, "s-1", `needs a token with the role \"operator\"`},
		{"nobody of this name", operator, "p-0000", `"code":"INVALID","field":["input","subject"]`},
		{"no name", operator, "", `"code":"INVALID","field":["input","subject"]`},
		{"an operator", operator, "s-1", `"revision":0,"repeated":false,"userErrors":[]`},
		{"again", operator, "s-1", `"position":null,"revision":null,"repeated":true,"userErrors":[]`},
	} {
		if got := erase(row.token, row.subject).raw; !strings.Contains(got, row.want) {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	if read := as(t, w, w.auditor, sealedQuery).raw; strings.Contains(read, "王小明") || !strings.Contains(read, `"erased":true`) {
		t.Errorf("after the erasure an auditor reads %s", read)
	}
	list := post(t, w, `{ erasures { reason key revision } more: erasures(from: 1) { key } }`, nil).raw
	if !strings.Contains(list, `"reason":"EXPIRED"`) || !strings.Contains(list, `"more":[]`) || strings.Contains(list, `s-1`) {
		t.Errorf("the register says %s", list)
	}
	if refused := post(t, w, `{ erasures(first: 101) { key } }`, nil); refused.code() != "BAD_USER_INPUT" {
		t.Errorf("a page of 101: %d %s", refused.status, refused.raw)
	}
}
