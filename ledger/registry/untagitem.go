package registry

import (
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ItemUntagged (取消归类): the tag no longer holds from a day on.
type ItemUntagged struct {
	Date  workdays.Date
	Item  string
	Round string // of the round in which it was decided
	Tag   string
}

// Stored names the schema.
func (ItemUntagged) Stored() string { return "item.untagged/1" }

// Stream is that of the item.
func (e ItemUntagged) Stream() ledger.StreamID { return named(ItemPrefix, e.Item) }

// Subject is the tag from its first day on.
func (e ItemUntagged) Subject() string { return subject("tag", e.Tag, e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e ItemUntagged) Since() time.Time { return since(e.Date) }

var itemUntagged = entry(spec[ItemUntagged]{
	Zh: "取消归类", En: "Item untagged", Public: act.Published,
	Command: "untagItem", Says: "Takes a tag from an item (取消标签).", By: act.BySupervisor,
	Members: func(e *ItemUntagged, m *act.Members) {
		m.Date(&e.Date, "date", "First day without the tag (取消日).", act.Required, act.Always)
		m.Name(&e.Item, "item", "Code of the service item (事项).", act.Required, act.Always)
		m.Name(&e.Round, "round", "Clean-up round in which this was decided (清理轮次).")
		m.Code(&e.Tag, "tag", "The tag (类别), such as `马上办`.", act.Required, act.Always)
	},
	Check: func(e *ItemUntagged) error {
		if err := given("date", e.Date.String(), "tag", e.Tag); err != nil {
			return err
		}
		return stands("item", e.Item, e.Stream())
	},
})

func (e ItemUntagged) allowed(d *Directory) error {
	if err := d.living(e.Item, e.Date); err != nil {
		return err
	}
	if i, _ := d.Item(e.Item, e.Date); !slices.Contains(i.Tags, e.Tag) {
		return refuse(RuleItem, "%s has no tag %s on %s", e.Item, e.Tag, e.Date)
	}
	return nil
}
