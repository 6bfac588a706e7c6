package casefile

import (
	"slices"
	"time"
)

// Proceedings are what only cases of some kinds have (各类办件的办理情况), each
// list in the order in which it was told. A state's proceedings are never
// written into: [Case.proceed] gives a copy to change.
type Proceedings struct {
	Parts      []Part         `json:"parts,omitempty"`      // of a joint case
	Meetings   []Meeting      `json:"meetings,omitempty"`   // joint reviews
	Forwards   []Forward      `json:"forwards,omitempty"`   // to superior organs
	Mandates   []Mandate      `json:"mandates,omitempty"`   // of agents
	Grant      *Grant         `json:"grant,omitempty"`      // of special handling
	Reviews    []ReturnReview `json:"reviews,omitempty"`    // of returns
	Stages     []Stage        `json:"stages,omitempty"`     // by the level of the unit
	Deviations []Deviation    `json:"deviations,omitempty"` // in the order of [allDeviations]
}

// noProceedings are those of most cases. Nobody writes into them.
var noProceedings Proceedings

// proceedings are the case's, to be read only.
func (c *Case) proceedings() *Proceedings {
	if c.Proceedings == nil {
		return &noProceedings
	}
	return c.Proceedings
}

// proceed gives the case proceedings of its own, to be changed: lists may be
// appended to and replaced, their elements not.
func (c *Case) proceed() *Proceedings {
	p := *c.proceedings()
	p.Parts, p.Meetings, p.Forwards = slices.Clip(p.Parts), slices.Clip(p.Meetings), slices.Clip(p.Forwards)
	p.Mandates, p.Reviews, p.Stages = slices.Clip(p.Mandates), slices.Clip(p.Reviews), slices.Clip(p.Stages)
	c.Proceedings = &p
	return &p
}

// route moves a case on to the routing that an action gives it. Of several the
// first of 联办, 上报, 代理 holds, as it does for the label.
func (c *Case) route(to Routing) {
	strength := []Routing{Joint, Forwarded, Agent}
	now := slices.Index(strength, c.Routing)
	if now < 0 || slices.Index(strength, to) < now {
		c.Routing = to
	}
}

// keepAxes gives a case whose acceptance is told the handling and the routing
// that its proceedings gave it before.
func (c *Case) keepAxes() {
	p := c.Proceedings
	if p == nil {
		return
	}
	if len(p.Parts) > 0 || len(p.Meetings) > 0 {
		c.route(Joint)
	}
	if len(p.Forwards) > 0 {
		c.route(Forwarded)
	}
	if len(p.Mandates) > 0 {
		c.route(Agent)
	}
	if p.Grant != nil {
		c.Handling = Special
	}
}

// Interval is a time between two instants.
type Interval struct {
	From  time.Time
	Until time.Time // zero while it lasts
}
