package recount

import (
	"encoding/json"
	"slices"
	"strings"
)

// tree is what is known of organisations: the entries as they were recorded.
// ledger/registry/FORMAT.md says what they mean.
type tree struct {
	entries map[string][]entry     // by organisation
	paths   map[[2]string][]string // by organisation and day, as far as they were asked for
}

type entry struct {
	what                    string
	Date, Org, Parent, Into string
}

// told are the types of organisations that move units; the others say nothing of
// where cases stand.
var told = []string{"organisation.created", "organisation.moved", "organisation.merged"}

// listed are further types that are known.
var listed = []string{"organisation.closed", "organisation.described", "organisation.renamed", "item.abolished", "item.changed",
	"item.delegated", "item.registered", "item.retained", "item.tagged", "item.untagged"}

// tells says whether a record beside those of cases may count in statements.
func tells(name string) bool {
	return slices.Contains(told, name) || slices.Contains(listed, name) || name == "calendar.published" || name == "policy.published"
}

func (y *tree) take(name string, public []byte) error {
	if !slices.Contains(told, name) {
		return nil
	}
	e := entry{what: name}
	err := json.Unmarshal(public, &e)
	if y.entries == nil {
		y.entries = map[string][]entry{}
	}
	y.entries[e.Org], y.paths = append(y.entries[e.Org], e), nil
	return err
}

// until are the entries of an organisation that hold on a day: by their first
// days, and of one day the later record behind.
func (y *tree) until(org, day string) (out []entry) {
	for _, e := range y.entries[org] {
		if e.Date <= day {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b entry) int { return strings.Compare(a.Date, b.Date) })
	return out
}

// above is the organisation above on a day; "" above a root.
func (y *tree) above(org, day string) (parent string) {
	created := false
	for _, e := range y.until(org, day) {
		switch e.what {
		case "organisation.created":
			parent, created = e.Parent, true
		case "organisation.moved":
			parent = e.Parent
		}
	}
	if !created {
		return ""
	}
	if into := y.merged(org, day); into != "" {
		parent = into
	}
	for range deepest {
		into := y.merged(parent, day)
		if into == "" {
			break
		}
		parent = into
	}
	return parent
}

// merged is what an organisation is a part of on a day, "" if of none.
func (y *tree) merged(org, day string) (into string) {
	for _, e := range y.until(org, day) {
		if e.what == "organisation.merged" {
			into = e.Into
		}
	}
	return into
}

// deepest bounds how far organisations are followed upwards, should the records
// make a circle.
const deepest = 100

// path is an organisation and those above it on a day.
func (y *tree) path(org, day string) (path []string) {
	key := [2]string{org, day}
	if path, ok := y.paths[key]; ok {
		return path
	}
	for at := org; at != "" && len(path) < deepest; at = y.above(at, day) {
		path = append(path, at)
	}
	if y.paths == nil {
		y.paths = map[[2]string][]string{}
	}
	y.paths[key] = path
	return path
}
