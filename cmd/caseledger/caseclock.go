package main

import (
	"fmt"
	"strconv"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// clockView is the governing limit with its derivation, and the legal one.
type clockView struct {
	Limit casefile.Limit `json:"limit"`
	// Policy is the version of the rules that counts; null for a case without a regime.
	Policy *ruledBy `json:"policy,omitempty"`
	// Delivery is the limit for handing over a grant; none without a policy.
	Delivery *casefile.Limit `json:"delivery,omitempty"`
	// Review is the limit for handing a forwarded case on, and HandedOn the day
	// on which it was; none without a policy.
	Review   *casefile.Limit `json:"review,omitempty"`
	HandedOn string          `json:"handedOn,omitempty"`
	// Periods are the applicant's.
	Periods []casefile.Period  `json:"periods,omitempty"`
	Legal   casefile.Limit     `json:"legal"`
	Worked  *int               `json:"workedDays"` // acceptance to closing; null while open, and without an acceptance
	Result  projections.Result `json:"result"`     // empty unless it was closed
	// Shares says whose the working days up to AsOf were; left out where all were the unit's own.
	Shares *casefile.Shares `json:"shares,omitempty"`
	// AsOf is the day on whose evening Remaining is counted: that of the ending,
	// and for an open case the day that was asked about.
	AsOf workdays.Date `json:"asOf"`
	// Remaining is the number of working days left then, negative by those since
	// the due day, and while the clock stands still those left once it runs again;
	// null where there is no limit, or the case ended before its end was known.
	Remaining  *int                `json:"remainingDays"`
	Derivation workdays.Derivation `json:"derivation"`
}

// ruledBy names the rules that counted.
type ruledBy struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Basis   string `json:"basis"`
	// Unfounded are suspensions that do not stop the clock by them.
	Unfounded []casefile.Suspension `json:"unfounded,omitempty"`
}

// newClockView explains the limit of an accepted case. Asked is the day on
// whose evening an open case is looked at.
func newClockView(c *casefile.Case, rules casefile.Rules, asked workdays.Date) clockView {
	v := clockView{
		Limit: c.Limit(rules), Legal: c.LegalLimit(rules), Derivation: c.Derive(rules, c.ClosedOn()),
		AsOf: asked,
	}
	if p := c.Policy(rules); p != nil {
		v.Policy = &ruledBy{p.ID(), p.Version, p.Basis, c.Unfounded(rules)}
	}
	if l := c.DeliveryLimit(rules); l.Basis != casefile.NoLimit {
		v.Delivery = &l
	}
	if l := c.ReviewLimit(rules); l.Basis != casefile.NoLimit {
		v.Review = &l
		if on := c.HandedOn(); on != workdays.NoDate {
			v.HandedOn = on.String()
		}
	}
	v.Periods = c.Periods(rules)
	v.Result = projections.ResultOf(c, v.Limit)
	if closed := c.ClosedOn(); closed != workdays.NoDate {
		if v.AsOf = closed; !c.AcceptedAt.IsZero() {
			days, _ := c.Worked(rules, closed)
			v.Worked = &days
		}
	}
	if s, ok := c.Shares(rules, v.AsOf); ok && s != (casefile.Shares{Own: s.Own}) {
		v.Shares = &s
	}
	if left, ok := c.Remaining(rules, v.Limit, v.AsOf); ok && (c.Status == casefile.Open || !v.Limit.Due.IsZero()) {
		v.Remaining = &left
	}
	return v
}

func (v caseView) writeClock(out *printer) {
	out.line("\nclock 时限")
	if p := v.Clock.Policy; p != nil {
		out.line("rules 规则 %s %s, %s", p.ID, p.Version, p.Basis)
		for _, s := range p.Unfounded {
			out.line("no ground 无依据中止: %s since %s does not stop the clock", s.Reason, out.time(s.From))
		}
	}
	if l := v.Clock.Delivery; l != nil && !l.Due.IsZero() {
		out.line("delivery limit of %s, due %s", workingDays(l.Days), out.time(l.Due))
	}
	if l := v.Clock.Review; l != nil && !l.Due.IsZero() {
		out.line("review limit 初审期限 of %s, due %s%s", workingDays(l.Days), out.time(l.Due), handedOn(v.Clock.HandedOn))
	}
	for _, x := range v.Clock.Periods {
		out.line("applicant's period 申请人期间: notice %s, %d %s days, ends %s", x.Notice, x.Days, x.Unit, x.On)
	}
	l := v.Clock.Limit
	switch {
	case l.Basis == casefile.NoLimit:
		out.line("no limit is known for this case")
		return
	case l.Due.IsZero():
		out.line("%s limit of %s; the clock stands still, the due date is not known yet", l.Basis, workingDays(l.Days))
	default:
		out.line("%s limit of %s, due %s", l.Basis, workingDays(l.Days), out.time(l.Due))
	}
	if v.Clock.Worked != nil {
		out.line("%s after %s", v.Case.Status, workingDays(*v.Clock.Worked))
	}
	if says := v.Clock.standing(v.Case.Status); says != "" {
		out.line("%s", says)
	}
	if s := v.Clock.Shares; s != nil {
		out.line("working days 各方用时: own 本单位 %d, superior 上级 %d, applicant 申请人 %d, consulted 征求意见 %d, suspended 中止 %d", s.Own, s.Superior, s.Applicant, s.Consulted, s.Suspended)
	}
	v.writeDays(out)
}

// standing says whether the limit is kept, and by how much; empty where that
// cannot be asked: the due date is not known, or the case was not closed.
func (c clockView) standing(s casefile.Status) string {
	if c.Remaining == nil {
		return ""
	}
	left := *c.Remaining
	switch {
	case c.Result == projections.Early:
		return fmt.Sprintf("on time 按时: %s before the due day", workingDays(left))
	case c.Result == projections.OnTime:
		return "on time 按时: on the due day"
	case c.Result == projections.Late && left == 0:
		return "late 超时: after the due time, by less than a working day"
	case c.Result == projections.Late:
		return fmt.Sprintf("late 超时: by %s", workingDays(-left))
	case s != casefile.Open:
		return ""
	case c.Limit.Due.IsZero():
		return fmt.Sprintf("suspended 中止: %s left once the clock runs again", workingDays(left))
	case c.AsOf <= c.Limit.On:
		return fmt.Sprintf("open 在办: %s left on the evening of %s", workingDays(left), c.AsOf)
	}
	return fmt.Sprintf("overdue 超期: by %s on the evening of %s", workingDays(-left), c.AsOf)
}

func handedOn(day string) string {
	if day == "" {
		return ", not handed on yet"
	}
	return ", handed on " + day
}

func workingDays(n int) string {
	if n == 1 {
		return "1 working day"
	}
	return strconv.Itoa(n) + " working days"
}

// writeDays lists the days that counted, and marks the due day and the last.
func (v caseView) writeDays(out *printer) {
	t := table{header: []string{"date", "counted", "day", "why", ""}, aligns: []align{left, left, right}}
	for _, d := range v.Clock.Derivation.Days {
		counted, why := "", d.Why
		if d.Counted {
			counted = "yes"
		}
		if d.Provisional {
			why += " *"
		}
		var marks []string
		if d.Date == v.Clock.Limit.On {
			marks = append(marks, "← due")
		}
		if d.Date == v.Case.ClosedOn() {
			marks = append(marks, "← "+string(v.Case.Status))
		}
		t.add(d.Date.String(), counted, strconv.Itoa(d.N), why, strings.Join(marks, " "))
	}
	out.table(&t)
	if v.Clock.Derivation.Provisional {
		out.line(provisionalNote)
	}
}
