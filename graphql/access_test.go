package graphql_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"caseledger/graphql"
	"caseledger/graphql/access"
	"caseledger/graphql/clients"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/audit"
	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
)

const staffPost, auditorPost = "受理岗-07", "审计岗-01"

// withAccess gives the world a guard, and tokens of a clerk and an auditor.
func (w *world) withAccess(t testing.TB) {
	t.Helper()
	tokens := &access.Tokens{Dir: filepath.Join(t.TempDir(), "access"), Now: w.deps.Now}
	w.tokens, w.deps.Access, w.deps.Random = tokens, &access.Guard{Tokens: tokens}, rand.Reader
	w.staff, w.auditor = w.token(t, staffPost, access.Clerk), w.token(t, auditorPost, access.Auditor)
}

// token makes a token; none for the public.
func (w *world) token(t testing.TB, post string, roles access.Roles) string {
	t.Helper()
	if roles == access.Public {
		return ""
	}
	token, _, err := w.tokens.Create(rand.Reader, access.Request{Label: "test", Post: post, Roles: roles, Life: access.MaxLife})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (w *world) newHandler(t testing.TB) http.Handler {
	t.Helper()
	h, err := graphql.New(w.deps)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// serveStaff makes all requests without a token those of a clerk.
func (w *world) serveStaff(t testing.TB) {
	t.Helper()
	h := w.newHandler(t)
	w.Handler = http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			r.Header.Set("Authorization", "Bearer "+w.staff)
		}
		h.ServeHTTP(out, r)
	})
}

// as sends a document with a token.
func as(t testing.TB, h http.Handler, token, query string) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	headers := []string{"Content-Type: application/json", "Accept: application/graphql-response+json"}
	if token != "" {
		headers = append(headers, "Authorization: Bearer "+token)
	}
	return send(t, h, "POST", "/graphql", string(body), headers...)
}

