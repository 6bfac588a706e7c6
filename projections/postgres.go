package projections

import (
	"context"

	"caseledger/projections/door"
)

// OpenPostgres opens or creates views in PostgreSQL for reading and writing.
// One process at a time writes; one that lost its lease, because it was paused
// or cut off, can write nothing more: see [door.ErrFenced].
func OpenPostgres(ctx context.Context, o door.Postgres) (*Views, error) {
	p, err := door.OpenPostgres(ctx, o)
	if err != nil {
		return nil, err
	}
	return newViews(ctx, p, false)
}

// OpenPostgresReadOnly opens existing views in PostgreSQL for queries. Where
// there are none, the error is [io/fs.ErrNotExist].
func OpenPostgresReadOnly(ctx context.Context, url string) (*Views, error) {
	p, err := door.OpenPostgresReadOnly(ctx, url)
	if err != nil {
		return nil, err
	}
	return newViews(ctx, p, true)
}
