package casefile

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/receipt"
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
	// Classes are the lists that the centre has closed, none if nil.
	Classes act.Classes

	once      sync.Once
	calendars registry.Reader
	kept      *kept
}

// Receipt says what an order has done.
type Receipt struct {
	Records []ledger.Record // of the order, also where it was sent before
	Case    Case            // after them
	// Repeated: the order had been carried out before; nothing was added.
	Repeated bool
}

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
	d.once.Do(func() { d.calendars.Store, d.kept = d.Store, newKept() })
	o = o.normal()
	if err := o.check(); err != nil {
		return Receipt{}, err
	}
	t := try{Desk: d, Order: o}
	records, err := act.Append(ctx, d.Store, Stream(o.Number), func(last *ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
		return t.decide(ctx, last)
	})
	if err == nil && !t.done.Repeated {
		t.done, err = t.after(ctx, records)
	}
	if err != nil { // nothing is kept: an append that met a fault may have gone through
		return Receipt{}, fmt.Errorf("case %s: %w", o.Number, err)
	}
	d.kept.put(t.history)
	return t.done, nil
}

// try carries out an order against the case as it stands now.
type try struct {
	*Desk
	Order
	history History
	done    Receipt // what the order has done, as far as that is known
}

// decide gives the drafts of the order: by what the desk has kept of the case,
// and where that allows nothing, or has led to a conflict, by what the ledger
// holds.
func (t *try) decide(ctx context.Context, last *ledger.ConflictError) (at ledger.Revision, drafts []ledger.Draft, err error) {
	var ok bool
	if t.history, ok = t.kept.take(t.Number); ok && last == nil {
		if at, drafts, err = t.decideNow(ctx); err == nil {
			return at, drafts, nil
		}
	}
	if err := t.read(ctx); err != nil {
		return 0, nil, err
	}
	return t.decideNow(ctx)
}

// read reads the history of the case.
func (t *try) read(ctx context.Context) (err error) {
	t.history, err = load(ctx, t.Store, t.Number, Moment{})
	return err
}

// decideNow decides by the history. The order's id is looked for first: after a
// conflict it may be that an earlier append of this very order went through.
func (t *try) decideNow(ctx context.Context) (at ledger.Revision, drafts []ledger.Draft, err error) {
	h := &t.history
	if r, ok := h.receipt(t.ID); ok {
		t.done = r
		return 0, nil, nil
	}
	if t.Expect != nil && *t.Expect != h.Head {
		return 0, nil, &ledger.ConflictError{Stream: Stream(t.Number), Want: *t.Expect, Have: h.Head}
	}
	known, err := t.known(ctx)
	if err != nil {
		return 0, nil, err
	}
	o, events, err := t.Order, []Event(nil), error(nil)
	if o.amends() {
		o, events, err = Amend(h.Entries, o, known)
	} else {
		events, err = Decide(h.Case, o, known)
	}
	if err != nil {
		return 0, nil, err
	}
	drafts, err = t.drafts(o, events)
	return h.Head, drafts, err
}

// known reads what the order's rule may ask the registries for.
func (t *try) known(ctx context.Context) (k Known, err error) {
	if t.By != nil {
		return Known{Rules: *t.By}, nil
	}
	if k.Calendar, err = t.calendars.Calendar(ctx, calendarID(t.history.Case, t.Order)); err != nil {
		return k, err
	}
	if regime := regimeOf(t.history.Case, t.Order); regime != "" {
		if k.Policies, err = t.calendars.Policies(ctx, regime); err != nil {
			return k, err
		}
	}
	if t.rates() {
		of, err := t.calendars.Policies(ctx, policy.Rating)
		if err != nil {
			return k, err
		}
		k.Policies = k.Policies.Take(of, policy.Rating)
	}
	if _, ok := t.Command.(IssueReceipt); ok && t.Vault != nil {
		code, err := receipt.For(t.Vault, t.Number, t.ID)
		if err != nil {
			return k, err
		}
		k.Receipt = code.Hash()
	}
	delegations, items := t.asksFor()
	if len(delegations) > 0 {
		k.Delegations = map[string]registry.Delegation{}
	}
	for _, number := range delegations {
		if k.Delegations[number], err = registry.ReadDelegation(ctx, t.Store, number); err != nil {
			return k, err
		}
	}
	if len(items) > 0 {
		k.FeeStandards = map[string]registry.FeeStandards{}
	}
	for _, item := range items {
		if k.FeeStandards[item], err = registry.ReadFeeStandards(ctx, t.Store, item); err != nil {
			return k, err
		}
	}
	return k, nil
}

