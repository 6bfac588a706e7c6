package projections

import (
	"context"
	"fmt"
	"strings"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures/plain"
)

// Placing is what the directory says of a case as of its local date of
// acceptance; nothing before that.
type Placing struct {
	// Above are the organisations above that of acceptance, the nearest first;
	// empty behind the last.
	Above [len(plain.Case{}.Above)]string
	// Level, Class and Tags are those of the item's version in force; where it
	// says no level, that of the organisation.
	Level, Class string
	Tags         plain.Tags
}

// placing is where a case stands by a directory.
func placing(d *registry.Directory, c *casefile.Case) (p Placing) {
	on := c.AcceptedOn()
	if on == workdays.NoDate {
		return p
	}
	if path := d.Path(c.Org, on); len(path) > 1 {
		copy(p.Above[:], path[1:])
	}
	if item, ok := d.Item(c.Item, on); ok {
		p.Level, p.Class, p.Tags = string(item.Level), item.Class, plain.TagsOf(item.Tags)
	}
	if p.Level == "" {
		org, _ := d.Organisation(c.Org, on)
		p.Level = string(org.Level)
	}
	return p
}

// moved says whether an event changed what a placing follows from.
func moved(before, after *casefile.Case) bool {
	return before.Org != after.Org || before.Item != after.Item || before.Zone != after.Zone || !before.AcceptedAt.Equal(after.AcceptedAt)
}

// placed is the summary under another directory, or nil if nothing differs.
func (s *Summary) placed(d *registry.Directory) *Summary {
	p := placing(d, &s.Case)
	if p == s.Placing {
		return nil
	}
	n := s.copy()
	n.Placing = p
	return n
}

// entry is what the [dependency] of any record of the directory does.
type entry struct {
	act.Event
	from workdays.Date
}

// derivation implements [dependency].
func (e entry) derivation(w *writer) func(*Summary) *Summary {
	d := w.directory.With(e.Event)
	return func(s *Summary) *Summary { return s.placed(d) }
}

// learn implements [dependency].
func (e entry) learn(w *writer) { w.directory = w.directory.With(e.Event) }

// treeEntry is the [dependency] of a record that changes the tree of
// organisations, or an organisation's level: it touches the cases of those that
// have ever stood below it, accepted from its date on.
type treeEntry struct {
	entry
	org string
}

// manyOrgs is how many organisations are named in a condition.
const manyOrgs = 500

// touched implements [dependency].
func (e treeEntry) touched(w *writer) (condition string, args []any) {
	args = []any{int64(e.from)}
	orgs := w.directory.With(e.Event).EverBelow(e.org)
	if len(orgs) > manyOrgs {
		return "accepted_on >= ?1", args
	}
	var list []string
	for _, org := range orgs {
		args = append(args, org)
		list = append(list, fmt.Sprintf("?%d", len(args)))
	}
	return "org IN (" + strings.Join(list, ", ") + ") AND accepted_on >= ?1", args
}

// itemEntry is the [dependency] of a record of an item: it touches the item's
// cases, accepted from its date on.
type itemEntry struct {
	entry
	item string
}

// touched implements [dependency].
func (e itemEntry) touched(*writer) (condition string, args []any) {
	return "item = ?1 AND accepted_on >= ?2", []any{e.item, int64(e.from)}
}

// listed is the dependency of a record that the directory is made of; nil of
// one that says nothing of cases.
func listed(e registry.Entry) dependency {
	switch e := e.(type) {
	case registry.OrganisationCreated:
		return treeEntry{entry{e, e.Date}, e.Org}
	case registry.OrganisationMoved:
		return treeEntry{entry{e, e.Date}, e.Org}
	case registry.OrganisationMerged:
		return treeEntry{entry{e, e.Date}, e.Org}
	case registry.ItemRegistered:
		return itemEntry{entry{e, e.Date}, e.Item}
	case registry.ItemChanged:
		return itemEntry{entry{e, e.Date}, e.Item}
	case registry.ItemDelegated:
		return itemEntry{entry{e, e.Date}, e.Item}
	case registry.ItemTagged:
		return itemEntry{entry{e, e.Date}, e.Item}
	case registry.ItemUntagged:
		return itemEntry{entry{e, e.Date}, e.Item}
	}
	return nil
}

// manyCases is how many cases make indexes worth while before the first catch-up
// has ended: records of the directory may be thousands, and each would be a pass
// over all cases.
const manyCases = 20_000

// indexFor makes the index by which a record of the directory finds its cases,
// where that is not there yet and there are many.
func (w *writer) indexFor(ctx context.Context, d dependency) error {
	name := ""
	switch d.(type) {
	case treeEntry:
		name = "cases_org"
	case itemEntry:
		name = "cases_item"
	}
	if name == "" || w.at.indexed || w.at.lastID < manyCases || w.early[name] {
		return nil
	}
	err := w.db.Write(ctx, func(t door.Tx) error {
		for _, q := range indexes {
			if ddl, ok := strings.CutPrefix(q, "CREATE INDEX IF NOT EXISTS "+name+" ON "); ok {
				return t.Exec("CREATE INDEX IF NOT EXISTS " + w.prefix + name + " ON " + w.prefix + ddl)
			}
		}
		return nil
	})
	if err == nil {
		w.early[name] = true
	}
	return err
}
