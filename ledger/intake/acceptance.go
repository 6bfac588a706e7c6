package intake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"caseledger/ledger/casefile"
)

// acceptance makes the event of acceptance from attributes of the case.
func (x *reading) acceptance() (casefile.Accepted, error) {
	a, r := &x.Accepted, x.row
	deadline, err1 := x.optionalDeadline(&a.Deadline, "accepted.deadline", r)
	promise, err2 := x.days(&a.PromisedDays, "accepted.promisedDays", r)
	legal, err3 := x.days(&a.LegalDays, "accepted.legalDays", r)
	out := casefile.Accepted{
		Calendar: x.Calendar,
		Channel:  x.told(&a.Channel, "channel"),
		Deadline: deadline,
		Handling: casefile.Handling(x.text(&a.Handling, r)),
		Item:     x.told(&a.Item, "item"),
		Legal:    legal,
		Number:   x.number,
		Officer:  x.told(&a.Officer, "officer"),
		Org:      x.told(&a.Org, "org"),
		Promise:  promise,
		Routing:  casefile.Routing(x.text(&a.Routing, r)),
		Source:   x.Source,
		Window:   x.told(&a.Window, "window"),
		Zone:     x.Zone,
	}
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return out, err
		}
	}
	return out, nil
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
