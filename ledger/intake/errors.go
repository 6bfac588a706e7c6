package intake

import "fmt"

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
