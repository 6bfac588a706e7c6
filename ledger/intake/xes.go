package intake

import (
	"errors"
	"fmt"
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
	xml    *xmlReader
	attrs  attributes
	ofCase map[string]bool // attributes of traces that the mapping names
	ofRow  map[string]bool // attributes of events
}

// xes yields the histories of an event log.
func (m *Mapping) xes(file string, r io.Reader) iter.Seq2[*history, error] {
	return func(yield func(*history, error) bool) {
		x := &xesReader{file: file, xml: newXMLReader(r), ofCase: named(m.caseFields()), ofRow: named(m.rowFields())}
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
	root, err := x.xml.next(&x.attrs)
	if err != nil {
		return err
	}
	if root.name != "log" || root.end {
		return &xmlFault{root.line, fmt.Sprintf("the root element is <%.40s>, not the <log> of an XES file", root.name)}
	}
	for {
		t, err := x.xml.next(&x.attrs)
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case t.end:
			continue // </log>, or behind an element that was passed whole
		case t.name == "trace":
			h, err := x.trace(t)
			if err != nil {
				return err
			}
			if !yield(h, nil) {
				return errStop
			}
		case t.name == "event":
			return &xmlFault{t.line, "an event stands outside of all traces, so its case is not known"}
		default:
			if err := x.pass(t); err != nil {
				return err
			}
		}
	}
}

func (x *xesReader) trace(t tag) (*history, error) {
	h := &history{attributes: row{line: t.line}}
	if t.empty {
		return h, nil
	}
	for {
		c, err := x.xml.next(&x.attrs)
		switch {
		case err != nil:
			return nil, err
		case c.end:
			return h, nil
		case c.name == "event":
			if len(h.rows) == MaxCaseEvents {
				return nil, &xmlFault{c.line, fmt.Sprintf("the trace has more than %d events", MaxCaseEvents)}
			}
			r, err := x.event(c)
			if err != nil {
				return nil, err
			}
			h.rows = append(h.rows, r)
		default:
			if err := x.attribute(c, x.ofCase, &h.attributes); err != nil {
				return nil, err
			}
		}
	}
}

func (x *xesReader) event(t tag) (row, error) {
	r := row{line: t.line}
	if t.empty {
		return r, nil
	}
	r.names, r.values = make([]string, 0, len(x.ofRow)), make([]string, 0, len(x.ofRow))
	for {
		c, err := x.xml.next(&x.attrs)
		if err != nil || c.end {
			return r, err
		}
		if err := x.attribute(c, x.ofRow, &r); err != nil {
			return r, err
		}
	}
}

// attribute reads an XES attribute and what is nested in it.
func (x *xesReader) attribute(t tag, wanted map[string]bool, into *row) error {
	if key, ok := x.attrs.get("key"); ok && wanted[string(key)] && into.get(string(key)) == "" {
		if raw, ok := x.attrs.get("value"); ok {
			value, err := unescape(raw)
			if err == nil {
				err = checkText(value, "")
			}
			if err != nil {
				return &xmlFault{t.line, fmt.Sprintf("attribute %s: %v", key, err)}
			}
			if strings.TrimSpace(value) != "" {
				into.names, into.values = append(into.names, x.xml.intern(key)), append(into.values, value)
			}
		}
	}
	return x.pass(t)
}

// pass reads an element to its end.
func (x *xesReader) pass(t tag) error {
	if t.empty {
		return nil
	}
	for depth := 1; depth > 0; {
		t, err := x.xml.next(&x.attrs)
		switch {
		case err != nil:
			return err
		case t.end:
			depth--
		case !t.empty:
			depth++
		}
	}
	return nil
}
