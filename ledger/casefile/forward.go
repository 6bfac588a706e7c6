package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// ForwardedUp (上报): the case went to a superior organ, which decides it.
type ForwardedUp struct {
	Notice string `json:"notice,omitempty"`
	Organ  string `json:"organ"`
}

// ForwardCase sends the case to a superior organ.
type ForwardCase = ForwardedUp

// Stored names the schema.
func (ForwardedUp) Stored() string { return "case.forwarded/1" }

// Forward is one time that the case was with a superior organ.
type Forward struct {
	Organ    string    `json:"organ,omitempty"`
	Notice   string    `json:"notice,omitempty"`
	From     time.Time `json:"from,omitzero"`  // zero where only the decision was told
	Until    time.Time `json:"until,omitzero"` // when the decision came back
	Outcome  Outcome   `json:"outcome,omitempty"`
	Document string    `json:"document,omitempty"`
}

func (f *Forward) open() bool { return f.Until.IsZero() }

var forwardedUp = act.Of(spec[ForwardedUp]{
	Zh: "上报", En: "Forwarded to a superior organ", Public: act.Published,
	Command: "forwardCase", Says: "Sends the case with the preliminary review to the superior organ that decides (上报).", Needs: whileOpen,
	Members: func(e *ForwardedUp, m *act.Members) {
		m.Name(&e.Notice, "notice", "Number of the letter (呈报文号).")
		m.Text(&e.Organ, "organ", "Superior organ (上级机关).", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e ForwardedUp) (ForwardedUp, error) {
		if !c.DecidedAt.IsZero() {
			return e, refuse(RuleDecision, "the case was decided on %s", c.on(c.DecidedAt))
		}
		if f := c.withSuperior(); f != nil {
			return e, refuse(RuleForward, "the case is with %s since %s; record its decision first", f.Organ, c.on(f.From))
		}
		return e, c.notOnTheWay()
	},
	Evolve: func(c *Case, f act.Facts, e ForwardedUp) {
		p := c.proceed()
		p.Forwards = append(p.Forwards, Forward{Organ: e.Organ, Notice: e.Notice, From: f.Occurred})
		c.route(Forwarded)
	},
})

// withSuperior is the forwarding whose decision has not come back, nil if there
// is none.
func (c *Case) withSuperior() *Forward {
	all := c.proceedings().Forwards
	for i := range all {
		if all[i].open() {
			return &all[i]
		}
	}
	return nil
}

// superior is the latest decision of a superior organ, nil if none came back.
func (c *Case) superior() *Forward {
	all := c.proceedings().Forwards
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].open() {
			return &all[i]
		}
	}
	return nil
}

// SuperiorSpans are the times in which the case was with a superior organ, in
// the order in which they were told; the ending of the case ends what lasts.
// Occurred times are as they were reported: one may end before it begins.
func (c *Case) SuperiorSpans() []Interval {
	var out []Interval
	for _, f := range c.proceedings().Forwards {
		if f.From.IsZero() {
			continue
		}
		if f.open() && c.ended() {
			f.Until = c.ClosedAt
		}
		out = append(out, Interval{f.From, f.Until})
	}
	return slices.Clip(out)
}
