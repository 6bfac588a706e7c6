package graphql_test

import (
	"strings"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// TestConformance: cases held against rules are counted, divided and listed with
// their sentences.
func TestConformance(t *testing.T) {
	w := newWorld(t, 0)
	for _, h := range []*casetest.History{
		casetest.Case("HG-1").On("2024-03-04", casefile.Accepted{Org: "合规科", Promise: 5}).On("2024-03-05", casefile.Closed{Outcome: casefile.Granted}),
		casetest.Case("HG-2").On("2024-03-04", casefile.Accepted{Org: "合规科", Promise: 1}).On("2024-04-08", casefile.Closed{Outcome: casefile.Granted}),
		casetest.Case("HG-3").On("2024-04-08", casefile.Accepted{Org: "合规科"}),
	} {
		if _, err := h.AppendTo(t.Context(), w.store); err != nil {
			t.Fatal(err)
		}
	}
	w.catchUp(t)
	for _, row := range []struct{ query, want string }{
		{`conformance(rules: ["within_promise"], org: "合规科") { rule basis cases complies breaks notConcerned notYet notTold }`,
			`[{"rule":"within_promise","basis":"承诺时限","cases":3,"complies":1,"breaks":1,"notConcerned":0,"notYet":0,"notTold":1}]`},
		{`conformance(rules: ["within_promise"], org: "合规科", by: "month") { org month cases breaks }`,
			`[{"org":null,"month":"2024-03","cases":2,"breaks":1},{"org":null,"month":"2024-04","cases":1,"breaks":0}]`},
		{`conformance(rules: ["in_order"], org: "合规科", from: "2024-04-01", by: "org") { org cases complies }`, `[{"org":"合规科","cases":1,"complies":1}]`},
		{`conformanceCases(rule: "within_promise", verdict: "breaks", org: "合规科") { case why zh evidence { name value } }`,
			`[{"case":"HG-2","why":null,"zh":"违反（承诺时限）：在承诺或者约定的期限内办结。受理 2024-03-04，时限工作日 1，到期 2024-03-05，办结 2024-04-08。",` +
				`"evidence":[{"name":"acceptedOn","value":"2024-03-04"},{"name":"days","value":"1"},{"name":"due","value":"2024-03-05"},{"name":"closedOn","value":"2024-04-08"}]}]`},
		{`conformanceCases(rule: "in_order", verdict: "complies", org: "合规科", first: 1, after: "HG-1") { case verdict }`, `[{"case":"HG-2","verdict":"complies"}]`},
		{`conformanceCases(rule: "within_promise", verdict: "unjudged", org: "合规科") { case why }`, `[{"case":"HG-3","why":"not_told"}]`},
	} {
		if got := post(t, w, "{ a: "+row.query+" }", nil).raw; !strings.Contains(got, `{"data":{"a":`+row.want+`}`) {
			t.Errorf("%s\n%s\nwant %s", row.query, got, row.want)
		}
	}
	for _, query := range []string{`conformance(rules: ["none"]) { rule }`, `conformance(by: "item") { rule }`, `conformanceCases(rule: "in_order", verdict: "maybe") { case }`, `conformanceCases(rule: "in_order", verdict: "breaks", first: 0) { case }`} {
		if got := post(t, w, "{ "+query+" }", nil); got.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", query, got.raw)
		}
	}
}
