package sheets

import (
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// rule plans what a row says of a rule of the centre; one that differs is
// published again.
func (p *plan) rule(r *row) {
	code := r.text("rule")
	closed := r.date("closed")
	last, known := p.directory.Rule(code, registry.Latest)
	if last == nil && known && closed != workdays.NoDate {
		return
	}
	next := registry.RulePublished{Rule: code}
	if last != nil {
		next = *last
	}
	for key, to := range map[string]*string{"name": &next.Name, "kind": &next.Kind, "org": &next.Org, "basis": &next.Basis} {
		set(r, key, to)
	}
	if r.has("texts") {
		next.Texts = r.list("texts")
	}
	switch day := r.date("date"); {
	case last == nil && !known:
		next.Date = p.since(r, "date")
		p.add(r, next)
	case last == nil:
		next.Date = p.day
		p.add(r, next)
	case !same(next, *last):
		if next.Date = day; day <= last.Date {
			next.Date = p.day
		}
		p.add(r, next)
	}
	if closed != workdays.NoDate {
		p.add(r, registry.RuleSuperseded{By: r.text("by"), Date: closed, Rule: code})
	}
}
