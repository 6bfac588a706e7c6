package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ItemDelegated (下放事项): from a day on a lower level handles the item.
type ItemDelegated struct {
	Basis string
	Date  workdays.Date
	Item  string
	Level Level
	Org   string
	Round string // of the round in which it was decided
}

// Stored names the schema.
func (ItemDelegated) Stored() string { return "item.delegated/1" }

// Stream is that of the item.
func (e ItemDelegated) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is the place from its first day on.
func (e ItemDelegated) Subject() string { return subject("delegated", e.Round, e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ItemDelegated) Since() time.Time { return since(e.Date) }

var itemDelegated = entry(spec[ItemDelegated]{
	Zh: "下放事项", En: "Item delegated", Public: act.Published,
	Command: "delegateItem", Says: "Hands an item to another level or organisation (事项下放).", By: act.BySupervisor,
	Members: func(e *ItemDelegated, m *act.Members) {
		m.Text(&e.Basis, "basis", "Document that decides it (依据).")
		m.Date(&e.Date, "date", "First day on which the lower level handles it (下放日).", act.Required, act.Always)
		m.Name(&e.Item, "item", "Code of the service item (事项).", act.Required, act.Always)
		act.Choice(m, &e.Level, "level", "Level that handles it from then on (承接层级).", &levels, act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation that handles it from then on (承接机构); none: several of that level.")
		m.Name(&e.Round, "round", "Clean-up round in which this was decided (清理轮次).")
	},
	Check: func(e *ItemDelegated) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("item", e.Item, e.Stream())
	},
})

func (e ItemDelegated) allowed(d *Directory) error {
	return d.living(e.Item, e.Date)
}
