package live

import (
	"net/http"
	"slices"
	"strconv"

	"caseledger/feeds"
	"caseledger/ledger"
)

// request is what a reader asks for.
type request struct {
	after ledger.Position
	now   bool     // from the end on; after is not set
	cases []string // empty selects all
	types []string // empty selects all
}

// maxAlternatives bounds the values of one filter: each record is held against
// all of them.
const maxAlternatives = 100

// parseRequest reads Last-Event-ID, else after, and the filters. Several
// values of a filter are alternatives.
func parseRequest(r *http.Request) (request, error) {
	query := r.URL.Query()
	for name := range query {
		if !slices.Contains([]string{"after", "case", "type"}, name) {
			return request{}, &ledger.InvalidError{Field: "parameter", Value: name, Reason: "want after, case or type"}
		}
	}
	for _, name := range []string{"case", "type"} {
		if n := len(query[name]); n > maxAlternatives {
			return request{}, &ledger.InvalidError{Field: name, Value: strconv.Itoa(n), Reason: "want at most 100 of them"}
		}
	}
	want := request{cases: query["case"], types: query["type"]}
	for _, name := range want.types {
		if _, err := feeds.Lookup(name); err != nil {
			return request{}, &ledger.InvalidError{Field: "type", Value: name, Reason: `want a stored name, for example "case.accepted/1"`}
		}
	}
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = query.Get("after")
	}
	if text == "" {
		want.now = true
		return want, nil
	}
	var err error
	want.after, err = ledger.ParsePosition(text)
	return want, err
}

func (q *request) match(f *frame) bool {
	return f.position > q.after &&
		(len(q.cases) == 0 || slices.Contains(q.cases, f.number)) &&
		(len(q.types) == 0 || slices.Contains(q.types, f.typ))
}
