package door

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// postgresDB is one generation of views in a schema of its own.
type postgresDB struct {
	name   string // host and database
	schema string
	pool   *pgxpool.Pool
	lease  *lease // nil in a reader

	translated sync.Map // query of the common subset → PostgreSQL's
	types      sync.Map // table → map of column → type name
}

func (d *postgresDB) Read(ctx context.Context, f func(Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return d.explain(ctx, pgx.BeginTxFunc(ctx, d.pool, options, func(t pgx.Tx) error {
		return f(&postgresTx{ctx: ctx, db: d, tx: t})
	}))
}

func (d *postgresDB) Write(ctx context.Context, f func(Tx) error) error {
	if d.lease == nil {
		return ErrReadOnly
	}
	return d.explain(ctx, pgx.BeginFunc(ctx, d.pool, func(t pgx.Tx) error {
		if err := d.lease.check(ctx, t); err != nil {
			return err
		}
		return f(&postgresTx{ctx: ctx, db: d, tx: t})
	}))
}

// explain names the database in faults of the server; errors of f pass as they
// are.
func (d *postgresDB) explain(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return errors.Join(ctx.Err(), err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fmt.Errorf("views in %s, schema %s: %w", d.name, d.schema, e)
	}
	return err
}

func (d *postgresDB) Close() error {
	d.pool.Close()
	return nil
}

func (d *postgresDB) translate(query string) string {
	if q, ok := d.translated.Load(query); ok {
		return q.(string)
	}
	q := postgresDialect(query)
	d.translated.Store(query, q)
	return q
}

// columns gives the types of a table's columns.
func (d *postgresDB) columns(ctx context.Context, t pgx.Tx, table string) (map[string]string, error) {
	if c, ok := d.types.Load(table); ok {
		return c.(map[string]string), nil
	}
	rows, err := t.Query(ctx, `SELECT column_name::text, data_type::text FROM information_schema.columns
		WHERE table_schema = $1 AND table_name = $2`, d.schema, table)
	if err != nil {
		return nil, err
	}
	types := map[string]string{}
	var name, kind string
	if _, err := pgx.ForEachRow(rows, []any{&name, &kind}, func() error {
		types[name] = kind
		return nil
	}); err != nil {
		return nil, err
	}
	d.types.Store(table, types)
	return types, nil
}
