package registry

import (
	"maps"
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// life is what was recorded of an item. It is replaced, never written into.
type life struct {
	chapters history[chapter]
	versions int
}

// chapter is one event of it, and the number of the version that it made, if
// it made one.
type chapter struct {
	event   act.Event
	version int
}

// takeItem takes an event of an item.
func (d *Directory) takeItem(e act.Event) {
	switch e := e.(type) {
	case ItemRegistered:
		d.live(e.Item, e.Date, e, true)
	case ItemChanged:
		d.live(e.Item, e.Date, e, true)
	case ItemRetained:
		d.live(e.Item, e.Date, e, false)
	case ItemDelegated:
		d.live(e.Item, e.Date, e, false)
	case ItemAbolished:
		d.live(e.Item, e.Date, e, false)
	case ItemTagged:
		d.live(e.Item, e.Date, e, false)
	case ItemUntagged:
		d.live(e.Item, e.Date, e, false)
	}
}

func (d *Directory) live(code string, from workdays.Date, e act.Event, version bool) {
	l := life{}
	if old := d.items[code]; old != nil {
		l = *old
	}
	c := chapter{event: e}
	if version {
		l.versions++
		c.version = l.versions
	}
	l.chapters = l.chapters.with(from, c)
	put(&d.items, code, &l)
}

// on says what an item is on a day; ok is false before its first version holds.
func (l *life) on(day workdays.Date) (of Item, ok bool) {
	of.Abolished = workdays.NoDate
	for _, c := range l.chapters.until(day) {
		switch e := c.says.event.(type) {
		case ItemRegistered:
			of, ok = Item{ItemRegistered: e, Version: c.says.version, Abolished: workdays.NoDate}, true
		case ItemChanged:
			of, ok = Item{ItemRegistered: ItemRegistered(e), Version: c.says.version, Delegated: of.Delegated, Abolished: of.Abolished}, true
		case ItemDelegated:
			of.Delegated, of.Level = true, e.Level
			if e.Org != "" {
				of.Org = e.Org
			}
		case ItemAbolished:
			of.Abolished = e.Date
		case ItemTagged:
			if !slices.Contains(of.Tags, e.Tag) {
				of.Tags = append(slices.Clip(of.Tags), e.Tag)
			}
		case ItemUntagged:
			of.Tags = slices.DeleteFunc(slices.Clone(of.Tags), func(t string) bool { return t == e.Tag })
		}
	}
	return of, ok
}

// Item says what a service item is on a day; ok is false before its first
// version holds. An item that was abolished is given, with its end.
func (d *Directory) Item(code string, day workdays.Date) (Item, bool) {
	l := d.items[code]
	if l == nil {
		return Item{}, false
	}
	return l.on(day)
}

// Version is the version of an item that is in force on a day as it was recorded,
// without what tags and delegations have changed since; ok is false before the
// first.
func (d *Directory) Version(code string, day workdays.Date) (v ItemRegistered, ok bool) {
	l := d.items[code]
	if l == nil {
		return v, false
	}
	for _, c := range l.chapters.until(day) {
		switch e := c.says.event.(type) {
		case ItemRegistered:
			v, ok = e, true
		case ItemChanged:
			v, ok = ItemRegistered(e), true
		}
	}
	return v, ok
}

// Items lists the items in force on a day, ascending by code.
func (d *Directory) Items(day workdays.Date) []Item {
	out := []Item{}
	for _, code := range slices.Sorted(maps.Keys(d.items)) {
		if i, ok := d.items[code].on(day); ok && i.InForce() {
			out = append(out, i)
		}
	}
	return out
}

// Tags lists by tag the codes of the items in force on a day that have it,
// ascending. Tags overlap.
func (d *Directory) Tags(day workdays.Date) map[string][]string {
	out := map[string][]string{}
	for _, i := range d.Items(day) {
		for _, tag := range i.Tags {
			out[tag] = append(out[tag], i.Item)
		}
	}
	return out
}

// living says that something of an item may change on a day.
func (d *Directory) living(code string, day workdays.Date) error {
	l := d.items[code]
	if l == nil {
		return refuse(RuleItem, "the item %s is not registered", code)
	}
	if first, _ := l.on(day); first.Item == "" {
		return refuse(RuleItem, "the item %s is not registered%s", code, onDay(day))
	}
	for _, c := range l.chapters {
		if e, ok := c.says.event.(ItemAbolished); ok {
			return refuse(RuleItem, "the item %s is abolished on %s, and changes no more", code, e.Date)
		}
	}
	return nil
}
