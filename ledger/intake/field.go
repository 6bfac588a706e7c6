package intake

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/disclosure"
)

// Field says where a value comes from. In a mapping file it is the name of an
// attribute, a list of names of which the first that says something counts, or
// an object with from, values, else, or with is alone. The zero Field gives
// nothing. Public, with Label and Subject, goes with from.
type Field struct {
	From    []string          // attributes, in order of preference
	Is      string            // a constant instead of an attribute
	Values  map[string]string // what the source's values mean; others stand for themselves
	Else    string            // what a value means that is not in Values, if set
	Public  string            // what becomes of a value that may not stand in public: seal, code, refuse; "" ends the import
	Label   string            // of a value that is sealed
	Subject string            // role of the person whom a sealed value is about
}

// set says whether the mapping names anything.
func (f *Field) set() bool { return len(f.From) > 0 || f.Is != "" }

// IsZero says whether the field gives nothing.
func (f Field) IsZero() bool { return !f.set() }

// UnmarshalJSONFrom reads the three forms of a field.
func (f *Field) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	*f = Field{}
	switch d.PeekKind() {
	case '"', '[':
		return json.UnmarshalDecode(d, (*attributeNames)(&f.From))
	}
	var o struct {
		From    attributeNames    `json:"from"`
		Is      string            `json:"is"`
		Values  map[string]string `json:"values"`
		Else    string            `json:"else"`
		Public  string            `json:"public"`
		Label   string            `json:"label"`
		Subject string            `json:"subject"`
	}
	if err := json.UnmarshalDecode(d, &o, json.RejectUnknownMembers(true)); err != nil {
		return err
	}
	*f = Field{o.From, o.Is, o.Values, o.Else, o.Public, o.Label, o.Subject}
	return nil
}

// attributeNames is one name or a list of them.
type attributeNames []string

func (a *attributeNames) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == '[' {
		return json.UnmarshalDecode(d, (*[]string)(a))
	}
	*a = make([]string, 1)
	return json.UnmarshalDecode(d, &(*a)[0])
}

// check says what is wrong with the field, "" if nothing is.
func (f *Field) check() string {
	for _, name := range f.From {
		if name == "" {
			return "an attribute's name is empty"
		}
	}
	if f.Is != "" && (len(f.From) > 0 || f.Values != nil || f.Else != "" || f.Public != "") {
		return `"is" stands alone: a constant has no "from", "values", "else" or "public"`
	}
	if !f.set() && (f.Values != nil || f.Else != "" || f.Public != "") {
		return `"from" is missing`
	}
	return ""
}

// A row is a set of attributes with the line on which it begins. Names and
// values are parallel; no attribute stands twice.
type row struct {
	line   int
	names  []string
	values []string
}

func (r *row) get(name string) string {
	for i, n := range r.names {
		if n == name {
			return r.values[i]
		}
	}
	return ""
}

// text is the field's value in a row, as it stands in the source unless the
// mapping gives it a meaning; "" where the source says nothing.
func (m *Mapping) text(f *Field, r *row) string {
	text, _ := m.meaning(f, r)
	return text
}

// meaning gives a field's text in a row, and what the source has for it where
// else stands for that.
func (m *Mapping) meaning(f *Field, r *row) (text, hidden string) {
	if f.Is != "" {
		return f.Is, ""
	}
	for _, name := range f.From {
		v := r.get(name)
		if m.nothing(v) {
			continue
		}
		if to, ok := f.Values[v]; ok {
			return to, ""
		}
		if f.Else != "" {
			return f.Else, v
		}
		return v, ""
	}
	return "", ""
}

func (m *Mapping) nothing(v string) bool { return v == "" || m.none[strings.TrimSpace(v)] }

// complaint words what is wrong with a field's value.
func complaint(f *Field, key, value, want string) error {
	from := key
	if len(f.From) > 0 {
		from = strings.Join(f.From, " or ")
	}
	return fmt.Errorf("%s %s: %s", from, quoted(value), want)
}

// quoted repeats a value in a message, as far as its first 40 characters; but
// one that may not stand in public is not repeated, since messages go to logs.
func quoted(value string) string {
	if disclosure.Text("value", value, disclosure.MaxText) != nil {
		return "(withheld, as it may not stand in public)"
	}
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	return strconv.Quote(value)
}
