package graphql_test

import "testing"

// TestWorklist: staff sees what is open by the days that are left; the public has
// no such field.
func TestWorklist(t *testing.T) {
	const query = `{ worklist(at:"2024-11-20T04:00:00Z", first:1) {
		at hasNextPage endCursor rows { remainingDays overdue provisional cursor case { number status holder { org } } } } }`
	w := newWorld(t, 0)
	w.withAccess(t)
	w.Handler = w.newHandler(t)
	if r := as(t, w, "", query); len(r.Errors) == 0 {
		t.Errorf("the public is answered with %s", r.raw)
	}
	r := as(t, w, w.staff, query)
	rows, _ := at(t, r.Data, "worklist", "rows").([]any)
	if len(r.Errors) > 0 || len(rows) != 1 || at(t, rows[0], "case", "number") != "XK-2024-0002" {
		t.Errorf("%s", r.raw)
	}
	for _, bad := range []string{`{worklist(first:0){at}}`, `{worklist(first:101){at}}`, `{worklist(after:"AAAA"){at}}`} {
		if r := as(t, w, w.staff, bad); r.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", bad, r.raw)
		}
	}
}
