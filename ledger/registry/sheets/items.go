package sheets

import (
	"cmp"
	"slices"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// item plans what a row says of a service item: its registration, a new version
// where it differs from the last, and its end.
func (p *plan) item(r *row) {
	code := r.text("item")
	last, there := p.directory.Item(code, registry.Latest)
	v := last.ItemRegistered
	v.Item, v.Round = code, r.text("round")
	for key, to := range map[string]*string{"name": &v.Name, "org": &v.Org, "content": &v.Content, "fee": &v.Fee, "result": &v.Result, "hours": &v.Hours, "web": &v.Web} {
		set(r, key, to)
	}
	for key, to := range map[string]*[]string{"basis": &v.Basis, "conditions": &v.Conditions, "procedure": &v.Procedure, "offices": &v.Offices, "tags": &v.Tags} {
		if r.has(key) {
			*to = r.list(key)
		}
	}
	for key, to := range map[string]*int{"legalDays": &v.LegalDays, "promisedDays": &v.PromisedDays} {
		if r.has(key) {
			*to = r.days(key)
		}
	}
	if r.has("class") {
		v.Class = r.code("class", classWords)
	}
	if r.has("handling") {
		v.Handling = r.code("handling", handlingWords)
	}
	if r.has("level") {
		v.Level = registry.Level(r.code("level", levelWords))
	}
	if r.has("materials") {
		v.Materials = r.materials()
	}
	if r.called() {
		v.Telephones = r.telephones()
	}
	p.keepSince(r, &v, last)
	p.version(r, v, last, there)
	p.abolish(r, code)
}

// keepSince keeps what tags and delegations have changed of a version since,
// where the row says what the version did.
func (p *plan) keepSince(r *row, v *registry.ItemRegistered, last registry.Item) {
	was, _ := p.directory.Version(v.Item, registry.Latest)
	if r.has("org") && v.Org == was.Org {
		v.Org = last.Org
	}
	if r.has("level") && v.Level == was.Level {
		v.Level = last.Level
	}
	if r.has("tags") && slices.Equal(v.Tags, was.Tags) {
		v.Tags = last.Tags
	}
}

// version plans a first version, or one that differs from the last.
func (p *plan) version(r *row, v registry.ItemRegistered, last registry.Item, there bool) {
	day := r.date("date")
	if !there {
		if v.Date = day; day == workdays.NoDate {
			v.Date = p.day
		}
		p.add(r, v)
		return
	}
	v.Date = last.Date
	of, compared := v, last.ItemRegistered
	of.Round, compared.Round = "", ""
	if same(of, compared) {
		return
	}
	if v.Date = day; day == workdays.NoDate || day <= last.Date {
		v.Date = p.day
	}
	p.add(r, registry.ItemChanged(v))
}

func (p *plan) abolish(r *row, code string) {
	day := r.date("abolished")
	last, there := p.directory.Item(code, registry.Latest)
	if day == workdays.NoDate || !there || !last.InForce() {
		return
	}
	p.add(r, registry.ItemAbolished{Basis: cmp.Or(r.text("abolishedBy"), r.text("round")), Date: day, Item: code, Round: r.text("round")})
}
