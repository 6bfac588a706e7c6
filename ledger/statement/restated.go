package statement

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Restated (更正重述): a closed month was frozen once more, as it is known later.
// The statements before it stand as they are.
type Restated struct {
	Changed     int // rows that differ from the statement before
	Definitions []Definition
	Ordinal     int
	Org         string
	Period      string
	Restates    string // sha256 of the statement before
	Rows        int
	SHA256      string
}

// Stored names the schema.
func (Restated) Stored() string { return "statement.restated/1" }

// Stream is that of the month.
func (e Restated) Stream() ledger.StreamID { return Stream(Period(e.Period), e.Org) }

// Frozen is what it stands on.
func (e Restated) Frozen() Frozen { return Frozen{e.Definitions, e.Ordinal, e.Rows, e.SHA256} }

var restated = act.Of(spec[Restated]{
	Zh: "更正重述", En: "Month restated", Public: act.Published,
	Command: "restateStatement", Says: "Freezes a closed month once more, as it is known now, beside the statement before (更正重述).", By: act.BySupervisor,
	Members: func(e *Restated, m *act.Members) {
		m.Whole(&e.Changed, "changed", "Rows that differ from the statement before (变动行数).", 0, 1<<53, act.Always, act.Derived)
		definitions(m, &e.Definitions)
		ordinal(m, &e.Ordinal)
		organisation(m, &e.Org)
		month(m, &e.Period)
		hash(m, &e.Restates, "restates", "sha256 of the statement before (原校验值).")
		rows(m, &e.Rows)
		hash(m, &e.SHA256, "sha256", "SHA-256 of the canonical rows (行校验值), in hexadecimal.")
	},
	Check: func(e *Restated) error {
		if err := check(Period(e.Period), e.Frozen()); err != nil {
			return err
		}
		return checkHash("restates", e.Restates)
	},
	Decide: func(s *State, a *ask, e Restated) (Restated, error) {
		if s.Editions == 0 {
			return e, act.Refuse(ruleOnce, "%s has not been closed", e.Period)
		}
		if err := ready(a, Period(e.Period)); err != nil {
			return e, err
		}
		f := a.Known.Frozen
		if f.SHA256 == s.Last.SHA256 {
			return e, act.Refuse(ruleChanged, "%s is known now as it was frozen at record %d", e.Period, s.Last.Ordinal)
		}
		e.Changed, e.Restates = a.Known.Changed, s.Last.SHA256
		e.Definitions, e.Ordinal, e.Rows, e.SHA256 = f.Definitions, f.Ordinal, f.Rows, f.SHA256
		return e, nil
	},
	Evolve: func(s *State, _ act.Facts, e Restated) { s.take(e.Frozen()) },
})
