package casefile

import (
	"slices"

	"caseledger/ledger/registry"
)

// byStandard holds a charge to the item's standards in force on its day
// (行政许可法 art. 59): it names one, or takes the only one, is in its currency,
// and no more than its amount; reductions (减免) are less. The price of a unit
// bounds no sum. Where no standard of the item is in force nothing is held to.
func (c *Case) byStandard(a *Ask, e FeeCharged) (FeeCharged, error) {
	on := c.on(a.Occurred)
	list := a.FeeStandards[c.Item].On(on)
	if len(list) == 0 {
		return e, nil
	}
	if e.Standard == "" && len(list) == 1 {
		e.Standard = list[0].Standard
	}
	i := slices.IndexFunc(list, func(s registry.FeeStandard) bool { return s.Standard == e.Standard })
	if i < 0 {
		return e, refuse(RuleStandard, "want one of the standards in force on %s for %s: %s", on, c.Item, list.Names())
	}
	switch s := &list[i]; {
	case e.Currency != s.Currency:
		return e, refuse(RuleStandard, "the standard %s is in %s", s.Standard, s.Currency)
	case s.Unit == "" && e.Amount > s.Amount:
		return e, refuse(RuleStandard, "the standard %s allows %s, not %s", s.Standard, s.Amount, e.Amount)
	}
	return e, nil
}
