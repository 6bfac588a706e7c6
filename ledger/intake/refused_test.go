package intake_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// visits is a table with a row, a case and a number that may not stand in
// public.
const visits = `no,what,unit,at,said
V-1,ask,desk,2024-03-04 09:00,asked
V-1,call,desk,2024-03-04 10:00,called 13800138000
V-1,answer,desk,2024-03-05 10:00,answered
V-2,ask,ask a.b@example.com,2024-03-04 09:00,asked
V-2,answer,desk,2024-03-05 09:00,answered
V-110101199003074514,ask,desk,2024-03-04 09:00,asked
V-3,ask,desk,2024-03-06 09:00,asked
`

func visitsMapping(t *testing.T, replace ...string) *intake.Mapping {
	t.Helper()
	m, err := intake.ParseMapping("visits.json", []byte(strings.NewReplacer(replace...).Replace(`{
  "name": "visits", "formats": ["csv"], "calendar": "weekdays",
  "case": {"number": "no"},
  "accepted": {"time": "@firstStep", "org": "unit"},
  "step": {"code": "what", "name": "said", "time": "at"}
}`)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var refusing = []string{
	`{"number": "no"}`, `{"number": {"from": "no", "public": "refuse"}}`,
	`"org": "unit"`, `"org": {"from": "unit", "public": "refuse"}`,
	`"name": "said"`, `"name": {"from": "said", "public": "refuse"}`,
}

// lines imports text and lists what was refused.
func lines(t *testing.T, s *memory.Store, m *intake.Mapping, text string, refuse bool) (string, intake.Summary, error) {
	t.Helper()
	var out []string
	sum, err := intake.Import(t.Context(), intake.Job{
		Name: "f", Input: strings.NewReader(text), Mapping: m, Store: s, Now: now, Refuse: refuse,
		Refused: func(r intake.Refusal) {
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(b))
		},
	})
	return strings.Join(out, "\n"), sum, err
}

// TestRefusedLines: a row is left out alone, with an attribute of the case the
// case, and all else is taken in, whether the mapping says so or the caller.
func TestRefusedLines(t *testing.T) {
	const want = `{"line":7,"field":"case number","rule":"identity-number"}
{"line":3,"case":"V-1","field":"name","rule":"telephone-number"}
{"line":5,"case":"V-2","field":"org","rule":"e-mail-address"}`
	for name, c := range map[string]struct {
		m      *intake.Mapping
		refuse bool
	}{"by the mapping": {visitsMapping(t, refusing...), false}, "by the caller": {visitsMapping(t), true}} {
		s := memory.New()
		got, sum, err := lines(t, s, c.m, visits, c.refuse)
		if got != want {
			t.Errorf("%s: refused\n%s\nwant\n%s", name, got, want)
		}
		var refused *intake.RefusedError
		if !errors.As(err, &refused) || refused.Count != 3 || len(refused.First) != 3 || strings.Contains(err.Error(), "138") {
			t.Errorf("%s: %v; want 3 lines refused", name, err)
		}
		if sum.Refused != 3 || sum.Cases != 2 || sum.Events != 7 || sum.Records != 5 {
			t.Errorf("%s: %+v; want 3 refused, 2 cases, 7 events, 5 records", name, sum)
		}
		if one, none := types(t, s, "V-1"), types(t, s, "V-2"); one != "accepted ask answer" || none != "" {
			t.Errorf("%s: V-1 has %q, V-2 %q; want the row and the case left out", name, one, none)
		}
		// Once the source is mended, only what is new comes in.
		mended := strings.NewReplacer("called 13800138000", "called", "ask a.b@example.com", "desk", "V-110101199003074514", "V-4").Replace(visits)
		rest, sum, err := lines(t, s, c.m, mended, c.refuse)
		if err != nil || rest != "" || sum.Added != 6 || types(t, s, "V-1") != "accepted ask answer call" {
			t.Errorf("%s: mended, %+v, %v, V-1 has %q", name, sum, err, types(t, s, "V-1"))
		}
	}
	if _, _, err := lines(t, memory.New(), visitsMapping(t), visits, false); err == nil || !strings.HasPrefix(err.Error(), "f:7: case number: ") {
		t.Errorf("without a choice: %v, want the import ended", err)
	}
}

// TestCodedAndSealedRows: codes close the list, and seals lose nothing.
func TestCodedAndSealedRows(t *testing.T) {
	table := "no,what,unit,at,said\nV-1,ask,desk,2024-03-04 09:00,张三\nV-1,call,desk,2024-03-04 10:00,answered\n"
	coded := memory.New()
	mustLoad(t, coded, visitsMapping(t, `"name": "said"`, `"name": {"from": "said", "public": "code", "values": {"answered": "answer"}, "else": "other"}`), "f", table)
	var names []string
	for _, r := range all(t, coded) {
		e, err := casefile.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		if step, ok := e.Event.(casefile.StepPerformed); ok {
			names = append(names, step.Name)
		}
	}
	if got := strings.Join(names, " "); got != "other answer" {
		t.Errorf("coded: steps are called %s", got)
	}
	s, v := memory.New(), openVault(t)
	m := visitsMapping(t, `"code": "what"`, `"code": {"from": "said", "public": "seal", "values": {"answered": "answer"}, "else": "other", "label": "note", "subject": "applicant"}`, `"name": "said", `, "")
	if _, err := intake.Import(t.Context(), intake.Job{Name: "f", Input: strings.NewReader(table), Mapping: m, Store: s, Vault: v, Now: now}); err != nil {
		t.Fatal(err)
	}
	if got := sealed(t, s, v); got != "case.step_performed/1 note=张三" || types(t, s, "V-1") != "accepted other answer" {
		t.Errorf("sealed: %s, records %s; want the name of the first step once", got, types(t, s, "V-1"))
	}
}

// TestRefusedCloudEvents: with the acceptance, what follows it is refused too.
func TestRefusedCloudEvents(t *testing.T) {
	accept := func(id, number, org string) string {
		return event(id, "case.accepted/1", number, `{"calendar":"weekdays","number":"`+number+`","org":"`+org+`","zone":"Asia/Shanghai"}`)
	}
	text := accept("1", "A-1", "tel 13800138000") + event("2", "case.resumed/1", "A-1", `{}`) + accept("3", "A-2", "desk") +
		event("4", "case.suspended/1", "A-2", `{"reason":"wait for Li"}`) + event("5", "case.closed/1", "A-1", `{"outcome":"granted"}`) + event("6", "case.closed/1", "A-2", `{"outcome":"granted"}`)
	s := memory.New()
	got, sum, err := lines(t, s, mapping(t, "cloudevents"), text, true)
	const want = `{"line":1,"case":"A-1","field":"org","rule":"telephone-number"}
{"line":2,"case":"A-1","field":"acceptance","rule":"not-accepted"}
{"line":4,"case":"A-2","field":"reason","rule":"form"}
{"line":5,"case":"A-1","field":"acceptance","rule":"not-accepted"}`
	var refused *intake.RefusedError
	if got != want || !errors.As(err, &refused) {
		t.Errorf("%v, refused\n%s\nwant\n%s", err, got, want)
	}
	if sum.Cases != 1 || sum.Added != 2 || types(t, s, "A-2") != "accepted closed" {
		t.Errorf("%+v, A-2 has %s", sum, types(t, s, "A-2"))
	}
}
