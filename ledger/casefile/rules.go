package casefile

import (
	"time"

	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Rules are what a case's clock goes by, beside its own facts (时限规则), as they
// are known when it is looked at.
type Rules struct {
	// Calendar is the one that the case's, or the acceptance's, names.
	Calendar *workdays.Calendar
	// Policies are asked for cases of a regime only; nil is [policy.Official].
	Policies *policy.Set
}

// Policy is the version of the rules that counts for the case: that of its
// regime on the day of its acceptance or, before that, of its receipt; under one
// that counts from the receipt, that of the receipt. It is nil for a case that names no regime, or one that no rules are known of.
func (c *Case) Policy(rules Rules) *policy.Policy {
	if c.Regime == "" {
		return nil
	}
	on, came := c.AcceptedOn(), c.ReceivedOn()
	if on == workdays.NoDate {
		return rules.Policies.At(c.Regime, came)
	}
	p := rules.Policies.At(c.Regime, on)
	if p == nil || !p.FromReceipt || came == workdays.NoDate {
		return p
	}
	return rules.Policies.At(c.Regime, came)
}

// start is the instant from whose day the clock of an accepted case counts: the
// acceptance, or the receipt where the policy counts from that and it is told.
func (c *Case) start(p *policy.Policy) time.Time {
	if came := c.Kept().ReceivedAt; p != nil && p.FromReceipt && !came.IsZero() && !c.AcceptedAt.IsZero() {
		return came
	}
	return c.AcceptedAt
}

// DayZero is the day after which the case's working days are counted
// (起算日): that of its acceptance, of its receipt where the policy counts from
// that (自收到之日起), or the one before where the policy counts that day (当日计入).
// NoDate before the acceptance.
func (c *Case) DayZero(rules Rules) workdays.Date {
	p := c.Policy(rules)
	on := c.on(c.start(p))
	if p != nil && p.FirstDay && on != workdays.NoDate {
		on--
	}
	return on
}

// counterparts are the articles of a regime for rules that are named after the
// licence law's.
var counterparts = map[string]map[string]string{
	policy.FOI: {
		RuleExtension:  "信息公开条例33 延期",
		RuleSuspension: "信息公开条例33 不计算期限",
		RuleNotice:     "信息公开条例30 一次性告知",
		RuleMissing:    "信息公开条例30 补正",
		RuleLimit:      "信息公开条例33 期限",
	},
}

// rule names a rule as the case's regime has it.
func (c *Case) rule(name string) string {
	if own := counterparts[c.Regime][name]; own != "" {
		return own
	}
	return name
}

// legalDays is the legal limit in working days: that of the acceptance, else
// that of the case's policy. 0 where none is known.
func (c *Case) legalDays(rules Rules) int {
	if p := c.Policy(rules); p != nil && c.Legal <= 0 {
		days, _ := p.Limit(c.Routing == Joint)
		return days
	}
	return c.Legal
}

// stops gives the suspensions that the clock knows. An ending ends what lasts,
// so what lasts in a case that has ended was told afterwards: until its end is
// told too, the limit stays as it stood when the case ended. Under a policy the
// clock stands still on its grounds alone, and also on those that are no
// suspensions: others are asked, or a correction is to come in.
func (c *Case) stops(rules Rules) []Suspension {
	all := c.told()
	p := c.Policy(rules)
	if p == nil {
		return all
	}
	out := make([]Suspension, 0, len(all))
	for _, s := range all {
		if p.Stops(s.Reason, s.Notice != "") {
			out = append(out, s)
		}
	}
	for i := range c.Kept().Consultations {
		x := &c.Docket.Consultations[i]
		if ground := x.Party.ground(); p.Stops(ground, true) {
			s := c.ending(Suspension{From: x.Asked, Until: x.Answered, Reason: ground, Notice: x.Notice})
			// Silence says something by itself when its days are over.
			if silence, ok := p.SilenceOf(ground); ok {
				over := rules.Calendar.Add(c.on(x.Asked), silence.Days).End(c.Location()).UTC()
				if s.lasts() || s.Until.After(over) {
					s.Until, s.WithCase = over, false
				}
			}
			out = append(out, s)
		}
	}
	if p.Restarts && !c.AcceptedAt.IsZero() {
		for _, x := range c.Corrections {
			s := Suspension{From: c.start(p), Reason: "correction", Notice: x.Notice}
			if !x.Received.IsZero() { // whose day is day 0
				s.Until = c.on(x.Received).End(c.Location()).UTC()
			}
			out = append(out, c.ending(s))
		}
	}
	return out
}

// ending ends what lasts with the case.
func (c *Case) ending(s Suspension) Suspension {
	if s.lasts() && c.ended() {
		s.Until, s.WithCase = c.ClosedAt, true
	}
	return s
}

// Unfounded lists the suspensions for which the clock does not stand still,
// because the case's policy has no such ground, or wants a written notice of it
// (无依据中止). Commands are refused; what was told is kept.
func (c *Case) Unfounded(rules Rules) (out []Suspension) {
	if p := c.Policy(rules); p != nil {
		for _, s := range c.Suspensions {
			if !p.Stops(s.Reason, s.Notice != "") {
				out = append(out, s)
			}
		}
	}
	return out
}

// DeliveryLimit is the last day for handing over a grant (送达期限), in working
// days from the decision; what stops the clock stops these days too (许可法44,
// 45). There is none for other decisions, and without a policy that has one.
func (c *Case) DeliveryLimit(rules Rules) Limit {
	p := c.Policy(rules)
	if p == nil || p.DeliveryDays == 0 || c.DecidedAt.IsZero() || c.Outcome != Granted {
		return Limit{On: workdays.NoDate}
	}
	l := Limit{Basis: ByLaw, Days: p.DeliveryDays, Policy: p.ID()}
	return c.due(l, c.on(c.DecidedAt), rules.Calendar, c.stops(rules))
}
