package doortest

import (
	"context"

	"caseledger/projections/door"
)

// Flaky is a place whose writes fail while fault gives an error; it is called
// before each commit, when the work of the transaction is done.
func Flaky(p door.Place, fault func() error) door.Place { return flakyPlace{p, fault} }

type flakyPlace struct {
	door.Place
	fault func() error
}

// Open implements [door.Place].
func (p flakyPlace) Open(ctx context.Context, generation int64) (door.Database, error) {
	db, err := p.Place.Open(ctx, generation)
	if err != nil {
		return nil, err
	}
	return flakyDatabase{db, p.fault}, nil
}

type flakyDatabase struct {
	door.Database
	fault func() error
}

// Write implements [door.Database].
func (d flakyDatabase) Write(ctx context.Context, f func(door.Tx) error) error {
	return d.Database.Write(ctx, func(t door.Tx) error {
		if err := f(t); err != nil {
			return err
		}
		return d.fault()
	})
}

// FlakyReads is a place whose reads fail while fault gives an error.
func FlakyReads(p door.Place, fault func() error) door.Place { return flakyReadPlace{p, fault} }

type flakyReadPlace struct {
	door.Place
	fault func() error
}

// Open implements [door.Place].
func (p flakyReadPlace) Open(ctx context.Context, generation int64) (door.Database, error) {
	db, err := p.Place.Open(ctx, generation)
	if err != nil {
		return nil, err
	}
	return flakyReader{db, p.fault}, nil
}

type flakyReader struct {
	door.Database
	fault func() error
}

// Read implements [door.Database].
func (d flakyReader) Read(ctx context.Context, f func(door.Tx) error) error {
	if err := d.fault(); err != nil {
		return err
	}
	return d.Database.Read(ctx, f)
}
