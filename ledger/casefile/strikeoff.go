package casefile

import "caseledger/ledger/act"

// StruckOff (销号): the case left the open book.
type StruckOff struct {
	Reason string `json:"reason,omitempty"`
}

// StrikeOff takes the case from the open book.
type StrikeOff = StruckOff

// Stored names the schema.
func (StruckOff) Stored() string { return "case.struck_off/1" }

var struckOff = act.Of(spec[StruckOff]{
	Zh: "销号", En: "Struck off", Public: act.Published,
	Command: "strikeOff", Says: "Takes a case that has ended from the open book (销号).", Needs: onceBegun,
	Members: func(e *StruckOff, m *act.Members) {
		m.Code(&e.Reason, "reason", "Reason class (原因).")
	},
	Decide: func(c *Case, a *Ask, e StruckOff) (StruckOff, error) {
		switch x := c.Kept().Archive; {
		case x == nil:
			return e, refuse(RuleOpenBook, "the case does not stand in the open book")
		case !x.StruckOffAt.IsZero():
			return e, refuse(RuleOpenBook, "the case was struck off on %s", c.on(x.StruckOffAt))
		case !c.ended():
			return e, refuse(RuleOpenBook, "the case is %s; it stays in the open book until it is closed, returned or withdrawn", c.Status)
		}
		return e, later(RuleOpenBook, "the end of the case", a.Occurred, c.ClosedAt)
	},
	Evolve: func(c *Case, f act.Facts, _ StruckOff) {
		x := Archive{}
		if old := c.Kept().Archive; old != nil {
			x = *old
		}
		x.StruckOffAt = f.Occurred
		c.keep(func(d *Docket) { d.Archive = &x })
	},
})
