package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// ItemChanged (事项变更): a new version, complete. What differs from the version
// before follows, see [Directory.Changes].
type ItemChanged ItemRegistered

// Stored names the schema.
func (ItemChanged) Stored() string { return "item.changed/1" }

// Stream is that of the item.
func (e ItemChanged) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is the version from its first day on.
func (e ItemChanged) Subject() string { return subject("changed", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ItemChanged) Since() time.Time { return since(e.Date) }

var itemChanged = entry(spec[ItemChanged]{
	Zh: "事项变更", En: "Item changed", Public: act.Published,
	Command: "changeItem", Says: "Gives an item a new version from a day on (事项变更), complete.", By: act.BySupervisor,
	Members: func(e *ItemChanged, m *act.Members) { itemMembers((*ItemRegistered)(e), m) },
	Check:   func(e *ItemChanged) error { return checkItem((*ItemRegistered)(e)) },
})

func (e ItemChanged) allowed(d *Directory) error { return d.living(e.Item, e.Date) }
