package door

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"caseledger/ledger"
)

// postgresPlace keeps views in one PostgreSQL database. The schema
// caseledger_views names the live generation and holds the writer's lease; the
// schemas caseledger_views_1, caseledger_views_2, … are the generations.
type postgresPlace struct {
	config *pgxpool.Config
	pool   *pgxpool.Pool // without a schema on its path
	lease  *lease        // nil in a reader
}

const (
	postgresSchema = "caseledger_views"
	viewsRole      = "views" // the lease of who writes the views
)

// control creates what all generations share.
const control = `
	CREATE SCHEMA IF NOT EXISTS caseledger_views;
	CREATE TABLE IF NOT EXISTS caseledger_views.live (id BIGINT PRIMARY KEY CHECK (id = 1), generation BIGINT NOT NULL);
	CREATE TABLE IF NOT EXISTS caseledger_views.lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TIMESTAMPTZ NOT NULL);
	CREATE TABLE IF NOT EXISTS caseledger_views.fence (name TEXT PRIMARY KEY, epoch BIGINT NOT NULL);`

// Postgres says where views are kept in PostgreSQL, and how writers take turns.
type Postgres struct {
	// URL is a connection string: postgres://user:password@host/database or
	// key=value words, with the parameters of libpq.
	URL string
	// Holder names this process to people who look at the lease.
	Holder string
	// Wait makes a writer wait for its turn while another process holds the
	// lease, instead of a [*ledger.LockedError]. The lease of a process that
	// died is free within six seconds.
	Wait bool
}

// OpenPostgres opens or creates a place in PostgreSQL for reading and writing.
// One process at a time writes; one that lost its lease, because it was paused
// or cut off, can write nothing more: see [ErrFenced].
func OpenPostgres(ctx context.Context, o Postgres) (Place, error) {
	p, err := openPostgres(ctx, o.URL)
	if err != nil {
		return nil, err
	}
	if err := p.prepare(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open views in %s: %w", p.name(), err), p.Close())
	}
	return p, nil
}

// OpenPostgresReadOnly opens an existing place in PostgreSQL for queries. Where
// nothing answers there yet, the error is [io/fs.ErrNotExist].
func OpenPostgresReadOnly(ctx context.Context, url string) (Place, error) {
	p, err := openPostgres(ctx, url)
	if err != nil {
		return nil, err
	}
	live, err := p.Live(ctx)
	if err == nil && live == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open views in %s: %w", p.name(), err), p.Close())
	}
	return p, nil
}

func openPostgres(ctx context.Context, url string) (*postgresPlace, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The library's error repeats the connection string.
		return nil, &ledger.InvalidError{Field: "PostgreSQL connection string", Reason: "want postgres://user:password@host:5432/database"}
	}
	if _, set := config.ConnConfig.RuntimeParams["application_name"]; !set {
		config.ConnConfig.RuntimeParams["application_name"] = "caseledger"
	}
	// A process that is paused inside a transaction on the control tables must
	// not keep others out. Writing the views may take longer; see lease.take.
	control := config.Copy()
	control.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "2000"
	p := &postgresPlace{config: config}
	if p.pool, err = pgxpool.NewWithConfig(ctx, control); err != nil {
		return nil, fmt.Errorf("open views in %s: %w", p.name(), err)
	}
	return p, nil
}

// prepare creates the control schema and takes the lease on the views.
func (p *postgresPlace) prepare(ctx context.Context, o Postgres) error {
	if err := p.createControl(ctx); err != nil {
		return err
	}
	var err error
	p.lease, err = takeLease(ctx, p.pool, viewsRole, o.Holder, o.Wait)
	if errors.Is(err, errHeld) {
		return &ledger.LockedError{Path: "PostgreSQL database " + p.name()}
	}
	return err
}

func (p *postgresPlace) createControl(ctx context.Context) error {
	return pgx.BeginFunc(ctx, p.pool, func(t pgx.Tx) error {
		// Two that create it at once would meet in the catalogue.
		if _, err := t.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('caseledger_views'))"); err != nil {
			return err
		}
		_, err := t.Exec(ctx, control)
		return err
	})
}

// name is host and database, without credentials.
func (p *postgresPlace) name() string {
	c := p.config.ConnConfig
	return fmt.Sprintf("%s:%d/%s", c.Host, c.Port, c.Database)
}

func (p *postgresPlace) Live(ctx context.Context) (n int64, err error) {
	err = p.pool.QueryRow(ctx, "SELECT generation FROM caseledger_views.live").Scan(&n)
	if missing(err) || errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// missing says whether the error is that a schema or table does not exist.
func missing(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "42P01" || e.Code == "3F000")
}

func (p *postgresPlace) Generations(ctx context.Context) ([]int64, error) {
	rows, err := p.pool.Query(ctx, `SELECT substr(nspname, length($1) + 2)::bigint FROM pg_namespace
		WHERE nspname ~ ('^' || $1 || '_[0-9]+$') ORDER BY 1`, postgresSchema)
	if err != nil {
		return nil, fmt.Errorf("list views: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

func (p *postgresPlace) Open(ctx context.Context, generation int64) (Database, error) {
	schema := postgresSchema + "_" + strconv.FormatInt(generation, 10)
	config := p.config.Copy()
	config.ConnConfig.RuntimeParams["search_path"] = schema
	// Views can be computed again: a commit does not wait for the disk, and a
	// power cut takes whole transactions from the end.
	config.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	config.MaxConns = max(config.MaxConns, maxReaders+1)
	if p.lease != nil {
		config.ConnConfig.RuntimeParams["application_name"] = writerName(p.lease.name)
		if err := p.fenced(ctx, func(t pgx.Tx) error {
			_, err := t.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema)
			return err
		}); err != nil {
			return nil, fmt.Errorf("open views in %s: %w", p.name(), err)
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open views in %s: %w", p.name(), err)
	}
	return &postgresDB{name: p.name(), schema: schema, pool: pool, lease: p.lease}, nil
}

// setLive is fenced like every write.
func (p *postgresPlace) SetLive(ctx context.Context, generation int64) error {
	return p.fenced(ctx, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, `INSERT INTO caseledger_views.live (id, generation) VALUES (1, $1)
			ON CONFLICT (id) DO UPDATE SET generation = excluded.generation`, generation)
		return err
	})
}

func (p *postgresPlace) Drop(ctx context.Context, generation int64) error {
	return p.fenced(ctx, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, fmt.Sprintf("DROP SCHEMA IF EXISTS %s_%d CASCADE", postgresSchema, generation))
		return err
	})
}

func (p *postgresPlace) fenced(ctx context.Context, f func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, p.pool, func(t pgx.Tx) error {
		if err := p.lease.check(ctx, t); err != nil {
			return err
		}
		return f(t)
	})
}

func (p *postgresPlace) Close() error {
	if p.lease != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		p.lease.release(ctx)
	}
	p.pool.Close()
	return nil
}

// postgresDialect turns the common subset into PostgreSQL's: its placeholders,
// its word for bytes, and text that is ordered by bytes as SQLite orders it.
func postgresDialect(query string) string {
	var b strings.Builder
	for i := 0; i < len(query); i++ {
		if query[i] == '?' && i+1 < len(query) && query[i+1] >= '1' && query[i+1] <= '9' {
			b.WriteByte('$')
			continue
		}
		b.WriteByte(query[i])
	}
	query = b.String()
	if strings.HasPrefix(query, "CREATE TABLE") {
		query = strings.ReplaceAll(query, " BLOB", " BYTEA")
		query = strings.ReplaceAll(query, " TEXT", ` TEXT COLLATE "C"`)
	}
	return query
}
