package act

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
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
	KindTexts  Kind = "texts"  // a list of texts
)

// Mark says how a member is filled.
type Mark uint8

// Marks.
const (
	Always   Mark = 1 << iota // written also where it is empty
	Required                  // a command must give it
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
}

// Has says whether the member has a mark.
func (d *Member) Has(m Mark) bool { return d.Marks&m != 0 }

// Options are the values of a choice.
type Options struct {
	Name   string // of the type, in an API: "Outcome"
	Values []string
}

// Input is what an API was given for a command, by the names of the members'
// inputs: texts, whole numbers as int, times, lists as []any, sums as texts.
type Input map[string]any

type mode uint8

const (
	describing mode = iota
	writing
	reading
	checking
	taking
)

// Members goes over the members of a body, one call for each in the order of
// their names, and does with each what the pass is for.
type Members struct {
	mode    mode
	asked   bool     // checking a command, not a body
	classes Classes  // while checking a body
	list    []Member // described already, but while describing
	at      int      // the member that comes next
	in      Input
	out     []byte
	later   bool // a member stands before
	body    string
	err     error // the first
}

// Code is a class: a choice by form, open unless somebody closes its list.
func (m *Members) Code(v *string, name, says string, marks ...Mark) *Members {
	return m.text(v, KindCode, name, says, marks)
}

// Text is one line for people.
func (m *Members) Text(v *string, name, says string, marks ...Mark) *Members {
	return m.text(v, KindText, name, says, marks)
}

// Name is a number or code that somebody gives out: of a document, an item.
func (m *Members) Name(v *string, name, says string, marks ...Mark) *Members {
	return m.text(v, KindName, name, says, marks)
}

func (m *Members) text(v *string, kind Kind, name, says string, marks []Mark) *Members {
	d := m.begin(kind, name, says, marks)
	switch m.mode {
	case writing:
		m.writeText(d, *v)
	case reading:
		if m.next(name) {
			*v = m.readText(name)
		}
	case checking:
		m.present(d, *v != "")
		m.keep(fit(d.Kind, m.called(d), *v))
		m.keep(m.classes.check(d, m.called(d), *v))
	case taking:
		*v, _ = m.given(d).(string)
	}
	return m
}

// fit says whether a value has the form of its kind.
func fit(kind Kind, field, value string) error {
	switch kind {
	case KindCode:
		return disclosure.Code(field, value)
	case KindText:
		return disclosure.Text(field, value, disclosure.MaxText)
	}
	return disclosure.Number(field, value)
}

// Texts is a list of at most most texts.
func (m *Members) Texts(v *[]string, name, says string, most int, marks ...Mark) *Members {
	d := m.begin(KindTexts, name, says, marks)
	switch m.mode {
	case describing:
		d.Max = most
	case writing:
		m.writeTexts(d, *v)
	case reading:
		if m.next(name) {
			*v = m.readTexts(name)
		}
	case checking:
		m.present(d, len(*v) > 0)
		if len(*v) > d.Max {
			m.invalid(d, "", fmt.Sprintf("has %d entries, want at most %d", len(*v), d.Max))
		}
		for _, s := range *v {
			m.present(d, s != "")
			m.keep(fit(KindText, m.called(d), s))
		}
	case taking:
		list, _ := m.given(d).([]any)
		for _, x := range list {
			s, _ := x.(string)
			*v = append(*v, s)
		}
	}
	return m
}

// Time is an instant; the zero time is left out.
func (m *Members) Time(v *time.Time, name, says string, marks ...Mark) *Members {
	d := m.begin(KindTime, name, says, marks)
	switch m.mode {
	case writing:
		m.writeTime(d, *v)
	case reading:
		if m.next(name) {
			t, err := ledger.ParseTime(m.readText(name))
			*v = t
			m.fault(name, err)
		}
	case checking:
		m.present(d, !v.IsZero())
		if !v.IsZero() && !written(*v) {
			m.invalid(d, v.String(), "want a time of the years 1 to 9999")
		}
	case taking:
		*v, _ = m.given(d).(time.Time)
	}
	return m
}

// Sum is a sum of money.
func (m *Members) Sum(v *Amount, name, says string, marks ...Mark) *Members {
	d := m.begin(KindSum, name, says, marks)
	switch m.mode {
	case writing:
		if *v != 0 || d.Has(Always) {
			m.quote(d, v.String())
		}
	case reading:
		if m.next(name) {
			m.fault(name, v.UnmarshalText([]byte(m.readText(name))))
		}
	case taking:
		if s, ok := m.given(d).(string); ok {
			a, err := ParseAmount(s)
			*v = a
			if err != nil {
				m.invalid(d, s, err.Error())
			}
		}
	}
	return m
}

// Whole is a whole number within bounds; zero is left out.
func (m *Members) Whole(v *int, name, says string, min, max int, marks ...Mark) *Members {
	d := m.begin(KindWhole, name, says, marks)
	switch m.mode {
	case describing:
		d.Min, d.Max = min, max
	case writing:
		m.writeWhole(d, *v)
	case reading:
		if m.next(name) {
			*v = m.readWhole(name)
		}
	case checking:
		m.present(d, *v != 0)
		if *v < d.Min || *v > d.Max {
			m.invalid(d, fmt.Sprint(*v), fmt.Sprintf("want %d to %d", d.Min, d.Max))
		}
	case taking:
		*v, _ = m.given(d).(int)
	}
	return m
}

// Choice is one of a closed list, or empty where it need not be known.
func Choice[T ~string](m *Members, v *T, name, says string, options *Options, marks ...Mark) {
	d := m.begin(KindChoice, name, says, marks)
	switch m.mode {
	case describing:
		d.Options = options
	case writing:
		m.writeText(d, string(*v))
	case reading:
		if m.next(name) {
			*v = T(m.readText(name))
		}
	case checking:
		m.present(d, *v != "")
		needed := d.Has(Always) && !m.asked
		if (*v != "" || needed) && !slices.Contains(d.Options.Values, string(*v)) {
			m.invalid(d, string(*v), "want one of "+strings.Join(d.Options.Values, ", "))
		}
	case taking:
		switch x := m.given(d).(type) {
		case T:
			*v = x
		case string:
			*v = T(x)
		}
	}
}

// As names the last member's input in the command, where it cannot be the
// member's.
func (m *Members) As(input string) {
	if m.mode == describing {
		m.list[len(m.list)-1].Input = input
	}
}
