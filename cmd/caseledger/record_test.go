package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/graphql"
	"caseledger/graphql/access"
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
	"caseledger/projections"
)

// An ask is one command, for whichever door.
type ask struct {
	Action string         `json:"action"`
	Input  map[string]any `json:"input"`
}

// verdict is what a door tells of an ask.
type verdict struct {
	Revision   any
	Repeated   bool
	UserErrors []map[string]any
}

// doors are two ledgers that take the same commands at the same time: one by
// mutations over HTTP, one from lines.
type doors struct {
	api      http.Handler
	token    string
	mutated  ledger.Store
	recorded ledger.Store
	lines    counter.Lines
}

const doorPost = "受理岗-01"

func newDoors(t *testing.T) *doors {
	t.Helper()
	noon := func() time.Time { return time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC) }
	d := &doors{mutated: memory.New(), recorded: memory.New()}
	desk := func(s ledger.Store) *casefile.Desk {
		v, err := vault.Open(filepath.Join(t.TempDir(), "vault.sqlite"), constant{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { v.Close() })
		return &casefile.Desk{Store: s, Vault: v}
	}
	for _, s := range []ledger.Store{d.mutated, d.recorded} {
		if err := publishCalendars(t.Context(), s, noon); err != nil {
			t.Fatal(err)
		}
	}
	views, err := projections.Open(t.Context(), filepath.Join(t.TempDir(), "views.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { views.Close() })
	tokens := &access.Tokens{Dir: t.TempDir(), Now: noon}
	if d.token, _, err = tokens.Create(constant{}, access.Request{Label: "test", Post: doorPost, Roles: access.Supervisor | access.Operator, Life: access.MaxLife}); err != nil {
		t.Fatal(err)
	}
	d.api, err = graphql.New(graphql.Deps{Views: views, Store: d.mutated, Desk: desk(d.mutated), Now: noon, Access: &access.Guard{Tokens: tokens}})
	if err != nil {
		t.Fatal(err)
	}
	d.lines = counter.Lines{Counter: counter.New(desk(d.recorded)), Post: doorPost, Now: noon}
	return d
}

// constant is a source of bytes that are not random.
type constant struct{}

func (constant) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 7
	}
	return len(b), nil
}

// query asks the API. Where it answers no data the result is nil.
func (d *doors) query(t *testing.T, document string, variables any) (data map[string]json.RawMessage) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+d.token)
	w := httptest.NewRecorder()
	d.api.ServeHTTP(w, r)
	var answer struct{ Data map[string]json.RawMessage }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return answer.Data
}

// mutate asks by a mutation; ok is false where the request itself is refused.
func (d *doors) mutate(t *testing.T, a ask) (out verdict, ok bool) {
	t.Helper()
	data := d.query(t, fmt.Sprintf(`mutation($in: %sInput!) { %s(input: $in) { revision repeated userErrors { code rule message field } } }`,
		strings.ToUpper(a.Action[:1])+a.Action[1:], a.Action), map[string]any{"in": a.Input})
	if data == nil {
		return out, false
	}
	if err := json.Unmarshal(data[a.Action], &out); err != nil {
		t.Fatal(err)
	}
	return out, true
}

// record asks by a line.
func (d *doors) record(t *testing.T, a ask) (out verdict) {
	t.Helper()
	line, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	p := program{stdout: &printed, stderr: &printed}
	_ = p.record(t.Context(), &d.lines, bytes.NewReader(line), 0)
	answer, _, _ := strings.Cut(printed.String(), "\n")
	if err := json.Unmarshal([]byte(answer), &out); err != nil {
		t.Fatalf("%s: %v", printed.String(), err)
	}
	return out
}

func records(t *testing.T, s ledger.Store) (out []ledger.Record) {
	t.Helper()
	for item, err := range s.Follow(context.Background(), 0, ledger.Filter{}) {
		switch {
		case err != nil:
			t.Fatal(err)
		case item.Record != nil:
			r := *item.Record
			out = append(out, r)
		case item.Live:
			return out
		}
	}
	return out
}

