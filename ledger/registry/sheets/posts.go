package sheets

import (
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// post plans what a row says of a post and of one who holds it; a post has a
// row for each.
func (p *plan) post(r *row) {
	code := r.text("post")
	if before := p.again(r, code); before != nil {
		for _, key := range []string{"org", "role", "window", "date", "closed"} {
			if r.text(key) != before.text(key) {
				r.wrong(key, "differs from the row above of the same post")
				return
			}
		}
	}
	e := registry.PostEstablished{Date: p.since(r, "date"), Org: r.text("org"), Post: code, Role: r.code("role", roleWords), Window: r.text("window")}
	closed := r.date("closed")
	last, known := p.directory.Post(code, registry.Latest)
	switch {
	case last == nil && known && closed != workdays.NoDate:
		return
	case last == nil:
		if known {
			e.Date = p.day
		}
		p.add(r, e)
		last = &e
	case r.has("org") && e.Org != last.Org || r.has("role") && e.Role != last.Role || r.has("window") && e.Window != last.Window:
		next := *last
		next.Date = p.day
		set(r, "org", &next.Org)
		set(r, "window", &next.Window)
		if r.has("role") {
			next.Role = e.Role
		}
		p.add(r, registry.PostAbolished{Date: p.day, Post: code})
		p.add(r, next)
	}
	p.holder(r, last.Date)
	if closed != workdays.NoDate {
		p.add(r, registry.PostAbolished{Date: closed, Post: code})
	}
}

// holder plans who holds a post, from the day of the post where the table does
// not say it.
func (p *plan) holder(r *row, from workdays.Date) {
	code, pseudonym := r.text("post"), r.text("pseudonym")
	if pseudonym == "" {
		return
	}
	if day := r.date("from"); day != workdays.NoDate {
		from = day
	}
	e := registry.PostStaffed{From: from, Post: code, Pseudonym: pseudonym, Until: r.date("until")}
	for _, held := range p.directory.Holders(code) {
		if held.Pseudonym == pseudonym && held.From == from {
			if held.Until == e.Until || !r.has("until") {
				return
			}
		}
	}
	p.add(r, e)
}
