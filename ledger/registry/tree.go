package registry

import (
	"maps"
	"slices"
	"strings"

	"caseledger/ledger/workdays"
)

// shift notes a day on which the tree changed.
func (d *Directory) shift(day workdays.Date) {
	if at, found := slices.BinarySearch(d.shifts, day); !found {
		d.shifts = slices.Insert(slices.Clip(d.shifts), at, day)
	}
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
