package graphql_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/graphql/access"
)

// TestBadReviewLoop walks two bad ratings to their answers, and reads what the
// public may know of them. 2026-01-15 is a Thursday.
func TestBadReviewLoop(t *testing.T) {
	w := recording(t)
	supervisor := w.token(t, auditorPost, access.Supervisor)
	n := 0
	do := func(number, mutation, input string) map[string]any {
		t.Helper()
		n++
		query := `mutation { ` + mutation + `(input: {number: "` + number + `", idempotencyKey: "` + mutation + string(rune('a'+n)) + `", ` + input + `}) ` + outcomeFields + ` }`
		token := w.staff
		if mutation == "invalidateRating" {
			token = supervisor
		}
		r := as(t, w, token, query)
		if len(r.Errors) > 0 {
			t.Fatalf("%s: %s", mutation, r.raw)
		}
		errors := at(t, r.Data, mutation, "userErrors").([]any)
		if len(errors) > 0 {
			return errors[0].(map[string]any)
		}
		return nil
	}
	for _, number := range []string{"P-1", "P-2", "P-3"} {
		do(number, "acceptCase", `org: "A", promisedDays: 5, occurredAt: "2026-01-12T01:00:00Z"`)
		do(number, "closeCase", `occurredAt: "2026-01-14T01:00:00Z"`)
	}
	do("P-1", "rateCase", `stage: CLOSING, level: 2, named: true, channel: "qr", comment: true, occurredAt: "2026-01-15T01:00:00Z"`)
	if e := do("P-1", "rateCase", `stage: CLOSING, level: 5, occurredAt: "2026-01-16T01:00:00Z"`); e["rule"] != "一事一评" {
		t.Errorf("a second rating: %v", e)
	}
	do("P-2", "rateCase", `stage: CLOSING, level: 1, occurredAt: "2026-01-15T01:00:00Z"`)
	do("P-3", "rateCase", `stage: CLOSING, level: 1, channel: "evaluation_box", occurredAt: "2026-01-15T01:00:00Z"`)
	if r := as(t, w, w.staff, `mutation { invalidateRating(input: {number: "P-3", idempotencyKey: "k", stage: CLOSING, reason: "malicious"}) { position } }`); len(r.Errors) == 0 {
		t.Errorf("a clerk invalidates: %s", r.raw)
	}
	do("P-3", "invalidateRating", `stage: CLOSING, reason: "malicious", occurredAt: "2026-01-16T01:00:00Z"`)
	do("P-1", "contactRater", `stage: CLOSING, finding: VERIFIED, complex: true, reason: "several_units", occurredAt: "2026-01-16T01:00:00Z"`)
	do("P-1", "rectifyBadReview", `stage: CLOSING, measure: "process", occurredAt: "2026-01-20T01:00:00Z"`)
	do("P-1", "confirmRectification", `stage: CLOSING, result: SATISFIED, level: 4, occurredAt: "2026-01-21T01:00:00Z"`)

	r := as(t, w, "", `{ case(number: "P-1") { ratings { at stage level name channel named comment bad counts invalidated
		review { open complex answerBy { on days policy } } } badReview { stage open overdue contactBy { on } reachedAt measure satisfied rerated } } }`)
	want := map[string]any{
		"ratings": []any{map[string]any{"at": "2026-01-15T01:00:00.000000Z", "stage": "CLOSING", "level": 2.0, "name": "不满意", "channel": "qr", "named": true,
			"comment": true, "bad": true, "counts": true, "invalidated": nil,
			"review": map[string]any{"open": false, "complex": true, "answerBy": map[string]any{"on": "2026-02-05", "days": 15.0, "policy": "rating/2019-12-03"}}}},
		"badReview": map[string]any{"stage": "CLOSING", "open": false, "overdue": false, "contactBy": map[string]any{"on": "2026-01-16"},
			"reachedAt": "2026-01-16T01:00:00.000000Z", "measure": "process", "satisfied": true, "rerated": 4.0},
	}
	if diff := cmp.Diff(want, at(t, r.Data, "case")); diff != "" {
		t.Errorf("-want +got\n%s\n%s", diff, r.raw)
	}
	listed := func(args string) string {
		t.Helper()
		var numbers []string
		after := ""
		for {
			got := good(t, w, `{ badReviews(first: 1, `+args+after+`) { nodes { number badReview { open overdue } } pageInfo { hasNextPage endCursor } } }`, nil)
			for _, n := range at(t, got, "badReviews", "nodes").([]any) {
				numbers = append(numbers, at(t, n, "number").(string))
			}
			if at(t, got, "badReviews", "pageInfo", "hasNextPage") == false {
				return strings.Join(numbers, " ")
			}
			after = `, after: "` + at(t, got, "badReviews", "pageInfo", "endCursor").(string) + `"`
		}
	}
	for args, want := range map[string]string{
		`open: false`: "P-1 P-2", `open: true`: "P-2", `org: "A"`: "P-1 P-2", `org: "B"`: "",
		`overdue: true, overdueAt: "2026-01-16T01:00:00Z"`:  "",
		`overdue: true, overdueAt: "2026-01-17T01:00:00Z"`:  "P-2",
		`overdue: false, overdueAt: "2026-01-17T01:00:00Z"`: "P-1",
	} {
		if got := listed(args); got != want {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
	if r := as(t, w, "", `{ badReviews(first: 101) { nodes { number } } }`); r.code() != "BAD_USER_INPUT" {
		t.Errorf("%s", r.raw)
	}

	r = as(t, w, "", `{ windowRatings(month: "2026-01", org: "A") { rows { month window ratings levels { level ratings } bad named satisfied good invalidated } } }`)
	if want := `{"rows":[{"month":"2026-01","window":null,"ratings":2,"levels":[{"level":5,"ratings":0},{"level":4,"ratings":0},{"level":3,"ratings":0},{"level":2,"ratings":1},{"level":1,"ratings":1}],"bad":2,"named":1,"satisfied":"0.00","good":"0.00","invalidated":1}]}`; !strings.Contains(r.raw, want) {
		t.Errorf("%s, want %s", r.raw, want)
	}
	if r := as(t, w, "", `{ windowRatings(month: "2026-13") { knownAt } }`); r.code() != "BAD_USER_INPUT" {
		t.Errorf("%s", r.raw)
	}

	got := good(t, w, `{ figures(ids: ["ratings", "satisfaction_rate", "good_rating_rate", "rating_rate", "unrated", "bad_ratings", "invalidated_ratings", "real_name_follow_up_rate"],
		from: "2026-01-01", to: "2026-01-31") { id numerator denominator value excluded { reason count } } }`, nil)
	none := []any{}
	out := func(reason string, n float64) map[string]any { return map[string]any{"reason": reason, "count": n} }
	invalid := out("invalidated", 1)
	figure := func(id, numerator string, denominator, value any, excluded ...any) map[string]any {
		return map[string]any{"id": id, "numerator": numerator, "denominator": denominator, "value": value, "excluded": append(none, excluded...)}
	}
	if diff := cmp.Diff([]any{
		figure("ratings", "2", nil, "2", invalid),
		figure("satisfaction_rate", "0", "2", "0.00", invalid, out("unrated", 1)),
		figure("good_rating_rate", "0", "2", "0.00", invalid, out("unrated", 1)),
		figure("rating_rate", "2", "3", "66.67", out("returned", 0), out("withdrawn", 0)),
		figure("unrated", "1", nil, "1"),
		figure("bad_ratings", "2", nil, "2", invalid),
		figure("invalidated_ratings", "1", nil, "1"),
		figure("real_name_follow_up_rate", "1", "1", "100.00", out("anonymous", 1), invalid),
	}, at(t, got, "figures")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
