package exec_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/access"
	"caseledger/graphql/exec"
	"caseledger/ledger"
)

var commandsOfRoles = map[string]access.Roles{"perform": access.Clerk, "pardon": access.Supervisor, "erase": access.Operator}

// schemaOf has the commands that a set of roles may send.
func schemaOf(who access.Roles) (*exec.Schema, error) {
	types := exec.NewTypes()
	field := func() *exec.Field {
		return &exec.Field{Type: gql.String, Resolve: func(gql.ResolveParams) (any, error) { return "done", nil }}
	}
	config := gql.SchemaConfig{Query: types.Object("Query", "", exec.Fields{"read": field()})}
	commands := exec.Fields{}
	for name, role := range commandsOfRoles {
		if who.May(role) {
			commands[name] = field()
		}
	}
	if len(commands) > 0 {
		config.Mutation = types.Object("Mutation", "", commands)
	}
	return types.Schema(config, "")
}

// TestCommandsNameTheirRole: whoever lacks the role for a command is told which
// one it needs, also where others of the document are his.
func TestCommandsNameTheirRole(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC) }
	tokens := &access.Tokens{Dir: t.TempDir(), Now: now}
	made := 0
	engine, err := exec.New(exec.Config{
		Schema: func(who access.Roles) (*exec.Schema, error) { made++; return schemaOf(who) }, Commands: commandsOfRoles, Records: true,
		Position: func(context.Context) (ledger.Position, error) { return 1, nil }, Changed: func() <-chan struct{} { return nil },
		Now: now, Access: &access.Guard{Tokens: tokens},
	})
	if err != nil {
		t.Fatal(err)
	}
	if made != 1 {
		t.Errorf("%d schemas are made before anybody has asked", made)
	}
	const bad = "GRAPHQL_VALIDATION_FAILED"
	for _, c := range []struct {
		who                           access.Roles
		perform, pardon, erase, hides string
	}{
		{access.Public, "UNAUTHENTICATED clerk", "UNAUTHENTICATED supervisor", "UNAUTHENTICATED operator", "UNAUTHENTICATED supervisor"},
		{access.Clerk, "ok", "FORBIDDEN supervisor", "FORBIDDEN operator", "FORBIDDEN supervisor"},
		{access.Supervisor, "ok", "ok", "FORBIDDEN operator", "ok"},
		{access.Analyst, "FORBIDDEN clerk", "FORBIDDEN supervisor", "FORBIDDEN operator", "FORBIDDEN supervisor"},
		{access.Operator, "FORBIDDEN clerk", "FORBIDDEN supervisor", "ok", "FORBIDDEN supervisor"},
		{access.Supervisor | access.Operator, "ok", "ok", "ok", "ok"},
		{access.Auditor | access.Operator, "FORBIDDEN clerk", "FORBIDDEN supervisor", "ok", "FORBIDDEN supervisor"},
	} {
		token := ""
		if c.who != access.Public {
			if token, _, err = tokens.Create(rand.Reader, access.Request{Label: "test", Post: "p", Roles: c.who, Life: time.Hour}); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 { // the second meets what the first has left in caches
			for query, want := range map[string]string{
				`mutation { perform }`: c.perform, `mutation { pardon }`: c.pardon, `mutation { erase }`: c.erase,
				`mutation { ... { ... on Mutation { ...A } } } fragment A on Mutation { pardon }`: c.hides,
				`{ read }`: "ok", `{ pardon }`: bad,
			} {
				if got := asked(t, engine, token, query); got != want {
					t.Errorf("%s: %s is answered %q, want %q", c.who, query, got, want)
				}
			}
		}
	}
	if made != 7 {
		t.Errorf("%d schemas for seven sets of roles", made)
	}
}

// asked gives the code of an answer and the role that it names.
func asked(t *testing.T, engine *exec.Front, token, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	var a struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	if len(a.Errors) == 0 {
		return "ok"
	}
	_, role, _ := strings.Cut(a.Errors[0].Message, `needs a token with the role "`)
	role, _, _ = strings.Cut(role, `"`)
	return strings.TrimSpace(a.Errors[0].Extensions.Code + " " + role)
}
