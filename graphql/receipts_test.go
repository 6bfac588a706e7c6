package graphql_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
	"caseledger/ledger"
	"caseledger/ledger/voice"
)

// receiptOf issues a receipt for a case of the fixture, and gives its code.
func receiptOf(t *testing.T, w *world, key string) string {
	t.Helper()
	clerk := w.token(t, "受理岗-01", access.Clerk)
	r := as(t, w, clerk, fmt.Sprintf(`mutation { issueReceipt(input: {number: "XK-2024-0002", idempotencyKey: "%s"}) { receipt repeated userErrors { message } } }`, key))
	code, _ := at(t, r.Data, "issueReceipt", "receipt").(string)
	if code == "" {
		t.Fatal(r.raw)
	}
	w.catchUp(t)
	return code
}

func complain(code, text string) string {
	return fmt.Sprintf(`mutation { complainByReceipt(input: {code: "%s", matter: DELAY, text: "%s"}) { position repeated userErrors { code message field } } }`, code, text)
}

func rate(code, stage string, level int, text string) string {
	return fmt.Sprintf(`mutation { rateByReceipt(input: {code: "%s", stage: %s, level: %d, text: "%s", contact: "13800000000"}) { position repeated userErrors { code message field } } }`, code, stage, level, text)
}

// TestReceipt: the code is shown again to whoever sends the command again, stands in
// no record, and lets its holder complain, ask, object and rate without a token, once.
func TestReceipt(t *testing.T) {
	w := sealing(t)
	code := receiptOf(t, w, "r-1")
	if again := receiptOf(t, w, "r-1"); again != code {
		t.Errorf("sent again, the command shows %s, not %s", again, code)
	}
	const text = "办得太慢了，我很着急"
	for _, c := range []struct{ name, query, want string }{
		{"complains", complain(code, text), `"repeated":false,"userErrors":[]`},
		{"sends it again, in small letters", complain(strings.ToLower(code), text), `"repeated":true,"userErrors":[]`},
		{"complains otherwise", complain(code, "另一件事"), `"code":"REFUSED"`},
		{"asks", fmt.Sprintf(`mutation { askByReceipt(input: {code: "%s", matter: PROGRESS, text: "办到哪一步了", contact: "13800000000"}) { userErrors { message } } }`, code), `"userErrors":[]`},
		{"objects", fmt.Sprintf(`mutation { objectByReceipt(input: {code: "%s", ground: OUTCOME, text: "结果不对"}) { userErrors { code } } }`, code), `"userErrors":[`},
		{"rates its acceptance, by name", rate(code, "ACCEPTANCE", 5, "很快"), `"userErrors":[]`},
		{"sends that again", rate(code, "ACCEPTANCE", 5, "很快"), `"repeated":true,"userErrors":[]`},
		{"rates it otherwise", rate(code, "ACCEPTANCE", 1, "很快"), `一事一评`},
		{"rates its closing before it", rate(code, "CLOSING", 4, ""), `"code":"REFUSED"`},
		{"rates off the scale", rate(code, "CLOSING", 6, ""), `["input","level"]`},
		{"writes nothing", complain(code, "  "), `["input","text"]`},
		{"writes a book", complain(code, strings.Repeat("a", 4001)), `["input","text"]`},
		{"puts a telephone number for a class", strings.Replace(complain(code, "x"), "DELAY", `"13800000000"`, 1), `GRAPHQL_VALIDATION_FAILED`},
		{"two codes in one document", strings.Replace(complain(code, "x"), "mutation {", "mutation { a: "+strings.TrimSuffix(strings.TrimPrefix(complain(code, "y"), "mutation { "), " }"), 1), `DOCUMENT_TOO_COMPLEX`},
	} {
		r := post(t, w, c.query, nil)
		if c.name == "two codes in one document" {
			if len(r.Errors) == 0 {
				t.Errorf("%s: %s", c.name, r.raw)
			}
			continue
		}
		if !strings.Contains(r.raw, c.want) {
			t.Errorf("%s: %s", c.name, r.raw)
		}
	}
	for item, err := range w.store.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil || item.Live {
			break
		}
		if r := item.Record; r != nil && (strings.Contains(string(r.Public), code) || strings.Contains(string(r.Public), "太慢") || strings.Contains(string(r.Public), "很快") || strings.Contains(string(r.Public), "13800000000")) {
			t.Errorf("%s of %s tells it: %s", r.Type, r.Stream, r.Public)
		}
	}
	w.catchUp(t)
	r := post(t, w, `{ complaints(case: "XK-2024-0002", channel: WEB) { totalCount nodes { case class status channel acceptBy { on policy } } counts { status count } } questions { totalCount } }`, nil)
	for _, want := range []string{`"totalCount":1`, `"class":"delay"`, `"status":"FILED"`, `"policy":"complaint/1949-10-01"`, `"count":1`} {
		if !strings.Contains(r.raw, want) {
			t.Errorf("no %s in %s", want, r.raw)
		}
	}
	r = post(t, w, `{ case(number: "XK-2024-0002") { ratings { stage level channel named comment counts } } }`, nil)
	if want := `"ratings":[{"stage":"ACCEPTANCE","level":5,"channel":"web","named":true,"comment":true,"counts":true}]`; !strings.Contains(r.raw, want) {
		t.Errorf("no %s in %s", want, r.raw)
	}
	// After the erasure of the applicant the text is gone and the count stays.
	if err := w.deps.Desk.Vault.Erase("s-1"); err != nil {
		t.Fatal(err)
	}
	for rec, err := range w.store.Stream(t.Context(), voice.ComplaintPrefix+"R.XK-2024-0002", 0) {
		if err != nil {
			t.Fatal(err)
		}
		if values, err := w.deps.Desk.Vault.Reveal(&rec); err == nil || len(values) > 0 {
			t.Errorf("%d values are read after the erasure, %v", len(values), err)
		}
	}
	if r := post(t, w, `{ complaints { totalCount } }`, nil); !strings.Contains(r.raw, `"totalCount":1`) {
		t.Error(r.raw)
	}
}

