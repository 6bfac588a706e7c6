package act

import (
	"fmt"
	"strconv"
)

// Texts is a list of at most most texts.
func (m *Members) Texts(v *[]string, name, says string, most int, marks ...Mark) *Members {
	return m.texts(v, KindTexts, name, says, most, marks)
}

// Names is a list of at most most names: numbers, codes or addresses that
// somebody gives out.
func (m *Members) Names(v *[]string, name, says string, most int, marks ...Mark) *Members {
	return m.texts(v, KindNames, name, says, most, marks)
}

// Codes is a list of at most most classes.
func (m *Members) Codes(v *[]string, name, says string, most int, marks ...Mark) *Members {
	return m.texts(v, KindCodes, name, says, most, marks)
}

func (m *Members) texts(v *[]string, kind Kind, name, says string, most int, marks []Mark) *Members {
	d := m.begin(kind, name, says, marks)
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
		m.length(d, len(*v))
		for _, s := range *v {
			m.present(d, s != "")
			m.keep(fit(kind.Element(), m.called(d), s))
			m.keep(m.classes.check(d, m.called(d), s))
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

// length checks how many elements a list has.
func (m *Members) length(d *Member, n int) {
	m.present(d, n > 0)
	if n > d.Max {
		m.invalid(d, "", fmt.Sprintf("has %d entries, want at most %d", n, d.Max))
	}
}

// Each is a list of at most most objects, whose members visit goes over as the
// action's own function does over those of the body: always all of them, in the
// order of their names. In errors a member of the fourth is called
// "days[3].name".
func Each[T any](m *Members, v *[]T, name, says string, most int, visit func(*T, *Members), marks ...Mark) {
	d := m.begin(KindList, name, says, marks)
	switch m.mode {
	case describing:
		d.Max = most
		d.Of = describe(name, func(inner *Members) { visit(new(T), inner) })
	case writing:
		writeEach(m, d, *v, visit)
	case reading:
		if m.next(name) {
			*v = readEach(m, d, visit)
		}
	case checking:
		m.length(d, len(*v))
		for i := range *v {
			outer := m.enter(d, i)
			visit(&(*v)[i], m)
			m.place = outer
		}
	case taking:
		list, _ := m.given(d).([]any)
		for i, x := range list {
			var none T
			*v = append(*v, none)
			outer := m.enter(d, i)
			m.in, _ = x.(map[string]any)
			visit(&(*v)[i], m)
			m.place = outer
		}
	}
}

func writeEach[T any](m *Members, d *Member, list []T, visit func(*T, *Members)) {
	if len(list) == 0 && !d.Has(Always) {
		return
	}
	m.key(d)
	m.out = append(m.out, '[')
	for i := range list {
		m.comma(i)
		m.out = append(m.out, '{')
		outer := m.enter(d, i)
		visit(&list[i], m)
		m.place = outer
		m.out = append(m.out, '}')
	}
	m.out = append(m.out, ']')
}

func readEach[T any](m *Members, d *Member, visit func(*T, *Members)) []T {
	list := []T{}
	for m.element(d.Name, len(list)) {
		if !m.skip("{") {
			m.fault(d.Name, errObject)
			break
		}
		var none T
		list = append(list, none)
		outer := m.enter(d, len(list)-1)
		visit(&list[len(list)-1], m)
		m.place = outer
		if m.err == nil && !m.skip("}") {
			m.fault(d.Name, m.unknown())
		}
	}
	return list
}

// enter goes among the members of an object in a list, and gives the place to
// come back to.
func (m *Members) enter(d *Member, i int) (outer place) {
	outer = m.place
	m.place = place{list: d.Of}
	if m.mode == checking || m.mode == taking {
		m.path = outer.path + m.name(d) + "[" + strconv.Itoa(i) + "]."
	}
	return outer
}
