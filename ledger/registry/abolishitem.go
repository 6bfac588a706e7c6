package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ItemAbolished (取消事项).
type ItemAbolished struct {
	Basis string
	Date  workdays.Date
	Item  string
	Round string // of the round in which it was decided
}

// Stored names the schema.
func (ItemAbolished) Stored() string { return "item.abolished/1" }

// Stream is that of the item.
func (e ItemAbolished) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is its end.
func (ItemAbolished) Subject() string { return "abolished" }

// Since is the beginning of its first day in UTC.
func (e ItemAbolished) Since() time.Time { return since(e.Date) }

var itemAbolished = entry(spec[ItemAbolished]{
	Zh: "取消事项", En: "Item abolished", Public: act.Published,
	Command: "abolishItem", Says: "Ends an item from a day on (事项取消).", By: act.BySupervisor,
	Members: func(e *ItemAbolished, m *act.Members) {
		m.Text(&e.Basis, "basis", "Document that decides it (依据).", act.Required, act.Always)
		m.Date(&e.Date, "date", "First day without it (取消日).", act.Required, act.Always)
		m.Name(&e.Item, "item", "Code of the service item (事项).", act.Required, act.Always)
		m.Name(&e.Round, "round", "Clean-up round in which this was decided (清理轮次).")
	},
	Check: func(e *ItemAbolished) error {
		if err := given("basis", e.Basis, "date", e.Date.String()); err != nil {
			return err
		}
		return stands("item", e.Item, e.Stream())
	},
})

func (e ItemAbolished) allowed(d *Directory) error {
	return d.living(e.Item, e.Date)
}
