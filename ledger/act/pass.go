package act

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/workdays"
)

// describe lists the members that a function visits. It panics where they do
// not stand in the order of their names, which makes bodies canonical.
func describe(action string, visit func(*Members)) []Member {
	m := Members{mode: describing}
	visit(&m)
	for i := 1; i < len(m.list); i++ {
		if m.list[i-1].Name >= m.list[i].Name {
			panic("act: " + action + " has its member " + m.list[i].Name + " out of order")
		}
	}
	return m.list
}

// begin comes to the next member. While members are described it is a new one.
func (m *Members) begin(kind Kind, name, says string, marks []Mark) *Member {
	if m.mode == describing {
		d := Member{Name: name, Input: name, Kind: kind, Says: says}
		for _, x := range marks {
			d.Marks |= x
		}
		m.list = append(m.list, d)
	}
	d := &m.list[m.at]
	m.at++
	return d
}

// given is what the input holds for a member.
func (m *Members) given(d *Member) any {
	if d.Has(Derived) {
		return nil
	}
	return m.in[d.Input]
}

// called is the name by which an error calls a member: whoever sent a command
// knows its input, whoever sent a body knows the member.
func (m *Members) called(d *Member) string {
	if m.path == "" {
		return m.name(d)
	}
	return m.path + m.name(d)
}

func (m *Members) name(d *Member) string {
	if m.asked || m.mode == taking {
		return d.Input
	}
	return d.Name
}

// present says that a command needs the member.
func (m *Members) present(d *Member, there bool) {
	if m.asked && d.Has(Required) && !there {
		m.invalid(d, "", "is missing")
	}
}

func (m *Members) invalid(d *Member, value, reason string) {
	m.keep(Invalid(m.called(d), value, reason))
}

// Invalid is a [*ledger.InvalidError] that leaves out a value which may not
// stand in public: messages go to logs.
func Invalid(field, value, reason string) error {
	if disclosure.Text(field, value, disclosure.MaxText) != nil {
		value = ""
	}
	return &ledger.InvalidError{Field: field, Value: value, Reason: reason}
}

func (m *Members) keep(err error) {
	if m.err == nil && err != nil {
		m.err = err
	}
}

// fault keeps what is wrong with a member's bytes.
func (m *Members) fault(name string, err error) {
	if err != nil {
		m.keep(fmt.Errorf("member %q: %w", name, err))
	}
}

// written says whether a time has a written form.
func written(t time.Time) bool { y := t.UTC().Year(); return y >= 1 && y <= 9999 }

// dated says whether a date has a written form.
func dated(d workdays.Date) bool { y := d.Year(); return y >= 1 && y <= 9999 }

// passes goes over the members of events of one type. The events it visits
// are kept in a pool: a visiting function is a value, so what it is given
// would otherwise be allocated each time.
type passes[E Event] struct {
	members []Member
	visit   func(*E, *Members)
	find    func(stored string) *Action // of the book; set before first use
	pool    sync.Pool                   // of *room[E]
}

type room[E Event] struct {
	m Members
	e E
}

func (p *passes[E]) enter(mode mode) *room[E] {
	r, ok := p.pool.Get().(*room[E])
	if !ok {
		r = new(room[E])
	}
	r.m = Members{mode: mode, find: p.find, place: place{list: p.members}}
	return r
}

func (p *passes[E]) leave(r *room[E]) {
	*r = room[E]{}
	p.pool.Put(r)
}

func (p *passes[E]) encode(e Event) ([]byte, error) {
	r := p.enter(writing)
	defer p.leave(r)
	r.e = e.(E)
	r.m.out = append(make([]byte, 0, 64+24*len(p.members)), '{')
	p.visit(&r.e, &r.m)
	if r.m.err != nil {
		return nil, r.m.err
	}
	return append(r.m.out, '}'), nil
}

// decode reads a body. The event's texts are parts of it.
func (p *passes[E]) decode(public string) (Event, error) {
	r := p.enter(reading)
	defer p.leave(r)
	body, ok := strings.CutPrefix(public, "{")
	if !ok {
		return nil, errObject
	}
	r.m.body = body
	p.visit(&r.e, &r.m)
	if err := r.m.finish(); err != nil {
		return nil, err
	}
	return r.e, nil
}

func (p *passes[E]) check(e E, asked bool, classes Classes, more func(*E) error) error {
	r := p.enter(checking)
	defer p.leave(r)
	r.e, r.m.asked, r.m.classes = e, asked, classes
	p.visit(&r.e, &r.m)
	if r.m.err == nil && more != nil && !asked {
		r.m.err = more(&r.e)
	}
	return r.m.err
}

func (p *passes[E]) take(in Input) (Event, error) {
	r := p.enter(taking)
	defer p.leave(r)
	r.m.in = in
	p.visit(&r.e, &r.m)
	if r.m.err != nil {
		return nil, r.m.err
	}
	return r.e, nil
}
