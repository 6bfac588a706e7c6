package casefile

import "caseledger/ledger/act"

// Annulled (整件作废): the whole case should not be there, for example because it
// was entered twice. Its records stay; no figure counts it any more.
type Annulled struct {
	Basis  string `json:"basis"`
	Reason string `json:"reason"`
	// SameAs is the number of the case that holds, where there is one.
	SameAs string `json:"sameAs,omitempty"`
}

// Annul voids the whole case.
type Annul = Annulled

// Stored names the schema.
func (Annulled) Stored() string { return "case.annulled/1" }

var annulled = act.Of(spec[Annulled]{
	Zh: "整件作废", En: "Case annulled", Public: act.Published,
	Command: "annulCase", Says: "Voids a whole case that should not be there; its records stay (整件作废).", Needs: onceBegun,
	Members: func(e *Annulled, m *act.Members) {
		m.Text(&e.Basis, "basis", "What it rests on (依据).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因): duplicate …", act.Always, act.Required)
		m.Name(&e.SameAs, "sameAs", "Number of the case that holds (有效办件编号).")
	},
	Decide: func(_ *Case, a *Ask, e Annulled) (Annulled, error) {
		if e.SameAs == a.Number {
			return e, invalid("sameAs", e.SameAs, "is this case itself")
		}
		return e, nil
	},
	Evolve: func(c *Case, _ act.Facts, _ Annulled) {
		*c = Case{Accepted: c.Accepted, Status: Struck, Amendments: c.Amendments, Events: c.Events}
	},
})
