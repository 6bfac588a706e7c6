package casefile

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// An Event is the public body of something that happened to a case. The set is
// that of [Book]. When an event occurred, was recorded and who acted stands in
// the record around it.
type Event = act.Event

// Entry is an event with the facts of its record.
type Entry struct {
	Revision ledger.Revision
	Occurred time.Time
	Recorded time.Time
	Post     string
	Event    Event
}

// Apply changes the case by one more event. It takes every event as a fact:
// whether it should have happened is Decide's question. Imported histories may
// hold events in an order that Decide would refuse. Slices of the state before
// are not written into. What a correction or voiding takes back stays in the
// state: [Replay] makes that anew.
func (c *Case) Apply(e *Entry) {
	c.Events++
	Book.Evolve(c, act.Facts{Occurred: happened(e.Occurred), Recorded: e.Recorded, Post: e.Post}, e.Event)
}

// Evolve is the case after one more event; see [Case.Apply], which spares the
// copies.
func Evolve(c Case, e Entry) Case {
	c.Apply(&e)
	return c
}

// happened is an instant of a case's state, in which the zero time means that
// something has not happened. No ledger takes a record at it; an entry at it is
// read as of the next microsecond.
func happened(t time.Time) time.Time {
	if t.IsZero() {
		return t.Add(time.Microsecond)
	}
	return t
}

// StoredNames lists all stored names that [Decode] reads.
func StoredNames() []string { return Book.Names() }

// Encode gives an event's stored name and its canonical public body, and does
// not ask whether it may stand in public: Book.Body does.
func Encode(e Event) (name string, public []byte, err error) { return Book.Encode(e) }

// Decode reads a record of a case stream. Errors are an [*act.UnknownTypeError]
// or a fault in the bytes.
func Decode(r *ledger.Record) (Entry, error) {
	e, err := Book.Decode(r)
	if err != nil {
		return Entry{}, err
	}
	return Entry{Revision: r.Revision, Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post, Event: e}, nil
}
