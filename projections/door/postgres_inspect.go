package door

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"caseledger/ledger"
)

// PostgresState is what a look at the views' database shows.
type PostgresState struct {
	Server   string          // its own word for its version
	Live     int64           // generation that answers, 0 where there are no views
	Position ledger.Position // how far the live views have come
	Holder   string          // who has, or had, the lease to write
	Lease    time.Duration   // how long the lease still runs; negative where it has run out
}

// InspectPostgres looks at the views in PostgreSQL without changing anything.
func InspectPostgres(ctx context.Context, url string) (PostgresState, error) {
	p, err := openPostgres(ctx, url)
	if err != nil {
		return PostgresState{}, err
	}
	defer p.Close()
	state, err := p.inspect(ctx)
	if err != nil {
		return state, fmt.Errorf("look at the views in %s: %w", p.name(), err)
	}
	return state, nil
}

func (p *postgresPlace) inspect(ctx context.Context) (s PostgresState, err error) {
	if err = p.pool.QueryRow(ctx, "SELECT 'PostgreSQL ' || current_setting('server_version')").Scan(&s.Server); err != nil {
		return s, err
	}
	if s.Live, err = p.Live(ctx); err != nil || s.Live == 0 {
		return s, err
	}
	query := fmt.Sprintf("SELECT position FROM %s_%d.checkpoint", postgresSchema, s.Live)
	if err = p.pool.QueryRow(ctx, query).Scan(&s.Position); err != nil {
		return s, err
	}
	err = p.pool.QueryRow(ctx, "SELECT holder, until - clock_timestamp() FROM caseledger_views.lease WHERE name = $1", viewsRole).Scan(&s.Holder, &s.Lease)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return s, err
}
