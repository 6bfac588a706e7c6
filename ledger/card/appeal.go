package card

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Appealed (申诉): whoever got the card says that it is wrong. The reasons in
// words are sealed.
type Appealed struct {
	Ground string // class
	Number string
}

// Stored names the schema.
func (Appealed) Stored() string { return "card.appealed/1" }

// Stream is that of the card.
func (e Appealed) Stream() ledger.StreamID { return Stream(e.Number) }

// A card is appealed against once.
var appealed = act.Of(spec[Appealed]{
	Zh: "申诉", En: "Card appealed", Public: act.Published,
	Command: "appealCard", Says: "Appeals against a warning or card (申诉), once.", Needs: standing,
	Members: func(e *Appealed, m *act.Members) {
		m.Code(&e.Ground, "ground", "Class of ground (理由): system_fault, applicant, data_error …", act.Always, act.Required)
		m.Name(&e.Number, "number", "Number of the card (牌号).", act.Always, act.Required)
	},
	Decide: func(c *Card, _ *ask, e Appealed) (Appealed, error) {
		if !c.Appealed.IsZero() {
			return e, act.Refuse(RuleAppeal, "there was an appeal on %s", c.Appealed.Format(time.DateOnly))
		}
		return e, nil
	},
	Evolve: func(c *Card, f act.Facts, _ Appealed) { c.Appealed = f.Occurred },
})

// Outcome is what becomes of an appeal.
type Outcome string

// Outcomes.
const (
	Granted   Outcome = "granted"   // 申诉成立: the card is taken back
	Dismissed Outcome = "dismissed" // 申诉不成立: it stands
)

var outcomes = act.Options{Name: "CardAppealOutcome", Says: "What becomes of an appeal against a card (申诉结果).", Values: []act.Option{
	{Value: string(Granted), Zh: "成立", En: "granted: the card is cancelled."},
	{Value: string(Dismissed), Zh: "不成立", En: "dismissed: the card stands."},
}}

// AppealDecided (申诉决定): an appeal was granted or dismissed.
type AppealDecided struct {
	Basis   string
	Number  string
	Outcome Outcome
}

// Stored names the schema.
func (AppealDecided) Stored() string { return "card.appeal_decided/1" }

// Stream is that of the card.
func (e AppealDecided) Stream() ledger.StreamID { return Stream(e.Number) }

var appealDecided = act.Of(spec[AppealDecided]{
	Zh: "申诉决定", En: "Card appeal decided", Public: act.Published, By: act.BySupervisor,
	Command: "decideCardAppeal", Says: "Grants or dismisses an appeal against a card (申诉决定); granting cancels it.", Needs: standing,
	Members: func(e *AppealDecided, m *act.Members) {
		m.Text(&e.Basis, "basis", "What it rests on (依据).")
		m.Name(&e.Number, "number", "Number of the card (牌号).", act.Always, act.Required)
		act.Choice(m, &e.Outcome, "outcome", "The decision (结果).", &outcomes, act.Always, act.Required)
	},
	Decide: func(c *Card, a *ask, e AppealDecided) (AppealDecided, error) {
		switch {
		case c.Appealed.IsZero():
			return e, act.Refuse(RuleAppeal, "nobody appealed")
		case !c.Decided.IsZero():
			return e, act.Refuse(RuleAppeal, "the appeal was decided on %s", c.Decided.Format(time.DateOnly))
		case a.Occurred.Before(c.Appealed):
			return e, act.Refuse(RuleAppeal, "the decision is before the appeal; correct the time")
		}
		return e, nil
	},
	Evolve: func(c *Card, f act.Facts, e AppealDecided) {
		c.Decided = f.Occurred
		if e.Outcome == Granted {
			c.Cancelled = f.Occurred
		}
	},
})