// sealing is a world whose case XK-2024-0002 has an event with sealed values,
// one of them of a subject that was erased.
func sealing(t *testing.T) *world {
	t.Helper()
	w := recording(t)
	v, err := vault.Open(filepath.Join(t.TempDir(), "vault.db"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	w.deps.Desk = &casefile.Desk{Store: w.store, Vault: v}
	w.serveStaff(t)
	good(t, w, `mutation { performStep(input: {number: "XK-2024-0002", idempotencyKey: "s", step: "x", sealed: [
		{label: "applicant.name", subject: "s-1", text: "王小明"}, {label: "agent.name", subject: "s-2", text: "李小红"}]}) { case { number } } }`, nil)
	if err := v.Erase("s-2"); err != nil {
		t.Fatal(err)
	}
	w.Handler = w.newHandler(t)
	return w
}

func (w *world) readings(t testing.TB) (out []audit.Read) {
	t.Helper()
	for r, err := range w.store.Stream(t.Context(), audit.Stream(w.deps.Now()), 0) {
		if err != nil {
			t.Fatal(err)
		}
		read, err := audit.Book.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		if r.Post != auditorPost || strings.Contains(string(r.Public), "小明") {
			t.Errorf("a reading is recorded as %s by %q", r.Public, r.Post)
		}
		out = append(out, read.(audit.Read))
	}
	return out
}

const sealedQuery = `{ case(number: "XK-2024-0002") { events(last: 1) { id revision sealed { label text erased } } } }`

// TestEveryReadingIsRecorded: an auditor sees sealed values, and each time a
// record says so, also where the same is asked again.
func TestEveryReadingIsRecorded(t *testing.T) {
	w := sealing(t)
	for n := 1; n <= 3; n++ {
		r := as(t, w, w.auditor, sealedQuery)
		if len(r.Errors) > 0 {
			t.Fatal(r.raw)
		}
		event := at(t, r.Data, "case", "events", 0)
		want := `[map[erased:false label:applicant.name text:王小明] map[erased:true label:agent.name text:<nil>]]`
		if got := fmt.Sprint(at(t, event, "sealed")); got != want {
			t.Errorf("sealed values %s, want %s", got, want)
		}
		if r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("Cache-Control: %s", r.header.Get("Cache-Control"))
		}
		reads := w.readings(t)
		if len(reads) != n {
			t.Fatalf("%d readings are recorded after %d", len(reads), n)
		}
		read := reads[n-1]
		if read.Case != "XK-2024-0002" || !slices.Equal(read.Labels, []string{"applicant.name"}) || !strings.HasPrefix(read.Reader, "token/") || float64(read.Revision) != at(t, event, "revision") {
			t.Errorf("recorded %+v", read)
		}
	}
	if r := send(t, w, "GET", getURL(sealedQuery, ""), "", "Authorization: Bearer "+w.auditor); r.status != 200 || r.header.Get("Cache-Control") != "no-store" || r.header.Get("ETag") != "" || len(w.readings(t)) != 4 {
		t.Errorf("by GET: %d %v, %d readings", r.status, r.header, len(w.readings(t)))
	}
	if log := w.log.String(); strings.Contains(log, "小明") || strings.Contains(log, w.auditor) {
		t.Errorf("the log holds a value or a token: %s", log)
	}
}

// TestNothingIsShownThatCannotBeRecorded: where the ledger takes no record, the
// value stays sealed.
func TestNothingIsShownThatCannotBeRecorded(t *testing.T) {
	w := sealing(t)
	w.deps.Store = deaf{w.store}
	r := as(t, w.newHandler(t), w.auditor, sealedQuery)
	if len(r.Errors) == 0 || strings.Contains(r.raw, "小明") || len(w.readings(t)) != 0 {
		t.Errorf("%s", r.raw)
	}
}

// TestNothingRestrictedLeaks asks as every role for what is not theirs, in every
// way that a schema can be looked at.
func TestNothingRestrictedLeaks(t *testing.T) {
	w := sealing(t)
	tokens := map[access.Roles]string{}
	for _, who := range everyRole {
		tokens[who] = w.token(t, auditorPost, who)
	}
	may := map[string]access.Roles{"erased:": access.Auditor, "AcceptCaseInput": access.Clerk, "acceptCase": access.Clerk, "CasePayload": access.Clerk}
	looks := []string{
		`{ __schema { types { name fields { name } inputFields { name } } mutationType { name fields { name } } } }`,
		`{ case(number: "XK-2024-0002") { events { seald { label } } } }`,
		`mutation { acceptCas(input: {}) { position } }`,
		`{ __type(name: "CasePayload") { name fields { name } } a: __type(name: "SealedValue") { name fields { name } } b: __type(name: "AcceptCaseInput") { name } }`,
	}
	for round := range 2 { // the second meets what the first has left in caches
		for who, token := range tokens {
			for _, query := range looks {
				r := as(t, w, token, query)
				for word, whose := range may {
					if !who.May(whose) && strings.Contains(r.raw, `"`+word) || !who.May(whose) && !strings.Contains(query, word) && strings.Contains(r.raw, word) {
						t.Errorf("round %d: %s finds %s by %s: %s", round, who, word, query, r.raw[:min(len(r.raw), 300)])
					}
				}
			}
			if r := as(t, w, token, sealedQuery); who.May(access.Auditor) != (len(r.Errors) == 0) || !who.May(access.Auditor) && strings.Contains(r.raw, "小明") {
				t.Errorf("round %d: %s reads sealed values: %s", round, who, r.raw)
			}
			if r := as(t, w, token, `mutation { withdrawCase(input: {number: "NO-1", idempotencyKey: "k"}) { position } }`); who.May(access.Clerk) != (len(r.Errors) == 0) {
				t.Errorf("round %d: %s records: %s", round, who, r.raw)
			}
			id := base64.RawURLEncoding.EncodeToString([]byte("CaseEvent:XK-2024-0002/2"))
			if r := as(t, w, token, `{ node(id: "`+id+`") { ... on CaseEvent { sealed { text } } } }`); !who.May(access.Auditor) && (strings.Contains(r.raw, "小明") || len(r.Errors) == 0) {
				t.Errorf("round %d: %s reads by a node id: %s", round, who, r.raw)
			}
			sdl := send(t, w, "GET", "/schema.graphql", "", headers(token)...)
			for word, whose := range may {
				if strings.Contains(sdl.raw, word) != who.May(whose) {
					t.Errorf("the schema for %s has %s: %v", who, word, !who.May(whose))
				}
			}
		}
	}
}

func headers(token string) []string {
	if token == "" {
		return nil
	}
	return []string{"Authorization: Bearer " + token}
}

// TestBadTokensAreNotThePublic: whoever brings a token that cannot be taken
// gets no answer, not even a public one.
func TestBadTokensAreNotThePublic(t *testing.T) {
	w := sealing(t)
	for _, authorization := range []string{"Bearer", "Bearer x", "Bearer " + w.staff + "x", "Basic dTpw", "Bearer a.b.c", ""} {
		r := send(t, w, "GET", getURL(`{ledger {position}}`, ""), "", "Authorization: "+authorization)
		if r.status != http.StatusUnauthorized || r.code() != "UNAUTHENTICATED" || !strings.HasPrefix(r.header.Get("WWW-Authenticate"), `Bearer realm="caseledger", error="invalid_token"`) || r.Data != nil {
			t.Errorf("%q: %d %v %s", authorization, r.status, r.header, r.raw)
		}
		if s := send(t, w, "GET", "/schema.graphql", "", "Authorization: "+authorization); s.status != http.StatusUnauthorized {
			t.Errorf("%q: the schema is answered with %d", authorization, s.status)
		}
	}
	w.deps.Clients = clients.New(clients.Limits{PerMinute: 1}, w.deps.Now)
	limited := w.newHandler(t)
	send(t, limited, "GET", getURL(`{ledger {position}}`, ""), "", "Authorization: Bearer x")
	if r := send(t, limited, "GET", getURL(`{ledger {position}}`, ""), "", "Authorization: Bearer x"); r.status != http.StatusTooManyRequests {
		t.Errorf("tokens can be tried without end: %d", r.status)
	}
}

// TestActingPostIsTheTokens: the post of a record is the holder's, and an input
// cannot name another.
func TestActingPostIsTheTokens(t *testing.T) {
	w := recording(t)
	good(t, w, `mutation { performStep(input: {number: "XK-2024-0002", idempotencyKey: "p", step: "x"}) { case { number } } }`, nil)
	r := good(t, w, `{ case(number: "XK-2024-0002") { events(last: 1) { post } } }`, nil)
	if got := at(t, r, "case", "events", 0, "post"); got != staffPost {
		t.Errorf("recorded by %v", got)
	}
	if r := post(t, w, `mutation { performStep(input: {number: "XK-2024-0002", idempotencyKey: "q", step: "x", post: "boss"}) { position } }`, nil); r.code() != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a post in the input: %s", r.raw)
	}
}

