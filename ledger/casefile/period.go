package casefile

import (
	"cmp"

	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Period is one that the applicant has (申请人期间), as it is counted by the rules
// of the case: its last day is On.
type Period struct {
	Code    string `json:"code"`
	Article string `json:"article,omitempty"` // empty where the notice alone names it
	Notice  string `json:"notice,omitempty"`
	Days    int    `json:"days"`
	Unit    string `json:"unit"` // working or calendar
	// Effect is what follows when it has passed: [policy.Abandoned], or empty.
	Effect string        `json:"effect,omitempty"`
	From   workdays.Date `json:"from"` // not counted (民法典201)
	On     workdays.Date `json:"on"`
	// Provisional: On rests on a year without published calendar.
	Provisional bool `json:"provisional"`
	// Policy is the version of the rules, empty for a case without a regime.
	Policy string `json:"policy,omitempty"`
}

// Periods are those of the case's correction notices, in their order. A notice
// that names no days has those of the rules; where these name none either, the
// applicant has no period.
func (c *Case) Periods(rules Rules) (out []Period) {
	for i := range c.Corrections {
		if p, ok := c.correctionPeriod(&c.Corrections[i], rules); ok {
			out = append(out, p)
		}
	}
	return out
}

// correctionPeriod is within which the applicant is to correct what a notice
// names. The days run from the notice: when it arrived is not known.
func (c *Case) correctionPeriod(x *Correction, rules Rules) (out Period, ok bool) {
	out = Period{Code: policy.Supplement, Notice: x.Notice, Days: x.Days, Unit: x.Unit, From: c.on(x.Requested)}
	if p := c.Policy(rules); p != nil {
		out.Policy = p.ID()
		if d, ok := p.PeriodOf(policy.Supplement); ok {
			out.Article, out.Effect = d.Article, d.Effect
			if x.Days == 0 {
				out.Days, out.Unit = d.Days, d.Unit
			}
		}
	}
	if out.Days == 0 {
		return out, false
	}
	out.Unit = cmp.Or(out.Unit, policy.Working)
	out.count(rules.Calendar)
	return out, true
}

// count finds the last day. A period in calendar days that would end on a day
// of rest ends on the next working day (民法典203); one in working days ends on
// one by itself.
func (p *Period) count(cal *workdays.Calendar) {
	if p.Unit == policy.Calendar {
		eve := min(p.From+workdays.Date(p.Days), workdays.LastDate) - 1
		p.On = cal.Add(eve, 1)
		p.Provisional = cal.Provisional(eve, p.On)
		return
	}
	p.On = cal.Add(p.From, p.Days)
	p.Provisional = cal.Provisional(p.From, p.On)
}

// ReviewLimit is the last day on which the organ that accepted a forwarded case
// is to have examined it and handed it on (初审期限), in working days from its own
// acceptance (许可法43). What stops the clock stops these days too (许可法45).
func (c *Case) ReviewLimit(rules Rules) Limit {
	p := c.Policy(rules)
	if p == nil || p.SuperiorDays == 0 || c.Routing != Forwarded || c.AcceptedAt.IsZero() {
		return Limit{On: workdays.NoDate}
	}
	l := Limit{Basis: ByLaw, Days: p.SuperiorDays, Policy: p.ID()}
	return c.due(l, c.DayZero(rules), rules.Calendar, c.stops(rules))
}

// HandedOn is the local date on which the case first went to a superior organ,
// else NoDate.
func (c *Case) HandedOn() workdays.Date {
	for _, f := range c.proceedings().Forwards {
		if !f.From.IsZero() {
			return c.on(f.From)
		}
	}
	return workdays.NoDate
}
