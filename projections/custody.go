package projections

import (
	"context"
	"time"

	"caseledger/ledger/casefile"
)

// Ways in which a holder is known.
const (
	heldPending     = "application"
	heldAccepted    = "accepted"
	heldTransferred = "transferred"
	heldReceived    = "received"
	heldStep        = "step"
	heldReopened    = "reopened"
)

// Custody is a case's chain of holders, oldest first; ErrNotFound. It follows
// from what holds of the timeline: each holder begins where an event put the case into
// other hands, and ends where the next one begins or the case is closed. Times
// are as they were reported; in dirty histories they may run backwards.
func (v *Views) Custody(ctx context.Context, number string) ([]CustodyEntry, error) {
	timeline, err := v.Timeline(ctx, number)
	if err != nil {
		return nil, err
	}
	told, err := decoded(timeline)
	if err != nil {
		return nil, err
	}
	return Chain(told), nil
}

// custody follows who holds one case.
type custody struct {
	state casefile.Case
	chain []CustodyEntry
	held  bool // the last of the chain still holds
}

func (c *custody) add(e casefile.Entry) {
	before := c.state.Holder
	c.state = casefile.Evolve(c.state, e)
	switch e.Event.(type) {
	case casefile.ApplicationReceived:
		if c.state.Status == casefile.Pending {
			c.begin(c.state.Holder, e.Occurred, heldPending)
		}
	case casefile.Accepted:
		c.begin(c.state.Holder, e.Occurred, heldAccepted)
	case casefile.Transferred:
		c.begin(*c.state.Transit, e.Occurred, heldTransferred)
	case casefile.Received:
		c.begin(c.state.Holder, e.Occurred, heldReceived)
	case casefile.StepPerformed, casefile.Undertaken:
		if c.state.Transit == nil && (!c.held || c.state.Holder != before) {
			c.begin(c.state.Holder, e.Occurred, heldStep)
		}
	case casefile.Closed, casefile.Returned, casefile.Withdrawn, casefile.DeemedAbandoned:
		c.end(e.Occurred)
	case casefile.ReturnReviewDecided:
		if !c.held && (c.state.Status == casefile.Open || c.state.Status == casefile.Pending) {
			c.begin(c.state.Holder, e.Occurred, heldReopened)
		}
	}
}

func (c *custody) begin(h casefile.Holder, at time.Time, how string) {
	c.end(at)
	c.chain = append(c.chain, CustodyEntry{Holder: h, From: at, How: how})
	c.held = true
}

func (c *custody) end(at time.Time) {
	if c.held {
		c.chain[len(c.chain)-1].Until = at
		c.held = false
	}
}
