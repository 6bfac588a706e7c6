package graphql_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fieldOf is the path of the input that the first error is about.
func (r reply) fieldOf() string {
	if len(r.Errors) == 0 {
		return ""
	}
	path, _ := r.Errors[0].Extensions["field"].([]any)
	out := make([]string, len(path))
	for i, p := range path {
		out[i] = fmt.Sprint(p)
	}
	return strings.Join(out, ".")
}

// TestInputErrorsNameTheField: the same path, however the value was sent, and
// never the value.
func TestInputErrorsNameTheField(t *testing.T) {
	w := recording(t)
	const mutation = `extendLimit(input: {number: "XK-2024-0002", idempotencyKey: "k", days: %s, notice: "N", approver: "a"}) { position }`
	extend := func(days any) map[string]any {
		return map[string]any{"in": map[string]any{"number": "XK-2024-0002", "idempotencyKey": "k", "days": days, "notice": "N", "approver": "a"}}
	}
	for _, c := range []struct {
		name, query string
		variables   map[string]any
		field       string
	}{
		{"a literal", fmt.Sprintf("mutation { "+mutation+" }", `"secret7"`), nil, "input.days"},
		{"a variable in an object", fmt.Sprintf("mutation($d: Int!) { "+mutation+" }", "$d"), map[string]any{"d": "secret7"}, "input.days"},
		{"an object as a variable", `mutation($in: ExtendLimitInput!) { extendLimit(input: $in) { position } }`, extend("secret7"), "input.days"},
		{"a literal that is missing", `mutation { extendLimit(input: {number: "secret7", idempotencyKey: "k", notice: "N", approver: "a"}) { position } }`, nil, "input.days"},
		{"null in a variable", `mutation($in: ExtendLimitInput!) { extendLimit(input: $in) { position } }`, extend(nil), "input.days"},
		{"a field that is not there", `mutation { resumeClock(input: {number: "secret7", idempotencyKey: "k", daze: 3}) { position } }`, nil, "input.daze"},
		{"the same in a variable", `mutation($in: ResumeClockInput!) { resumeClock(input: $in) { position } }`,
			map[string]any{"in": map[string]any{"number": "secret7", "idempotencyKey": "k", "daze": 3}}, "input.daze"},
		{"in a list", `{ cases(filter: {status: [OPEN, SECRET7]}) { totalCount } }`, nil, "filter.status.1"},
		{"in a list, as a variable", `query($s: [Status!]) { cases(filter: {status: $s}) { totalCount } }`, map[string]any{"s": []string{"OPEN", "secret7"}}, "filter.status.1"},
		{"an argument", `{ cases(first: "secret7") { totalCount } }`, nil, "first"},
		{"an argument, as a variable", `query($n: Int) { cases(first: $n) { totalCount } }`, map[string]any{"n": "secret7"}, "first"},
		{"in a fragment", `{ ...F } fragment F on Query { figures(filter: {kind: SECRET7}) { id } }`, nil, "filter.kind"},
		{"a nested value", `mutation { resumeClock(input: {number: "XK-2024-0002", idempotencyKey: "k", sealed: [{label: "a", subject: "b", text: 110101199003074514}]}) { position } }`, nil, "input.sealed.0.text"},
	} {
		r := post(t, w, c.query, c.variables)
		if got := r.fieldOf(); got != c.field || r.status != http.StatusBadRequest {
			t.Errorf("%s: %d, field %q, want %q: %s", c.name, r.status, got, c.field, r.raw)
		}
		last := c.field[strings.LastIndexByte(c.field, '.')+1:]
		if len(r.Errors) > 0 && !strings.Contains(r.Errors[0].Message, last) {
			t.Errorf("%s: the message does not name it: %s", c.name, r.raw)
		}
		if lower := strings.ToLower(r.raw); strings.Contains(lower, "secret7") || strings.Contains(lower, "1990") {
			t.Errorf("%s: the answer repeats a value: %s", c.name, r.raw)
		}
	}
}

