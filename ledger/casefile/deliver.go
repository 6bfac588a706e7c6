package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// Delivered (送达): the result reached the applicant.
type Delivered struct {
	Means string `json:"means"` // counter, post, agent, electronic
}

// Deliver records that the result reached the applicant.
type Deliver = Delivered

// Stored names the schema.
func (Delivered) Stored() string { return "case.delivered/1" }

// deliveryMeans are the ways in which a result is collected or delivered: 窗口, 邮寄,
// 代领, 电子.
var deliveryMeans = []string{"counter", "post", "agent", "electronic"}

var delivered = act.Of(spec[Delivered]{
	Zh: "送达", En: "Delivered", Public: act.Published,
	Command: "deliverResult", Says: "Records that the result reached the applicant (送达).", Needs: onceAccepted,
	Members: func(e *Delivered, m *act.Members) {
		m.Code(&e.Means, "means", "How (送达方式): counter, post, agent, electronic.", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e Delivered) (Delivered, error) {
		switch {
		case !slices.Contains(deliveryMeans, e.Means):
			return e, invalid("means", e.Means, "want counter, post, agent or electronic")
		case !c.DeliveredAt.IsZero():
			return e, refuse(RuleDelivery, "the result was delivered on %s", c.on(c.DeliveredAt))
		case c.DecidedAt.IsZero() && c.Status == Open:
			return e, refuse(RuleDelivery, "there is no result to deliver yet")
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, _ Delivered) { c.DeliveredAt = f.Occurred },
})