// rates says whether the rules of the order ask for the scale of ratings.
func (t *try) rates() bool {
	switch t.Command.(type) {
	case RateCase, ConfirmRectification:
		return true
	}
	return t.amends() && len(t.history.Case.Kept().Ratings) > 0
}

// asksFor lists the delegations and the items whose fee standards the rules of
// the order ask for: its own, and where it amends those of all records of the
// case, for each is held to the rules again.
func (t *try) asksFor() (delegations, items []string) {
	delegations, items = asksFor(t.Command, t.history.Case.Item)
	if !t.amends() {
		return delegations, items
	}
	var named []string
	told := []Event{t.Command}
	for i := range t.history.Entries {
		e := t.history.Entries[i].Event
		if c, ok := e.(RecordCorrected); ok {
			e = c.Instead
		}
		told = append(told, e)
	}
	for _, e := range told {
		switch x := e.(type) {
		case Accept:
			named = append(named, x.Item)
		case ReceiveApplication:
			named = append(named, x.Item)
		}
	}
	for _, e := range told {
		for _, item := range named {
			d, i := asksFor(e, item)
			delegations, items = append(delegations, d...), append(items, i...)
		}
	}
	return distinct(delegations), distinct(items)
}

// asksFor is what the rule of one event of a case about an item asks for.
func asksFor(e Event, item string) (delegations, items []string) {
	switch x := e.(type) {
	case Determine:
		if x.Delegation != "" {
			return []string{x.Delegation}, nil
		}
	case ChargeFee:
		if item != "" {
			return nil, []string{item}
		}
	}
	return nil, nil
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// after is the receipt of an order whose append gave these records. Where they
// were recorded at another time they are of an earlier sending, by another
// desk, which what was kept of the case did not hold yet.
func (t *try) after(ctx context.Context, records []ledger.Record) (Receipt, error) {
	h := &t.history
	if !records[0].Recorded.Equal(t.Recorded) {
		if err := t.read(ctx); err != nil {
			return Receipt{}, err
		}
		if r, ok := h.receipt(t.ID); ok {
			return r, nil
		}
	}
	for _, r := range records {
		if err := h.add(r); err != nil {
			return Receipt{}, err
		}
		h.Head = r.Revision
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
	r.Case = Replay(h.Entries[:last+1])
	r.Repeated = true
	return r, true
}

// calendarID is the calendar that counts for the order.
func calendarID(c Case, o Order) string {
	switch x := o.Command.(type) {
	case Accept:
		return cmp.Or(x.Calendar, c.Calendar, workdays.China)
	case ReceiveApplication:
		return cmp.Or(x.Calendar, c.Calendar, workdays.China)
	}
	return c.Calendar
}

// regimeOf is the regime whose rules count for the order; empty if none do.
func regimeOf(c Case, o Order) string {
	switch x := o.Command.(type) {
	case Accept:
		return cmp.Or(x.Regime, c.Regime)
	case ReceiveApplication:
		return cmp.Or(x.Regime, c.Regime)
	case TriggerTimeoutDefault:
		return cmp.Or(c.Regime, x.Regime)
	}
	return c.Regime
}

// drafts gives the events their ids and bodies; the order's personal values
// are sealed into the first.
func (d *Desk) drafts(o Order, events []Event) ([]ledger.Draft, error) {
	drafts, err := Drafts(o, events, d.Classes)
	if err != nil {
		return nil, err
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

// Drafts are the events that follow from an order, as the ledger takes them,
// without their sealed parts. closed are the lists that the centre has closed.
// What may not stand in public is an error of [act.Book.Body].
func Drafts(o Order, events []Event, closed act.Classes) ([]ledger.Draft, error) {
	drafts := make([]ledger.Draft, len(events))
	for i, e := range events {
		name, public, err := Book.Body(e, o.Post, closed)
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
