package casefile

import (
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// CorrectionRequested (补正告知): the applicant was told, once, all that is
// missing.
type CorrectionRequested struct {
	Days   int      `json:"days,omitzero"` // the applicant's period (补正期限)
	Items  []string `json:"items"`         // codes of the missing documents
	Notice string   `json:"notice"`
	Unit   string   `json:"unit,omitempty"` // of Days: working or calendar
}

// RequestCorrection tells the applicant once all that is missing.
type RequestCorrection = CorrectionRequested

// Stored names the schema.
func (CorrectionRequested) Stored() string { return "case.correction_requested/1" }

const (
	// noticeDays is within how many working days the applicant must be told
	// what is missing: 行政许可法 art. 32 (4).
	noticeDays = 5
	// maxItems bounds the missing documents of one notice.
	maxItems = 100
)

// The rule keeps 行政许可法 art. 32 (4): all that is missing is told at once and
// within five working days; after that the application counts as accepted as it
// was handed in.
var correctionRequested = act.Of(spec[CorrectionRequested]{
	Zh: "补正告知", En: "Correction requested", Public: act.Published,
	Command: "requestCorrection", Says: "Tells the applicant once all that is missing (补正告知).", Needs: inHand,
	Members: func(e *CorrectionRequested, m *act.Members) {
		m.Whole(&e.Days, "days", "Days that the applicant has to correct it (补正期限); default those of the rules.", 0, workdays.MaxDays)
		m.Texts(&e.Items, "items", "Codes of the missing documents (所缺材料).", maxItems, act.Always, act.Required)
		m.Name(&e.Notice, "notice", "Number of the notice (文书号).", act.Always, act.Required)
		act.Choice(m, &e.Unit, "unit", "How those days are counted (期间单位); default as the rules do, else working days.", &registry.PeriodUnits)
	},
	Decide: func(c *Case, a *Ask, e CorrectionRequested) (CorrectionRequested, error) {
		if n := len(c.Corrections); n > 0 {
			return e, refuse(c.rule(RuleNotice), "notice %s of %s has told the applicant what is missing; the law allows one notice", c.Corrections[n-1].Notice, c.on(c.Corrections[n-1].Requested))
		}
		if last := c.LastNotice(a.Rules); c.on(a.Occurred) > last {
			return e, refuse(RuleDeemed, "a notice was possible until %s; without one the application counts as accepted in full since its receipt", last)
		}
		if e.Unit != "" && e.Days == 0 {
			return e, invalid("days", "", "is missing, and a unit is given")
		}
		e.Items = slices.Clone(e.Items)
		if e.Days > 0 && e.Unit == "" {
			e.Unit = policy.Working
			if p := c.Policy(a.Rules); p != nil {
				if d, ok := p.PeriodOf(policy.Supplement); ok {
					e.Unit = d.Unit
				}
			}
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e CorrectionRequested) {
		c.Corrections = append(slices.Clip(c.Corrections), Correction{Notice: e.Notice, Items: e.Items, Requested: f.Occurred, Days: e.Days, Unit: e.Unit})
	},
})

// missing is the notice whose documents have not come in yet.
func (c *Case) missing() (notice string, ok bool) {
	if x := c.outstanding(); x != nil {
		return x.Notice, true
	}
	return "", false
}

// outstanding is the correction that has not come in yet, nil if there is none.
// Nobody may write to it.
func (c *Case) outstanding() *Correction {
	for i := range c.Corrections {
		if x := &c.Corrections[i]; x.Received.IsZero() {
			return x
		}
	}
	return nil
}

// complete refuses to grant while documents are missing.
func (c *Case) complete(o Outcome) error {
	if notice, ok := c.missing(); ok && o == Granted {
		return refuse(c.rule(RuleMissing), "the documents of notice %s have not come in", notice)
	}
	return nil
}
