package act

import (
	"errors"
	"fmt"
	"strings"
)

var errEvent = errors.New("want an action of this book and its body in canonical form")

// Event is an event of the same book that a body holds: an object with the
// stored name as "action" and the canonical body as "body". A command never
// gives it.
func (m *Members) Event(v *Event, name, says string, marks ...Mark) *Members {
	d := m.begin(KindEvent, name, says, append(marks, Derived))
	switch m.mode {
	case writing:
		m.writeEvent(d, *v)
	case reading:
		if m.next(name) {
			*v = m.readEvent(name)
		}
	case checking:
		if *v == nil {
			if d.Has(Always) && !m.asked {
				m.invalid(d, "", "is missing")
			}
			return m
		}
		a := m.find((*v).Stored())
		if a == nil {
			m.invalid(d, "", "is no action of this book")
			return m
		}
		m.keep(a.check(*v, false, m.classes))
	}
	return m
}

func (m *Members) writeEvent(d *Member, e Event) {
	if e == nil {
		return
	}
	a := m.find(e.Stored())
	if a == nil {
		m.fault(d.Name, fmt.Errorf("%T is not in the book of actions", e))
		return
	}
	body, err := a.encode(e)
	m.fault(d.Name, err)
	m.key(d)
	m.out = append(append(m.out, `{"action":"`...), a.Name...)
	m.out = append(append(append(m.out, `","body":`...), body...), '}')
}

func (m *Members) readEvent(name string) Event {
	rest, ok := strings.CutPrefix(m.body, `{"action":"`)
	stored, rest, more := strings.Cut(rest, `","body":`)
	a := m.find(stored)
	n := objectEnd(rest)
	if !ok || !more || a == nil || n == 0 || !strings.HasPrefix(rest[n:], "}") {
		m.fault(name, errEvent)
		return nil
	}
	e, err := a.decode(rest[:n])
	m.fault(name, err)
	m.body = rest[n+1:]
	return e
}

// objectEnd is where the object ends with which a text begins, 0 if none does.
func objectEnd(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth == 0 {
			if i == 0 {
				return 0
			}
			return i + 1
		}
	}
	return 0
}
