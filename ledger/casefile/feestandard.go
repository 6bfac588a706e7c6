package casefile

import (
	"slices"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// byStandard holds a charge to the item's standards in force on its day.
func (c *Case) byStandard(a *Ask, e FeeCharged) (FeeCharged, error) {
	return ByStandard(a.FeeStandards[c.Item], c.on(a.Occurred), e)
}

// ByStandard holds a charge of a day to the standards of its item
// (行政许可法 art. 59): it names one in force, or takes the only one, is in its
// currency, and no more than its amount; reductions (减免) are less. The price of
// a unit bounds no sum. Where no standard of the item is in force nothing is held
// to. The error is a [*Refusal].
func ByStandard(standards registry.FeeStandards, on workdays.Date, e FeeCharged) (FeeCharged, error) {
	list := standards.On(on)
	if len(list) == 0 {
		return e, nil
	}
	if e.Standard == "" && len(list) == 1 {
		e.Standard = list[0].Standard
	}
	i := slices.IndexFunc(list, func(s registry.FeeStandard) bool { return s.Standard == e.Standard })
	if i < 0 {
		return e, refuse(RuleStandard, "want one of the standards in force on %s: %s", on, list.Names())
	}
	switch s := &list[i]; {
	case e.Currency != s.Currency:
		return e, refuse(RuleStandard, "the standard %s is in %s", s.Standard, s.Currency)
	case s.Unit == "" && e.Amount > s.Amount:
		return e, refuse(RuleStandard, "the standard %s allows %s, not %s", s.Standard, s.Amount, e.Amount)
	}
	return e, nil
}
