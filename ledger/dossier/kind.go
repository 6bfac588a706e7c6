package dossier

import (
	"context"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/vault"
)

// An Event is the public body of something that happened in a dossier. Its
// members say in which.
type Event interface {
	act.Event
	Stream() ledger.StreamID
}

// An Order asks for an event to be recorded: what, who, when.
type Order struct {
	// ID makes the order idempotent: sent again, it adds nothing.
	ID    ledger.CommandID
	Post  string // the acting post (岗位), never a person's name
	Event Event  // as a command: what its rule derives is empty
	// Occurred is when it happened, Recorded when the ledger took it in. Zero
	// Occurred means Recorded.
	Occurred, Recorded time.Time
	// Expect, if set, is the revision that the sender saw; at another one the
	// order is refused with a *ledger.ConflictError.
	Expect *ledger.Revision
	// Sealed holds the personal values; they stand sealed in the event's record.
	Sealed []vault.Value
}

// An Ask is what a rule may know beside the state: the order, and a K of what its
// kind looked up for it.
type Ask[K any] struct {
	Occurred, Recorded time.Time
	Post               string
	Sealed             []string // labels of the personal values that come with it
	Known              K
}

// Kind is one kind of dossier, whose streams begin with Prefix and have a state S.
// It never changes and is safe for concurrent use.
type Kind[S, K any] struct {
	Prefix string // of its streams, for ever; ends with "/"
	Book   *act.Book[S, Ask[K]]
	// Look reads what the rule of an order asks the rest of the ledger for.
	// Optional.
	Look func(ctx context.Context, s ledger.Store, state *S, o *Order) (K, error)
	// Beyond is Look for a kind whose rules rest on more than the ledger: on what
	// the desk has beyond it. Optional; one of the two.
	Beyond func(ctx context.Context, d *Desk, state *S, o *Order) (K, error)
}

// Handler is a [Kind], whatever its state.
type Handler interface {
	Has(ledger.StreamID) bool
	Actions() []*act.Action
	Decode(*ledger.Record) (act.Event, error)
	Encode(act.Event) (name string, public []byte, err error)
	Do(context.Context, *Desk, Order) (Receipt, error)
}

// Has says whether a stream is a dossier of the kind.
func (k *Kind[S, K]) Has(id ledger.StreamID) bool { return strings.HasPrefix(string(id), k.Prefix) }

// Actions lists what can be recorded, in the order in which documents list it.
func (k *Kind[S, K]) Actions() []*act.Action { return k.Book.Actions() }

// Decode reads a record of a dossier. Errors are an [*act.UnknownTypeError] or a
// fault in the bytes.
func (k *Kind[S, K]) Decode(r *ledger.Record) (act.Event, error) { return k.Book.Decode(r) }

// Encode gives an event's stored name and canonical body, unchecked.
func (k *Kind[S, K]) Encode(e act.Event) (name string, public []byte, err error) {
	return k.Book.Encode(e)
}

// Evolve changes a state by one more record and gives its event.
func (k *Kind[S, K]) Evolve(s *S, r *ledger.Record) (act.Event, error) {
	e, err := k.Decode(r)
	if err == nil {
		k.Book.Evolve(s, act.Facts{Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post}, e)
	}
	return e, err
}

// Read gives the state of a dossier and its records; of one that does not exist
// the zero state and none.
func (k *Kind[S, K]) Read(ctx context.Context, s ledger.Store, id ledger.StreamID) (state S, records []ledger.Record, err error) {
	for r, err := range s.Stream(ctx, id, 0) {
		if err != nil {
			return state, nil, err
		}
		if _, err := k.Evolve(&state, &r); err != nil {
			return state, nil, err
		}
		records = append(records, r)
	}
	return state, records, nil
}
