package intake_test

import (
	"context"
	"errors"
	"strings"
	"testing"

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
