package graphql_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/graphql"
	"caseledger/graphql/access"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// noon is the time of day in tests.
var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// world is an API over a ledger in memory.
type world struct {
	http.Handler
	store *memory.Store
	views *projections.Views
	deps  graphql.Deps
	// tokens, where withAccess has made them.
	staff, auditor string
	tokens         *access.Tokens
	log            *bytes.Buffer
}

// newWorld has the official calendar, one case with a story, and generated
// ones.
func newWorld(t testing.TB, generated int) *world {
	t.Helper()
	ctx := t.Context()
	w := &world{store: memory.New(), log: &bytes.Buffer{}}
	if _, err := registry.Publish(ctx, w.store, workdays.Official(), casetest.Time("2006-01-01")); err != nil {
		t.Fatal(err)
	}
	for _, h := range stories() {
		if _, err := h.AppendTo(ctx, w.store); err != nil {
			t.Fatal(err)
		}
	}
	for stream, drafts := range casetest.Generate(1, generated) {
		if _, err := w.store.Append(ctx, stream, ledger.NoStream, drafts...); err != nil {
			t.Fatal(err)
		}
	}
	views, err := projections.Open(ctx, filepath.Join(t.TempDir(), "views.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := views.Close(); err != nil {
			t.Error(err)
		}
	})
	w.views = views
	w.catchUp(t)
	w.deps = graphql.Deps{Views: views, Store: w.store, Desk: &casefile.Desk{Store: w.store}, Now: func() time.Time { return noon },
		Logger: slog.New(slog.NewTextHandler(w.log, nil))}
	if w.Handler, err = graphql.New(w.deps); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) catchUp(t testing.TB) {
	t.Helper()
	if err := w.views.CatchUp(context.WithoutCancel(t.Context()), w.store, nil); err != nil {
		t.Fatal(err)
	}
}

// stories are three cases: one closed, one open, one returned. The first has a
// suspension, a make-up day, a transfer, a fee, and a step that was entered two
// days late.
func stories() []*casetest.History {
	first := casetest.Case("XK-2024-0001").
		Add(casetest.Time("2024-09-20 09:00"), casetest.Time("2024-09-20 09:05"), "受理岗-01", casefile.Accepted{
			Channel: "window", Handling: casefile.Promised, Item: "GC-001", Legal: 20, Officer: "受理岗-01", Org: "住建局", Promise: 5, Routing: casefile.Single, Window: "W3"}).
		On("2024-09-23 10:00", casefile.StepPerformed{Step: "check", Name: "材料核对", Org: "住建局"}).
		On("2024-09-24 15:00", casefile.Suspended{Reason: "expert_review", Notice: "N-7"}).
		On("2024-09-26 10:00", casefile.Resumed{}).
		On("2024-09-27 09:30", casefile.Transferred{FromOrg: "住建局", ToOrg: "消防局", ToPost: "审核岗-02"}).
		On("2024-09-27 14:00", casefile.Received{Org: "消防局", Post: "审核岗-02"}).
		Add(casetest.Time("2024-09-28 10:00"), casetest.Time("2024-09-30 10:00"), "审核岗-02", casefile.StepPerformed{Step: "review", Name: "审核", Org: "消防局"}).
		On("2024-09-29 11:00", casefile.FeeCharged{Amount: 120_500_000, Currency: "CNY"}).
		On("2024-09-29 16:00", casefile.Closed{Outcome: casefile.Granted})
	second := casetest.Case("XK-2024-0002").
		On("2024-10-08", casefile.Accepted{Channel: "internet", Item: "GC-002", Legal: 20, Org: "住建局"}).
		On("2024-10-09", casefile.CorrectionRequested{Notice: "B-1", Items: []string{"plan", "proof"}})
	third := casetest.Case("XK-2024-0003").
		On("2024-10-09", casefile.Accepted{Channel: "window", Handling: casefile.Immediate, Item: "GC-001", Org: "消防局"}).
		On("2024-10-09 11:00", casefile.Returned{Basis: "art. 32", Reason: "not_competent", Remedy: "apply to the county"})
	return []*casetest.History{first, second, third}
}

// reply is an answer as a client sees it.
type reply struct {
	status int
	header http.Header
	raw    string
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Locations  []struct{ Line, Column int }
		Extensions map[string]any
	}
	Extensions map[string]any
}

// code is the code of the first error.
func (r reply) code() any {
	if len(r.Errors) == 0 {
		return nil
	}
	return r.Errors[0].Extensions["code"]
}

// post sends a document with variables.
func post(t testing.TB, h http.Handler, query string, variables map[string]any) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return send(t, h, "POST", "/graphql", string(body), "Content-Type: application/json", "Accept: application/graphql-response+json")
}

// send makes any request; headers are "Name: value".
func send(t testing.TB, h http.Handler, method, url, body string, headers ...string) (out reply) {
	t.Helper()
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	raw, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	out.status, out.header, out.raw = w.Code, w.Header(), string(raw)
	if strings.Contains(out.header.Get("Content-Type"), "json") && len(raw) > 0 && out.header.Get("Content-Encoding") == "" {
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Fatalf("%v in %s", err, raw)
		}
	}
	return out
}

// good is post for an answer without errors.
func good(t testing.TB, h http.Handler, query string, variables map[string]any) map[string]any {
	t.Helper()
	r := post(t, h, query, variables)
	if r.status != http.StatusOK || len(r.Errors) > 0 {
		t.Fatalf("status %d: %s", r.status, r.raw)
	}
	return r.Data
}

// at takes a value out of an answer: at(data, "case", "limit", "on").
func at(t testing.TB, v any, path ...any) any {
	t.Helper()
	for i, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("no object at %v: %v", path[:i], v)
			}
			v = m[p]
		case int:
			l, ok := v.([]any)
			if !ok || p >= len(l) {
				t.Fatalf("no element %d at %v: %v", p, path[:i], v)
			}
			v = l[p]
		}
	}
	return v
}
