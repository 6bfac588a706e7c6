package sheets

import (
	"cmp"
	"errors"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// Streams are those of the registries that the table is about.
func (s *Sheet) Streams() []ledger.StreamID {
	if s.Kind == Organisations {
		return []ledger.StreamID{registry.OrganisationStream}
	}
	prefix := ""
	for _, k := range kinds {
		if k.kind == s.Kind {
			prefix = k.prefix
		}
	}
	var out []ledger.StreamID
	seen := map[ledger.StreamID]bool{}
	for _, r := range s.rows {
		id := ledger.StreamID(prefix + r.cells[code[s.Kind]].text)
		if id.Validate() == nil && !seen[id] { // what cannot name a stream is a fault of its row
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// plan is under way: the entries so far, and the directory with them.
type plan struct {
	*Sheet
	directory *registry.Directory
	pending   *registry.Pending
	day       workdays.Date
	first     map[string]*row // by what rows are about
}

// again notes what a row is about, and gives the row before that is about the
// same; nil where there is none.
func (p *plan) again(r *row, about ...string) *row {
	key := strings.Join(about, "\x00")
	before := p.first[key]
	if before == nil {
		p.first[key] = r
	}
	return before
}

// once gives a row to a planner, if no other is about the same.
func once(does func(*plan, *row), about ...string) func(*plan, *row) {
	return func(p *plan, r *row) {
		key := make([]string, len(about))
		for i, name := range about {
			key[i] = r.text(name)
		}
		if p.again(r, key...) != nil {
			r.wrong(about[0], "stands twice in the table")
			return
		}
		does(p, r)
	}
}

// Plan says what to record so that the directory, which knows [Sheet.Streams],
// agrees with the table. day is that from which on changes hold where the table
// does not say it. The error is a [*Faults]: then there is no plan.
func (s *Sheet) Plan(d *registry.Directory, day workdays.Date) ([]registry.Entry, error) {
	s.faults, s.more = nil, 0
	pending := registry.NewPending(d)
	p := &plan{Sheet: s, directory: pending.Directory(), pending: pending, day: day, first: map[string]*row{}}
	switch s.Kind {
	case Organisations:
		p.organisations()
	case Items:
		p.each(once((*plan).item, "item"))
	case Windows:
		p.each(once((*plan).window, "window"))
	case Posts:
		p.each((*plan).post)
	case Channels:
		p.each(once((*plan).channel, "channel"))
	case Rules:
		p.each(once((*plan).rule, "rule"))
	case Rounds:
		p.each(once((*plan).round, "round"))
	case Tags:
		p.each(once((*plan).tag, "item", "tag"))
	case Outcomes:
		p.each(once((*plan).outcome, "item", "round"))
	}
	if err := s.err(); err != nil {
		return nil, err
	}
	return pending.Entries, nil
}

func (p *plan) each(row func(*plan, *row)) {
	for i := range p.rows {
		row(p, &p.rows[i])
	}
}

// add plans an entry of a row, if it may stand in public and the registry
// allows it.
func (p *plan) add(r *row, e registry.Entry) {
	if err := p.pending.Add(e); err != nil {
		p.refuse(r, err)
	}
}

// refuse notes an error of an entry below the heading that it is about.
func (p *plan) refuse(r *row, err error) {
	var invalid *ledger.InvalidError
	var personal *disclosure.Error
	var refusal *act.Refusal
	field, reason := "", err.Error()
	switch {
	case errors.As(err, &personal):
		field, reason = personal.Field, personal.Reason+"; "+personal.Advice
	case errors.As(err, &invalid):
		field, reason = invalid.Field, invalid.Reason
	case errors.As(err, &refusal):
		field = code[p.Kind]
	}
	key := field
	if key, _, _ = strings.Cut(field, "["); r.sheet.named[key] == "" {
		key = cmp.Or(map[string]string{"telephones": phones(r)}[key], code[p.Kind])
		if key == code[p.Kind] && field != key {
			reason = field + ": " + reason
		}
	}
	r.wrong(key, reason)
}

// phones is the column of telephones that a row has.
func phones(r *row) string {
	for _, use := range []string{registry.ServiceLine, registry.SupervisionLine} {
		if r.text(use) != "" {
			return use
		}
	}
	return ""
}
