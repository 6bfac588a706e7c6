package sheets

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/disclosure"
)

// Kind is what the rows of a table are about.
type Kind string

// Kinds of tables.
const (
	Organisations Kind = "organisations"
	Items         Kind = "items"
	Windows       Kind = "windows"
	Posts         Kind = "posts" // and who is on duty
	Channels      Kind = "channels"
	Rules         Kind = "rules"
	Rounds        Kind = "rounds"
	Tags          Kind = "tags"     // of items
	Outcomes      Kind = "outcomes" // what became of items in a round
)

// Sheet is a table that was read.
type Sheet struct {
	File string
	Kind Kind

	rows   []row
	named  map[string]string // the heading of each key that the table has
	faults []Fault           // the first of them
	more   int               // beyond those
}

// Rows is how many rows it has.
func (s *Sheet) Rows() int { return len(s.rows) }

// row is one of them.
type row struct {
	sheet *Sheet
	line  int
	cells map[string]cell // by the keys of their columns
}

// cell is a value and where it stands. raw is a list or an object in JSON.
type cell struct {
	at   place
	text string
	raw  jsontext.Value
}

// place is a line and a column, from 1 on; 0 is none.
type place struct{ line, column int }

// begin notes the headings and gives the key of each.
func (s *Sheet) begin(headings []string, at func(i int) place) []string {
	s.Kind = kindOf(headings)
	if s.Kind == "" {
		s.fault(place{1, 0}, "", "has no heading by which its rows are known: want one of "+strings.Join(tellingHeadings(), ", "))
		return make([]string, len(headings))
	}
	s.named = map[string]string{}
	keys := make([]string, len(headings))
	for i, h := range headings {
		key := keyOf(s.Kind, h)
		keys[i] = key
		switch {
		case key == "" && strings.TrimSpace(h) == "":
			keys[i] = fmt.Sprint("\x00", i) // nothing is read from it
		case key == "":
			s.fault(at(i), h, "is no heading of "+string(s.Kind)+": want one of "+strings.Join(Headings(s.Kind), ", "))
		case s.named[key] != "":
			s.fault(at(i), h, "says the same as "+s.named[key])
		}
		s.named[key] = h
	}
	return keys
}

// A Fault is what is wrong in one place.
type Fault struct {
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Heading string `json:"heading,omitempty"`
	Reason  string `json:"reason"`
}

// maxFaults bounds how many are kept.
const maxFaults = 20

func (s *Sheet) fault(at place, heading, reason string) {
	if disclosure.Text("heading", heading, disclosure.MaxText) != nil {
		heading = ""
	}
	if len(s.faults) == maxFaults {
		s.more++
		return
	}
	s.faults = append(s.faults, Fault{at.line, at.column, heading, reason})
}

func (s *Sheet) err() error {
	if len(s.faults) == 0 {
		return nil
	}
	first := slices.SortedStableFunc(slices.Values(s.faults), func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &Faults{File: s.File, Count: len(first) + s.more, First: first}
}

// Faults are what is wrong with a table, of which nothing was recorded.
type Faults struct {
	File  string  `json:"file"`
	Count int     `json:"count"`
	First []Fault `json:"first"` // by line and column
}

func (f *Faults) Error() string {
	var out strings.Builder
	for i, one := range f.First {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(f.File)
		if one.Line > 0 {
			fmt.Fprintf(&out, ":%d", one.Line)
		}
		if one.Column > 0 {
			fmt.Fprintf(&out, ":%d", one.Column)
		}
		if one.Heading != "" {
			out.WriteString(": " + one.Heading)
		}
		out.WriteString(": " + one.Reason)
	}
	if more := f.Count - len(f.First); more > 0 {
		fmt.Fprintf(&out, "\n%s: and %d more", f.File, more)
	}
	return out.String()
}
