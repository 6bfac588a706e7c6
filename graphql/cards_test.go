package graphql_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// TestCards: what supervision recorded is asked for by all that tells cards apart,
// as known now and then, and from the case.
func TestCards(t *testing.T) {
	w := newWorld(t, 1)
	number := ""
	for at := range w.store.Follow(t.Context(), 0, ledger.Filter{Stream: "case/"}) {
		number = string(at.Record.Stream)[len("case/"):]
		break
	}
	issue := func(e card.Issued) string {
		t.Helper()
		e.Policy = "supervision/1949-10-01"
		e.Number = card.NumberOf(e)
		d, err := e.Draft("", casetest.Time("2024-09-03"), casetest.Time("2024-09-03"))
		if err == nil {
			_, err = w.store.Append(t.Context(), e.Stream(), ledger.NoStream, d)
		}
		if err != nil {
			t.Fatal(err)
		}
		return e.Number
	}
	yellow := issue(card.Issued{Colour: policy.Yellow, Rule: policy.PastPromise, Case: number, Org: "住建局", Item: "sx-1", Due: workdays.Civil(2024, 9, 2)})
	issue(card.Issued{Colour: policy.Red, Rule: policy.RepeatedYellow, Org: "住建局", Cause: "2024-09", Due: workdays.NoDate})
	issued, _ := w.store.Head(t.Context())
	order(t, w, "2024-09-04", 1, card.Cards, card.Appealed{Number: yellow, Ground: "system_fault"})
	order(t, w, "2024-09-05", 2, card.Cards, card.AppealDecided{Number: yellow, Outcome: card.Granted, Basis: "监察办法12"})
	order(t, w, "2024-09-05", 3, card.Measures, card.MeasureTaken{Class: "off_post", Number: "ZJ-1", Org: "住建局"})
	w.catchUp(t)

	r := post(t, w, `query($n: String!, $then: Position!) {
		all: cards { totalCount nodes { number colour rule org case item cause due fellAt status cancelledAt appeal ground basis } counts { org colour rule status appeal count } }
		then: cards(knownAt: $then, org: "住建局", colour: YELLOW) { nodes { status appeal } }
		none: cards(org: "住建局", orgOnly: true, to: "2024-09-01") { totalCount hasNextPage }
		granted: cards(appeal: GRANTED, status: CANCELLED, rule: "past_promise", number: "`+yellow+`") { totalCount }
		case(number: $n) { cards { nodes { number } } }
		measures(org: "住建局") { org class count }
		policies(regime: "supervision", on: "2024-09-01") { signals { of colour days count } }
	}`, map[string]any{"n": number, "then": issued.String()})
	if len(r.Errors) > 0 {
		t.Fatal(r.raw)
	}
	signals := at(t, r.Data, "policies", 0, "signals").([]any)
	if len(signals) < 10 {
		t.Errorf("%d signals", len(signals))
	}
	delete(r.Data, "policies")
	y := map[string]any{"number": yellow, "colour": "YELLOW", "rule": "past_promise", "org": "住建局", "case": number, "item": "sx-1", "cause": nil, "due": "2024-09-02",
		"fellAt": "2024-09-03T01:00:00.000000Z", "status": "CANCELLED", "cancelledAt": "2024-09-05T01:00:00.000000Z", "appeal": "GRANTED", "ground": "system_fault", "basis": "监察办法12"}
	red := map[string]any{"colour": "RED", "rule": "repeated_yellow", "org": "住建局", "case": nil, "item": nil, "cause": "2024-09", "due": nil,
		"fellAt": "2024-09-03T01:00:00.000000Z", "status": "STANDING", "cancelledAt": nil, "appeal": nil, "ground": nil, "basis": nil}
	nodes := at(t, r.Data, "all", "nodes").([]any)
	delete(nodes[1].(map[string]any), "number")
	want := map[string]any{
		"all": map[string]any{"totalCount": 2.0, "nodes": []any{y, red}, "counts": []any{
			map[string]any{"org": "住建局", "colour": "RED", "rule": "repeated_yellow", "status": "STANDING", "appeal": nil, "count": 1.0},
			map[string]any{"org": "住建局", "colour": "YELLOW", "rule": "past_promise", "status": "CANCELLED", "appeal": "GRANTED", "count": 1.0}}},
		"then":     map[string]any{"nodes": []any{map[string]any{"status": "STANDING", "appeal": nil}}},
		"none":     map[string]any{"totalCount": 0.0, "hasNextPage": false},
		"granted":  map[string]any{"totalCount": 1.0},
		"case":     map[string]any{"cards": map[string]any{"nodes": []any{map[string]any{"number": yellow}}}},
		"measures": []any{map[string]any{"org": "住建局", "class": "off_post", "count": 1.0}},
	}
	if diff := cmp.Diff(want, r.Data); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
