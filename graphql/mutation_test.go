package graphql_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/graphql/access"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/vault"
)

// recording is a world that takes commands, with views that follow the ledger.
func recording(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, 0)
	w.withAccess(t)
	w.serveStaff(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- w.views.Run(ctx, w.store) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return w
}

const outcomeFields = `{ position revision repeated case { status revision } userErrors { code rule message field } }`

// TestMutations walks a case from acceptance to delivery by every command.
func TestMutations(t *testing.T) {
	w := recording(t)
	for i, c := range []struct{ mutation, input, status string }{
		{"acceptCase", `org: "A", officer: "a-1", promisedDays: 10, legalDays: 20, handling: PROMISED, occurredAt: "2026-01-05T01:00:00Z"`, "OPEN"},
		{"performStep", `step: "check", name: "核对", occurredAt: "2026-01-05T02:00:00Z"`, "OPEN"},
		{"requestCorrection", `notice: "B-1", items: ["plan"], occurredAt: "2026-01-05T03:00:00Z"`, "OPEN"},
		{"receiveCorrection", `notice: "B-1", occurredAt: "2026-01-06T03:00:00Z"`, "OPEN"},
		{"transferCase", `toOrg: "B", toPost: "b-1", occurredAt: "2026-01-06T04:00:00Z"`, "OPEN"},
		{"receiveCase", `org: "B", byPost: "b-1", occurredAt: "2026-01-06T05:00:00Z"`, "OPEN"},
		{"suspendClock", `reason: "expert_review", notice: "Z-1", basis: "许可法45", occurredAt: "2026-01-07T02:00:00Z"`, "OPEN"},
		{"resumeClock", `occurredAt: "2026-01-09T02:00:00Z"`, "OPEN"},
		{"chargeFee", `amount: "12.50", currency: "CNY", standard: "S-1", occurredAt: "2026-01-09T03:00:00Z"`, "OPEN"},
		{"decideCase", `outcome: GRANTED, document: "D-1", occurredAt: "2026-01-12T02:00:00Z"`, "OPEN"},
		{"closeCase", `occurredAt: "2026-01-12T03:00:00Z"`, "CLOSED"},
		{"deliverResult", `means: "counter", occurredAt: "2026-01-13T02:00:00Z"`, "CLOSED"},
	} {
		query := `mutation { ` + c.mutation + `(input: {number: "R-1", idempotencyKey: "key-` + c.mutation + `", ` + c.input + `}) ` + outcomeFields + ` }`
		got := at(t, good(t, w, query, nil), c.mutation)
		want := map[string]any{"position": at(t, got, "position"), "revision": float64(i), "repeated": false,
			"case": map[string]any{"status": c.status, "revision": float64(i)}, "userErrors": []any{}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: -want +got\n%s", c.mutation, diff)
		}
		again := at(t, good(t, w, query, nil), c.mutation)
		if at(t, again, "repeated") != true || at(t, again, "position") != at(t, got, "position") || at(t, again, "revision") != float64(i) {
			t.Errorf("%s, sent again: %v", c.mutation, again)
		}
	}
	for _, m := range []string{"withdrawCase", "returnCase", "extendLimit"} {
		number := "R-" + m
		good(t, w, `mutation { acceptCase(input: {number: "`+number+`", idempotencyKey: "k", org: "A", promisedDays: 5}) { position } }`, nil)
		input := map[string]string{"withdrawCase": `reason: "own_wish"`, "returnCase": `basis: "art. 32", reason: "not_competent", remedy: "the competent organ"`,
			"extendLimit": `days: 5, notice: "Y-1", approver: "head"`}[m]
		got := good(t, w, `mutation { `+m+`(input: {number: "`+number+`", idempotencyKey: "k2", `+input+`}) `+outcomeFields+` }`, nil)
		if e := at(t, got, m, "userErrors").([]any); len(e) > 0 || at(t, got, m, "revision") != float64(1) {
			t.Errorf("%s: %v", m, got)
		}
	}
}

// TestEveryCommandHasAMutation: a command that a case or a registry learns is
// not forgotten here, and stands in the schemas of the roles that may ask for
// it, and in no other.
func TestEveryCommandHasAMutation(t *testing.T) {
	for _, who := range append(everyRole, access.Supervisor|access.Operator) {
		got, want := []string{}, []string{"askByReceipt", "complainByReceipt", "objectByReceipt", "rateByReceipt"} // the public's
		if m := testSchema(t, who).GraphQL().MutationType(); m != nil {
			got = slices.Sorted(maps.Keys(m.Fields()))
		}
		for _, a := range counter.Actions() {
			if who.May(map[act.Role]access.Roles{act.ByClerk: access.Clerk, act.BySupervisor: access.Supervisor, act.ByOperator: access.Operator}[a.By]) {
				want = append(want, a.Command)
			}
		}
		if who.May(access.Operator) {
			want = append(want, "eraseSubject")
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", who, diff)
		}
	}
}

