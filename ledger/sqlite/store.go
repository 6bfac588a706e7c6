package sqlite

import (
	"context"
	"iter"

	"caseledger/ledger"
)

// Options say how a ledger is opened.
type Options struct {
	// ReadOnly opens an existing ledger for reading only, also while another
	// process writes to it.
	ReadOnly bool
}

// Store is a [ledger.Store] in one file.
type Store struct{}

// Open opens the ledger at path and creates it if there is none.
func Open(ctx context.Context, path string, o Options) (*Store, error) { panic("unwritten") }

// Append implements [ledger.Store].
func (s *Store) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	panic("unwritten")
}

// Stream implements [ledger.Store].
func (s *Store) Stream(ctx context.Context, stream ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error] {
	panic("unwritten")
}

// Follow implements [ledger.Store].
func (s *Store) Follow(ctx context.Context, after ledger.Position, f ledger.Filter) iter.Seq2[ledger.Item, error] {
	panic("unwritten")
}

// Head implements [ledger.Store].
func (s *Store) Head(ctx context.Context) (ledger.Position, error) { panic("unwritten") }

// Close implements [ledger.Store].
func (s *Store) Close() error { panic("unwritten") }
