package casefile

import (
	"context"

	"caseledger/ledger"
	"caseledger/ledger/vault"
)

// A Desk carries out orders: it loads the case, decides, and appends. It is
// safe for concurrent use; several desks may work on one ledger.
type Desk struct {
	Store ledger.Store
	// Vault seals personal values; without one, orders that carry some fail.
	Vault *vault.Vault
}

// Receipt says what an order has done.
type Receipt struct {
	Records []ledger.Record // of the order, also where it was sent before
	Case    Case            // after them
	// Repeated: the order had been carried out before; nothing was added.
	Repeated bool
}

// Do carries out an order. Errors are a [*Refusal], a [*ledger.ConflictError]
// (the case is not at the expected revision), a [*ledger.InvalidError],
// [ledger.ErrUnknownOutcome] (send the same order again), or a fault.
func (d *Desk) Do(ctx context.Context, o Order) (Receipt, error) { panic("unwritten") }
