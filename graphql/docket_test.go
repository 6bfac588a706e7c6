package graphql_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFromReceiptToTheBooks walks a case from its appointment to the day on
// which it leaves the open book, and reads what is kept of it.
func TestFromReceiptToTheBooks(t *testing.T) {
	w := recording(t)
	for i, c := range []struct{ mutation, input string }{
		{"makeAppointment", `at: "2026-01-06T01:00:00Z", channel: "telephone", place: "site-3", occurredAt: "2026-01-05T01:00:00Z"`},
		{"receiveApplication", `org: "A", officer: "a-1", promisedDays: 5, legalDays: 20, occurredAt: "2026-01-06T01:00:00Z"`},
		{"receiveMaterials", `slip: "JS-1", materials: [{code: "CL-01", copies: 2, original: true}, {code: "CL-02"}], occurredAt: "2026-01-06T01:10:00Z"`},
		{"recordSiteCheck", `result: PASSED, document: "HC-1", occurredAt: "2026-01-06T02:00:00Z"`},
		{"acceptCase", `occurredAt: "2026-01-07T01:00:00Z"`},
		{"archiveCase", `archive: "DA-1", occurredAt: "2026-01-07T02:00:00Z"`},
		{"grantFastTrack", `approver: "head", reason: "key_project", occurredAt: "2026-01-07T02:30:00Z"`},
		{"assignOfficer", `duty: A, officer: "a-2", occurredAt: "2026-01-08T01:00:00Z"`},
		{"handOverDuty", `reason: "leave", to: "a-3", occurredAt: "2026-01-09T01:00:00Z"`},
		{"consultThirdParty", `party: PERSON, notice: "ZQ-1", occurredAt: "2026-01-09T02:00:00Z"`},
		{"answerConsultation", `notice: "ZQ-1", opinion: AGREED, occurredAt: "2026-01-12T01:00:00Z"`},
		{"chargeFee", `amount: "10", currency: "CNY", slip: "PJ-1", occurredAt: "2026-01-12T01:30:00Z"`},
		{"refundFee", `amount: "2.5", reason: "overcharged", occurredAt: "2026-01-12T01:40:00Z"`},
		{"decideCase", `outcome: GRANTED, answer: PARTLY, occurredAt: "2026-01-12T02:00:00Z"`},
		{"issueResult", `document: "XK-1", date: "2026-01-12", validUntil: "2031-01-11", occurredAt: "2026-01-12T03:00:00Z"`},
		{"sendNotice", `means: "sms", subject: "result", occurredAt: "2026-01-12T03:10:00Z"`},
		{"closeCase", `occurredAt: "2026-01-13T01:00:00Z"`},
		{"returnMaterials", `slip: "JS-1", codes: ["CL-01"], occurredAt: "2026-01-13T01:10:00Z"`},
		{"feedBackResult", `suggestion: true, occurredAt: "2026-01-14T01:00:00Z"`},
		{"recordVisit", `method: PHONE, result: SATISFIED, occurredAt: "2026-01-14T01:30:00Z"`},
		{"strikeOff", `occurredAt: "2026-01-14T02:00:00Z"`},
	} {
		got := good(t, w, `mutation { `+c.mutation+`(input: {number: "D-1", idempotencyKey: "key-`+c.mutation+`", `+c.input+`}) `+outcomeFields+` }`, nil)
		if e := at(t, got, c.mutation, "userErrors").([]any); len(e) > 0 || at(t, got, c.mutation, "revision") != float64(i) {
			t.Fatalf("%s: %v", c.mutation, got)
		}
	}
	got := good(t, w, `{ case(number: "D-1") { status receivedOn acceptedOn preAcceptanceDays deemedBasis inOpenBook missing slip fees refunds netFees answer suggestion notices
		first: responsible(at: "2026-01-06T05:00:00Z") { post duty } then: responsible(at: "2026-01-08T05:00:00Z") { post duty } now: responsible { post duty from }
		visits { at method result } appointments { place } siteChecks { result document } fastTrack { approver } archive { number officer struckOffAt }
		materials { code copies original slip returnedAt } consultations { party opinion consents } resultDocument { number date validUntil }
		custody { basis } before: at(revision: 1) { status receivedOn acceptedOn preAcceptanceDays } } }`, nil)
	post := func(post string, duty any) map[string]any { return map[string]any{"post": post, "duty": duty} }
	want := map[string]any{
		"status": "CLOSED", "receivedOn": "2026-01-06", "acceptedOn": "2026-01-07", "preAcceptanceDays": 2.0, "deemedBasis": nil, "inOpenBook": false,
		"missing": []any{}, "slip": "PJ-1", "fees": "10", "refunds": "2.5", "netFees": "7.5", "answer": "PARTLY", "suggestion": true, "notices": 1.0,
		"first": post("a-1", "FIRST"), "then": post("a-2", "A"), "now": map[string]any{"post": "a-3", "duty": nil, "from": "a-2"},
		"visits":       []any{map[string]any{"at": "2026-01-14T01:30:00.000000Z", "method": "PHONE", "result": "SATISFIED"}},
		"appointments": []any{map[string]any{"place": "site-3"}}, "siteChecks": []any{map[string]any{"result": "PASSED", "document": "HC-1"}},
		"fastTrack": map[string]any{"approver": "head"}, "archive": map[string]any{"number": "DA-1", "officer": "a-1", "struckOffAt": "2026-01-14T02:00:00.000000Z"},
		"materials": []any{
			map[string]any{"code": "CL-01", "copies": 2.0, "original": true, "slip": "JS-1", "returnedAt": "2026-01-13T01:10:00.000000Z"},
			map[string]any{"code": "CL-02", "copies": nil, "original": false, "slip": "JS-1", "returnedAt": nil}},
		"consultations":  []any{map[string]any{"party": "PERSON", "opinion": "AGREED", "consents": true}},
		"resultDocument": map[string]any{"number": "XK-1", "date": "2026-01-12", "validUntil": "2031-01-11"},
		"custody":        []any{map[string]any{"basis": "APPLICATION"}, map[string]any{"basis": "ACCEPTED"}},
		"before":         map[string]any{"status": "PENDING", "receivedOn": "2026-01-06", "acceptedOn": nil, "preAcceptanceDays": at(t, got, "case", "before", "preAcceptanceDays")},
	}
	if diff := cmp.Diff(want, at(t, got, "case")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	listed := func(filter string) string {
		var numbers []string
		for _, n := range at(t, good(t, w, `{ cases(filter: {`+filter+`}) { nodes { number } } }`, nil), "cases", "nodes").([]any) {
			numbers = append(numbers, at(t, n, "number").(string))
		}
		return strings.Join(numbers, " ")
	}
	good(t, w, `mutation { receiveApplication(input: {number: "D-2", idempotencyKey: "k", org: "A", officer: "a-1"}) { case { number } } }`, nil)
	good(t, w, `mutation { archiveCase(input: {number: "D-2", idempotencyKey: "k2", archive: "DA-2", officer: "a-1"}) { case { number } } }`, nil)
	if pending, book := listed(`status: [PENDING]`), listed(`openBook: true`); pending != "D-2" || book != "D-2" {
		t.Errorf("pending %q, in the open book %q", pending, book)
	}
}