// TestSealedValuesOverSockets: a token in connection_init makes the socket an
// auditor's; a bad one closes it; a subscription reveals nothing.
func TestSealedValuesOverSockets(t *testing.T) {
	w := sealing(t)
	s := streaming(t, w)
	begin := func(payload string) conn {
		c := dial(t, s)
		c.say(t, `{"type":"connection_init","payload":`+payload+`}`)
		return c
	}
	ask := func(c conn, query string) string {
		q, err := json.Marshal(query)
		if err != nil {
			t.Fatal(err)
		}
		c.say(t, `{"type":"subscribe","id":"1","payload":{"query":`+string(q)+`}}`)
		return fmt.Sprint(c.hear(t))
	}
	auditor := begin(`{"authorization":"Bearer ` + w.auditor + `"}`)
	auditor.hear(t)
	before := len(w.readings(t))
	if got := ask(auditor, sealedQuery); !strings.Contains(got, "王小明") || len(w.readings(t)) != before+1 {
		t.Errorf("an auditor gets %s; %d readings", got, len(w.readings(t)))
	}
	second := begin(`{"Authorization":"Bearer ` + w.auditor + `"}`)
	second.hear(t)
	if got := ask(second, `subscription { caseEvents(after: 0, number: "XK-2024-0002") { event { sealed { text } } } }`); strings.Contains(got, "小明") || !strings.Contains(got, "BAD_USER_INPUT") {
		t.Errorf("a subscription gets %s", got)
	}
	if _, err := w.tokens.Revoke(strings.Split(w.auditor, "_")[1]); err != nil {
		t.Fatal(err)
	}
	count := len(w.readings(t))
	auditor.hear(t) // its first operation is complete
	if got := ask(auditor, sealedQuery); strings.Contains(got, "小明") || !strings.Contains(got, "UNAUTHENTICATED") || len(w.readings(t)) != count {
		t.Errorf("after its token was revoked an open socket gets %s", got)
	}
	public := begin(`{}`)
	public.hear(t)
	if got := ask(public, sealedQuery); strings.Contains(got, "小明") || !strings.Contains(got, "GRAPHQL_VALIDATION_FAILED") {
		t.Errorf("the public gets %s", got)
	}
	for _, payload := range []string{`{"authorization":"Bearer x"}`, `{"authorization":7}`, `{"Authorization":""}`} {
		if code := closedWith(t, begin(payload)); code != 4403 {
			t.Errorf("%s: closed with %d", payload, code)
		}
	}
	if code := closedWith(t, begin(`[]`)); code != websocket.StatusCode(4400) {
		t.Errorf("a list: closed with %d", code)
	}
}

// TestObserver is told of what is executed, without its text.
func TestObserver(t *testing.T) {
	w := recording(t)
	var seen []exec.Operation
	w.deps.Observe = observer(&seen)
	w.serveStaff(t)
	post(t, w, `query Secret { case(number: "XK-2024-0001") { number } }`, nil)
	if len(seen) != 1 || seen[0].Kind != "query" || seen[0].Roles != access.Clerk || seen[0].Hash != sha256Hex(`query Secret { case(number: "XK-2024-0001") { number } }`) || seen[0].Cost == 0 {
		t.Errorf("%+v", seen)
	}
}

// observer notes operations.
func observer(seen *[]exec.Operation) func(context.Context, exec.Operation) (context.Context, func(bool)) {
	return func(ctx context.Context, o exec.Operation) (context.Context, func(bool)) {
		return ctx, func(failed bool) {
			if !failed {
				*seen = append(*seen, o)
			}
		}
	}
}

// deaf is a ledger that takes no records.
type deaf struct{ ledger.Store }

func (deaf) Append(context.Context, ledger.StreamID, ledger.Revision, ...ledger.Draft) ([]ledger.Record, error) {
	return nil, ledger.ErrClosed
}

func sha256Hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// closedWith is the code with which the server closes a socket.
func closedWith(t testing.TB, c conn) websocket.StatusCode {
	t.Helper()
	for {
		if _, _, err := c.Read(t.Context()); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}
