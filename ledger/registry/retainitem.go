package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ItemRetained (保留事项): a round left the item as it was.
type ItemRetained struct {
	Basis string
	Date  workdays.Date
	Item  string
	Round string // of the round in which it was decided
}

// Stored names the schema.
func (ItemRetained) Stored() string { return "item.retained/1" }

// Stream is that of the item.
func (e ItemRetained) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is the decision.
func (e ItemRetained) Subject() string { return subject("retained", e.Round, e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ItemRetained) Since() time.Time { return since(e.Date) }

var itemRetained = entry(spec[ItemRetained]{
	Zh: "保留事项", En: "Item retained", Public: act.Published,
	Command: "retainItem", Says: "Says that an item is retained (事项保留).", By: act.BySupervisor,
	Members: func(e *ItemRetained, m *act.Members) {
		m.Text(&e.Basis, "basis", "Document that decides it (依据).")
		m.Date(&e.Date, "date", "Day of the decision (保留日).", act.Required, act.Always)
		m.Name(&e.Item, "item", "Code of the service item (事项).", act.Required, act.Always)
		m.Name(&e.Round, "round", "Clean-up round in which this was decided (清理轮次).")
	},
	Check: func(e *ItemRetained) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("item", e.Item, e.Stream())
	},
})

func (e ItemRetained) allowed(d *Directory) error {
	return d.living(e.Item, e.Date)
}