// TestWrongCodes: a thousand wrong codes are answered alike, tell nothing, and add
// nothing; a mistyped one is told from an unknown one by its letters alone.
func TestWrongCodes(t *testing.T) {
	w := sealing(t)
	code := receiptOf(t, w, "r-1")
	old := code
	code = receiptOf(t, w, "r-2") // takes the place of the first
	before, _ := w.store.Head(t.Context())
	unknown := post(t, w, complain(old, "x"), nil)
	if !strings.Contains(unknown.raw, "no receipt has this code") {
		t.Fatal(unknown.raw)
	}
	answers := map[string]bool{}
	for i := range 1000 {
		b := []byte(code)
		letter := "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[i%32]
		place := i % len(b)
		if b[place] == '-' || b[place] == letter {
			continue
		}
		b[place] = letter
		r := post(t, w, complain(string(b), "x"), nil)
		answer, _, _ := strings.Cut(r.raw, `"extensions"`)
		answers[answer] = true
	}
	if len(answers) != 1 {
		t.Errorf("wrong codes are answered in %d ways: %v", len(answers), answers)
	}
	if after, _ := w.store.Head(t.Context()); after != before {
		t.Errorf("the ledger went from %s to %s", before, after)
	}
}

// TestTriedCodesAreLimited: a client without manners that tries codes is told to
// wait after a few, whatever it asks with them; others are not.
func TestTriedCodesAreLimited(t *testing.T) {
	w := sealing(t)
	code := receiptOf(t, w, "r-1")
	w.deps.Clients = clients.New(clients.Limits{PerMinute: 6000}, func() time.Time { return noon })
	w.deps.Client = func(r *http.Request) string { return r.Header.Get("X-Test-Client") }
	h := w.newHandler(t)
	try := func(client, query string) reply {
		body, _ := json.Marshal(map[string]string{"query": query})
		return send(t, h, "POST", "/graphql", string(body), "Content-Type: application/json", "Accept: application/graphql-response+json", "X-Test-Client: "+client)
	}
	for name, query := range map[string]func(i int) string{
		"complains": func(i int) string { return complain(fmt.Sprintf("%05d-AAAAA", i), "x") },
		"rates":     func(i int) string { return rate(fmt.Sprintf("%05d-AAAAA", i), "CLOSING", 5, "") },
	} {
		tries := 0
		for ; try(name, query(tries)).status == http.StatusOK && tries < 20; tries++ {
		}
		if r := try(name, query(tries)); r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" || tries > 7 {
			t.Errorf("%s: %d after %d tries: %s", name, r.status, tries, r.raw)
		}
	}
	if r := try("somebody else", rate(code, "ACCEPTANCE", 5, "")); r.status != http.StatusOK || !strings.Contains(r.raw, `"userErrors":[]`) {
		t.Errorf("%d %s", r.status, r.raw)
	}
}

// TestTwoAtOnce: of many at once with one code, one is heard.
func TestTwoAtOnce(t *testing.T) {
	w := sealing(t)
	code := receiptOf(t, w, "r-1")
	var all sync.WaitGroup
	var mu sync.Mutex
	heard := 0
	for i := range 8 {
		all.Go(func() {
			r := post(t, w, complain(code, fmt.Sprint("第", i, "次")), nil)
			mu.Lock()
			defer mu.Unlock()
			if strings.Contains(r.raw, `"userErrors":[]`) {
				heard++
			} else if !strings.Contains(r.raw, "REFUSED") {
				t.Error(r.raw)
			}
		})
	}
	if all.Wait(); heard != 1 {
		t.Errorf("%d of 8 were heard", heard)
	}
}
