package casefile

import (
	"errors"
	"strings"
	"time"
	"unicode"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/vault"
)

// A Command asks for something to happen to a case: the event that shall
// follow, with the members left empty that its rule derives.
type Command = Event

// An Order is a command with its envelope: which case, who, when.
type Order struct {
	// ID makes the order idempotent: sent again, it adds nothing.
	ID ledger.CommandID
	// Number is the public case number.
	Number string
	// Post is the acting post (岗位), never a person's name.
	Post string
	// Occurred is when the action happened, Recorded when the ledger took it
	// in. Zero Occurred means Recorded.
	Occurred, Recorded time.Time
	Command            Command
	// Corrects, if set, says that the command holds in the place of a wrong
	// record of the case (更正). Zero Occurred then means that record's.
	Corrects *Wrong
	// Expect, if set, is the revision that the sender saw; at another one the
	// order is refused with a *ledger.ConflictError.
	Expect *ledger.Revision
	// By, if set, are the rules that decide instead of those that the ledger holds now: of an
	// order that follows from what was known earlier.
	By *Rules
	// Sealed holds the personal values; they stand sealed in the order's first
	// event.
	Sealed []vault.Value
}

// Wrong names a record that is wrong, and says why.
type Wrong struct {
	Revision ledger.Revision
	Reason   string // class
	Basis    string // what the amendment rests on
}

// normal is the order with its times as the ledger keeps them.
func (o Order) normal() Order {
	o.Recorded = ledger.Time(o.Recorded)
	if !o.Occurred.IsZero() {
		o.Occurred = ledger.Time(o.Occurred)
	} else if o.Corrects == nil {
		o.Occurred = o.Recorded
	}
	return o
}

// check says whether the envelope is complete and may stand in public.
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
	}
	if err := disclosure.Post(o.Post); err != nil {
		return err
	}
	return CheckNumber(o.Number)
}

// CheckNumber says whether a public case number may be used. Bare digits are
// refused, since they could be a person's, but for a whole number of the
// national form.
func CheckNumber(number string) error {
	if err := disclosure.Number("case number", number); err != nil {
		return err
	}
	var bad *ledger.InvalidError
	switch err := Stream(number).Validate(); {
	case number == "":
		return invalid("case number", "", "is missing")
	case errors.As(err, &bad):
		return invalid("case number", number, bad.Reason)
	}
	national, claimed := ParseNational(number)
	if !strings.ContainsFunc(number, unicode.IsLetter) && !(claimed && national.check() == nil) {
		return invalid("case number", number, "has no letter; put one in front, for example BJ-2024-000017")
	}
	return nil
}

func invalid(field, value, reason string) error {
	return act.Invalid(field, value, reason)
}
