package registry

import (
	"maps"
	"slices"
	"strings"

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

// shift notes a day on which the tree changed.
func (d *Directory) shift(day workdays.Date) {
	if at, found := slices.BinarySearch(d.shifts, day); !found {
		d.shifts = slices.Insert(slices.Clip(d.shifts), at, day)
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

// above is the organisation above on a day, an empty code above a root.
// Whoever is merged stands below what it was merged into, and what stood below
// it stands there too.
func (d *Directory) above(o *organisation, day workdays.Date) (code string, p *organisation) {
	code, _ = o.parents.on(day)
	if o.merged(day) {
		code = o.into
	}
	for range len(d.organisations) { // so that mergers in a circle end
		if p = d.there(code, day); p == nil || !p.merged(day) {
			break
		}
		code = p.into
	}
	return code, p
}

// Path is an organisation and those above it on a day, itself first: at most
// [MaxLevels], and one more where it is merged. One that is not known on the
// day is its own path.
func (d *Directory) Path(org string, day workdays.Date) []string {
	path := append(make([]string, 0, MaxLevels+1), org)
	for o := d.there(org, day); o != nil && len(path) <= MaxLevels; {
		if org, o = d.above(o, day); org != "" {
			path = append(path, org)
		}
	}
	return path
}

// Below lists an organisation and all below it on a day, itself first, the
// others ascending by code. Closed and merged ones are among them.
func (d *Directory) Below(org string, day workdays.Date) []string {
	out := []string{org}
	for code, o := range d.organisations {
		if code != org && o.created.Date <= day && slices.Contains(d.Path(code, day), org) {
			out = append(out, code)
		}
	}
	slices.Sort(out[1:])
	return out
}

// EverBelow lists an organisation and all that stand below it on any day,
// ascending by code; a few more may be among them.
func (d *Directory) EverBelow(org string) []string {
	right := map[string][]string{} // right below, at any time
	for code, o := range d.organisations {
		for _, p := range o.parents {
			right[p.says] = append(right[p.says], code)
		}
		if o.into != "" {
			right[o.into] = append(right[o.into], code)
		}
	}
	found := map[string]bool{org: true}
	for todo := []string{org}; len(todo) > 0; todo = todo[1:] {
		for _, code := range right[todo[0]] {
			if !found[code] {
				found[code] = true
				todo = append(todo, code)
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
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

// sound says that an organisation and all below it have a place in the tree
// from a day on.
func (d *Directory) sound(org string, from workdays.Date) error {
	for _, day := range d.days(from) {
		for _, code := range d.Below(org, day) {
			if err := d.placed(code, day); err != nil {
				return err
			}
		}
	}
	return nil
}

// days are a day and those after it on which the tree changes.
func (d *Directory) days(from workdays.Date) []workdays.Date {
	at, found := slices.BinarySearch(d.shifts, from)
	if found {
		return d.shifts[at:]
	}
	return append([]workdays.Date{from}, d.shifts[at:]...)
}

// placed says that an organisation stands in a tree of at most five levels.
func (d *Directory) placed(org string, day workdays.Date) error {
	path, most := d.Path(org, day), MaxLevels
	if d.organisations[org].merged(day) {
		most++
	}
	highest, beyond := d.there(path[len(path)-1], day), ""
	if highest != nil {
		beyond, _ = d.above(highest, day)
	}
	switch {
	case slices.Contains(path[1:], org):
		return refuse(RuleTree, "%s would stand below itself%s", org, onDay(day))
	case len(path) > most || beyond != "":
		return tooDeep(org, path[1:], day)
	}
	return nil
}

func tooDeep(org string, above []string, day workdays.Date) error {
	return refuse(RuleTree, "%s would stand below %s%s, and the tree has at most %d levels", org, strings.Join(above, ", "), onDay(day), MaxLevels)
}

// openBelow gives an organisation that is open right below another from a day
// on, empty if none is.
func (d *Directory) openBelow(org string, from workdays.Date) string {
	for _, day := range d.days(from) {
		for _, code := range slices.Sorted(maps.Keys(d.organisations)) {
			o := d.there(code, day)
			if o == nil || code == org || o.ended != workdays.NoDate && o.ended <= day {
				continue
			}
			if above, _ := d.above(o, day); above == org {
				return code
			}
		}
	}
	return ""
}
