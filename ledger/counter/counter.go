package counter

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
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

// A Counter has requests carried out by a desk. It is safe for concurrent use.
type Counter struct{ Desk *casefile.Desk }

// Do carries out a request, once however often it is sent. What the sender can
// do something about stands in the answer; the error is a fault, which says
// nothing about the request, or [ledger.ErrUnknownOutcome].
func (c *Counter) Do(ctx context.Context, r Request) (Answer, error) {
	out := Answer{Number: text(r.Input, "number")}
	order, err := c.order(r)
	if err == nil {
		order.Command, err = r.Action.Take(r.Input)
	}
	if err == nil {
		err = c.checkCalendar(ctx, text(r.Input, "calendar"))
	}
	if err == nil {
		out.Receipt, err = c.Desk.Do(ctx, order)
	}
	if err == nil {
		return out, nil
	}
	if out.Errors = Explain(r.Action, err); out.Errors != nil {
		return out, nil
	}
	return out, err
}

// order reads what all commands share.
func (c *Counter) order(r Request) (o casefile.Order, err error) {
	o = casefile.Order{ID: r.ID, Number: text(r.Input, "number"), Post: r.Post, Recorded: ledger.Time(r.At)}
	key, given := r.Input["idempotencyKey"].(string)
	switch {
	case !given && r.ID != ledger.CommandID{}:
	case key == "" || len(key) > 200:
		return o, &ledger.InvalidError{Field: "idempotencyKey", Reason: "want 1 to 200 bytes"}
	default:
		if o.ID, err = ledger.ParseCommandID(key); err != nil {
			o.ID = ledger.NewCommandID(time.Unix(0, 0), o.Number+"\x00"+key)
		}
	}
	o.Occurred, _ = r.Input["occurredAt"].(time.Time)
	if n, ok := r.Input["expectedRevision"].(int); ok {
		revision := ledger.Revision(n)
		o.Expect = &revision
	}
	if in, ok := r.Input[Corrects].(map[string]any); ok {
		revision, _ := in["revision"].(int)
		o.Corrects = &casefile.Wrong{Revision: ledger.Revision(revision), Reason: text(in, "reason"), Basis: text(in, "basis")}
	}
	values, _ := r.Input[Sealed].([]any)
	if len(values) > 0 && c.Desk.Vault == nil {
		return o, &ledger.InvalidError{Field: Sealed, Reason: "this server has no vault to keep personal values in"}
	}
	for _, v := range values {
		in, _ := v.(map[string]any)
		o.Sealed = append(o.Sealed, vault.Value{Label: text(in, "label"), Subject: text(in, "subject"), Text: text(in, "text")})
	}
	return o, nil
}

func text(in map[string]any, name string) string { s, _ := in[name].(string); return s }
