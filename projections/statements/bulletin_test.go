package statements_test

import (
	"fmt"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/statement"
	"caseledger/projections/claims"
	"caseledger/projections/statements"
)

// TestBulletinPassesTheLint: the bulletin is read by the lint of published claims,
// which finds its claims, and each of them holds.
func TestBulletinPassesTheLint(t *testing.T) {
	h := newHall(t)
	n := 0
	add := func(day, done string, kinds ...casefile.Accepted) {
		for _, a := range kinds {
			n++
			c := casetest.Case(fmt.Sprint("B-", n)).On(day, a)
			if done != "" {
				c.On(done, casefile.Closed{Outcome: casefile.Granted})
			}
			h.record(t, c)
		}
	}
	p, i := promised("镇一"), casefile.Accepted{Org: "镇二", Item: "乙", Handling: casefile.Immediate}
	add("2023-05-08", "2023-05-10", p, p, p, i)
	add("2024-04-08", "2024-04-10", p, i)
	add("2024-05-06", "2024-05-08", p, i, p)
	add("2024-05-06", "2024-05-24", p)
	add("2024-05-30", "", p, i)
	if err := h.do(t, casetest.Time("2024-06-03"), statement.Closed{Period: "2024-05"}); err != nil {
		t.Fatal(err)
	}
	list, err := statements.Find(t.Context(), h.views, may)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := statements.Frozen(t.Context(), h.views, may, list[0].Frozen)
	if err != nil {
		t.Fatal(err)
	}
	compared, err := statements.Comparisons(t.Context(), h.views, may, list[0].Frozen, rows)
	if err != nil {
		t.Fatal(err)
	}
	text := statements.Bulletin(may, rows, compared)
	file, err := claims.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	judged, err := claims.Judge(t.Context(), file.Claims, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(judged) < 6 {
		t.Errorf("the lint finds %d claims in\n%s", len(judged), text)
	}
	for _, j := range judged {
		if j.Verdict != claims.Holds {
			t.Errorf("%s %s: %s: %s\n%s", j.ID, j.Says, j.Verdict, j.Why, text)
		}
	}
	t.Log(text)
}
