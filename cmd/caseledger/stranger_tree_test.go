package main

import (
	"encoding/json"
	"slices"
	"strings"
)

// directory is what the stranger knows of organisations and items: the entries
// as they were recorded, in the order of records. ledger/registry/FORMAT.md says
// what they mean, projections/FIGURES.md how cases stand in it.
type directory struct{ entries []entry }

// entry is a body of the stream of organisations, or of an item's.
type entry struct {
	what                           string // "organisation.moved"
	Date, Org, Parent, Into, Level string
	Item, Class, Tag               string
	Tags                           []string
}

// read takes a record; false for one of another stream.
func (y *directory) read(f *fact) (bool, error) {
	what, _ := strings.CutSuffix(f.Type, "/1")
	if !strings.HasPrefix(what, "organisation.") && !strings.HasPrefix(what, "item.") {
		return false, nil
	}
	e := entry{what: what}
	err := json.Unmarshal(f.Public, &e)
	y.entries = append(y.entries, e)
	return true, err
}

// until are the entries that hold on a day: by their first days, and of one day
// the later record behind. What names no day has always held.
func (y *directory) until(day string, holds func(*entry) bool) (out []entry) {
	for _, e := range y.entries {
		if e.Date <= day && holds(&e) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b entry) int { return strings.Compare(a.Date, b.Date) })
	return out
}

// above is the organisation above on a day; "" above a root.
func (y *directory) above(org, day string) (parent string) {
	created := false
	for _, e := range y.until(day, func(e *entry) bool { return e.Org == org && e.Item == "" }) {
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
	for into := y.merged(parent, day); into != ""; into = y.merged(parent, day) {
		parent = into
	}
	return parent
}

// merged is what an organisation is a part of on a day, "" if of none.
func (y *directory) merged(org, day string) (into string) {
	for _, e := range y.until(day, func(e *entry) bool { return e.what == "organisation.merged" && e.Org == org }) {
		into = e.Into
	}
	return into
}

// path is an organisation and those above it on a day.
func (y *directory) path(org, day string) (path []string) {
	for ; org != ""; org = y.above(org, day) {
		path = append(path, org)
	}
	return path
}

// place is what a case counts under.
type place struct {
	path         []string
	level, class string
	tags         []string
}

// place is where a case of an organisation and item stands that was accepted on
// a day.
func (y *directory) place(org, item, day string) (p place) {
	p.path = y.path(org, day)
	for _, e := range y.until(day, func(e *entry) bool { return e.Item == item && item != "" }) {
		switch e.what {
		case "item.registered", "item.changed":
			p.level, p.class, p.tags = e.Level, e.Class, slices.Clone(e.Tags)
		case "item.delegated":
			p.level = e.Level
		case "item.tagged":
			p.tags = append(p.tags, e.Tag)
		case "item.untagged":
			p.tags = slices.DeleteFunc(p.tags, func(t string) bool { return t == e.Tag })
		}
	}
	if p.level == "" {
		for _, e := range y.until(day, func(e *entry) bool { return e.what == "organisation.created" && e.Org == org }) {
			p.level = e.Level
		}
	}
	return p
}
