package voice

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// PraisePrefix begins the names of the streams of praise.
const PraisePrefix = "praise/"

// Praise is a praise (表扬) as it stands.
type Praise struct{ Received time.Time }

// Praises is the kind of praise.
var Praises = &dossier.Kind[Praise, spoken]{
	Prefix: PraisePrefix,
	Book:   act.NewBook(praiseReceived),
	Look: func(ctx context.Context, s ledger.Store, _ *Praise, o *dossier.Order) (spoken, error) {
		return lookUp(ctx, s, o.Event.(PraiseReceived).Case)
	},
}
