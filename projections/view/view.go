// Package view is the contract of a view over records: tables of its own that
// follow from the public record alone. A view is one folder that declares a
// [View], and one line in the list of package projections.
//
// Views are pure: no clock, no network; the same records give the same rows,
// however they were cut into batches. The rows of a batch and the place that
// the view has come to are committed together. A view of another version than
// the stored one is replayed alone, in slices, while all else goes on; until it
// has come to the end its answers say how far it is.
package view

import (
	"context"
	"errors"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// ErrBeingMade: a view has not begun yet, has not come to where it is asked for, or
// is replayed.
var ErrBeingMade = errors.New("the view is being made; ask again")

// Reader is what views are read from: projections.Views.
type Reader interface {
	// ReadView reads the rows of a view, all of them as of one ordinal.
	ReadView(ctx context.Context, name string, f func(t door.Tx, at uint64) error) error
}

// View declares a view.
type View struct {
	Name string // of the view, for ever; letters and underscores
	// Version grows when the same records give other rows.
	Version int64
	// Tables are created before the first record, Indexes with them. Every
	// table's name begins with the view's.
	Tables, Indexes []string
	// Types are the record types that the view takes; none are all.
	Types []string
	// Wants, where set, says which records the view takes, by their heads: all
	// but stream and public body. It is far cheaper than to take them.
	Wants func(*ledger.Record) bool
	// New makes the writer; what it remembers of the rows it reads here.
	New func(door.Tx) (Writer, error)
}

// Writer writes the rows of a view. It belongs to one goroutine at a time.
type Writer interface {
	// Take writes what a batch adds, in its transaction. Batches come in ledger
	// order, each once.
	Take(door.Tx, *Batch) error
	// Forget is called when a transaction failed: what was remembered of its
	// rows does not hold.
	Forget()
}

// Batch is a stretch of the public record as a view takes it.
type Batch struct {
	Records []Record
	// Stream reads the records of a stream up to an ordinal, which is at most
	// that of the last record of the batch, in their order.
	Stream func(name ledger.StreamID, upTo uint64, each func(Record) error) error
}

// Record is a record with its ordinal. Of sealed values it has labels and
// commitments only.
type Record struct {
	Ordinal uint64 // 1, 2, 3, … over all records of the ledger
	ledger.Record
}
