package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// CollectionChosen (选择领取方式): the applicant said how the result is to reach
// him. The last word before the delivery counts; where it goes to is a sealed value.
type CollectionChosen struct {
	Means string `json:"means"` // counter, post, agent, electronic
}

// ChooseCollection records how the applicant wants the result.
type ChooseCollection = CollectionChosen

// Stored names the schema.
func (CollectionChosen) Stored() string { return "case.collection_chosen/1" }

var collectionChosen = act.Of(spec[CollectionChosen]{
	Zh: "选择领取方式", En: "Way of collection chosen", Public: act.Published,
	Command: "chooseCollection", Says: "Records how the applicant wants the result (领取方式), until it is delivered; an address is a sealed value.", Needs: onceBegun,
	Members: func(e *CollectionChosen, m *act.Members) {
		m.Code(&e.Means, "means", "How (领取方式): counter 窗口领取, post 邮寄送达, agent 代领, electronic 电子送达.", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e CollectionChosen) (CollectionChosen, error) {
		switch {
		case !slices.Contains(deliveryMeans, e.Means):
			return e, invalid("means", e.Means, "want counter, post, agent or electronic")
		case !c.DeliveredAt.IsZero():
			return e, refuse(RuleDelivery, "the result was delivered on %s", c.on(c.DeliveredAt))
		}
		return e, nil
	},
	Evolve: func(c *Case, _ act.Facts, e CollectionChosen) {
		c.keep(func(d *Docket) { d.Collection = e.Means })
	},
})
