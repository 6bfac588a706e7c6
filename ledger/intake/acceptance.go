package intake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"caseledger/ledger/casefile"
)

// acceptance makes the event of acceptance from attributes of the case.
func (m *Mapping) acceptance(r *row, number string) (casefile.Accepted, error) {
	a := &m.Accepted
	deadline, err1 := m.optionalDeadline(&a.Deadline, "accepted.deadline", r)
	promise, err2 := m.days(&a.PromisedDays, "accepted.promisedDays", r)
	legal, err3 := m.days(&a.LegalDays, "accepted.legalDays", r)
	out := casefile.Accepted{
		Calendar: m.Calendar,
		Channel:  m.text(&a.Channel, r),
		Deadline: deadline,
		Handling: casefile.Handling(m.text(&a.Handling, r)),
		Item:     m.text(&a.Item, r),
		Legal:    legal,
		Number:   number,
		Officer:  m.text(&a.Officer, r),
		Org:      m.text(&a.Org, r),
		Promise:  promise,
		Routing:  casefile.Routing(m.text(&a.Routing, r)),
		Source:   m.Source,
		Window:   m.text(&a.Window, r),
		Zone:     m.Zone,
	}
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return out, err
		}
	}
	return out, checkAccepted(&out)
}

// accepting gives the attributes that the acceptance is made of: those of the
// case, and before them those of the row that accepts it, where the mapping
// names one and the case has it.
func (b *builder) accepting(a *row) *row {
	for _, code := range b.Accepted.Row {
		i := slices.Index(b.codes, code)
		if i < 0 {
			continue
		}
		out := row{line: b.told[i].line}
		for k, v := range b.told[i].values {
			if !b.nothing(v) {
				out.names, out.values = append(out.names, b.told[i].names[k]), append(out.values, v)
			}
		}
		out.names, out.values = append(out.names, a.names...), append(out.values, a.values...)
		return &out
	}
	return a
}

func (b *builder) acceptedAt(a *row) (time.Time, error) {
	f := &b.Accepted.Time
	at, ok, err := b.time(f, "accepted.time", a)
	if err != nil || ok {
		return at, err
	}
	for _, name := range f.From {
		if name == FirstStep && len(b.steps) > 0 {
			return b.steps[0].occurred, nil
		}
		code, named := strings.CutPrefix(name, StepTime)
		if i := slices.Index(b.codes, code); named && i >= 0 {
			return b.steps[i].occurred, nil
		}
	}
	return at, fmt.Errorf("case %s has no time of acceptance (attribute %s)", b.number, names(f))
}

// acceptCodes lists the step codes by which a mapping finds the row that
// accepts a case.
func (m *Mapping) acceptCodes() []string {
	out := slices.Clone([]string(m.Accepted.Row))
	for _, name := range m.Accepted.Time.From {
		if code, ok := strings.CutPrefix(name, StepTime); ok && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// met gives those of the codes that the case's rows have.
func (b *builder) met() []string {
	return slices.DeleteFunc(b.acceptCodes(), func(code string) bool { return !slices.Contains(b.codes, code) })
}
