package casefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/ledger/vault"
	"caseledger/ledger/workdays"
)

// A Desk carries out orders: it loads the case, decides, and appends. It is
// safe for concurrent use, and several desks may work on one ledger. Set its
// fields before use, and do not copy it.
type Desk struct {
	Store ledger.Store
	// Vault seals personal values; without one, orders that carry some fail.
	Vault *vault.Vault

	once      sync.Once
	calendars registry.Reader
}

// Receipt says what an order has done.
type Receipt struct {
	Records []ledger.Record // of the order, also where it was sent before
	Case    Case            // after them
	// Repeated: the order had been carried out before; nothing was added.
	Repeated bool
}

// attempts bounds how often an order is decided again because the case moved
// on in between, and how often an append of unknown outcome is sent again.
const attempts = 8

// Do carries out an order, once however often it is sent: an order is known by
// its id, so an id must not be used for another one. Where the outcome of an
// append is unknown the same append is sent again; where the case has moved on
// the order is decided anew.
//
// Errors are a [*Refusal], a [*ledger.ConflictError] (the case is not at the
// expected revision, or moves on too fast), a [*ledger.InvalidError],
// [ledger.ErrUnknownOutcome] (send the same order again), or a fault. No error
// holds a personal value.
func (d *Desk) Do(ctx context.Context, o Order) (Receipt, error) {
	d.once.Do(func() { d.calendars.Store = d.Store })
	o = o.normal()
	if err := o.check(); err != nil {
		return Receipt{}, err
	}
	for attempt := 1; ; attempt++ {
		r, err := d.try(ctx, o)
		var conflict *ledger.ConflictError
		if errors.As(err, &conflict) && o.Expect == nil && attempt < attempts {
			continue
		}
		if err != nil {
			return Receipt{}, fmt.Errorf("case %s: %w", o.Number, err)
		}
		return r, nil
	}
}

// try carries out the order against the case as it stands now. The order's id
// is looked for first: after a conflict it may be that an earlier append of
// this very order went through.
func (d *Desk) try(ctx context.Context, o Order) (Receipt, error) {
	h, err := load(ctx, d.Store, o.Number, Moment{})
	if err != nil {
		return Receipt{}, err
	}
	if r, ok := h.receipt(o.ID); ok {
		return r, nil
	}
	if o.Expect != nil && *o.Expect != h.Head {
		return Receipt{}, &ledger.ConflictError{Stream: Stream(o.Number), Want: *o.Expect, Have: h.Head}
	}
	cal, err := d.calendars.Calendar(ctx, calendarID(h.Case, o))
	if err != nil {
		return Receipt{}, err
	}
	events, err := Decide(h.Case, o, cal)
	if err != nil {
		return Receipt{}, err
	}
	drafts, err := d.drafts(o, events)
	if err != nil {
		return Receipt{}, err
	}
	records, err := d.append(ctx, Stream(o.Number), h.Head, drafts)
	if err != nil {
		return Receipt{}, err
	}
	for _, r := range records {
		if err := h.add(r); err != nil {
			return Receipt{}, err
		}
	}
	return Receipt{Records: records, Case: h.Case}, nil
}

// receipt gives the receipt of an order that the history holds.
func (h *History) receipt(id ledger.CommandID) (Receipt, bool) {
	var r Receipt
	for i := range h.Records {
		if h.Records[i].Command == id {
			r.Records = append(r.Records, h.Records[i])
		}
	}
	if len(r.Records) == 0 {
		return Receipt{}, false
	}
	last := r.Records[len(r.Records)-1].Revision
	for _, e := range h.Entries[:last+1] {
		r.Case = Evolve(r.Case, e)
	}
	r.Repeated = true
	return r, true
}

// append sends an append again while its outcome is unknown.
func (d *Desk) append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts []ledger.Draft) ([]ledger.Record, error) {
	for attempt := 1; ; attempt++ {
		records, err := d.Store.Append(ctx, id, at, drafts...)
		if errors.Is(err, ledger.ErrUnknownOutcome) && attempt < attempts && ctx.Err() == nil {
			continue
		}
		return records, err
	}
}

// calendarID is the calendar that counts for the order.
func calendarID(c Case, o Order) string {
	if a, ok := o.Command.(Accept); ok {
		if a.Calendar == "" {
			return workdays.China
		}
		return a.Calendar
	}
	return c.Calendar
}

// drafts gives the events their ids and bodies; the order's personal values
// are sealed into the first.
func (d *Desk) drafts(o Order, events []Event) ([]ledger.Draft, error) {
	drafts := make([]ledger.Draft, len(events))
	for i, e := range events {
		name, public, err := Encode(e)
		if err != nil {
			return nil, err
		}
		if err := keepApart(public, o); err != nil {
			return nil, err
		}
		drafts[i] = ledger.Draft{
			ID: ledger.EventIDOf(o.ID, i), Type: name, Command: o.ID, Post: o.Post,
			Occurred: o.Occurred, Recorded: o.Recorded, Public: public,
		}
	}
	if len(o.Sealed) == 0 {
		return drafts, nil
	}
	if d.Vault == nil {
		return nil, errors.New("the order has personal values and the desk no vault to seal them; open one with vault.Open")
	}
	sealed, err := d.Vault.Seal(Stream(o.Number), drafts[0].ID, o.Sealed)
	if err != nil {
		return nil, err
	}
	drafts[0].Sealed = sealed
	return drafts, nil
}

// tellingRunes is from which length on a personal value that also stands in a
// public body cannot be coincidence. A short name may be part of a unit's.
const tellingRunes = 5

// keepApart refuses an order that repeats a personal value in public.
func keepApart(public []byte, o Order) error {
	for _, v := range o.Sealed {
		telling := utf8.RuneCountInString(v.Text) >= tellingRunes
		if telling && (bytes.Contains(public, []byte(v.Text)) || bytes.Contains([]byte(o.Post), []byte(v.Text))) {
			return invalid("sealed value "+v.Label, "", "stands in a public field too; leave it out there")
		}
	}
	return nil
}
