package site

import (
	"fmt"

	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
)

// foiFigures are what requests for information are told by.
var foiFigures = []string{"accepted", "closed", "open", "overdue", "returned", "withdrawn", "on_time_rate", "working_days_p50", "working_days_p90", "working_days_max"}

// foiPage is how requests for information (依申请公开) go: the figures of the items of
// that class, the rules that limit them, and the items.
func foiPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("foi"), figures: foiFigures, sheet: sheet{Columns: []string{"figure", "value", "numerator", "denominator", "unit"}}}
	q, err := v.figures(known(foiFigures)...)
	if err != nil || v.known == 0 {
		return doc, err
	}
	class := registry.MatterDisclosure
	q.Class = &class
	found, err := v.ask(q)
	if err != nil {
		return doc, err
	}
	g := grid{Title: v.word("foi.figures"), Note: v.period(q.From, q.To), Heads: v.heads("figure", "#value", "#recipe")}
	for _, id := range q.IDs {
		f := found[id]
		doc.add(id, valueOf(f), f.Numerator, f.Denominator, f.Unit)
		n := v.number(f, "class", class, "from", v.Query.Get("from"), "to", v.Query.Get("to"))
		g.add(gridCell{Text: n.Name, Link: n.Link}, plain(n.Value+" "+n.Unit), plain(orElseText(n.Recipe, v.word("count"))))
	}
	set, err := v.Views.Policies(v, v.position())
	if err != nil {
		return doc, err
	}
	rules := grid{Title: v.word("foi.rules"), Empty: v.word("none.here"), Heads: v.heads("rules.from", "rules.version", "rules.basis", "#legal.days", "#rules.extension")}
	for _, p := range set.All() {
		if p.Regime == policy.FOI {
			rules.add(plain(p.From.String()), plain(p.Version), plain(p.Basis), plain(days(p.LegalDays)), plain(days(p.ExtensionDays)))
		}
	}
	d, err := v.Directory()
	if err != nil {
		return doc, err
	}
	items := grid{Title: v.word("items"), Empty: v.word("none.here"), Heads: v.heads("item", "org", "cases")}
	for _, i := range d.Items(v.today) {
		if i.Class == class && len(items.Rows) < mostUnits {
			items.add(gridCell{Text: i.Name, Link: v.To("items/" + i.Item)}, v.orgCell(i.Org), gridCell{Text: v.word("cases"), Link: v.To("cases", "item", i.Item), Note: fmt.Sprint(i.Item)})
		}
	}
	doc.data = listing{Tabs: v.registerTabs(), Lead: []string{v.word("foi.lead")}, Grids: []grid{g, rules, items}}
	return doc, nil
}
