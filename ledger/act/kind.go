package act

import (
	"slices"
	"strings"
)

// Kind is the kind of a member's value, and with it the form that it must have
// to stand in public.
type Kind string

// Kinds of members. The forms of texts are those of package disclosure.
const (
	KindCode   Kind = "code"   // a class: a choice by form, whose list is open
	KindText   Kind = "text"   // one line for people, at most [disclosure.MaxText] bytes
	KindName   Kind = "name"   // a number or code that somebody gives out
	KindChoice Kind = "choice" // one of a closed list, or empty
	KindTime   Kind = "time"   // an instant, as the ledger writes it
	KindWhole  Kind = "whole"  // a whole number within bounds
	KindSum    Kind = "sum"    // a sum of money, a text of up to six decimals
	KindDate   Kind = "date"   // a local calendar date, 2006-01-02
	KindTruth  Kind = "truth"  // true or false
	KindTexts  Kind = "texts"  // a list of texts
	KindNames  Kind = "names"  // a list of names
	KindCodes  Kind = "codes"  // a list of codes
	KindList   Kind = "list"   // a list of objects with members of their own
	KindEvent  Kind = "event"  // an event of the same book, with its stored name
)

// Mark says how a member is filled.
type Mark uint8

// Marks.
const (
	Always   Mark = 1 << iota // written also where it is empty
	Required                  // a command must give it; of a truth, only the API insists
	Asked                     // the API insists on it, the rule does not
	Derived                   // never in a command: the rule sets it
)

// Member describes one member of a body.
type Member struct {
	Name     string // in the body
	Input    string // in the input of the command, mostly Name
	Kind     Kind
	Says     string // what it means
	Marks    Mark
	Options  *Options // of a choice
	Min, Max int      // bounds of a whole number; Max also of a list's length
	Of       []Member // of each object of a list, in the order of their names
}

// Element is the kind of what a list of values holds, empty for other kinds.
func (k Kind) Element() Kind {
	switch k {
	case KindTexts:
		return KindText
	case KindNames:
		return KindName
	case KindCodes:
		return KindCode
	}
	return ""
}

// Has says whether the member has a mark.
func (d *Member) Has(m Mark) bool { return d.Marks&m != 0 }

// Options are the values of a choice.
type Options struct {
	Name   string // of the type, in an API: "Outcome"
	Says   string // what is chosen
	Values []Option
}

// Option is one value of a choice.
type Option struct {
	Value  string // as it is stored
	Zh, En string // what it means
}

// Has says whether a value is one of the options.
func (o *Options) Has(value string) bool {
	return slices.ContainsFunc(o.Values, func(v Option) bool { return v.Value == value })
}

// list names the values for people.
func (o *Options) list() string {
	values := make([]string, len(o.Values))
	for i, v := range o.Values {
		values[i] = v.Value
	}
	return strings.Join(values, ", ")
}

// Input is what an API was given for a command, by the names of the members'
// inputs: texts, whole numbers as int, times, dates, truths as bool, sums as
// texts, lists as []any, the objects in them as map[string]any.
type Input map[string]any
