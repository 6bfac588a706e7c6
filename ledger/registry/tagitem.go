package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ItemTagged (事项归类): the item is 马上办, 网上办, 就近办 …, from a day on. Tags
// overlap.
type ItemTagged struct {
	Date  workdays.Date
	Item  string
	Round string // of the round in which it was decided
	Tag   string
}

// Stored names the schema.
func (ItemTagged) Stored() string { return "item.tagged/1" }

// Stream is that of the item.
func (e ItemTagged) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is the tag from its first day on.
func (e ItemTagged) Subject() string { return subject("tag", e.Tag, e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ItemTagged) Since() time.Time { return since(e.Date) }

var itemTagged = entry(spec[ItemTagged]{
	Zh: "事项归类", En: "Item tagged", Public: act.Published,
	Command: "tagItem", Says: "Gives an item a tag (事项标签).", By: act.BySupervisor,
	Members: func(e *ItemTagged, m *act.Members) {
		m.Date(&e.Date, "date", "First day with the tag (归类日).", act.Required, act.Always)
		m.Name(&e.Item, "item", "Code of the service item (事项).", act.Required, act.Always)
		m.Name(&e.Round, "round", "Clean-up round in which this was decided (清理轮次).")
		m.Code(&e.Tag, "tag", "The tag (类别), such as `马上办`.", act.Required, act.Always)
	},
	Check: func(e *ItemTagged) error {
		if err := given("date", e.Date.String(), "tag", e.Tag); err != nil {
			return err
		}
		return stands("item", e.Item, e.Stream())
	},
})

func (e ItemTagged) allowed(d *Directory) error {
	return d.living(e.Item, e.Date)
}
