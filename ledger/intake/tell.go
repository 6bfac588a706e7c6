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
	return s, checkNumber(s)
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
	code := b.text(&s.Code, r)
	if !ok || code == "" {
		return fact{}, errors.New("a row of case " + b.number + " lacks its time or its step (attributes " + names(&s.Time) + ", " + names(&s.Code) + ")")
	}
	f := fact{line: r.line, occurred: at, post: b.text(&s.Post, r), sealed: b.personal(onStep, r, b.number)}
	if rule, ok := s.Events[code]; ok {
		if rule.Post.set() {
			f.post = b.text(&rule.Post, r)
		}
		f.event, f.rounded, err = b.event(&rule, r, b.number)
		if err != nil || !rule.Step {
			return f, err
		}
		also := fact{line: f.line, occurred: at, post: f.post, event: f.event, rounded: f.rounded}
		f.also, f.rounded = &also, 0
	}
	due, err := b.optionalDeadline(&s.Due, "step.due", r)
	if err != nil {
		return fact{}, err
	}
	f.event = casefile.StepPerformed{
		Due: due, Name: b.text(&s.Name, r), Org: b.text(&s.Org, r), Ref: b.text(&s.Ref, r), Step: code,
	}
	return f, nil
}
