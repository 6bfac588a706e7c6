package dossier

import (
	"cmp"
	"context"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/vault"
)

// A Desk carries out orders: it reads the dossier, decides, and appends. It keeps
// nothing, so it is safe for concurrent use.
type Desk struct {
	Store ledger.Store
	// Vault seals personal values; without one, orders that carry some fail.
	Vault *vault.Vault
	// Classes are the lists that the centre has closed, none if nil.
	Classes act.Classes
	// Beyond is what rules of some kinds ask beyond the ledger, such as figures;
	// nil where there is nothing. Each says which interface it wants.
	Beyond any
}

// Receipt says what an order has done.
type Receipt struct {
	Record ledger.Record // of the event, also where the order was sent before
	// Repeated: the order had been carried out before; nothing was added.
	Repeated bool
}

// Do carries out an order, once however often it is sent.
//
// Errors are an [*act.Refusal], a [*ledger.ConflictError] (the dossier is not at the
// expected revision, or moves on too fast), a [*ledger.InvalidError], a
// [*disclosure.Error] (it may not stand in public), [ledger.ErrUnknownOutcome]
// (send the same order again), or a fault. None of them holds a personal value.
func (k *Kind[S, K]) Do(ctx context.Context, d *Desk, o Order) (out Receipt, err error) {
	if err := o.normal(); err != nil {
		return out, err
	}
	id := o.Event.Stream()
	if bad := id.Validate(); bad != nil {
		_, _, err := k.Book.Body(o.Event, o.Post, d.Classes) // names the member
		return out, cmp.Or(err, bad)
	}
	records, err := act.Append(ctx, d.Store, id, func(*ledger.ConflictError) (at ledger.Revision, drafts []ledger.Draft, err error) {
		out, at, drafts, err = k.decide(ctx, d, &o)
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

// normal gives an order its times as the ledger keeps them, or says what is wrong
// with it.
func (o *Order) normal() error {
	o.Recorded = ledger.Time(o.Recorded)
	if o.Occurred.IsZero() {
		o.Occurred = o.Recorded
	}
	o.Occurred = ledger.Time(o.Occurred)
	switch {
	case o.Event == nil:
		return act.Invalid("command", "", "is missing")
	case o.ID == ledger.CommandID{}:
		return act.Invalid("command id", "", "is missing; make one with ledger.NewCommandID")
	case o.Recorded.IsZero():
		return act.Invalid("recorded time", "", "is missing")
	case o.Occurred.After(o.Recorded):
		return act.Invalid("occurred time", ledger.FormatTime(o.Occurred), "lies after the time of recording; what has not happened yet cannot be recorded")
	}
	return nil
}

// decide decides by what the ledger says now. The order's id is looked for
// first: an earlier append of this very order may have gone through.
func (k *Kind[S, K]) decide(ctx context.Context, d *Desk, o *Order) (out Receipt, at ledger.Revision, drafts []ledger.Draft, err error) {
	id := o.Event.Stream()
	state, records, err := k.Read(ctx, d.Store, id)
	if err != nil {
		return out, 0, nil, err
	}
	at = ledger.NoStream
	for i := range records {
		if at = records[i].Revision; records[i].Command == o.ID {
			return Receipt{Record: records[i], Repeated: true}, at, nil, nil
		}
	}
	if o.Expect != nil && *o.Expect != at {
		return out, 0, nil, &ledger.ConflictError{Stream: id, Want: *o.Expect, Have: at}
	}
	ask := Ask[K]{Occurred: o.Occurred, Recorded: o.Recorded, Post: o.Post}
	for _, v := range o.Sealed {
		ask.Sealed = append(ask.Sealed, v.Label)
	}
	if k.Look != nil {
		if ask.Known, err = k.Look(ctx, d.Store, &state, o); err != nil {
			return out, 0, nil, err
		}
	}
	if k.Beyond != nil {
		if ask.Known, err = k.Beyond(ctx, d, &state, o); err != nil {
			return out, 0, nil, err
		}
	}
	e, err := k.Book.Decide(&state, &ask, o.Event)
	if err != nil {
		return out, 0, nil, err
	}
	drafts, err = k.draft(d, o, e)
	return out, at, drafts, err
}

// draft is the one record that an order adds.
func (k *Kind[S, K]) draft(d *Desk, o *Order, e act.Event) ([]ledger.Draft, error) {
	name, public, err := k.Book.Body(e, o.Post, d.Classes)
	if err != nil {
		return nil, err
	}
	draft := ledger.Draft{
		ID: ledger.EventIDOf(o.ID, 0), Type: name, Command: o.ID, Post: o.Post,
		Occurred: o.Occurred, Recorded: o.Recorded, Public: public,
	}
	if len(o.Sealed) > 0 {
		if d.Vault == nil {
			return nil, act.Invalid("sealed", "", "needs a vault to keep personal values in")
		}
		if draft.Sealed, err = d.Vault.Seal(o.Event.Stream(), draft.ID, o.Sealed); err != nil {
			return nil, err
		}
	}
	return []ledger.Draft{draft}, nil
}
