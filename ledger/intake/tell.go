package intake

import (
	"errors"
	"strings"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

func names(f *Field) string { return strings.Join(f.From, " or ") }

// number gives the public number of the case that a row belongs to.
func (m *Mapping) number(r *row) (string, error) {
	s := strings.TrimSpace(m.text(&m.Case.Number, r))
	if s == "" {
		return "", errors.New("has no case number (attribute " + names(&m.Case.Number) + ")")
	}
	s = m.Case.Prefix + m.replace.Replace(s)
	return s, m.refusing(checkNumber(s))
}

// refusing marks a fault of a number that the mapping refuses.
func (m *Mapping) refusing(err error) error {
	if err != nil && m.Case.Number.Public == publicRefuse {
		return &chosen{err}
	}
	return err
}

// time reads a field as an instant; ok is false where the source says nothing.
func (m *Mapping) time(f *Field, key string, r *row) (t time.Time, ok bool, err error) {
	s := m.text(f, r)
	if s == "" {
		return t, false, nil
	}
	t, _, err = parseTime(s, m.zone, m.Times)
	if err != nil {
		return t, false, complaint(f, key, s, err.Error())
	}
	return t, true, nil
}

// deadline reads a field as the last instant that is on time: a date alone
// means its whole day.
func (m *Mapping) deadline(f *Field, key, text string) (time.Time, error) {
	t, dateOnly, err := parseTime(text, m.zone, m.Times)
	if err != nil {
		return t, complaint(f, key, text, err.Error())
	}
	if dateOnly {
		t = workdays.DateOf(t, m.zone).End(m.zone).Add(-time.Microsecond).UTC()
	}
	return t, nil
}

func (m *Mapping) optionalDeadline(f *Field, key string, r *row) (time.Time, error) {
	s := m.text(f, r)
	if s == "" {
		return time.Time{}, nil
	}
	return m.deadline(f, key, s)
}

func (m *Mapping) days(f *Field, key string, r *row) (int, error) {
	s := m.text(f, r)
	if s == "" {
		return 0, nil
	}
	n, err := parseDays(s)
	if err != nil {
		return 0, complaint(f, key, s, err.Error())
	}
	return n, nil
}

// row makes the fact of one row, without id.
func (b *builder) row(r *row) (fact, error) {
	s := &b.Step
	at, ok, err := b.time(&s.Time, "step.time", r)
	if err != nil {
		return fact{}, err
	}
	x := b.read(r, b.number)
	code := x.told(&s.Code, "step")
	if x.refused != nil && ok {
		return fact{line: r.line, occurred: at, refused: x.refused}, nil
	}
	if !ok || code == "" {
		return fact{}, errors.New("a row of case " + b.number + " lacks its time or its step (attributes " + names(&s.Time) + ", " + names(&s.Code) + ")")
	}
	f := fact{line: r.line, occurred: at, sealed: b.personal(onStep, r, b.number)}
	rule, special := s.Events[code]
	if special && rule.Post.set() {
		f.post = x.told(&rule.Post, "post")
	} else {
		f.post = x.told(&s.Post, "post")
	}
	if special {
		if f.event, f.rounded, err = x.event(&rule); err != nil {
			return f, err
		}
		if rule.Step {
			also := fact{line: f.line, occurred: at, post: f.post, event: f.event, rounded: f.rounded}
			f.also, f.rounded = &also, 0
		}
	}
	if !special || rule.Step {
		if f.event, err = x.step(code); err != nil {
			return f, err
		}
	}
	f.sealed, f.refused = append(f.sealed, x.sealed...), x.refused
	return f, nil
}

// step makes the event of a row that is a step.
func (x *reading) step(code string) (casefile.Event, error) {
	s := &x.Step
	due, err := x.optionalDeadline(&s.Due, "step.due", x.row)
	if err != nil {
		return nil, err
	}
	name := x.told(&s.Name, "name")
	if name == "" && s.Name.Public != "" {
		name = code
	}
	return casefile.StepPerformed{
		Due: due, Name: name, Org: x.told(&s.Org, "org"), Ref: x.told(&s.Ref, "ref"), Step: code,
	}, nil
}
