package casefile

import (
	"cmp"

	"caseledger/ledger/act"
)

// DutyHandedOver (交接): one post answers for the case instead of another, as
// when the B post stands in for the A post, and back.
type DutyHandedOver struct {
	From   string `json:"from"`
	Reason string `json:"reason"`
	To     string `json:"to"`
}

// HandOverDuty hands the responsibility over. An empty From is who answers for
// the case.
type HandOverDuty = DutyHandedOver

// Stored names the schema.
func (DutyHandedOver) Stored() string { return "case.duty_handed_over/1" }

var dutyHandedOver = act.Of(spec[DutyHandedOver]{
	Zh: "交接", En: "Duty handed over", Public: act.Published,
	Command: "handOverDuty", Says: "Lets another post answer for the case (岗位交接).", Needs: inHand,
	Members: func(e *DutyHandedOver, m *act.Members) {
		m.Text(&e.From, "from", "Post that hands over (移交岗位); default who answers for the case.", act.Always)
		m.Code(&e.Reason, "reason", "Reason class (原因): leave, training …", act.Always, act.Required)
		m.Text(&e.To, "to", "Post that takes over (接替岗位).", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e DutyHandedOver) (DutyHandedOver, error) {
		if err := c.moreDuties(a); err != nil {
			return e, err
		}
		now, ok := c.Responsible(a.Occurred)
		e.From = cmp.Or(e.From, now.Post)
		switch {
		case !ok:
			return e, refuse(RuleDuty, "nobody answers for the case yet; assign a post first")
		case e.From != now.Post:
			return e, refuse(RuleDuty, "%s answers for the case, not %s", now.Post, e.From)
		case e.To == now.Post:
			return e, refuse(RuleDuty, "%s answers for the case already", e.To)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e DutyHandedOver) {
		c.onDuty(Duty{Since: f.Occurred, Post: e.To, From: e.From, Reason: e.Reason})
	},
})
