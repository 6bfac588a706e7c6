package act

import (
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/workdays"
)

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
	asked   bool                        // checking a command, not a body
	classes Classes                     // while checking a body
	find    func(stored string) *Action // in the book of the action
	place
	out  []byte
	body string
	err  error // the first
}

// place is where in a body the pass is: among its own members, or among those
// of an object in a list.
type place struct {
	list  []Member // described already, but while describing
	at    int      // the member that comes next
	in    Input
	later bool   // a member stands before
	path  string // what error names begin with here: "days[3]."
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

// Date is a local calendar date; [workdays.NoDate] is left out.
func (m *Members) Date(v *workdays.Date, name, says string, marks ...Mark) *Members {
	d := m.begin(KindDate, name, says, marks)
	switch m.mode {
	case describing:
		*v = workdays.NoDate
	case writing:
		m.writeDate(d, *v)
	case reading:
		*v = workdays.NoDate
		if m.next(name) {
			*v = m.readDate(name)
		}
	case checking:
		m.present(d, *v != workdays.NoDate)
		if *v != workdays.NoDate && !dated(*v) {
			m.invalid(d, v.String(), "want a date of the years 1 to 9999")
		}
	case taking:
		m.takeDate(d, v)
	}
	return m
}

func (m *Members) takeDate(d *Member, v *workdays.Date) {
	*v = workdays.NoDate
	switch x := m.given(d).(type) {
	case workdays.Date:
		*v = x
	case string:
		var err error
		if *v, err = workdays.ParseDate(x); err != nil {
			m.invalid(d, x, "want a date of the form 2006-01-02")
		}
	}
}

// Truth is true or false; false is left out.
func (m *Members) Truth(v *bool, name, says string, marks ...Mark) *Members {
	d := m.begin(KindTruth, name, says, marks)
	switch m.mode {
	case writing:
		m.writeTruth(d, *v)
	case reading:
		if m.next(name) {
			*v = m.readTruth(name)
		}
	case taking:
		*v, _ = m.given(d).(bool)
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
		if (*v != "" || needed) && !d.Options.Has(string(*v)) {
			m.invalid(d, string(*v), "want one of "+d.Options.list())
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
