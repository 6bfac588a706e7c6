package registry

import (
	"maps"
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// organisation is what was recorded of one. It is replaced, never written into.
type organisation struct {
	created  OrganisationCreated
	names    history[string]
	parents  history[string]
	contacts history[Contact]
	ended    workdays.Date // first day on which it is closed or merged, or NoDate
	into     string        // what it was merged into
}

// takeOrganisation takes an event of an organisation. One of an organisation
// that was never created says nothing.
func (d *Directory) takeOrganisation(e act.Event) {
	switch e := e.(type) {
	case OrganisationCreated:
		o := organisation{created: e, ended: workdays.NoDate}
		o.names = o.names.with(e.Date, e.Name)
		o.parents = o.parents.with(e.Date, e.Parent)
		o.contacts = o.contacts.with(e.Date, Contact{e.Address, e.Hours, e.Telephones, e.Web, e.Duties})
		put(&d.organisations, e.Org, &o)
	case OrganisationRenamed:
		d.alter(e.Org, func(o *organisation) { o.names = o.names.with(e.Date, e.Name) })
	case OrganisationDescribed:
		d.alter(e.Org, func(o *organisation) {
			o.contacts = o.contacts.with(e.Date, Contact{e.Address, e.Hours, e.Telephones, e.Web, e.Duties})
		})
	case OrganisationMoved:
		d.alter(e.Org, func(o *organisation) { o.parents = o.parents.with(e.Date, e.Parent) })
		d.shift(e.Date)
	case OrganisationMerged:
		d.alter(e.Org, func(o *organisation) { o.ended, o.into = e.Date, e.Into })
		d.shift(e.Date)
	case OrganisationClosed:
		d.alter(e.Org, func(o *organisation) { o.ended, o.into = e.Date, "" })
	}
}

func (d *Directory) alter(code string, change func(*organisation)) {
	if old := d.organisations[code]; old != nil {
		o := *old
		change(&o)
		d.organisations[code] = &o
	}
}

// there gives an organisation that was created by a day, nil if none was.
func (d *Directory) there(code string, day workdays.Date) *organisation {
	if o := d.organisations[code]; o != nil && o.created.Date <= day {
		return o
	}
	return nil
}

// merged says whether it is a part of another on a day.
func (o *organisation) merged(day workdays.Date) bool {
	return o.into != "" && o.ended <= day
}

// Organisation says what is known of an organisation on a day; ok is false
// before it was created.
func (d *Directory) Organisation(code string, day workdays.Date) (of Organisation, ok bool) {
	o := d.there(code, day)
	if o == nil {
		return Organisation{}, false
	}
	c := &o.created
	of = Organisation{Code: code, Scheme: c.Scheme, Authority: c.Authority, Level: c.Level, Kind: c.Kind, Since: c.Date, Ended: workdays.NoDate}
	of.Name, _ = o.names.on(day)
	of.Parent, _ = o.parents.on(day)
	of.Contact, _ = o.contacts.on(day)
	if o.ended != workdays.NoDate && o.ended <= day {
		of.Ended, of.Into = o.ended, o.into
	}
	return of, true
}

// Organisations lists those that were created by a day, ascending by code,
// closed and merged ones among them.
func (d *Directory) Organisations(day workdays.Date) []Organisation {
	out := []Organisation{}
	for _, code := range slices.Sorted(maps.Keys(d.organisations)) {
		if o, ok := d.Organisation(code, day); ok {
			out = append(out, o)
		}
	}
	return out
}

// open says that an organisation is there and open on a day.
func (d *Directory) open(code string, day workdays.Date) error {
	switch o := d.there(code, day); {
	case o == nil:
		return refuse(RuleTree, "there is no organisation %s%s", code, onDay(day))
	case o.ended != workdays.NoDate && o.ended <= day:
		return refuse(RuleOpen, "%s is closed or merged since %s", code, o.ended)
	}
	return nil
}

// changing says that something of an organisation may change on a day.
func (d *Directory) changing(code string, day workdays.Date) error {
	switch o := d.organisations[code]; {
	case o == nil || o.created.Date > day:
		return refuse(RuleTree, "there is no organisation %s%s", code, onDay(day))
	case o.ended != workdays.NoDate:
		return refuse(RuleOpen, "%s is closed or merged on %s, and changes no more", code, o.ended)
	}
	return nil
}

func onDay(day workdays.Date) string {
	if day == workdays.NoDate {
		return ""
	}
	return " on " + day.String()
}