// sampleOf is a value for a member, as JSON has it.
func sampleOf(m *act.Member) any {
	switch m.Kind {
	case act.KindTime:
		return "2026-01-06T09:00:00+08:00"
	case act.KindDate:
		return "2026-01-06"
	case act.KindTruth:
		return true
	case act.KindWhole:
		return max(1, m.Min)
	case act.KindSum:
		return "12.50"
	case act.KindChoice:
		return counter.Choice(m.Options.Values[0].Value)
	case act.KindTexts, act.KindNames, act.KindCodes:
		return []any{"a-1", "b-2"}
	case act.KindList:
		return []any{samplesOf(m.Of)}
	}
	return "a-1"
}

func samplesOf(members []act.Member) map[string]any {
	in := map[string]any{}
	for i := range members {
		if m := &members[i]; !m.Has(act.Derived) {
			in[m.Input] = sampleOf(m)
		}
	}
	return in
}

// asks are for every action one with all its members, to a case of its own,
// and commands that are refused for each kind of reason.
func asks() (out []ask) {
	envelope := func(in map[string]any, number, key string) map[string]any {
		in["number"], in["idempotencyKey"] = number, key
		return in
	}
	for i, a := range counter.Actions() {
		if !counter.OfCase(a) {
			in := samplesOf(a.Members)
			if _, dated := in["year"]; dated {
				in["year"] = 2026 // that of the sample's days
			}
			for _, key := range []string{a.Command, a.Command, "said already"} {
				in := maps.Clone(in)
				in["idempotencyKey"] = key
				out = append(out, ask{a.Command, in})
			}
			continue
		}
		number := fmt.Sprintf("T-%d", i)
		if a.Command != "acceptCase" {
			out = append(out, ask{"acceptCase", map[string]any{"number": number, "idempotencyKey": "accept", "org": "A", "occurredAt": "2026-01-05T01:00:00Z"}})
		}
		in := envelope(samplesOf(a.Members), number, a.Command)
		delete(in, "calendar") // one that nobody has published is refused
		delete(in, "zone")
		in["sealed"] = []any{map[string]any{"label": "applicant.name", "subject": "s-1", "text": "seal me"}}
		out = append(out, ask{a.Command, in}, ask{a.Command, in})
		out = append(out, ask{a.Command, envelope(samplesOf(a.Members), number, "x")})
	}
	for i, in := range []map[string]any{
		{"expectedRevision": -1}, {"org": "call 13800138000"}, {"calendar": "XX"}, {"zone": "Nowhere"}, {"promisedDays": 1 << 20}, {"promisedDays": 20, "legalDays": 10},
		{"deadline": "2020-01-01T00:00:00Z"}, {"occurredAt": "2030-01-01T00:00:00Z"}, {"handling": "UNHEARD_OF"}, {"promisedDays": "ten"}, {"unheardOf": 1}, {"org": 7}, {"idempotencyKey": ""},
		{"number": "123"}, {"number": "a b"}, {"sealed": "x"}, {"sealed": []any{map[string]any{"label": "a"}}},
		{"sealed": map[string]any{"label": "applicant.name", "subject": "s-1", "text": "told in public"}, "org": "told in public"},
	} {
		all := envelope(map[string]any{}, fmt.Sprintf("R-%d", i), fmt.Sprint("refused ", i))
		maps.Copy(all, in)
		out = append(out, ask{"acceptCase", all})
	}
	for i, r := range []ask{
		{"grantDelegation", map[string]any{"delegation": "SQ-2", "from": "2026-02-01", "org": "A", "post": "chief-01", "until": "2026-01-01"}},
		{"grantDelegation", map[string]any{"delegation": "a b", "from": "2026-02-01", "org": "A", "post": "chief-01"}},
		{"grantDelegation", map[string]any{"delegation": "SQ-2", "from": "2026-02-01", "org": "call 13800138000", "post": "chief-01"}},
		{"grantDelegation", map[string]any{"delegation": "SQ-2", "from": "2026-02-01", "org": "A"}},
		{"grantDelegation", map[string]any{"number": "SQ-2", "delegation": "SQ-2", "from": "2026-02-01", "org": "A", "post": "chief-01"}},
		{"grantDelegation", map[string]any{"delegation": "SQ-2", "from": "2026-02-01", "org": "A", "post": "chief-01", "expectedRevision": 3}},
		{"grantDelegation", map[string]any{"delegation": "SQ-2", "from": "2026-02-01", "org": "A", "post": "chief-01", "occurredAt": "2030-01-01T00:00:00Z"}},
		{"revokeDelegation", map[string]any{"delegation": "SQ-9", "date": "2026-02-01"}},
		{"revokeDelegation", map[string]any{"delegation": "a-1", "date": "2026-01-01"}},
		{"publishFeeStandard", map[string]any{"amount": "-1", "basis": "B", "currency": "CNY", "effective": "2026-01-01", "item": "SX-1", "standard": "S"}},
		{"publishCalendar", map[string]any{"calendar": "weekdays", "year": 2026, "days": []any{}}},
		{"publishCalendar", map[string]any{"calendar": "CN-X", "year": 2026, "days": []any{map[string]any{"date": "2020-01-01", "name": "x", "off": true}}}},
		{"publishPolicy", map[string]any{"regime": "trial", "from": "2026-01-01", "version": "V", "basis": "B", "silence": []any{map[string]any{"article": "1", "days": 1, "effect": "GRANT", "of": "x"}}}},
	} {
		r.Input["idempotencyKey"] = fmt.Sprint("registry ", i)
		out = append(out, r)
	}
	return out
}

