package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
)

// xesReader reads the traces of an XES event log (IEEE 1849) one by one. Of
// each trace and event it keeps the attributes that the mapping names.
// Attributes within attributes, lists, extensions, classifiers and globals do
// not matter here.
type xesReader struct {
	file   string
	xml    *markup
	ofCase map[string]bool // attributes of traces that the mapping names
	ofRow  map[string]bool // attributes of events
}

// xes yields the histories of an event log.
func (m *Mapping) xes(file string, r io.Reader) iter.Seq2[*history, error] {
	return func(yield func(*history, error) bool) {
		x := &xesReader{file: file, xml: newMarkup(r), ofCase: named(m.caseFields()), ofRow: named(m.rowFields())}
		err := x.log(yield)
		if err != nil && err != errStop {
			yield(nil, x.wrap(err))
		}
	}
}

// errStop ends a reading that nobody wants to go on.
var errStop = errors.New("stopped")

func named(fields []keyed) map[string]bool {
	out := map[string]bool{}
	for _, f := range fields {
		for _, name := range f.field.From {
			out[name] = true
		}
	}
	return out
}

func (x *xesReader) wrap(err error) error {
	var fault *xmlFault
	if errors.As(err, &fault) {
		return &SourceError{File: x.file, Line: fault.line, Reason: fault.reason}
	}
	return err
}

func (x *xesReader) log(yield func(*history, error) bool) error {
	root, err := x.xml.next()
	if err != nil {
		return err
	}
	if t := root.(xml.StartElement); t.Name.Local != "log" {
		return x.xml.fault("the root element is <%.40s>, not the <log> of an XES file", t.Name.Local)
	}
	for {
		token, err := x.xml.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		t, ok := token.(xml.StartElement)
		switch {
		case !ok: // </log>
		case t.Name.Local == "trace":
			h, err := x.trace()
			if err != nil {
				return err
			}
			if !yield(h, nil) {
				return errStop
			}
		case t.Name.Local == "event":
			return x.xml.fault("an event stands outside of all traces, so its case is not known")
		default:
			if err := x.pass(); err != nil {
				return err
			}
		}
	}
}

// trace reads a trace behind its start tag.
func (x *xesReader) trace() (*history, error) {
	h := &history{attributes: row{line: x.xml.line}}
	for {
		token, err := x.xml.next()
		if err != nil {
			return nil, err
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			return h, nil
		}
		if t.Name.Local != "event" {
			if err := x.attribute(t, x.ofCase, &h.attributes); err != nil {
				return nil, err
			}
			continue
		}
		if len(h.rows) == MaxCaseEvents {
			return nil, x.xml.fault("the trace has more than %d events", MaxCaseEvents)
		}
		r, err := x.event()
		if err != nil {
			return nil, err
		}
		h.rows = append(h.rows, r)
	}
}

// event reads an event behind its start tag.
func (x *xesReader) event() (row, error) {
	r := row{line: x.xml.line, names: make([]string, 0, len(x.ofRow)), values: make([]string, 0, len(x.ofRow))}
	for {
		token, err := x.xml.next()
		if err != nil {
			return r, err
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			return r, nil
		}
		if err := x.attribute(t, x.ofRow, &r); err != nil {
			return r, err
		}
	}
}

// attribute reads an XES attribute and what is nested in it.
func (x *xesReader) attribute(t xml.StartElement, wanted map[string]bool, into *row) error {
	key, value := "", ""
	for _, a := range t.Attr {
		switch {
		case a.Name.Space != "":
		case a.Name.Local == "key":
			key = a.Value
		case a.Name.Local == "value":
			value = a.Value
		}
	}
	if wanted[key] && strings.TrimSpace(value) != "" && into.get(key) == "" {
		into.names, into.values = append(into.names, key), append(into.values, spaced.Replace(value))
	}
	return x.pass()
}

// spaced makes white space in an attribute's value the single spaces' characters
// that it means (XML 1.0 §3.3.3).
var spaced = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

// pass reads to the end of an element whose start tag was read.
func (x *xesReader) pass() error {
	for depth := 1; depth > 0; {
		t, err := x.xml.next()
		if err != nil {
			return err
		}
		if _, ok := t.(xml.StartElement); ok {
			depth++
		} else {
			depth--
		}
	}
	return nil
}
