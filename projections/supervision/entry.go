package supervision

import (
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/act"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Status says whether a card holds.
type Status string

// Statuses.
const (
	Standing  Status = "standing"  // 有效
	Cancelled Status = "cancelled" // 已撤销
)

// Appeal says how the appeal against a card stands.
type Appeal string

// Appeals.
const (
	NoAppeal  Appeal = ""
	Pending   Appeal = "pending"   // 申诉中
	Granted   Appeal = "granted"   // 申诉成立
	Dismissed Appeal = "dismissed" // 申诉不成立
)

// A Card is a warning or card as it stood after some of its records. Times and
// days that have not come are zero, respectively NoDate.
type Card struct {
	Number  string `json:"number"`
	Ordinal uint64 `json:"ordinal"` // of its first record
	Colour  string `json:"colour"`  // see [policy.Signal]
	Rule    string `json:"rule"`    // the occasion
	Policy  string `json:"policy"`  // version of the rules
	Org     string `json:"org"`     // responsible unit
	Case    string `json:"case,omitzero"`
	Item    string `json:"item,omitzero"`
	Cause   string `json:"cause,omitzero"`

	Due      workdays.Date `json:"due,omitempty"` // the limit that it is about
	Fell     time.Time     `json:"fell"`          // when it fell due
	Recorded time.Time     `json:"recorded"`      // when that was recorded

	CancelledAt  time.Time `json:"cancelledAt,omitzero"`
	CancelReason string    `json:"cancelReason,omitzero"` // class; empty where an appeal was granted
	CancelCause  string    `json:"cancelCause,omitzero"`  // what was published that took its ground away

	AppealedAt time.Time    `json:"appealedAt,omitzero"`
	Ground     string       `json:"ground,omitzero"` // class
	DecidedAt  time.Time    `json:"decidedAt,omitzero"`
	Outcome    card.Outcome `json:"outcome,omitzero"`
	Basis      string       `json:"basis,omitzero"`

	OrderedAt  time.Time     `json:"orderedAt,omitzero"` // the latest order to rectify
	RectifyBy  workdays.Date `json:"rectifyBy,omitempty"`
	VerifiedAt time.Time     `json:"verifiedAt,omitzero"`
	Result     card.Result   `json:"result,omitzero"`
}

// FellOn is the local date of Fell.
func (c *Card) FellOn() workdays.Date { return casefile.StandardDate(c.Fell) }

// Status says whether it holds.
func (c *Card) Status() Status {
	if c.CancelledAt.IsZero() {
		return Standing
	}
	return Cancelled
}

// Appeal says how the appeal against it stands.
func (c *Card) Appeal() Appeal {
	switch {
	case c.AppealedAt.IsZero():
		return NoAppeal
	case c.DecidedAt.IsZero():
		return Pending
	case c.Outcome == card.Granted:
		return Granted
	}
	return Dismissed
}

// begin makes the card of the event that issues it.
func begin(x card.Issued, ordinal uint64, fell, recorded time.Time) *Card {
	return &Card{Number: x.Number, Ordinal: ordinal, Colour: x.Colour, Rule: x.Rule, Policy: x.Policy, Org: x.Org, Case: x.Case,
		Item: x.Item, Cause: x.Cause, Due: x.Due, Fell: fell, Recorded: recorded, RectifyBy: workdays.NoDate}
}

// next changes the card by one more event.
func (c *Card) next(x act.Event, at time.Time) {
	switch x := x.(type) {
	case card.Cancelled:
		if c.CancelledAt.IsZero() {
			c.CancelledAt, c.CancelReason, c.CancelCause = at, x.Reason, x.Cause
		}
	case card.Appealed:
		c.AppealedAt, c.Ground = at, x.Ground
	case card.AppealDecided:
		c.DecidedAt, c.Outcome, c.Basis = at, x.Outcome, x.Basis
		if x.Outcome == card.Granted {
			c.CancelledAt = at
		}
	case card.RectificationOrdered:
		c.OrderedAt, c.RectifyBy, c.VerifiedAt, c.Result = at, x.Limit, time.Time{}, ""
	case card.RectificationVerified:
		c.VerifiedAt, c.Result = at, x.Result
	}
}

func parse(body []byte) (*Card, error) {
	c := &Card{Due: workdays.NoDate, RectifyBy: workdays.NoDate}
	return c, json.Unmarshal(body, c)
}
