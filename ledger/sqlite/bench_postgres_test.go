package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
)

// postgresLog appends to PostgreSQL with one committer that promises the same:
// unique event ids, unique revisions, positions without gaps. It commits what
// is queued in one transaction, either with one INSERT for each record, all
// sent in one go, or with one statement that takes whole columns.
type postgresLog struct {
	*committer[postgresRow]
	streams map[string]int64 // guarded by the committer's goroutine
}

type postgresRow struct {
	stream      string
	revision, n int64
}

const postgresSchema = `
CREATE TABLE streams(id bigint PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE events(position bigint PRIMARY KEY, stream bigint NOT NULL, revision bigint NOT NULL, event_id uuid NOT NULL UNIQUE,
  type text NOT NULL, occurred_at bigint NOT NULL, recorded_at bigint NOT NULL, command uuid NOT NULL, post text NOT NULL,
  public text NOT NULL, sealed bytea, UNIQUE(stream, revision));`

const (
	postgresStream = "INSERT INTO streams(id, name) VALUES($1, $2)"
	postgresEvent  = `
INSERT INTO events(position, stream, revision, event_id, type, occurred_at, recorded_at, command, post, public)
VALUES($1, $2, $3, $4, 'case.performed/1', $5, $5, $6, 'post-07', $7)`
)

// postgresColumns takes a group as columns.
const postgresColumns = `
WITH new_streams AS (INSERT INTO streams(id, name) SELECT * FROM unnest($1::bigint[], $2::text[]))
INSERT INTO events(position, stream, revision, event_id, type, occurred_at, recorded_at, command, post, public)
SELECT p, s, r, i, 'case.performed/1', t, t, c, 'post-07', $9
FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::uuid[], $7::bigint[], $8::uuid[]) AS x(p, s, r, i, t, c)`

func newPostgresLog(b *testing.B, address string, columns bool) *postgresLog {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		b.Fatal(err)
	}
	schema := fmt.Sprintf("caseledger_bench_%d_%t", os.Getpid(), columns)
	for _, query := range []string{"DROP SCHEMA IF EXISTS " + schema + " CASCADE", "CREATE SCHEMA " + schema, "SET search_path = " + schema, "SET synchronous_commit = on", postgresSchema} {
		if _, err := conn.Exec(ctx, query); err != nil {
			b.Fatalf("%s: %v", query, err)
		}
	}
	b.Cleanup(func() {
		if _, err := conn.Exec(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			b.Error(err)
		}
		conn.Close(ctx)
	})
	p := &postgresLog{streams: make(map[string]int64)}
	position := int64(0)
	p.committer = newCommitter(b, func(rows []postgresRow) error {
		first := position
		position += int64(len(rows))
		if columns {
			return p.commitColumns(ctx, conn, first, rows)
		}
		return p.commitRows(ctx, conn, first, rows)
	})
	return p
}

// stream gives the number of a stream and whether it is new.
func (p *postgresLog) stream(name string) (id int64, isNew bool) {
	id, ok := p.streams[name]
	if !ok {
		id = int64(len(p.streams) + 1)
		p.streams[name] = id
	}
	return id, !ok
}

func (p *postgresLog) commitRows(ctx context.Context, conn *pgx.Conn, last int64, rows []postgresRow) error {
	batch := &pgx.Batch{} // one implicit transaction
	for i, row := range rows {
		id, isNew := p.stream(row.stream)
		if isNew {
			batch.Queue(postgresStream, id, row.stream)
		}
		d := benchDraft(row.n)
		batch.Queue(postgresEvent, last+int64(i)+1, id, row.revision, [16]byte(d.ID), d.Recorded.UnixMicro(), [16]byte(d.Command), string(d.Public))
	}
	return conn.SendBatch(ctx, batch).Close()
}

func (p *postgresLog) commitColumns(ctx context.Context, conn *pgx.Conn, last int64, rows []postgresRow) error {
	var ids, positions, streams, revisions, times []int64
	var names []string
	var events, commands [][16]byte
	for i, row := range rows {
		id, isNew := p.stream(row.stream)
		if isNew {
			ids, names = append(ids, id), append(names, row.stream)
		}
		d := benchDraft(row.n)
		positions, streams, revisions = append(positions, last+int64(i)+1), append(streams, id), append(revisions, row.revision)
		events, commands, times = append(events, d.ID), append(commands, d.Command), append(times, d.Recorded.UnixMicro())
	}
	_, err := conn.Exec(ctx, postgresColumns, ids, names, positions, streams, revisions, events, times, commands, string(benchBody))
	return err
}

func (p *postgresLog) append(stream string, revision, n int64) error {
	return p.committer.append(postgresRow{stream, revision, n})
}
