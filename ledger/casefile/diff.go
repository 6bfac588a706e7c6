package casefile

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// A Change is one field in which two states of a case differ.
type Change struct {
	// Field is the JSON pointer of the field: "/closedAt", "/suspensions/0/until".
	Field string `json:"field"`
	// Before and After are the values as text; empty where there is none.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Diff lists the fields in which b differs from a, ascending by field.
func Diff(a, b Case) []Change {
	before, after := fields(a), fields(b)
	names := maps.Clone(before)
	maps.Copy(names, after)
	var out []Change
	for _, name := range slices.SortedFunc(maps.Keys(names), cmp.Compare[string]) {
		if before[name] != after[name] {
			out = append(out, Change{Field: name, Before: before[name], After: after[name]})
		}
	}
	return out
}

// ledgerTimes writes times in the ledger's form.
var ledgerTimes = json.WithMarshalers(json.MarshalFunc(func(t time.Time) ([]byte, error) {
	return jsontext.AppendQuote(nil, ledger.FormatTime(t))
}))

// fields gives all values of a case by JSON pointer. Names of fields need no
// escaping in pointers.
func fields(c Case) map[string]string {
	b, err := json.Marshal(c, ledgerTimes)
	if err != nil {
		panic(fmt.Sprintf("casefile: a case cannot be written as JSON: %v", err))
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		panic(fmt.Sprintf("casefile: a case's JSON cannot be read: %v", err))
	}
	out := map[string]string{}
	flatten(out, "", v)
	return out
}

func flatten(out map[string]string, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			flatten(out, at+"/"+name, member)
		}
	case []any:
		for i, element := range v {
			flatten(out, at+"/"+strconv.Itoa(i), element)
		}
	case string:
		out[at] = v
	case float64:
		out[at] = strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		out[at] = strconv.FormatBool(v)
	}
}
