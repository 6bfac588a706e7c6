package casefile

import (
	"cmp"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// DeemedAccepted (视为受理): nobody said in time what was missing, so the
// application counts as accepted from the day on which it came in, with the
// facts of its receipt (行政许可法 art. 32 (4)).
type DeemedAccepted struct {
	Basis string `json:"basis"`
}

// DeemAccepted records that silence accepted the case. An empty basis is
// 行政许可法32(4).
type DeemAccepted = DeemedAccepted

// Stored names the schema.
func (DeemedAccepted) Stored() string { return "case.deemed_accepted/1" }

var deemedAccepted = act.Of(spec[DeemedAccepted]{
	Zh: "视为受理", En: "Deemed accepted", Public: act.Published,
	Command: "deemAccepted", Says: "Records that the case counts as accepted since its receipt, because nobody said in time what was missing (视为受理).",
	Needs: func(c *Case, a *Ask) error {
		if err := c.unaccepted(); err != nil {
			return err
		}
		if c.Kept().ReceivedAt.IsZero() {
			return refuse(RuleDeemed, "the application has not been received")
		}
		return c.notBefore(a.Occurred)
	},
	Members: func(e *DeemedAccepted, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据); default 行政许可法32(4).", act.Always)
	},
	Decide: func(c *Case, a *Ask, e DeemedAccepted) (DeemedAccepted, error) {
		if !c.mayBeDeemed(a.Rules) {
			return e, refuse(RuleDeemed, "the rules of %s accept nothing by silence", c.Regime)
		}
		if c.answered() {
			return e, refuse(RuleDeemed, "the applicant was answered in time: nobody was silent")
		}
		if last := c.LastNotice(a.Rules); c.on(a.Occurred) <= last {
			return e, refuse(RuleDeemed, "a notice is possible until %s; only after that does the application count as accepted", last)
		}
		e.Basis = cmp.Or(e.Basis, "行政许可法32(4)")
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e DeemedAccepted) {
		since := c.Kept().ReceivedAt
		if since.IsZero() {
			since = f.Occurred
		}
		c.Status, c.AcceptedAt = Open, since
		c.keep(func(d *Docket) { d.Deemed = e.Basis })
	},
})

// LastNotice is the last date on which the applicant can be told what is
// missing: the fifth working day after the receipt, or after the acceptance
// where both were one. Nothing stops these days: article 45 speaks of the
// section on limits alone, which article 32 is not in. It is [workdays.LastDate]
// where the rules of the case know no such limit.
func (c *Case) LastNotice(rules Rules) workdays.Date {
	from := c.ReceivedOn()
	if from == workdays.NoDate {
		from = c.AcceptedOn()
	}
	days := noticeDays
	if p := c.Policy(rules); p != nil {
		if days = p.NoticeDays; days == 0 {
			return workdays.LastDate
		}
	}
	return rules.Calendar.Add(from, days)
}

// Silent is the last date on which the applicant can be told what is missing,
// where silence accepts the application after it (视为受理): one that was received,
// that nobody has accepted or answered, and whose rules know such an effect.
func (c *Case) Silent(rules Rules) (last workdays.Date, ok bool) {
	if c.Status != Pending || !c.AcceptedAt.IsZero() || c.Kept().ReceivedAt.IsZero() || c.answered() || !c.mayBeDeemed(rules) {
		return workdays.NoDate, false
	}
	last = c.LastNotice(rules)
	return last, last < workdays.LastDate
}

// mayBeDeemed says whether silence accepts a case: a licence, and what names no
// regime.
func (c *Case) mayBeDeemed(rules Rules) bool {
	return c.Policy(rules) == nil || c.Regime == policy.Licence
}

// answered says whether the organ said something in the five days: what is
// missing, or that it sends the case back, which a review has undone.
func (c *Case) answered() bool { return len(c.Corrections) > 0 || len(c.proceedings().Reviews) > 0 }

// undeemed refuses what the organ may no longer do to an application that
// silence has accepted.
func (c *Case) undeemed(a *Ask) error {
	if !c.mayBeDeemed(a.Rules) || c.Status != Pending || c.Kept().ReceivedAt.IsZero() || c.answered() {
		return nil
	}
	if last := c.LastNotice(a.Rules); c.on(a.Occurred) > last {
		return refuse(RuleDeemed, "nobody said until %s what was missing, so the application counts as accepted since %s; record that first (deemAccepted)", last, c.ReceivedOn())
	}
	return nil
}
