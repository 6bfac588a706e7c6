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
// what it has read of a stream, and reads on from there. It is safe for
// concurrent use.
type Desk struct {
	Store ledger.Store
	// Classes are the lists that the centre has closed, none if nil.
	Classes act.Classes

	kept kept
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
	h := d.kept.take(id)
	records, err := act.Append(ctx, d.Store, id, func(*ledger.ConflictError) (at ledger.Revision, drafts []ledger.Draft, err error) {
		if err = h.catchUp(ctx, d.Store, id); err == nil {
			out, drafts, err = d.decide(h, o)
		}
		return h.head, drafts, err
	})
	d.kept.put(id, h)
	switch {
	case err != nil:
		return Receipt{}, fmt.Errorf("%s: %w", id, err)
	case !out.Repeated:
		out.Record = records[0]
	}
	return out, nil
}

// decide decides by what the stream holds. The order's id is looked for first:
// an earlier append of this very order may have gone through.
func (d *Desk) decide(h *held, o Order) (out Receipt, drafts []ledger.Draft, err error) {
	if i, ok := h.orders[o.ID]; ok {
		return Receipt{Record: h.records[i], Repeated: true}, nil, nil
	}
	if o.Expect != nil && *o.Expect != h.head {
		return out, nil, &ledger.ConflictError{Stream: o.Entry.Stream(), Want: *o.Expect, Have: h.head}
	}
	name, public, err := Book.Encode(o.Entry)
	if err != nil {
		return out, nil, err
	}
	if i, ok := h.latest[o.Entry.Subject()]; ok && h.records[i].Type == name && bytes.Equal(h.records[i].Public, public) {
		return Receipt{Record: h.records[i], Repeated: true}, nil, nil
	}
	e, err := Book.Decide(&h.says, nil, o.Entry)
	if err != nil {
		return out, nil, err
	}
	if name, public, err = Book.Body(e, o.Post, d.Classes); err != nil {
		return out, nil, err
	}
	return out, []ledger.Draft{{
		ID: ledger.EventIDOf(o.ID, 0), Type: name, Command: o.ID, Post: o.Post,
		Occurred: o.Occurred, Recorded: o.Recorded, Public: public,
	}}, nil
}
