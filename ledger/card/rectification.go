package card

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// RectificationOrdered (限期整改): what led to the card is to be put right by a day.
type RectificationOrdered struct {
	Limit  workdays.Date // the last day
	Number string
}

// Stored names the schema.
func (RectificationOrdered) Stored() string { return "card.rectification_ordered/1" }

// Stream is that of the card.
func (e RectificationOrdered) Stream() ledger.StreamID { return Stream(e.Number) }

var rectificationOrdered = act.Of(spec[RectificationOrdered]{
	Zh: "限期整改", En: "Rectification ordered", Public: act.Published, By: act.BySupervisor,
	Command: "orderRectification", Says: "Orders that what led to a card is put right by a day (限期整改).", Needs: standing,
	Members: func(e *RectificationOrdered, m *act.Members) {
		m.Date(&e.Limit, "limit", "The last day (整改期限).", act.Always, act.Required)
		m.Name(&e.Number, "number", "Number of the card (牌号).", act.Always, act.Required)
	},
	Decide: func(c *Card, a *ask, e RectificationOrdered) (RectificationOrdered, error) {
		switch {
		case !c.Ordered.IsZero() && c.Verified.IsZero():
			return e, act.Refuse(RuleRectification, "the order of %s is open until %s; verify it first", c.Ordered.Format(time.DateOnly), c.Limit)
		case e.Limit < workdays.DateOf(a.Occurred, china):
			return e, act.Refuse(RuleRectification, "%s is over already", e.Limit)
		}
		return e, nil
	},
	Evolve: func(c *Card, f act.Facts, e RectificationOrdered) {
		c.Ordered, c.Verified, c.Limit = f.Occurred, time.Time{}, e.Limit
	},
})

// Result is what a verification finds.
type Result string

// Results.
const (
	Done    Result = "done"     // 整改到位
	NotDone Result = "not_done" // 整改不到位
)

var results = act.Options{Name: "RectificationResult", Says: "What the verification of a rectification finds (整改核查结果).", Values: []act.Option{
	{Value: string(Done), Zh: "整改到位", En: "put right."},
	{Value: string(NotDone), Zh: "整改不到位", En: "not put right; it may be ordered again."},
}}

// RectificationVerified (整改核查): somebody looked whether it was put right.
type RectificationVerified struct {
	Number string
	Result Result
}

// Stored names the schema.
func (RectificationVerified) Stored() string { return "card.rectification_verified/1" }

// Stream is that of the card.
func (e RectificationVerified) Stream() ledger.StreamID { return Stream(e.Number) }

var rectificationVerified = act.Of(spec[RectificationVerified]{
	Zh: "整改核查", En: "Rectification verified", Public: act.Published, By: act.BySupervisor,
	Command: "verifyRectification", Says: "Records whether what was ordered was put right (整改核查).", Needs: standing,
	Members: func(e *RectificationVerified, m *act.Members) {
		m.Name(&e.Number, "number", "Number of the card (牌号).", act.Always, act.Required)
		act.Choice(m, &e.Result, "result", "What was found (结果).", &results, act.Always, act.Required)
	},
	Decide: func(c *Card, a *ask, e RectificationVerified) (RectificationVerified, error) {
		switch {
		case c.Ordered.IsZero() || !c.Verified.IsZero():
			return e, act.Refuse(RuleRectification, "no order is open")
		case a.Occurred.Before(c.Ordered):
			return e, act.Refuse(RuleRectification, "the verification is before the order; correct the time")
		}
		return e, nil
	},
	Evolve: func(c *Card, f act.Facts, _ RectificationVerified) { c.Verified = f.Occurred },
})
