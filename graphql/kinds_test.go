package graphql_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// ask sends commands one after another, each when the views have read the one
// before; what is refused must name the rule of the row.
func ask(t *testing.T, w *world, rows [][3]string) {
	t.Helper()
	for i, row := range rows {
		mutation, input, rule := row[0], row[1], row[2]
		query := `mutation { ` + mutation + `(input: {idempotencyKey: "key-` + strings.Repeat("i", i) + `", ` + input + `}) { userErrors { code rule message } case { number } } }`
		errs := at(t, good(t, w, query, nil), mutation, "userErrors").([]any)
		switch {
		case rule == "" && len(errs) > 0:
			t.Errorf("%s %s: %v", mutation, input, errs)
		case rule != "" && (len(errs) != 1 || at(t, errs, 0, "code") != "REFUSED" || at(t, errs, 0, "rule") != rule):
			t.Errorf("%s %s: %v, want a refusal by %s", mutation, input, errs, rule)
		}
	}
}

// TestKindsOfCaseByTheirCommands walks a joint case, a forwarded one, an
// agent's and a special one, and a return that is reopened, through the
// mutations, and reads what became of them.
func TestKindsOfCaseByTheirCommands(t *testing.T) {
	w := recording(t)
	on := func(day string) string { return `occurredAt: "2026-01-` + day + `T02:00:00Z", ` }
	accept := func(number, more string) [3]string {
		return [3]string{"acceptCase", on("05") + `number: "` + number + `", org: "住建局", officer: "受理岗-01", promisedDays: 10` + more, ""}
	}
	ask(t, w, [][3]string{
		accept("K-1", `, handling: PROMISED, routing: JOINT`),
		{"assignPart", on("06") + `number: "K-1", part: "消防", org: "消防局", toPost: "审核岗-01", promisedDays: 3`, ""},
		{"assignPart", on("06") + `number: "K-1", part: "人防", org: "人防办"`, ""},
		{"assignPart", on("07") + `number: "K-1", part: "消防", org: "消防局"`, casefile.RuleJoint},
		{"holdJointReview", on("08") + `number: "K-1", present: ["住建局", "消防局"], absent: ["人防办"], document: "HY-1"`, ""},
		{"closePart", on("08") + `number: "K-1", part: "消防", opinion: AGREED, document: "YJ-1"`, ""},
		{"decideCase", on("09") + `number: "K-1", outcome: GRANTED`, casefile.RuleJoint},
		{"closePart", on("12") + `number: "K-1", part: "人防", opinion: COMMITMENT`, ""},
		{"decideCase", on("12") + `number: "K-1", outcome: GRANTED`, ""},

		accept("K-2", `, handling: PROMISED`),
		{"forwardCase", on("06") + `number: "K-2", organ: "市住建局", notice: "CB-1"`, ""},
		{"closeCase", on("07") + `number: "K-2"`, casefile.RuleForward},
		{"recordSuperiorDecision", on("12") + `number: "K-2", outcome: REFUSED, document: "PF-1"`, ""},
		{"closeCase", on("12") + `number: "K-2"`, ""},

		accept("K-3", `, handling: IMMEDIATE`),
		{"recordAgentAct", on("05") + `number: "K-3", act: "hand_in"`, casefile.RuleAgent},
		{"appointAgent", on("05") + `number: "K-3", agent: "代办员-01", mandate: "full"`, ""},
		{"recordAgentAct", on("05") + `number: "K-3", act: "hand_in"`, ""},
		{"undertakeCase", on("05") + `number: "K-3", level: VILLAGE`, casefile.RuleFlow},
		{"undertakeCase", on("05") + `number: "K-3", level: TOWNSHIP, byPost: "承办岗-01"`, ""},
		{"passOn", on("05") + `number: "K-3", level: TOWNSHIP, toOrg: "县民政局"`, ""},
		{"releaseAgent", on("06") + `number: "K-3", reason: "done"`, ""},

		accept("K-4", `, handling: SPECIAL`),
		{"closeCase", on("06") + `number: "K-4"`, casefile.RuleSpecial},
		{"grantSpecial", on("06") + `number: "K-4", approver: "分管领导岗-01", reason: "disaster_relief"`, ""},

		accept("K-5", `, handling: PROMISED`),
		{"returnCase", on("06") + `number: "K-5", basis: "许可法32", reason: "not_competent"`, casefile.RuleRemedy},
		{"returnCase", on("06") + `number: "K-5", basis: "许可法32", reason: "not_competent", remedy: "向市住建局申请"`, ""},
		{"requestReturnReview", on("07") + `number: "K-5", ground: "competence"`, ""},
		{"decideReturnReview", on("08") + `number: "K-5", outcome: REOPENED, basis: "许可法32"`, ""},
	})
	r := good(t, w, `{
	  joint: case(number: "K-1") { kind label(scheme: SIX) parts { part org post assignedAt promisedDays limit { basis days on } closedAt opinion document result } jointReviews { present absent document } }
	  forwarded: case(number: "K-2") { kind label(scheme: SIX) outcome forwards { organ notice from until outcome document } }
	  agent: case(number: "K-3") { kind label(scheme: SEVEN) mandates { agent mandate until reason acts } stages { stage level org post toOrg } holder { org post } }
	  special: case(number: "K-4") { kind handling label(scheme: SIX) specialGrant { approver reason basis } }
	  reopened: case(number: "K-5") { status intake closedAt limit { on } returnReviews { ground decidedAt outcome } custody { org basis } }
	}`, nil)
	want := map[string]any{
		"joint": map[string]any{"kind": "JOINT", "label": "JOINT", "parts": []any{
			map[string]any{"part": "消防", "org": "消防局", "post": "审核岗-01", "assignedAt": "2026-01-06T02:00:00.000000Z", "promisedDays": 3.0,
				"limit":    map[string]any{"basis": "PROMISE", "days": 3.0, "on": "2026-01-09"},
				"closedAt": "2026-01-08T02:00:00.000000Z", "opinion": "AGREED", "document": "YJ-1", "result": "EARLY"},
			map[string]any{"part": "人防", "org": "人防办", "post": nil, "assignedAt": "2026-01-06T02:00:00.000000Z", "promisedDays": nil, "limit": nil,
				"closedAt": "2026-01-12T02:00:00.000000Z", "opinion": "COMMITMENT", "document": nil, "result": "NO_LIMIT"}},
			"jointReviews": []any{map[string]any{"present": []any{"住建局", "消防局"}, "absent": []any{"人防办"}, "document": "HY-1"}}},
		"forwarded": map[string]any{"kind": "FORWARDED", "label": "PROMISED", "outcome": "REFUSED", "forwards": []any{
			map[string]any{"organ": "市住建局", "notice": "CB-1", "from": "2026-01-06T02:00:00.000000Z", "until": "2026-01-12T02:00:00.000000Z", "outcome": "REFUSED", "document": "PF-1"}}},
		"agent": map[string]any{"kind": "AGENT", "label": "IMMEDIATE",
			"mandates": []any{map[string]any{"agent": "代办员-01", "mandate": "full", "until": "2026-01-06T02:00:00.000000Z", "reason": "done", "acts": 1.0}},
			"stages": []any{
				map[string]any{"stage": "undertaken", "level": "TOWNSHIP", "org": "住建局", "post": "承办岗-01", "toOrg": nil},
				map[string]any{"stage": "passed_on", "level": "TOWNSHIP", "org": nil, "post": nil, "toOrg": "县民政局"}},
			"holder": map[string]any{"org": "住建局", "post": "承办岗-01"}},
		"special": map[string]any{"kind": "SPECIAL", "handling": "SPECIAL", "label": "OTHER", "specialGrant": map[string]any{"approver": "分管领导岗-01", "reason": "disaster_relief", "basis": nil}},
		"reopened": map[string]any{"status": "OPEN", "intake": "AS_FILED", "closedAt": nil, "limit": map[string]any{"on": "2026-01-19"},
			"returnReviews": []any{map[string]any{"ground": "competence", "decidedAt": "2026-01-08T02:00:00.000000Z", "outcome": "REOPENED"}},
			"custody":       []any{map[string]any{"org": "住建局", "basis": "ACCEPTED"}, map[string]any{"org": "住建局", "basis": "REOPENED"}}},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, row := range [][2]string{
		{`handling: SPECIAL`, "K-4"}, {`routing: JOINT`, "K-1"}, {`routing: AGENT, handling: IMMEDIATE`, "K-3"},
		{`label: {scheme: SEVEN, kind: FORWARDED}`, "K-2"}, {`label: {scheme: SEVEN, kind: IMMEDIATE}`, "K-3"},
		{`label: {scheme: SIX, kind: PROMISED}`, "K-2 K-5"}, {`label: {scheme: SIX, kind: OTHER}`, "K-4"}, {`intake: RETURNED`, ""},
	} {
		if got := listed(t, w, row[0]+`, numberPrefix: "K-"`); got != row[1] {
			t.Errorf("%s: %s, want %s", row[0], got, row[1])
		}
	}
}

// listed are the numbers of the cases that a filter selects.
func listed(t *testing.T, w *world, filter string) string {
	t.Helper()
	var numbers []string
	for _, n := range at(t, good(t, w, `{ cases(filter: {`+filter+`}, order: NUMBER) { nodes { number } } }`, nil), "cases", "nodes").([]any) {
		numbers = append(numbers, at(t, n, "number").(string))
	}
	return strings.Join(numbers, " ")
}

// TestDeviationsOfImportedCases: what no command would do stands in the ledger
// as a fact, is listed, and is found by it.
func TestDeviationsOfImportedCases(t *testing.T) {
	w := newWorld(t, 0)
	h := casetest.Case("DV-1").On("2024-03-04", casefile.Accepted{Org: "东山村便民服务室"}).
		On("2024-03-05", casefile.Undertaken{Level: casefile.Village}).On("2024-03-06", casefile.Closed{Outcome: casefile.Completed})
	if _, err := h.AppendTo(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	w.catchUp(t)
	got := at(t, good(t, w, `{ case(number: "DV-1") { deviations anomalies } }`, nil), "case")
	if diff := cmp.Diff(map[string]any{"deviations": []any{"VILLAGE_UNDERTOOK"}, "anomalies": []any{}}, got); diff != "" {
		t.Error(diff)
	}
	if got := listed(t, w, `deviation: VILLAGE_UNDERTOOK`); got != "DV-1" {
		t.Errorf("%s", got)
	}
}
