package intake_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"caseledger/ledger/disclosure"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// fuzzImport holds every reader to the same promises: no panic, a fault is a
// *SourceError or a *DivergedError, what was taken in can be decoded, and a
// second import adds nothing.
func fuzzImport(f *testing.F, m *intake.Mapping, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := memory.New()
		defer s.Close()
		first, err1 := load(s, m, "f", string(b))
		var fault *intake.SourceError
		var diverged *intake.DivergedError
		if err1 != nil && !errors.As(err1, &fault) && !errors.As(err1, &diverged) {
			t.Fatalf("got %v, want a *SourceError or *DivergedError", err1)
		}
		head, _ := s.Head(context.Background())
		cases(t, s)
		second, err2 := load(s, m, "f", string(b))
		if now, _ := s.Head(context.Background()); now != head || second.Added != 0 {
			t.Fatalf("a second import added %d records (%v; %v)", second.Added, err1, err2)
		}
		if (err1 == nil) != (err2 == nil) || first.Cases != second.Cases {
			t.Fatalf("first: %v, %d cases; second: %v, %d cases", err1, first.Cases, err2, second.Cases)
		}
	})
}

func FuzzXES(f *testing.F) {
	fuzzImport(f, mapping(f, "permit-receipt"), oneTrace,
		strings.Replace(oneTrace, "A-1", "&#65;-1&amp;", 1), "<log><!-- --><trace/></log>", "<log><![CDATA[<trace>]]></log>")
}

func FuzzCSV(f *testing.F) {
	fuzzImport(f, plainMapping(f, "m"), header+"A-1,2024-03-04,,take,2024-03-04 09:00,1,\n",
		header+"A-1,2024-03-04,,\"a\nb\",2024-03-04T09:00:00.5Z,1,2024/3/5\r\nA-2,20240304,,,,,\n")
}

func FuzzCloudEvents(f *testing.F) {
	accepted := event("1", "case.accepted/1", "A-1", `{"calendar":"CN","number":"A-1","zone":"Asia/Shanghai"}`)
	m, err := intake.ParseMapping("approval", []byte(strings.Replace(approval, `"cloudevents": {`, `"cloudevents": {"native": true,`, 1)))
	if err != nil {
		f.Fatal(err)
	}
	fuzzImport(f, m, accepted+event("2", "case.closed/1", "A-1", `{"outcome":"granted"}`), event("1", "gov.approval.taken", "17", `{"dept":"a","case":{"no":[1,{"a":2}]}}`),
		event("1", "gov.approval.taken", "17", `{}`)+event("2", "gov.approval.missing", "17", `{"papers":["a","b"]}`)+event("2", "gov.approval.fee", "17", `{"sum":1e2}`))
}

// FuzzRefusing: where lines are refused, every one of them is told of, and what
// was taken in may stand in public.
func FuzzRefusing(f *testing.F) {
	for _, seed := range []string{
		header + "A-1,2024-03-04,,take 13800138000,2024-03-04 09:00,1,\nA-1,2024-03-04,,send,2024-03-04 09:00,2,\n",
		header + "110101199003074514,2024-03-04,,take,2024-03-04 09:00,1,\n",
		event("1", "case.accepted/1", "A-1", `{"calendar":"weekdays","number":"A-1","org":"a@b.co","zone":"Asia/Shanghai"}`) + event("2", "case.resumed/1", "A-1", `{}`),
		oneTrace, strings.Replace(oneTrace, `value="s"`, `value="110101199003074514"`, 1),
	} {
		f.Add([]byte(seed))
	}
	m, err := intake.ParseMapping("m", []byte(`{
  "name": "m", "formats": ["csv", "xes", "ndjson"], "calendar": "weekdays", "case": {"number": ["no", "concept:name"]},
  "accepted": {"time": ["start", "startdate"]}, "step": {"code": ["what", "concept:name"], "time": ["at", "time:timestamp"], "ref": "id"},
  "cloudevents": {"native": true}
}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := memory.New()
		defer s.Close()
		told := 0
		sum, err := intake.Import(context.Background(), intake.Job{
			Name: "f", Input: bytes.NewReader(b), Mapping: m, Store: s, Now: now, Refuse: true, Refused: func(r intake.Refusal) {
				if told++; r.Line < 1 || r.Field == "" || r.Rule == "" {
					t.Fatalf("refused %+v", r)
				}
			},
		})
		var fault *intake.SourceError
		var diverged *intake.DivergedError
		var refused *intake.RefusedError
		if err != nil && !errors.As(err, &fault) && !errors.As(err, &diverged) && !errors.As(err, &refused) {
			t.Fatalf("got %v", err)
		}
		if told != sum.Refused || refused != nil && refused.Count != told {
			t.Fatalf("%d lines were told of, %d counted: %v", told, sum.Refused, err)
		}
		for number, c := range cases(t, s) {
			for _, text := range []string{c.Org, c.LastStep} {
				if err := disclosure.Text("text", text, disclosure.MaxText); err != nil {
					t.Fatalf("case %s: %v", number, err)
				}
			}
		}
	})
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte(approval))
	for _, name := range intake.Builtin() {
		f.Add([]byte(`{"name":"` + name + `","formats":["csv"],"case":{"number":{"from":["a"],"values":{"b":"c"},"else":"d"}}}`))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := intake.ParseMapping("f", b)
		var fault *intake.MappingError
		if (m == nil) == (err == nil) || err != nil && !errors.As(err, &fault) {
			t.Fatalf("got %v, %v", m, err)
		}
		if m != nil { // a mapping that is accepted can be used
			load(memory.New(), m, "f", header+"A-1,2024-03-04,,take,2024-03-04 09:00,1,\n")
		}
	})
}
