package county

import (
	"fmt"
	"time"

	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// describe records what is there at the beginning: units, windows, posts and who
// holds them, items and fee standards.
func (c *County) describe(at time.Time) {
	for i := range c.units {
		u := &c.units[i]
		c.record(at, registry.OrganisationCreated{
			Org: u.code, Name: u.name, Parent: u.parent, Kind: u.kind, Level: registry.Level(u.level), Date: workdays.NoDate,
			Authority: u.kind == kindGovernment || u.kind == kindDepartment,
			Address:   u.name, Hours: "工作日 9:00-12:00 14:00-18:00", Duties: []string{"政务服务事项的受理、办理和答复"},
			Telephones: []registry.Telephone{{For: registry.ServiceLine, Number: fmt.Sprintf("0399-555%04d", i)}, {For: registry.SupervisionLine, Number: "12345"}},
		})
	}
	for i := range c.items {
		it := &c.items[i]
		c.record(at, it.registered(c))
		if it.fee > 0 {
			c.record(at, c.standardOf(it))
		}
	}
	for _, w := range c.windows {
		if w.opened == c.From {
			c.record(at, w.entry())
		}
	}
	for i, p := range c.posts {
		if p.from == c.From {
			c.staffed(at, i)
		}
	}
}

// change records what changes later, on the morning of its day: windows that
// close and open, posts that go with them, units that are moved and merged.
func (c *County) change() {
	morning := func(on workdays.Date) time.Time { return onDate(on, 8*3600) }
	for i, p := range c.posts {
		if p.until != 0 {
			on := p.until + 1
			c.record(morning(on), registry.PostStaffed{From: p.from, Post: p.code, Pseudonym: pseudonym(i), Until: p.until})
			c.record(morning(on), registry.PostAbolished{Date: on, Post: p.code})
		}
	}
	for _, w := range c.windows {
		if w.closed != 0 {
			c.record(morning(w.closed), registry.WindowClosed{Date: w.closed, Window: w.code})
		}
		if w.opened != c.From {
			c.record(morning(w.opened), w.entry())
		}
	}
	for i, p := range c.posts {
		if p.from != c.From {
			c.staffed(morning(p.from), i)
		}
	}
	for _, u := range c.units {
		if u.moved != 0 {
			c.record(morning(u.moved), registry.OrganisationMoved{Date: u.moved, Org: u.code, Parent: u.under})
		}
		if u.renamed != "" {
			c.record(morning(u.moved), registry.OrganisationRenamed{Date: u.moved, Name: u.renamed, Org: u.code})
		}
		if u.merged != 0 {
			c.record(morning(u.merged), registry.OrganisationMerged{Date: u.merged, Into: u.into, Org: u.code})
		}
	}
}

func (w *window) entry() registry.WindowOpened {
	return registry.WindowOpened{Date: w.opened, Name: w.name, Org: w.org, Window: w.code}
}

// staffed establishes a post and gives it a holder.
func (c *County) staffed(at time.Time, i int) {
	p := &c.posts[i]
	c.record(at, registry.PostEstablished{Date: p.from, Org: p.org, Post: p.code, Role: p.role, Window: p.window})
	c.record(at, registry.PostStaffed{From: p.from, Post: p.code, Pseudonym: pseudonym(i), Until: workdays.NoDate})
}

// pseudonym is who holds a post; nobody stands behind it.
func pseudonym(i int) string { return fmt.Sprintf("工作人员-%04d", i+1) }

// registered is the item as its registry has it, with all that is disclosed of
// one.
func (it *item) registered(c *County) registry.ItemRegistered {
	e := registry.ItemRegistered{
		Item: it.code, Name: it.name, Org: it.org, Date: c.From, Level: registry.Level(c.units[0].level),
		Class: registry.MatterService, Handling: "immediate", LegalDays: it.legal, PromisedDays: it.promise, Tags: it.tags,
		Basis: []string{"示例办事规定第" + it.code + "号（虚构）"}, Content: it.name, Conditions: []string{"材料齐全、符合法定形式"},
		Procedure: []string{"受理", "审查", "决定", "送达"}, Fee: "不收费", Result: it.name + "办理结果",
		Materials: []registry.Material{{Copies: 1, Name: "申请表", Original: true, Source: "applicant"}, {Copies: 1, Name: "身份证明", Source: "government"}},
	}
	switch it.regime {
	case policy.Licence:
		e.Class = registry.MatterLicence
	case policy.FOI:
		e.Class = registry.MatterDisclosure
	}
	if it.promise > 0 {
		e.Handling = "promised"
	}
	if it.fee > 0 {
		e.Fee = "每件" + it.fee.String() + "元，见" + standard
	}
	return e
}

func (c *County) standardOf(it *item) registry.FeeStandard {
	return registry.FeeStandard{Amount: it.fee, Basis: "示例收费目录（虚构）", Currency: "CNY", Effective: c.From, Item: it.code, Standard: standard}
}