func TestUserErrors(t *testing.T) {
	w := recording(t)
	ask := func(mutation, input string) any {
		r := post(t, w, `mutation { `+mutation+`(input: {idempotencyKey: "x-`+mutation+`", `+input+`}) { position userErrors { code rule message field } case { number } } }`, nil)
		if r.status != 200 || len(r.Errors) > 0 {
			t.Fatalf("%s", r.raw)
		}
		return at(t, r.Data, mutation)
	}
	for _, c := range []struct{ name, mutation, input, code, word string }{
		{"a rule says no", "closeCase", `number: "XK-2024-0001"`, "REFUSED", "closed"},
		{"a case that is not accepted", "performStep", `number: "NEW-1", step: "x"`, "REFUSED", "accept"},
		{"another revision", "performStep", `number: "XK-2024-0002", step: "x", expectedRevision: 0`, "CONFLICT", "revision 1"},
		{"a number without letters", "acceptCase", `number: "123", org: "A"`, "INVALID", "123"},
		{"an amount that is none", "chargeFee", `number: "XK-2024-0002", amount: "1,5", currency: "CNY"`, "INVALID", "amount"},
		{"no vault for personal values", "performStep", `number: "XK-2024-0002", step: "x", sealed: [{label: "a", subject: "b", text: "secret7"}]`, "INVALID", "vault"},
	} {
		got := ask(c.mutation, c.input)
		e := at(t, got, "userErrors", 0)
		message, _ := at(t, e, "message").(string)
		if at(t, e, "code") != c.code || !strings.Contains(message, c.word) || at(t, got, "position") != nil || at(t, got, "case") != nil {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.code == "REFUSED" && at(t, e, "rule") == nil {
			t.Errorf("%s: no rule is named: %v", c.name, e)
		}
	}
	if log := w.log.String(); strings.Contains(log, "secret7") {
		t.Errorf("a personal value stands in the log: %s", log)
	}
}

func TestSealedValues(t *testing.T) {
	w := recording(t)
	v, err := vault.Open(t.TempDir()+"/vault.db", &counting{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	w.deps.Desk = &casefile.Desk{Store: w.store, Vault: v}
	w.serveStaff(t)
	r := post(t, w, `mutation($text: String!) { performStep(input: {number: "XK-2024-0002", idempotencyKey: "s", step: "x",
		sealed: [{label: "applicant.name", subject: "s-1", text: $text}]}) { userErrors { message } case { events(last: 1) { sealedValues body } } } }`, map[string]any{"text": "王小明"})
	if len(r.Errors) > 0 || at(t, r.Data, "performStep", "case", "events", 0, "sealedValues") != float64(1) {
		t.Fatalf("%s", r.raw)
	}
	if strings.Contains(r.raw, "王小明") {
		t.Errorf("the answer shows a sealed value: %s", r.raw)
	}
}

// counting is a source of bytes that are not random.
type counting struct{ n byte }

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		c.n++
		b[i] = c.n
	}
	return len(b), nil
}

// TestWhoMayRecord: without leave nothing is recorded, by no way.
func TestWhoMayRecord(t *testing.T) {
	w := recording(t)
	const body = `{"query":"mutation { withdrawCase(input: {number: \"XK-2024-0002\", idempotencyKey: \"k\"}) { position } }"}`
	before, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r := send(t, w.newHandler(t), "POST", "/graphql", body, "Content-Type: application/json"); r.status != http.StatusUnauthorized || r.code() != "UNAUTHENTICATED" ||
		!strings.Contains(r.header.Get("WWW-Authenticate"), `scope="record"`) || !strings.Contains(r.Errors[0].Message, "Authorization: Bearer") {
		t.Errorf("the public: %d %s", r.status, r.raw)
	}
	if r := send(t, w, "GET", getURL(`mutation { withdrawCase(input: {number: "XK-2024-0002", idempotencyKey: "k"}) { position } }`, ""), ""); r.status != http.StatusMethodNotAllowed {
		t.Errorf("by GET: %d %s", r.status, r.raw)
	}
	w.deps.Desk = nil
	if r := send(t, w.newHandler(t), "POST", "/graphql", body, "Content-Type: application/json", "Authorization: Bearer "+w.staff); r.status != http.StatusForbidden {
		t.Errorf("where nobody may: %d %s", r.status, r.raw)
	}
	if r := post(t, w, `mutation { a: withdrawCase(input: {number: "A", idempotencyKey: "k"}) { position } b: withdrawCase(input: {number: "B", idempotencyKey: "k"}) { position } }`, nil); r.code() != "DOCUMENT_TOO_COMPLEX" {
		t.Errorf("two commands at once: %s", r.raw)
	}
	if after, err := w.store.Head(t.Context()); err != nil || after != before {
		t.Errorf("the ledger moved from %s to %s (%v)", before, after, err)
	}
}

// TestWaitFor: who waits for what he wrote reads it.
func TestWaitFor(t *testing.T) {
	w := recording(t)
	for i := range 20 {
		step := string(rune('a' + i))
		r := good(t, w, `mutation($k: String!) { performStep(input: {number: "XK-2024-0002", idempotencyKey: $k, step: $k}) { position } }`, map[string]any{"k": step})
		data := good(t, w, `query($at: Position) { case(number: "XK-2024-0002", waitFor: $at) { lastStep } }`, map[string]any{"at": at(t, r, "performStep", "position")})
		if got := at(t, data, "case", "lastStep"); got != step {
			t.Errorf("after step %q was recorded the last one is %v", step, got)
		}
	}
	if r := post(t, w, `{ledger(waitFor: 99999999) {position}}`, nil); r.code() != "BAD_USER_INPUT" {
		t.Errorf("a position far ahead: %s", r.raw)
	}
}
