package intake

import (
	"fmt"

	"caseledger/ledger/disclosure"
)

// SourceError: the input cannot be read, or says something that has no
// meaning. Line is 1 for the first line of the uncompressed text, 0 where the
// fault lies in no particular one.
type SourceError struct {
	File   string
	Line   int
	Reason string
	Err    error // the cause, where there is one beneath the reason
}

func (e *SourceError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason)
}

func (e *SourceError) Unwrap() error { return e.Err }

// Divergence is a case that the ledger tells otherwise than the source.
type Divergence struct {
	Case   string `json:"case"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// DivergedError: some cases stand in the ledger otherwise than in the source.
// They were left as they are; all others were imported.
type DivergedError struct {
	File  string
	Count int
	First []Divergence // at most 20
}

func (e *DivergedError) Error() string {
	d := e.First[0]
	return fmt.Sprintf("%s: %d cases stand otherwise in the ledger and were left as they are, first %s (line %d): %s",
		e.File, e.Count, d.Case, d.Line, d.Reason)
}

// Refusal is a line or case that was left out, since it holds what may not
// stand in public, or the acceptance of its case was left out. It tells nothing
// of the value.
type Refusal struct {
	Line  int    `json:"line"`
	Case  string `json:"case,omitempty"` // where its number may be public
	Field string `json:"field"`          // member of the public body
	Rule  string `json:"rule"`           // a [disclosure.Rule], or [RuleUnaccepted]
}

// RuleUnaccepted is the rule by which what follows a refused acceptance is.
const RuleUnaccepted = "not-accepted"

func refusal(line int, number string, e *disclosure.Error) Refusal {
	return Refusal{line, number, e.Field, string(e.Rule)}
}

// RefusedError: some lines were left out, since they hold what may not stand in
// public. All others were imported.
type RefusedError struct {
	File  string
	Count int
	First []Refusal // at most 20
}

func (e *RefusedError) Error() string {
	r := e.First[0]
	return fmt.Sprintf("%s: %d lines may not stand in public and were refused, first line %d: %s (%s)", e.File, e.Count, r.Line, r.Field, r.Rule)
}

// MappingError: a mapping file that cannot be used. Line and Key say where;
// Line is 0 and Key empty where the fault lies in no particular place.
type MappingError struct {
	File   string
	Line   int
	Key    string // a JSON pointer such as /accepted/time
	Reason string
}

func (e *MappingError) Error() string {
	s := "mapping " + e.File
	if e.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, e.Line)
	}
	if e.Key != "" {
		s += ": " + e.Key
	}
	return s + ": " + e.Reason
}
