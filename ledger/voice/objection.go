package voice

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// ObjectionPrefix begins the names of the streams of objections.
const ObjectionPrefix = "objection/"

// Objection is an objection (异议) to the outcome of a case or to a published
// figure, as it stands.
type Objection struct{ Filed, Answered time.Time }

// Objections is the kind of objections.
var Objections = &dossier.Kind[Objection, spoken]{
	Prefix: ObjectionPrefix,
	Book:   act.NewBook(objectionFiled, objectionAnswered),
	Look: func(ctx context.Context, s ledger.Store, _ *Objection, o *dossier.Order) (spoken, error) {
		if e, ok := o.Event.(ObjectionFiled); ok {
			return lookUp(ctx, s, e.Case)
		}
		return spoken{}, nil
	},
}

type objectionSpec[E act.Event] = act.Spec[Objection, dossier.Ask[spoken], E]

func objectionStream(number string) ledger.StreamID {
	return ledger.StreamID(ObjectionPrefix + number)
}

const saysObjection = "Number of the objection (异议编号), by which its stream is named."
