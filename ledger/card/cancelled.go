package card

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Cancelled (撤牌): the card does not hold. It stays in the record.
type Cancelled struct {
	Cause  string // what was published that took its ground away; empty where somebody cancelled it
	Number string
	Reason string // class
}

// Reasons of supervision itself, which nobody gives by hand.
const (
	CalendarPublished = "calendar_published"
	PolicyPublished   = "policy_published"
)

// Stored names the schema.
func (Cancelled) Stored() string { return "card.cancelled/1" }

// Stream is that of the card.
func (e Cancelled) Stream() ledger.StreamID { return Stream(e.Number) }

// Draft is the record that cancels a card because of what was published, with
// the ids that follow from the card. The error is that of [act.Book.Body].
func (e Cancelled) Draft(post string, published, recorded time.Time) (ledger.Draft, error) {
	name, public, err := Cards.Book.Body(e, post, nil)
	command := ledger.NewCommandID(time.Unix(0, 0), "cancel\x00"+e.Number)
	return ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Post: post,
		Occurred: ledger.Time(published), Recorded: ledger.Time(recorded), Public: public}, err
}

var cancelled = act.Of(spec[Cancelled]{
	Zh: "撤牌", En: "Card cancelled", Public: act.Published, By: act.BySupervisor,
	Command: "cancelCard", Says: "Cancels a warning or card (撤牌).", Needs: standing,
	Members: func(e *Cancelled, m *act.Members) {
		m.Name(&e.Cause, "cause", "What was published that took its ground away (原因).", act.Derived)
		m.Name(&e.Number, "number", "Number of the card (牌号).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Class of reason (理由).", act.Always, act.Required)
	},
	Decide: func(_ *Card, _ *ask, e Cancelled) (Cancelled, error) {
		if e.Reason == CalendarPublished || e.Reason == PolicyPublished {
			return e, act.Refuse(RuleCard, "%s is found by supervision itself; name your own reason", e.Reason)
		}
		e.Cause = ""
		return e, nil
	},
	Evolve: func(c *Card, f act.Facts, _ Cancelled) {
		if c.Cancelled.IsZero() {
			c.Cancelled = f.Occurred
		}
	},
})
