package casefile

import (
	"errors"
	"time"

	"caseledger/ledger"
)

// Decide gives the events that follow from an order to a case in this state,
// at least one. What a rule does not allow is a [*Refusal]; an order that
// nothing could be made of, whatever the state, is a [*ledger.InvalidError].
// What corrects or voids a record is decided by [Amend].
func Decide(c Case, o Order, known Known) ([]Event, error) {
	o = o.normal()
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.amends() {
		return nil, errors.New("an order that corrects or voids a record needs the records of its case")
	}
	e, err := Book.Decide(&c, &Ask{Order: o, Known: known}, o.Command)
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// standing refuses a case that was annulled.
func (c *Case) standing() error {
	if c.Status == Struck {
		return refuse(RuleAmend, "the case was annulled; an application needs a new number")
	}
	return nil
}

// onceAccepted is the stage of what can be recorded of every accepted case.
func onceAccepted(c *Case, a *Ask) error {
	if err := c.standing(); err != nil {
		return err
	}
	if c.AcceptedAt.IsZero() {
		return refuse(RuleRegister, "the case is not accepted yet; accept it first")
	}
	if a.Occurred.Before(c.AcceptedAt) {
		return refuse(RuleRegister, "%s is before the acceptance at %s; correct the time", ledger.FormatTime(a.Occurred), ledger.FormatTime(c.AcceptedAt))
	}
	return nil
}

// whileOpen is the stage of what only an open case allows.
func whileOpen(c *Case, a *Ask) error {
	if err := onceAccepted(c, a); err != nil {
		return err
	}
	if c.Status != Open {
		return refuse(RuleEnded, "the case is %s since %s", c.Status, c.ClosedOn())
	}
	return nil
}

// unaccepted refuses a case that is accepted, or that ended without that.
func (c *Case) unaccepted() error {
	if err := c.standing(); err != nil {
		return err
	}
	if !c.AcceptedAt.IsZero() {
		return refuse(RuleRegister, "the case was accepted on %s", c.AcceptedOn())
	}
	if c.ended() {
		return refuse(RuleEnded, "the case is %s since %s; a new application needs a new number", c.Status, c.ClosedOn())
	}
	return nil
}

// notBefore refuses a time before the first that happened to the case.
func (c *Case) notBefore(t time.Time) error {
	began, what := c.Kept().Began, "the case began"
	if began.IsZero() {
		began, what = c.AcceptedAt, "the acceptance"
	}
	return later(RuleRegister, what, t, began)
}

// onceBegun is the stage of what can be recorded of every case, accepted or
// not.
func onceBegun(c *Case, a *Ask) error {
	if c.Status == None {
		return refuse(RuleRegister, "there is no such case yet; accept it, or receive the application first")
	}
	if err := c.standing(); err != nil {
		return err
	}
	return c.notBefore(a.Occurred)
}

// inHand is the stage of what a case allows until it ends, accepted or not.
func inHand(c *Case, a *Ask) error {
	if err := onceBegun(c, a); err != nil {
		return err
	}
	if c.ended() {
		return refuse(RuleEnded, "the case is %s since %s", c.Status, c.ClosedOn())
	}
	return nil
}

// toLeave is the stage of what ends a case that need not be accepted.
func toLeave(c *Case, a *Ask) error {
	if err := inHand(c, a); err != nil {
		return err
	}
	if c.Status == Open {
		return toEnd(c, a)
	}
	return nil
}

// toEnd is the stage of what ends an open case: nothing ends before its last
// step.
func toEnd(c *Case, a *Ask) error {
	if err := whileOpen(c, a); err != nil {
		return err
	}
	return later(RuleEnded, "the last step", a.Occurred, c.LastStepAt)
}

// later says that a time must not lie before another.
func later(rule, what string, t, since time.Time) error {
	if t.Before(since) {
		return refuse(rule, "%s is before %s at %s; correct the time", ledger.FormatTime(t), what, ledger.FormatTime(since))
	}
	return nil
}
