package graphql_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"caseledger/graphql/access"
)

// everyRole are the roles, and sets of them.
var everyRole = []access.Roles{access.Public, access.Clerk, access.Supervisor, access.Auditor, access.Analyst, access.Operator,
	access.Clerk | access.Analyst, access.Supervisor | access.Analyst | access.Operator, access.Auditor | access.Analyst, access.Auditor | access.Operator}

// TestRoles is the table of who may ask what: the columns are the outcomes of
// asking. "ok" is an answer, anything else a code, and a role that is named.
func TestRoles(t *testing.T) {
	const (
		read     = `{ case(number: "XK-2024-0002") { number events(last: 1) { post } } ledger { position } }`
		perform  = `mutation { performStep(input: {number: "XK-2024-0002", idempotencyKey: "%s", step: "x"}) { userErrors { message } } }`
		unheard  = `mutation { pardonCase(input: {number: "XK-2024-0002"}) { position } }`
		spread   = `mutation { ...F } fragment F on Mutation { ... { performStep(input: {number: "XK-2024-0002", idempotencyKey: "%s", step: "x"}) { position } } }`
		mutating = `{ __type(name: "CasePayload") { name } }`
		sealed   = `{ __type(name: "SealedValue") { name } }`
	)
	w := sealing(t)
	for _, c := range []struct {
		who                                  access.Roles
		read, reveal, perform, spread, other string
		seesCommands, seesSealed             bool
	}{
		{access.Public, "ok", invalid, needsToken, needsToken, needsToken, false, false},
		{access.Clerk, "ok", invalid, "ok", "ok", invalid, true, false},
		{access.Supervisor, "ok", invalid, "ok", "ok", invalid, true, false},
		{access.Auditor, "ok", "ok", needsClerk, needsClerk, needsClerk, false, true},
		{access.Analyst, "ok", invalid, needsClerk, needsClerk, needsClerk, false, false},
		{access.Operator, "ok", invalid, needsClerk, needsClerk, invalid, false, false},
		{access.Clerk | access.Analyst, "ok", invalid, "ok", "ok", invalid, true, false},
		{access.Auditor | access.Operator, "ok", "ok", needsClerk, needsClerk, invalid, false, true},
	} {
		token := w.token(t, auditorPost, c.who)
		before, err := w.store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		key := c.who.String()
		for _, ask := range []struct{ name, query, want string }{
			{"read", read, c.read}, {"reveal", sealedQuery, c.reveal}, {"perform", fmt.Sprintf(perform, key), c.perform},
			{"perform by a fragment", fmt.Sprintf(spread, key+"2"), c.spread}, {"no command at all", unheard, c.other},
		} {
			r := as(t, w, token, ask.query)
			if got := outcomeOf(r); got != ask.want {
				t.Errorf("%s: %s is answered %s, want %s: %s", c.who, ask.name, got, ask.want, r.raw)
			}
		}
		for query, sees := range map[string]bool{mutating: c.seesCommands, sealed: c.seesSealed} {
			if r := as(t, w, token, query); (at(t, r.Data, "__type") != nil) != sees {
				t.Errorf("%s: %s", c.who, r.raw)
			}
		}
		if after, err := w.store.Head(t.Context()); err != nil || c.perform != "ok" && c.reveal != "ok" && after != before {
			t.Errorf("%s moved the ledger from %s to %s (%v)", c.who, before, after, err)
		}
	}
}

const (
	invalid    = "400 GRAPHQL_VALIDATION_FAILED"
	needsToken = `401 UNAUTHENTICATED clerk`
	needsClerk = `403 FORBIDDEN clerk`
)

func outcomeOf(r reply) string {
	if r.status == http.StatusOK && len(r.Errors) == 0 {
		return "ok"
	}
	out := fmt.Sprint(r.status, " ", r.code())
	if _, role, ok := strings.Cut(r.Errors[0].Message, `needs a token with the role "`); ok {
		role, _, _ = strings.Cut(role, `"`)
		out += " " + role
	}
	return out
}

// TestDocumentsStayWithTheirRoles: what one role has sent is not known by its
// hash to another that may not send it.
func TestDocumentsStayWithTheirRoles(t *testing.T) {
	w := sealing(t)
	const command = `mutation { withdrawCase(input: {number: "NO-1", idempotencyKey: "k"}) { position } }`
	replay := func(token, document string) reply {
		body := `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + sha256Hex(document) + `"}}}`
		return send(t, w, "POST", "/graphql", body, append(headers(token), "Content-Type: application/json")...)
	}
	for document, need := range map[string]access.Roles{sealedQuery: access.Auditor, command: access.Clerk} {
		token := w.token(t, auditorPost, need)
		if r := as(t, w, token, document); len(r.Errors) > 0 {
			t.Fatal(r.raw)
		}
		if r := replay(token, document); len(r.Errors) > 0 {
			t.Errorf("%s does not find its own document: %s", need, r.raw)
		}
		for _, who := range everyRole {
			if who == need {
				continue
			}
			if r := replay(w.token(t, auditorPost, who), document); r.code() != "PERSISTED_QUERY_NOT_FOUND" || strings.Contains(r.raw, "小明") {
				t.Errorf("%s finds by its hash what %s has sent: %s", who, need, r.raw)
			}
		}
	}
}

// TestRolesComeAtOnce: the schema of a set of roles is made when the first of
// them comes, while others are answered and look at theirs.
func TestRolesComeAtOnce(t *testing.T) {
	w := sealing(t)
	const look = `{ __schema { types { name fields { name args { name defaultValue } } enumValues { name } } directives { name args { name } } } }`
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[access.Roles]map[string]bool{}
	for _, who := range everyRole {
		token := w.token(t, auditorPost, who)
		for range 4 {
			all.Go(func() {
				r := as(t, w, token, look)
				mu.Lock()
				defer mu.Unlock()
				if seen[who] == nil {
					seen[who] = map[string]bool{}
				}
				seen[who][r.raw] = true
				if len(r.Errors) > 0 {
					t.Errorf("%s: %s", who, r.raw)
				}
			})
		}
	}
	all.Wait()
	for who, answers := range seen {
		if len(answers) != 1 {
			t.Errorf("%s sees %d schemas", who, len(answers))
		}
	}
}

// TestRolesOverSockets: a socket has the roles of its token. Commands take a
// POST whoever sends them.
func TestRolesOverSockets(t *testing.T) {
	w := sealing(t)
	s := streaming(t, w)
	for who, want := range map[access.Roles]string{access.Public: "UNAUTHENTICATED", access.Analyst: `role \"clerk\"`, access.Auditor: "FORBIDDEN", access.Supervisor: "use POST"} {
		c := dial(t, s)
		payload := `{}`
		if token := w.token(t, auditorPost, who); token != "" {
			payload = `{"authorization":"Bearer ` + token + `"}`
		}
		c.say(t, `{"type":"connection_init","payload":`+payload+`}`)
		c.hear(t)
		c.say(t, `{"type":"subscribe","id":"1","payload":{"query":"mutation { performStep(input: {number: \"XK-2024-0002\", idempotencyKey: \"k\", step: \"x\"}) { userErrors { message } } }"}}`)
		if got := fmt.Sprint(c.hear(t)); !strings.Contains(got, strings.ReplaceAll(want, `\"`, `"`)) {
			t.Errorf("%s: %s", who, got)
		}
	}
}
