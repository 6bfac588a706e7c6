package casefile

import (
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// Extended (延期): the limit grew by working days (行政许可法 art. 42). It counts
// only if it was recorded before the limit ended and a notice exists.
type Extended struct {
	Approver string `json:"approver"` // approving post
	Days     int    `json:"days"`
	Notice   string `json:"notice"`
}

// Extend prolongs the limit.
type Extend = Extended

// Stored names the schema.
func (Extended) Stored() string { return "case.extended/1" }

// By how many working days a limit may be extended in all: 行政许可法 art. 42.
const (
	maxExtension      = 10
	maxJointExtension = 15 // unified, joint and centralised handling
)

var extended = act.Of(spec[Extended]{
	Zh: "延期", En: "Limit extended", Public: act.Published,
	Command: "extendLimit", Says: "Prolongs the limit (延期).", Needs: whileOpen,
	Members: func(e *Extended, m *act.Members) {
		m.Text(&e.Approver, "approver", "Approving post (批准岗位).", act.Always, act.Required)
		m.Whole(&e.Days, "days", "Working days (延长工作日).", -workdays.MaxDays, workdays.MaxDays, act.Always, act.Asked)
		m.Name(&e.Notice, "notice", "Number of the notice (文书号).", act.Always, act.Required)
	},
	Decide: decideExtension,
	Evolve: func(c *Case, f act.Facts, e Extended) {
		c.Extensions = append(slices.Clip(c.Extensions), Extension{At: f.Recorded, Days: e.Days, Notice: e.Notice})
	},
})

// decideExtension takes an extension that prolongs the governing or the legal
// limit.
func decideExtension(c *Case, a *Ask, e Extended) (Extended, error) {
	allowed := maxExtension
	if c.Routing == Joint {
		allowed = maxJointExtension
	}
	if p := c.Policy(a.Rules); p != nil {
		if _, most := p.Limit(c.Routing == Joint); most > 0 {
			allowed = most
		}
	}
	if e.Days < 1 || e.Days > allowed {
		return e, refuse(c.rule(RuleExtension), "%d working days are asked for; the law allows 1 to %d", e.Days, allowed)
	}
	used := 0
	for _, x := range c.Extensions {
		used += x.Days
	}
	if used+e.Days > allowed {
		return e, refuse(c.rule(RuleExtension), "%d working days were granted already; with %d more it would be over the %d that the law allows", used, e.Days, allowed)
	}
	governing, legal := c.Limit(a.Rules), c.LegalLimit(a.Rules)
	switch {
	case governing.Basis == NoLimit:
		return e, refuse(c.rule(RuleExtension), "the case has no limit to extend")
	case !governing.runs(a) && !legal.runs(a):
		return e, refuse(c.rule(RuleExtension), "the limit ended on %s; it could be extended before that", max(governing.On, legal.On))
	}
	return e, nil
}

// runs says whether the limit has not ended when an order is recorded.
func (l Limit) runs(a *Ask) bool {
	return l.Basis != NoLimit && (l.Due.IsZero() || !a.Recorded.After(l.Due))
}
