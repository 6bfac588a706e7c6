package registry

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// An Order asks for an entry to be recorded: what, who, when. Its stream is
// that of the entry.
type Order struct {
	// ID makes the order idempotent: sent again, it adds nothing.
	ID    ledger.CommandID
	Post  string // the acting post (岗位), never a person's name
	Entry Entry
	// Occurred is when it happened, Recorded when the ledger took it in. Zero
	// Occurred means Recorded.
	Occurred, Recorded time.Time
	// Expect, if set, is the revision that the sender saw; at another one the
	// order is refused with a *ledger.ConflictError.
	Expect *ledger.Revision
}

// Receipt says what an order has done.
type Receipt struct {
	Record ledger.Record // of the entry, also where it was there before
	// Repeated: the order had been carried out before, or the registry says so
	// already; nothing was added.
	Repeated bool
}

// A Desk carries out orders: it reads the stream, decides, and appends. It keeps
// nothing, so it is safe for concurrent use.
type Desk struct {
	Store ledger.Store
	// Classes are the lists that the centre has closed, none if nil.
	Classes act.Classes
}

// Do carries out an order, once however often it is sent.
//
// Errors are a [*act.Refusal], a [*ledger.ConflictError] (the stream is not at
// the expected revision, or moves on too fast), a [*ledger.InvalidError], a
// [*disclosure.Error] (it may not stand in public), [ledger.ErrUnknownOutcome]
// (send the same order again), or a fault.
func (d *Desk) Do(ctx context.Context, o Order) (out Receipt, err error) {
	o.Recorded = ledger.Time(o.Recorded)
	if o.Occurred.IsZero() {
		o.Occurred = o.Recorded
	}
	if o.Occurred = ledger.Time(o.Occurred); o.Occurred.After(o.Recorded) {
		return out, act.Invalid("occurred time", ledger.FormatTime(o.Occurred), "lies after the time of recording; what has not happened yet cannot be recorded")
	}
	id := o.Entry.Stream()
	if bad := id.Validate(); bad != nil {
		_, _, err := Book.Body(o.Entry, o.Post, d.Classes) // names the member
		return out, cmp.Or(err, bad)
	}
	records, err := act.Append(ctx, d.Store, id, func(*ledger.ConflictError) (at ledger.Revision, drafts []ledger.Draft, err error) {
		out, at, drafts, err = d.decide(ctx, o)
		return at, drafts, err
	})
	switch {
	case err != nil:
		return Receipt{}, fmt.Errorf("%s: %w", id, err)
	case !out.Repeated:
		out.Record = records[0]
	}
	return out, nil
}

// decide decides by what the ledger says now. The order's id is looked for
// first: an earlier append of this very order may have gone through.
func (d *Desk) decide(ctx context.Context, o Order) (out Receipt, at ledger.Revision, drafts []ledger.Draft, err error) {
	id := o.Entry.Stream()
	held, err := read(ctx, d.Store, id)
	if err != nil {
		return out, 0, nil, err
	}
	for i := range held.records {
		if held.records[i].Command == o.ID {
			return Receipt{Record: held.records[i], Repeated: true}, held.head, nil, nil
		}
	}
	if o.Expect != nil && *o.Expect != held.head {
		return out, 0, nil, &ledger.ConflictError{Stream: id, Want: *o.Expect, Have: held.head}
	}
	name, public, err := Book.Encode(o.Entry)
	if err != nil {
		return out, 0, nil, err
	}
	if i, ok := held.latest[o.Entry.Subject()]; ok && held.records[i].Type == name && bytes.Equal(held.records[i].Public, public) {
		return Receipt{Record: held.records[i], Repeated: true}, held.head, nil, nil
	}
	e, err := Book.Decide(&held.says, nil, o.Entry)
	if err != nil {
		return out, 0, nil, err
	}
	if name, public, err = Book.Body(e, o.Post, d.Classes); err != nil {
		return out, 0, nil, err
	}
	return out, held.head, []ledger.Draft{{
		ID: ledger.EventIDOf(o.ID, 0), Type: name, Command: o.ID, Post: o.Post,
		Occurred: o.Occurred, Recorded: o.Recorded, Public: public,
	}}, nil
}
