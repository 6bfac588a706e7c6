package graphql_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// TestLate: what was recorded late can be asked for, page by page and counted.
func TestLate(t *testing.T) {
	w := newWorld(t, 0)
	entered := casetest.Time("2024-10-21 16:00")
	for i := range 10 {
		h := casetest.Case(fmt.Sprint("BL-", i)).Add(casetest.Time("2024-10-14 09:00"), entered.Add(time.Duration(i)*time.Minute), "受理岗-03", casefile.Accepted{Org: "民政局"})
		if _, err := h.AppendTo(t.Context(), w.store); err != nil {
			t.Fatal(err)
		}
	}
	w.catchUp(t)
	for _, row := range []struct{ query, want string }{
		{`lateSummary { totals { org lag records batched longest } batches }`,
			`{"totals":[{"org":"住建局","lag":"2-5","records":1,"batched":0,"longest":2},{"org":"民政局","lag":"2-5","records":10,"batched":10,"longest":5}],"batches":1}`},
		{`lateSummary(org: "民政局", to: "2024-10-20") { totals { org } batches }`, `{"totals":[],"batches":0}`},
		{`lateEntries(batchOnly: false, first: 1) { nodes { case revision type post occurred recordedOn lag batch } hasNextPage }`,
			`{"nodes":[{"case":"XK-2024-0001","revision":6,"type":"case.step_performed/1","post":"审核岗-02","occurred":"2024-09-28T02:00:00.000000Z","recordedOn":"2024-09-30","lag":2,"batch":null}],"hasNextPage":true}`},
		{`lateEntries(minLag: 3, first: 2) { nodes { case lag } hasNextPage }`, `{"nodes":[{"case":"BL-0","lag":5},{"case":"BL-1","lag":5}],"hasNextPage":true}`},
		{`lateBatches(org: "民政局") { org records cases begun ended }`,
			`[{"org":"民政局","records":10,"cases":10,"begun":"2024-10-21T08:00:00.000000Z","ended":"2024-10-21T08:09:00.000000Z"}]`},
	} {
		if got := post(t, w, "{ a: "+row.query+" }", nil).raw; !strings.Contains(got, `{"data":{"a":`+row.want+`}`) {
			t.Errorf("%s\n%s\nwant %s", row.query, got, row.want)
		}
	}
	for _, query := range []string{`lateEntries(first: 101) { hasNextPage }`, `lateBatches(first: 0) { org }`, `lateSummary(from: "2024-02-01", to: "2024-01-01") { batches }`} {
		if got := post(t, w, "{ "+query+" }", nil); got.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", query, got.raw)
		}
	}
}
