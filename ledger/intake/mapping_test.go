package intake_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"caseledger/ledger/intake"
)

func TestBuiltinMappingsLoad(t *testing.T) {
	if want := []string{"bpic15", "cloudevents", "permit-receipt"}; !slices.Equal(intake.Builtin(), want) {
		t.Errorf("Builtin() = %v, want %v", intake.Builtin(), want)
	}
	for _, name := range intake.Builtin() {
		if m := mapping(t, name); m.Name != name {
			t.Errorf("mapping %s calls itself %s", name, m.Name)
		}
	}
}

func TestLoadMappingFromFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.json")
	text := "\ufeff" + `{"name":"own","formats":["ndjson"],"cloudevents":{"native":true}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := intake.LoadMapping(path)
	if err != nil {
		t.Fatal(err)
	}
	if m.Zone != "Asia/Shanghai" || m.Calendar != "CN" || m.Source != "own" {
		t.Errorf("defaults: zone %q, calendar %q, source %q", m.Zone, m.Calendar, m.Source)
	}
	_, err = intake.LoadMapping(filepath.Join(t.TempDir(), "none.json"))
	if err == nil || !strings.Contains(err.Error(), "bpic15, cloudevents, permit-receipt") {
		t.Errorf("missing mapping: %v, want the shipped ones listed", err)
	}
}

// minimal is a mapping without faults; rows replace parts of it.
const minimal = `{
  "name": "m",
  "formats": ["csv"],
  "case": {"number": "no"},
  "accepted": {"time": "start"},
  "step": {"code": "what", "time": "at"}
}`

func TestMappingFaults(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		line           int
		want           string
	}{
		{"unknown key", `"step": {`, `"step": {"colour": "x", `, 6, "/step/colour: no mapping has this key"},
		{"unknown key of a field", `"start"`, `{"from": "start", "form": "x"}`, 5, "/accepted/time/form: no mapping has this key"},
		{"wrong type", `"start"`, `7`, 5, "/accepted/time"},
		{"not JSON", `"m",`, `"m"`, 3, "is not valid JSON"},
		{"no name", `"m"`, `""`, 2, "/name: want a name"},
		{"unknown format", `["csv"]`, `["xls"]`, 3, `/formats: "xls" is not one of`},
		{"required field", `"what"`, `[]`, 6, "/step/code: is missing"},
		{"field in a field", `"start"`, `{"from": {"from": "start"}}`, 5, "/accepted/time/from"},
		{"constant beside attribute", `"start"`, `{"is": "x", "from": "start"}`, 5, "/accepted/time: \"is\" stands alone"},
		{"values without attribute", `"start"`, `{"values": {"a": "b"}}`, 5, `"from" is missing`},
		{"unknown zone", `"name": "m"`, `"name": "m", "zone": "Mars/Olympus"`, 2, "/zone: want an IANA time zone"},
		{"long delimiter", `"name": "m"`, `"name": "m", "csv": {"delimiter": "||"}`, 2, "/csv/delimiter: want one character"},
		{"unknown encoding", `"name": "m"`, `"name": "m", "csv": {"encoding": "latin1"}`, 2, `/csv/encoding: want "utf-8" or "gb18030"`},
		{"unknown event", `"at"`, `"at", "events": {"x/y": {"event": "case.eaten/1"}}`, 6, `/step/events/x~1y/event: "case.eaten/1" is not one of`},
		{"unknown member", `"at"`, `"at", "events": {"x": {"event": "case.suspended/1", "fields": {"why": "w"}}}`, 6, `/step/events/x/fields/why: case.suspended/1 has no member "why"`},
		{"acceptance as a row", `"at"`, `"at", "events": {"x": {"event": "case.accepted/1"}}`, 6, `acceptance comes from "accepted"`},
		{"sealed without subject", `"name": "m"`, `"name": "m", "sealed": [{"label": "a", "value": "v"}]`, 2, "/sealed/0/subject"},
		{"sealed label", `"name": "m"`, `"name": "m", "sealed": [{"label": "张三 110101199003074514", "value": "v", "subject": "applicant"}]`, 2, "/sealed/0/label: label: is not a code"},
		{"sealed label of 65 bytes", `"name": "m"`, `"name": "m", "sealed": [{"label": "` + strings.Repeat("a", 65) + `", "value": "v", "subject": "applicant"}]`, 2, "/sealed/0/label: label: is longer than the 64 bytes"},
		{"accepting row without code", `"start"`, `"start", "row": ""`, 5, "/accepted/row: a step's code is empty"},
		{"public of a time", `"start"`, `{"from": "start", "public": "refuse"}`, 5, `/accepted/time: "public" goes with texts`},
		{"public of a constant", `"what"`, `{"is": "s", "public": "refuse"}`, 6, `/step/code: "is" stands alone`},
		{"unknown public", `"what"`, `{"from": "what", "public": "hide"}`, 6, `/step/code: want "public": "seal", "code" or "refuse"`},
		{"sealed number", `"no"`, `{"from": "no", "public": "seal", "label": "note", "subject": "applicant"}`, 4, `/case/number: a case number cannot be sealed`},
		{"seal without subject", `"at"`, `"at", "name": {"from": "w", "public": "seal", "label": "note"}`, 6, `/step/name: "public": "seal" needs "label"`},
		{"seal under a name", `"at"`, `"at", "name": {"from": "w", "public": "seal", "label": "张 三", "subject": "applicant"}`, 6, `/step/name: label: is not a code`},
		{"sealed step", `"what"`, `{"from": "what", "public": "seal", "label": "note", "subject": "applicant"}`, 6, `/step/code: a step needs a code`},
		{"label without seal", `"what"`, `{"from": "what", "label": "note"}`, 6, `/step/code: "label" and "subject" go with "public": "seal"`},
		{"code without else", `"what"`, `{"from": "what", "public": "code", "values": {"a": "b"}}`, 6, `/step/code: "public": "code" needs "values", and "else"`},
		{"code that is none", `"what"`, `{"from": "what", "public": "code", "values": {"a": "two words"}, "else": "c"}`, 6, `/step/code: under values, step: is not a code`},
		{"else that is none", `"what"`, `{"from": "what", "public": "code", "values": {"a": "b"}, "else": "tel 13800138000"}`, 6, `/step/code: else, step: is not a code`},
		{"refuse with else", `"what"`, `{"from": "what", "public": "refuse", "else": "c"}`, 6, `/step/code: "public": "refuse" has no "else"`},
		{"public of a closed list", `"at"`, `"at", "events": {"x": {"event": "case.decided/1", "fields": {"outcome": {"from": "o", "public": "refuse"}}}}`, 6, `/step/events/x/fields/outcome: "public" goes with texts`},
		{"fee without currency", `"name": "m"`, `"name": "m", "fees": [{"amount": "v"}]`, 2, "/fees/0/currency: is missing"},
		{"no CloudEvents", `["csv"]`, `["ndjson"]`, 0, "/cloudevents: want"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(minimal, c.old, c.new, 1)
			if text == minimal {
				t.Fatal("the row replaces nothing")
			}
			_, err := intake.ParseMapping("m.json", []byte(text))
			var fault *intake.MappingError
			if !errors.As(err, &fault) {
				t.Fatalf("got %v, want a *MappingError", err)
			}
			if fault.Line != c.line || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got line %d: %v\nwant line %d with %q", fault.Line, err, c.line, c.want)
			}
		})
	}
	if _, err := intake.ParseMapping("m.json", []byte(minimal)); err != nil {
		t.Errorf("the mapping without faults: %v", err)
	}
}
