package casefile

import (
	"cmp"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
)

// DeemedAbandoned (视为放弃): the applicant did not correct the application in
// the period of the notice and had no good reason, so by the rules of the case
// it counts as given up. Whether a reason was good is for the organ to say.
type DeemedAbandoned struct {
	Basis string `json:"basis"`
}

// DeemAbandoned records that the application counts as given up.
type DeemAbandoned = DeemedAbandoned

// Stored names the schema.
func (DeemedAbandoned) Stored() string { return "case.deemed_abandoned/1" }

// The rule keeps 政府信息公开条例 art. 30: nothing is given up before the period of
// the notice has ended, or where the rules do not say so.
var deemedAbandoned = act.Of(spec[DeemedAbandoned]{
	Zh: "视为放弃", En: "Deemed abandoned", Public: act.Published,
	Command: "deemAbandoned", Says: "Records that the application counts as given up, because it was not corrected in time and without a good reason (视为放弃).", Needs: toLeave,
	Members: func(e *DeemedAbandoned, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据); default that of the policy.", act.Always)
	},
	Decide: func(c *Case, a *Ask, e DeemedAbandoned) (DeemedAbandoned, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s: it is answered, not given up", c.on(c.DecidedAt))
		}
		x := c.outstanding()
		if x == nil {
			return e, refuse(RuleAbandon, "no notice is waiting for documents")
		}
		p, ok := c.correctionPeriod(x, a.Rules)
		switch {
		case p.Effect != policy.Abandoned:
			return e, refuse(RuleAbandon, "no rule of the case says that who does not correct gives up; decide it, or record the applicant's own withdrawal")
		case !ok:
			return e, refuse(RuleAbandon, "notice %s names no period, so none has passed; correct that record if the paper names one", x.Notice)
		case c.on(a.Occurred) <= p.On:
			return e, refuse(RuleAbandon, "the applicant has until %s to answer notice %s (%d %s days); the application is given up only after that", p.On, x.Notice, p.Days, p.Unit)
		case e.Basis != "" && e.Basis != p.Article:
			return e, refuse(RuleAbandon, "%s bases it on %s, not on %s", p.Policy, p.Article, e.Basis)
		}
		e.Basis = cmp.Or(e.Basis, p.Article)
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e DeemedAbandoned) {
		c.end(TakenBack, f.Occurred)
		c.keep(func(d *Docket) {
			d.Abandoned = e.Basis
			if c.Regime == policy.FOI {
				d.Answer = OtherAnswer // the yearly report counts it so
			}
		})
	},
})