// TestDoors sends the same commands through both doors: the answers are the
// same, and so are the records. Where the API refuses the request itself, for
// a value that is not of its type, the line is refused as invalid.
func TestDoors(t *testing.T) {
	d := newDoors(t)
	done := 0
	for _, a := range asks() {
		byLine := d.record(t, a)
		byMutation, ok := d.mutate(t, a)
		switch diff := cmp.Diff(byMutation, byLine); {
		case !ok && (len(byLine.UserErrors) != 1 || byLine.UserErrors[0]["code"] != "INVALID" || byLine.Revision != nil):
			t.Errorf("%v: the API refuses the request, the line is answered %v", a, byLine)
		case ok && diff != "":
			t.Errorf("%v: -mutation +line\n%s", a, diff)
		case ok && byLine.Revision != nil:
			done++
		}
	}
	mutated, recorded := records(t, d.mutated), records(t, d.recorded)
	for _, list := range [][]ledger.Record{mutated, recorded} {
		for i := range list {
			for k := range list[i].Sealed {
				list[i].Sealed[k].Box, list[i].Sealed[k].Commitment = nil, ledger.Hash{} // salted
			}
		}
	}
	if diff := cmp.Diff(mutated, recorded); diff != "" || done < len(counter.Actions()) {
		t.Errorf("%d commands recorded, -mutations +lines\n%s", done, diff)
	}
}

// TestDoorsNameTheSame: what staff can ask for by a mutation can be by a line.
func TestDoorsNameTheSame(t *testing.T) {
	var schema struct {
		MutationType struct{ Fields []struct{ Name string } }
	}
	if err := json.Unmarshal(newDoors(t).query(t, `{__schema {mutationType {fields {name}}}}`, nil)["__schema"], &schema); err != nil {
		t.Fatal(err)
	}
	var byMutation, byLine []string
	for _, f := range schema.MutationType.Fields {
		// No commands of a book: one names whom no record names, others whoever holds a receipt.
		if f.Name != "eraseSubject" && !strings.HasSuffix(f.Name, "ByReceipt") {
			byMutation = append(byMutation, f.Name)
		}
	}
	for _, a := range counter.Actions() {
		byLine = append(byLine, a.Command)
	}
	slices.Sort(byMutation)
	slices.Sort(byLine)
	if diff := cmp.Diff(byMutation, byLine); diff != "" {
		t.Errorf("-mutations +lines\n%s", diff)
	}
}