// TestRefusedInputsAreNamed: what the rules do not take is named as well.
func TestRefusedInputsAreNamed(t *testing.T) {
	w := recording(t)
	for _, c := range []struct{ mutation, input, field, word string }{
		{"acceptCase", `number: "N-1", org: "A", calendar: "XX"`, "input.calendar", "known are CN, weekdays"},
		{"acceptCase", `number: "N-1", org: "A", calendar: "/"`, "input.calendar", "known are CN, weekdays"},
		{"acceptCase", `number: "N-1", org: "A", zone: "Moon/Base"`, "input.zone", "IANA"},
		{"acceptCase", `number: "123", org: "A"`, "input.number", "letter"},
		{"chargeFee", `number: "XK-2024-0002", amount: "1,5", currency: "CNY"`, "input.amount", "amount"},
		{"chargeFee", `number: "XK-2024-0002", amount: "1", currency: "??"`, "input.currency", "ISO 4217"},
		{"performStep", `number: "XK-2024-0002", step: "x", sealed: [{label: "a", subject: "b", text: "c"}]`, "input.sealed", "vault"},
	} {
		r := good(t, w, `mutation { `+c.mutation+`(input: {idempotencyKey: "k-`+c.mutation+`", `+c.input+`}) { position userErrors { code message field } } }`, nil)
		e := at(t, r, c.mutation, "userErrors", 0)
		var field []string
		for _, f := range at(t, e, "field").([]any) {
			field = append(field, f.(string))
		}
		if at(t, e, "code") != "INVALID" || strings.Join(field, ".") != c.field || !strings.Contains(at(t, e, "message").(string), c.word) {
			t.Errorf("%s(%s): %v", c.mutation, c.input, e)
		}
	}
	for _, calendar := range []string{"CN", "weekdays"} {
		r := good(t, w, `mutation { acceptCase(input: {number: "C-`+calendar+`", idempotencyKey: "c", org: "A", calendar: "`+calendar+`"}) { userErrors { message } } }`, nil)
		if diff := cmp.Diff([]any{}, at(t, r, "acceptCase", "userErrors")); diff != "" {
			t.Errorf("calendar %s: %s", calendar, diff)
		}
	}
}

// TestTokenIsAskedFor: who sends a command without the right token is told what
// it takes, at every door.
func TestTokenIsAskedFor(t *testing.T) {
	w := newWorld(t, 0)
	w.withAccess(t)
	h := w.newHandler(t)
	const mutation = `mutation { resumeClock(input: {number: "XK-2024-0002", idempotencyKey: "k"}) { position } }`
	for _, c := range []struct {
		token  string
		status int
		code   string
	}{{"", http.StatusUnauthorized, "UNAUTHENTICATED"}, {w.auditor, http.StatusForbidden, "FORBIDDEN"}} {
		r := as(t, h, c.token, mutation)
		if r.status != c.status || r.code() != c.code || !strings.Contains(r.raw, `the role \"clerk\"`) || !strings.Contains(r.raw, "Authorization: Bearer") {
			t.Errorf("%d %s", r.status, r.raw)
		}
	}
	if r := as(t, h, "", mutation); !strings.Contains(r.header.Get("WWW-Authenticate"), `scope="record"`) {
		t.Errorf("%v", r.header)
	}
	next, stop := follow(t, streaming(t, w), mutation)
	defer stop()
	if e := next(); len(e.data.Errors) == 0 || e.data.Errors[0].Extensions["code"] != "UNAUTHENTICATED" {
		t.Errorf("over a stream: %+v", e)
	}
}

// TestOtherOrigins: pages of every origin may read what is public, and nothing
// else.
func TestOtherOrigins(t *testing.T) {
	w := newWorld(t, 0)
	w.withAccess(t)
	h := w.newHandler(t)
	pre := send(t, h, "OPTIONS", "/graphql", "", "Origin: https://elsewhere.example", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type")
	if pre.status != http.StatusNoContent || pre.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(pre.header.Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(pre.header.Get("Access-Control-Allow-Headers"), "Content-Type") {
		t.Errorf("preflight: %d %v", pre.status, pre.header)
	}
	if v := pre.header.Get("Access-Control-Allow-Headers"); strings.Contains(strings.ToLower(v), "authorization") {
		t.Errorf("a page elsewhere may send tokens: %s", v)
	}
	for _, r := range []reply{
		send(t, h, "GET", getURL("{ledger{records}}", ""), "", "Origin: https://elsewhere.example"),
		send(t, h, "POST", "/graphql", `{"query":"{ledger{records}}"}`, "Content-Type: application/json", "Origin: https://elsewhere.example"),
		send(t, h, "POST", "/graphql", `{"query":"{caze}"}`, "Content-Type: application/json", "Origin: https://elsewhere.example"),
		send(t, h, "GET", "/schema.graphql", "", "Origin: https://elsewhere.example"),
	} {
		if r.header.Get("Access-Control-Allow-Origin") != "*" || r.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%d %v", r.status, r.header)
		}
	}
	if r := as(t, h, w.staff, "{ledger{records}}"); r.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("an answer to a token is open to pages elsewhere: %v", r.header)
	}
}
