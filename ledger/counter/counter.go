package counter

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/books"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/receipt"
	"caseledger/ledger/registry"
	"caseledger/ledger/vault"
)

// A Request asks for an action.
type Request struct {
	Action *act.Action
	// Input holds values by the names of [Envelope], of [Sealed], of [Corrects] and of the
	// action's members, as [Read] gives them.
	Input act.Input
	// ID names the command of an input that has no idempotencyKey; where it is
	// zero such an input is refused.
	ID   ledger.CommandID
	Post string    // the acting post (岗位): the door says it, never the input
	At   time.Time // of recording
}

// A Counter has requests carried out by a desk. Make one with [New]. It is safe
// for concurrent use.
type Counter struct {
	Desk *casefile.Desk
	// Beyond is what rules of dossiers ask beyond the ledger, see [dossier.Desk].
	Beyond     any
	registries registry.Desk
}

// New makes a counter before a desk; requests to registries go to the same store.
func New(desk *casefile.Desk) *Counter {
	return &Counter{Desk: desk, registries: registry.Desk{Store: desk.Store, Classes: desk.Classes}}
}

// Do carries out a request, once however often it is sent. What the sender can
// do something about stands in the answer; the error is a fault, which says
// nothing about the request, or [ledger.ErrUnknownOutcome].
func (c *Counter) Do(ctx context.Context, r Request) (Answer, error) {
	do := c.register
	if OfCase(r.Action) {
		do = c.handle
	} else if books.Dossier(r.Action) != nil {
		do = c.file
	}
	out, err := do(ctx, r)
	if err == nil {
		return out, nil
	}
	if out.Errors = Explain(r.Action, err); out.Errors != nil {
		return out, nil
	}
	return out, err
}

// handle carries out a request to a case.
func (c *Counter) handle(ctx context.Context, r Request) (out Answer, err error) {
	out.Number = text(r.Input, "number")
	order, err := c.order(r)
	if err != nil {
		return out, err
	}
	if order.Command, err = r.Action.Take(r.Input); err != nil {
		return out, err
	}
	if err = c.checkCalendar(ctx, text(r.Input, "calendar")); err != nil {
		return out, err
	}
	done, err := c.Desk.Do(ctx, order)
	out.Records, out.Repeated = done.Records, done.Repeated
	if err != nil {
		return out, err
	}
	switch order.Command.(type) {
	case casefile.Accept, casefile.ReceiveApplication:
		out.Warnings = casefile.NumberDoubts(order.Number)
	case casefile.IssueReceipt:
		out.Receipt, err = receipt.For(c.Desk.Vault, order.Number, order.ID)
	}
	return out, err
}

// register carries out a request to a registry.
func (c *Counter) register(ctx context.Context, r Request) (out Answer, err error) {
	command, err := r.Action.Take(r.Input)
	if err != nil {
		return out, err
	}
	order := registry.Order{Post: r.Post, Recorded: ledger.Time(r.At), Entry: command.(registry.Entry), Expect: expected(r.Input)}
	order.Occurred, _ = r.Input["occurredAt"].(time.Time)
	if order.ID, err = r.command("registry\x00" + string(order.Entry.Stream())); err != nil {
		return out, err
	}
	done, err := c.registries.Do(ctx, order)
	if err == nil {
		out.Records, out.Repeated = []ledger.Record{done.Record}, done.Repeated
	}
	return out, err
}

// file carries out a request to a dossier.
func (c *Counter) file(ctx context.Context, r Request) (out Answer, err error) {
	command, err := r.Action.Take(r.Input)
	if err != nil {
		return out, err
	}
	order := dossier.Order{Post: r.Post, Recorded: ledger.Time(r.At), Event: command.(dossier.Event), Expect: expected(r.Input)}
	order.Occurred, _ = r.Input["occurredAt"].(time.Time)
	if order.Sealed, err = c.sealed(r); err != nil {
		return out, err
	}
	if order.ID, err = r.command("dossier\x00" + string(order.Event.Stream())); err != nil {
		return out, err
	}
	done, err := books.Dossier(r.Action).Do(ctx, &dossier.Desk{Store: c.Desk.Store, Vault: c.Desk.Vault, Classes: c.Desk.Classes, Beyond: c.Beyond}, order)
	if err == nil {
		out.Records, out.Repeated = []ledger.Record{done.Record}, done.Repeated
	}
	return out, err
}

// command is the id of the request's command: what names it is given by its
// sender, or, within what it is about, by its key.
func (r *Request) command(about string) (ledger.CommandID, error) {
	key, given := r.Input["idempotencyKey"].(string)
	switch {
	case !given && r.ID != ledger.CommandID{}:
		return r.ID, nil
	case key == "" || len(key) > 200:
		return r.ID, &ledger.InvalidError{Field: "idempotencyKey", Reason: "want 1 to 200 bytes"}
	}
	if id, err := ledger.ParseCommandID(key); err == nil {
		return id, nil
	}
	return ledger.NewCommandID(time.Unix(0, 0), about+"\x00"+key), nil
}

// expected is the revision that the sender saw, nil if the input gives none.
func expected(in act.Input) *ledger.Revision {
	n, ok := in["expectedRevision"].(int)
	if !ok {
		return nil
	}
	revision := ledger.Revision(n)
	return &revision
}

// order reads what all commands to a case share.
func (c *Counter) order(r Request) (o casefile.Order, err error) {
	o = casefile.Order{Number: text(r.Input, "number"), Post: r.Post, Recorded: ledger.Time(r.At), Expect: expected(r.Input)}
	if o.ID, err = r.command(o.Number); err != nil {
		return o, err
	}
	o.Occurred, _ = r.Input["occurredAt"].(time.Time)
	if in, ok := r.Input[Corrects].(map[string]any); ok {
		revision, _ := in["revision"].(int)
		o.Corrects = &casefile.Wrong{Revision: ledger.Revision(revision), Reason: text(in, "reason"), Basis: text(in, "basis")}
	}
	o.Sealed, err = c.sealed(r)
	return o, err
}

// sealed are the personal values of an input.
func (c *Counter) sealed(r Request) (out []vault.Value, err error) {
	values, _ := r.Input[Sealed].([]any)
	if len(values) > 0 && c.Desk.Vault == nil {
		return nil, &ledger.InvalidError{Field: Sealed, Reason: "this server has no vault to keep personal values in"}
	}
	for _, v := range values {
		in, _ := v.(map[string]any)
		out = append(out, vault.Value{Label: text(in, "label"), Subject: text(in, "subject"), Text: text(in, "text")})
	}
	return out, nil
}

func text(in map[string]any, name string) string { s, _ := in[name].(string); return s }
