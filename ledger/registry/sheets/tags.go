package sheets

import (
	"slices"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// tag plans what a row says of one tag of an item, beside those of its version:
// its beginning, and its end. A row that says from when is held against that
// day.
func (p *plan) tag(r *row) {
	code, tag, round := r.text("item"), r.text("tag"), r.text("round")
	from, ended := r.date("date"), r.date("ended")
	if ended != workdays.NoDate && from != workdays.NoDate && ended <= from {
		r.wrong("ended", "lies before the first day")
		return
	}
	as := from
	if from == workdays.NoDate {
		from, as = p.day, registry.Latest
		if ended != workdays.NoDate {
			as = ended
		}
	}
	of, there := p.directory.Item(code, as)
	if there {
		r.agrees("name", of.Name)
	}
	if !slices.Contains(of.Tags, tag) && (ended == workdays.NoDate || as != ended) {
		p.add(r, registry.ItemTagged{Date: from, Item: code, Round: round, Tag: tag})
	}
	if of, _ = p.directory.Item(code, ended); ended != workdays.NoDate && slices.Contains(of.Tags, tag) {
		p.add(r, registry.ItemUntagged{Date: ended, Item: code, Round: round, Tag: tag})
	}
}
