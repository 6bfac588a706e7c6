package sheets

import (
	"reflect"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// organisations plans those of the table: each after the one above it, and what
// ends at last, from below.
func (p *plan) organisations() {
	for i := range p.rows {
		if r := &p.rows[i]; p.again(r, r.text("org")) != nil {
			r.wrong("org", "stands twice in the table")
		}
	}
	var order []*row
	seen := map[*row]bool{}
	var visit func(r *row)
	visit = func(r *row) {
		for ; r != nil && !seen[r]; r = nil {
			seen[r] = true // a circle is left to the rules
			visit(p.first[r.text("parent")])
			visit(p.first[r.text("into")])
			order = append(order, r)
		}
	}
	for i := range p.rows {
		visit(&p.rows[i])
	}
	for _, r := range order {
		p.organisation(r)
	}
	for i := len(order) - 1; i >= 0; i-- {
		p.end(order[i])
	}
}

// organisation plans what a row says but for its end.
func (p *plan) organisation(r *row) {
	code, day, as := r.text("org"), p.day, registry.Latest
	if changed := r.date("changed"); changed != workdays.NoDate {
		day, as = changed, changed
	}
	o, there := p.directory.Organisation(code, as)
	contact := registry.Contact{Address: o.Address, Hours: o.Hours, Telephones: o.Telephones, Web: o.Web, Duties: o.Duties}
	set(r, "address", &contact.Address)
	set(r, "hours", &contact.Hours)
	set(r, "web", &contact.Web)
	if r.has("duties") {
		contact.Duties = r.list("duties")
	}
	if r.called() {
		contact.Telephones = r.telephones()
	}
	if !there {
		p.add(r, registry.OrganisationCreated{
			Address: contact.Address, Authority: r.truth("authority"), Date: r.date("date"), Duties: contact.Duties, Hours: contact.Hours, Kind: r.text("kind"),
			Level: registry.Level(r.code("level", levelWords)), Name: r.text("name"), Org: code, Parent: r.text("parent"), Scheme: r.code("scheme", schemeWords),
			Telephones: contact.Telephones, Web: contact.Web,
		})
		return
	}
	if level := r.code("level", levelWords); r.has("level") && level != string(o.Level) {
		r.wrong("level", "is "+string(o.Level)+" in the ledger; an organisation does not change its level")
	}
	if name := r.text("name"); r.has("name") && name != o.Name {
		p.add(r, registry.OrganisationRenamed{Date: day, Name: name, Org: code})
	}
	if parent := r.text("parent"); r.has("parent") && parent != o.Parent {
		p.add(r, registry.OrganisationMoved{Date: day, Org: code, Parent: parent})
	}
	if !same(contact, o.Contact) {
		p.add(r, registry.OrganisationDescribed{Address: contact.Address, Date: day, Duties: contact.Duties, Hours: contact.Hours, Org: code, Telephones: contact.Telephones, Web: contact.Web})
	}
}

// end plans the end of an organisation.
func (p *plan) end(r *row) {
	code, into, date := r.text("org"), r.text("into"), r.date("closed")
	o, there := p.directory.Organisation(code, registry.Latest)
	if !there || into == "" && date == workdays.NoDate {
		return
	}
	if date == workdays.NoDate {
		date = p.day
	}
	switch {
	case !o.Open() && o.Into == into:
	case into != "":
		p.add(r, registry.OrganisationMerged{Date: date, Into: into, Org: code})
	default:
		p.add(r, registry.OrganisationClosed{Date: date, Org: code, Reason: r.text("reason")})
	}
}

// set takes a value where the table has the column.
func set(r *row, key string, v *string) {
	if r.has(key) {
		*v = r.text(key)
	}
}

// same says whether two values say the same: an empty list is none.
func same[T any](a, b T) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		f, g := x.Field(i), y.Field(i)
		if f.Kind() == reflect.Slice && f.Len() == 0 && g.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(f.Interface(), g.Interface()) {
			return false
		}
	}
	return true
}
