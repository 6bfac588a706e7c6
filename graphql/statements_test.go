package graphql_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"caseledger/graphql/access"
)

// TestStatements: a supervisor closes a month, and anybody reads what was frozen.
func TestStatements(t *testing.T) {
	w := newWorld(t, 0)
	w.withAccess(t)
	w.Handler = w.newHandler(t)
	supervisor := w.token(t, "督办岗-01", access.Supervisor)
	const closing = `mutation { closeStatement(input: {period: "2024-09", idempotencyKey: "may"}) { position userErrors { message } } }`
	if r := as(t, w, w.staff, closing); len(r.Errors) == 0 {
		t.Errorf("a clerk closes a month: %s", r.raw)
	}
	if r := as(t, w, supervisor, closing); len(r.Errors) > 0 || len(at(t, r.Data, "closeStatement", "userErrors").([]any)) > 0 {
		t.Fatalf("%s", r.raw)
	}
	w.catchUp(t)
	data := good(t, w, `{ statements { period edition sha256 rowCount }
		statement(period: "2024-09") { ordinal rowCount sha256 whole: rows { line figure value } org: rows(dimension: "org") { line }
			item: rows(dimension: "item") { line } kind: rows(dimension: "kind") { line } }
		none: statement(period: "2024-08") { sha256 } early: statement(period: "2024-09", knownAt: "1") { sha256 } }`, nil)
	h := sha256.New()
	for _, part := range []string{"whole", "org", "item", "kind"} {
		for _, r := range at(t, data, "statement", part).([]any) {
			h.Write([]byte(at(t, r, "line").(string) + "\n"))
		}
	}
	if have := hex.EncodeToString(h.Sum(nil)); have != at(t, data, "statement", "sha256") || have != at(t, data, "statements", 0, "sha256") {
		t.Errorf("the lines have the hash %s: %v", have, data)
	}
	compared := good(t, w, `{ statement(period: "2024-09") { bulletin comparisons { id version figure kind numerator base against value }
		restatement { knownAt more changes { figure before after causes { case why lag } } } } }`, nil)
	if got := fmt.Sprint(at(t, compared, "statement", "comparisons")); !strings.Contains(got, "map[against:2023-09 base:0 figure:accepted id:year_on_year kind:<nil> numerator:1 value:<nil> version:1]") ||
		!strings.Contains(got, "id:share kind:promised numerator:1 value:100.00") {
		t.Errorf("%s", got)
	}
	if got := at(t, compared, "statement", "bulletin").(string); !strings.HasPrefix(got, "2024年9月1日至9月30日，受理办件1件") {
		t.Errorf("%s", got)
	}
	if r := as(t, w, "", `{ statement(period: "2024-09") { restatement(knownAt: "1") { more } } }`); r.code() != "BAD_USER_INPUT" {
		t.Errorf("known before it was frozen: %s", r.raw)
	}
	if data["none"] != nil || data["early"] != nil || at(t, data, "statement", "whole", 0, "value") != "1" {
		t.Errorf("%v", data)
	}
}
