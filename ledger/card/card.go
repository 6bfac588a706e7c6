package card

import (
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// Card is the state of one card after its events so far.
type Card struct {
	Issued
	At        time.Time // when it fell due; zero: there is no such card
	Cancelled time.Time // zero while it stands
	Appealed  time.Time // zero where nobody appealed
	Decided   time.Time // of the appeal
	Limit     workdays.Date
	Ordered   time.Time // the latest order to rectify
	Verified  time.Time // of that order, zero while it is open
}

type ask = dossier.Ask[struct{}]

type spec[E act.Event] = act.Spec[Card, ask, E]

// Rules that refuse.
const (
	RuleCard          = "亮牌"
	RuleAppeal        = "申诉"
	RuleRectification = "限期整改"
)

// Cards are the warnings and cards.
var Cards = &dossier.Kind[Card, struct{}]{
	Prefix: Prefix,
	Book:   act.NewBook(appealDecided, appealed, cancelled, issued, rectificationOrdered, rectificationVerified),
}

// standing is the stage of what a card allows while it stands.
func standing(c *Card, a *ask) error {
	switch {
	case c.At.IsZero():
		return act.Refuse(RuleCard, "there is no such card")
	case !c.Cancelled.IsZero():
		return act.Refuse(RuleCard, "the card was cancelled on %s", c.Cancelled.Format(time.DateOnly))
	case a.Occurred.Before(c.At):
		return act.Refuse(RuleCard, "%s is before the card; correct the time", a.Occurred.Format(time.RFC3339))
	}
	return nil
}
