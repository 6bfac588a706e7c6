package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ItemRegistered (事项入库): a service item's first version, complete.
type ItemRegistered struct {
	Basis        []string
	Class        string // of matter
	Conditions   []string
	Content      string
	Date         workdays.Date // first day on which this version holds
	Fee          string
	Handling     string
	Hours        string
	Item         string
	LegalDays    int // 0: none
	Level        Level
	Materials    []Material
	Name         string
	Offices      []string
	Org          string
	Procedure    []string
	PromisedDays int // 0: none
	Result       string
	Round        string
	Tags         []string
	Telephones   []Telephone
	Web          string
}

// Stored names the schema.
func (ItemRegistered) Stored() string { return "item.registered/1" }

// Stream is that of the item.
func (e ItemRegistered) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is the registration.
func (ItemRegistered) Subject() string { return "registered" }

// Since is the beginning of its first day in UTC.
func (e ItemRegistered) Since() time.Time { return since(e.Date) }

var itemRegistered = entry(spec[ItemRegistered]{
	Zh: "事项入库", En: "Item registered", Public: act.Published,
	Command: "registerItem", Says: "Takes a service item into the catalogue (事项入库), complete.", By: act.BySupervisor,
	Members: itemMembers,
	Check:   checkItem,
})

func (e ItemRegistered) allowed(d *Directory) error {
	if d.items[e.Item] != nil {
		return refuse(RuleItem, "the item %s is registered already; change it", e.Item)
	}
	return nil
}
