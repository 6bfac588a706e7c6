package projections

import (
	"sync"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
	"caseledger/projections/figures/plain"
)

// inventory gives what the directory lists on a day, as known at an ordinal of a
// snapshot. It reads the directory when it is first asked.
func (v *Views) inventory(t door.Tx, c *checkpoint, ordinal uint64) figures.Inventory {
	var d *registry.Directory
	return func(on workdays.Date) (things []figures.Thing, err error) {
		if d == nil {
			if ordinal < c.ordinal {
				d, err = readDirectory(t, "", new(registry.Directory), 0, ordinal)
			} else {
				d, err = v.directory.now(t, ordinal)
			}
		}
		if err != nil {
			return nil, err
		}
		return v.listed.on(d, on), nil
	}
}

// lists keeps what directories list on the days that were asked for last. It is
// safe for concurrent use; the zero lists hold none.
type lists struct {
	mu   sync.Mutex
	kept []listedOn // the last used first; guarded by mu
}

type listedOn struct {
	of     *registry.Directory
	on     workdays.Date
	things []figures.Thing
}

// manyLists is how many are kept, of a large county a megabyte each.
const manyLists = 16

func (k *lists) on(d *registry.Directory, on workdays.Date) []figures.Thing {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, l := range k.kept {
		if l.of == d && l.on == on {
			copy(k.kept[1:i+1], k.kept[:i])
			k.kept[0] = l
			return l.things
		}
	}
	l := listedOn{d, on, things(d, on)}
	k.kept = append([]listedOn{l}, k.kept[:min(len(k.kept), manyLists-1)]...)
	return l.things
}

// things are what a directory lists on a day.
func things(d *registry.Directory, on workdays.Date) (out []figures.Thing) {
	paths, levels, served := map[string][]string{}, map[string]string{}, map[string]bool{}
	of := func(what, code, org string) figures.Thing {
		if paths[org] == nil {
			paths[org] = d.Path(org, on)
			o, _ := d.Organisation(org, on)
			levels[org] = string(o.Level)
		}
		t := figures.Thing{What: what, Code: code, Level: levels[org]}
		copy(t.Nodes[:], paths[org])
		return t
	}
	for _, i := range d.Items(on) {
		t := of(plain.AnItem, i.Item, i.Org)
		if i.Level != "" {
			t.Level = string(i.Level)
		}
		t.Class, t.Tags, t.Legal, t.Promised = i.Class, plain.TagsOf(i.Tags), i.LegalDays, i.PromisedDays
		t.Immediate = i.Handling == "immediate"
		out = append(out, t)
	}
	for _, w := range d.Windows(on, "") {
		served[w.Org] = true
		out = append(out, of(plain.AWindow, w.Window, w.Org))
	}
	orgs, roles := map[string]string{}, map[string]string{}
	for _, p := range d.Posts(on, "") {
		orgs[p.Post], roles[p.Post] = p.Org, p.Role
	}
	for _, s := range d.Staff(on, "") {
		what := plain.AHolder
		if roles[s.Post] == registry.RoleAgent {
			what = plain.AnAgent
		}
		served[orgs[s.Post]] = true
		out = append(out, of(what, s.Post, orgs[s.Post]))
	}
	for _, o := range d.Organisations(on) {
		if o.Open() {
			t := of(plain.AnOrganisation, o.Code, o.Code)
			t.Served = served[o.Code]
			out = append(out, t)
		}
	}
	return out
}
