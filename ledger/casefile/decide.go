package casefile

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Decide gives the events that follow from an order to a case in this state,
// at least one. What a rule does not allow is a [*Refusal]; an order that
// nothing could be made of, whatever the state, is a [*ledger.InvalidError].
// The calendar is the one that the case's, or the acceptance's, names.
func Decide(c Case, o Order, cal *workdays.Calendar) ([]Event, error) {
	o = o.normal()
	if err := o.check(); err != nil {
		return nil, err
	}
	if cmd, ok := o.Command.(Accept); ok {
		return one(accept(&c, o, cmd))
	}
	if c.AcceptedAt.IsZero() {
		return nil, refuse(RuleRegister, "the case is not accepted yet; accept it first")
	}
	if o.Occurred.Before(c.AcceptedAt) {
		return nil, refuse(RuleRegister, "%s is before the acceptance at %s; correct the time", ledger.FormatTime(o.Occurred), ledger.FormatTime(c.AcceptedAt))
	}
	switch cmd := o.Command.(type) {
	case Deliver:
		return one(deliver(&c, cmd))
	case ChargeFee:
		return one(charge(&c, cmd))
	}
	if c.Status != Open {
		return nil, refuse(RuleEnded, "the case is %s since %s", c.Status, c.ClosedOn())
	}
	switch o.Command.(type) {
	case Close, Return, Withdraw:
		if err := later(RuleEnded, "the last step", o.Occurred, c.LastStepAt); err != nil {
			return nil, err
		}
	}
	return one(decideOpen(&c, o, cal))
}

// decideOpen decides what only an open case allows.
func decideOpen(c *Case, o Order, cal *workdays.Calendar) (Event, error) {
	switch cmd := o.Command.(type) {
	case Perform:
		return perform(cmd)
	case Transfer:
		return transfer(c, cmd)
	case Receive:
		return receive(c, cmd)
	case RequestCorrection:
		return requestCorrection(c, o, cmd, cal)
	case ReceiveCorrection:
		return receiveCorrection(c, cmd)
	case Suspend:
		return suspend(c, cmd)
	case Resume:
		return resumed(c, o)
	case Extend:
		return extend(c, o, cmd, cal)
	case Determine:
		return determine(c, cmd)
	case Close:
		return closed(c, cmd)
	case Return:
		return returned(c, cmd)
	case Withdraw:
		return withdrawn(c, cmd)
	}
	panic(fmt.Sprintf("casefile: Decide does not know %T", o.Command))
}

func one(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// normal is the order with its times as the ledger keeps them.
func (o Order) normal() Order {
	o.Recorded = ledger.Time(o.Recorded)
	if o.Occurred.IsZero() {
		o.Occurred = o.Recorded
	}
	o.Occurred = ledger.Time(o.Occurred)
	return o
}

// check says whether the envelope is complete.
func (o Order) check() error {
	switch {
	case o.Command == nil:
		return invalid("command", "", "is missing")
	case o.ID == ledger.CommandID{}:
		return invalid("command id", "", "is missing; make one with ledger.NewCommandID")
	case o.Recorded.IsZero():
		return invalid("recorded time", "", "is missing")
	case o.Occurred.After(o.Recorded):
		return invalid("occurred time", ledger.FormatTime(o.Occurred), "lies after the time of recording; what has not happened yet cannot be recorded")
	case len(o.Post) > maxText:
		return invalid("post", o.Post, "is longer than 100 bytes")
	}
	return checkNumber(o.Number)
}

// maxText bounds names and codes in public bodies, in bytes. Whole sentences
// are free text and belong into sealed values.
const maxText = 100

// checkNumber says whether a public case number may be used. Bare digits are
// refused: they could be a person's.
func checkNumber(number string) error {
	if err := Stream(number).Validate(); err != nil {
		return err
	}
	if !strings.ContainsFunc(number, unicode.IsLetter) {
		return invalid("case number", number, "has no letter; put one in front, for example BJ-"+number)
	}
	return nil
}

// text is a field of a command with its value.
type text struct{ field, value string }

// need says whether all fields have a value that may stand in public.
func need(fields ...text) error {
	for _, f := range fields {
		if f.value == "" {
			return invalid(f.field, "", "is missing")
		}
	}
	return fit(fields...)
}

// fit says whether all values may stand in public: short, one line, UTF-8.
func fit(fields ...text) error {
	for _, f := range fields {
		switch {
		case len(f.value) > maxText:
			return invalid(f.field, "", fmt.Sprintf("has %d bytes, at most %d may stand in public; longer texts belong into sealed values", len(f.value), maxText))
		case strings.ToValidUTF8(f.value, "") != f.value || strings.ContainsFunc(f.value, unicode.IsControl):
			return invalid(f.field, "", "holds control characters or is not UTF-8")
		}
	}
	return nil
}

func invalid(field, value, reason string) error {
	return &ledger.InvalidError{Field: field, Value: value, Reason: reason}
}

// later says that a time must not lie before another.
func later(rule, what string, t, since time.Time) error {
	if t.Before(since) {
		return refuse(rule, "%s is before %s at %s; correct the time", ledger.FormatTime(t), what, ledger.FormatTime(since))
	}
	return nil
}
