package projections_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/projections"
)

// server is the PostgreSQL server that CASELEDGER_POSTGRES names.
func server(t testing.TB) string {
	t.Helper()
	address := os.Getenv("CASELEDGER_POSTGRES")
	if address == "" {
		t.Skip(`set CASELEDGER_POSTGRES, for example to "postgres://caseledger:caseledger@127.0.0.1:5432/postgres", a user that may create databases; docker compose up postgres starts a server`)
	}
	return address
}

// postgres gives a connection string to a database of its own for a name; the
// same name within a test gives the same database.
func postgres(t testing.TB, name string) string {
	t.Helper()
	address := server(t)
	sum := sha256.Sum256([]byte(t.Name() + "\x00" + name))
	database := "caseledger_test_" + hex.EncodeToString(sum[:8])
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(ctx)
	var exists bool
	if err := admin.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", database).Scan(&exists); err != nil {
		t.Fatal(err)
	}
	if _, mine := databases.LoadOrStore(database, true); !mine {
		if exists { // left by a run that was cut off
			exists = false
			if _, err := admin.Exec(ctx, "DROP DATABASE "+database+" WITH (FORCE)"); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() { dropDatabase(t, address, database) })
	}
	if !exists {
		if _, err := admin.Exec(ctx, "CREATE DATABASE "+database+" TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
			t.Fatal(err)
		}
	}
	config := admin.Config()
	return (&url.URL{
		Scheme: "postgres", User: url.UserPassword(config.User, config.Password),
		Host: net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port))), Path: database,
	}).String()
}

var databases sync.Map // those that this run made

func dropDatabase(t testing.TB, address, database string) {
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Error(err)
		return
	}
	defer admin.Close(ctx)
	if _, err := admin.Exec(ctx, "DROP DATABASE IF EXISTS "+database+" WITH (FORCE)"); err != nil {
		t.Error(err)
	}
	databases.Delete(database)
}

func openPostgres(t testing.TB, url string) *projections.Views {
	t.Helper()
	v, err := projections.OpenPostgres(t.Context(), projections.Postgres{URL: url, Holder: "test", Wait: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

func TestPostgresHoldsTheSameRows(t *testing.T) {
	v := openPostgres(t, postgres(t, "a"))
	s := store(t, casetest.Interleaved(7, 300, 20))
	catchUp(t, v, cut{s, 97})
	want := calm(t, s)
	if diff := cmp.Diff(want, dump(t, v)); diff != "" {
		t.Errorf("SQLite and PostgreSQL (-SQLite +PostgreSQL):\n%s", diff)
	}
	if err := v.Rebuild(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, dump(t, v)); diff != "" {
		t.Errorf("after a rebuild (-SQLite +PostgreSQL):\n%s", diff)
	}
}

func TestPostgresHasOneWriter(t *testing.T) {
	url := postgres(t, "a")
	first := openPostgres(t, url)
	s := store(t, casetest.Interleaved(1, 20, 3))
	catchUp(t, first, s)
	var locked *ledger.LockedError
	if _, err := projections.OpenPostgres(t.Context(), projections.Postgres{URL: url}); !errors.As(err, &locked) {
		t.Fatalf("a second writer: %v, want a LockedError", err)
	}
	reader, err := projections.OpenPostgresReadOnly(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if diff := cmp.Diff(dump(t, first), dump(t, reader)); diff != "" {
		t.Errorf("a reader sees (-writer +reader):\n%s", diff)
	}
}

// A writer that was paused for longer than its lease finds itself shut out,
// also in the middle of its work, and what its successor wrote stands.
func TestPostgresFencesAPausedWriter(t *testing.T) {
	url := postgres(t, "a")
	paused := openPostgres(t, url)
	s := store(t, casetest.Interleaved(1, 30, 3))
	half := cut{s, 20}
	catchUp(t, paused, half)
	projections.PauseLease(paused)          // as if the process was stopped
	resume := projections.HoldFence(paused) // in the middle of a write

	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	began := time.Now()
	second, err := projections.OpenPostgres(ctx, projections.Postgres{URL: url, Holder: "second", Wait: true})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	t.Logf("taken over after %s", time.Since(began).Round(time.Millisecond))
	if err := resume(); err == nil {
		t.Error("the write that was paused has been committed after the takeover")
	}
	add(t, s, casetest.Interleaved(9, 5, 2))
	if err := paused.CatchUp(t.Context(), s, nil); !errors.Is(err, projections.ErrFenced) {
		t.Fatalf("the paused writer: %v, want ErrFenced", err)
	}
	if err := paused.Rebuild(t.Context(), s, nil); !errors.Is(err, projections.ErrFenced) {
		t.Fatalf("the paused writer's rebuild: %v, want ErrFenced", err)
	}
	catchUp(t, second, s)
	if diff := cmp.Diff(calm(t, s), dump(t, second)); diff != "" {
		t.Errorf("after the takeover (-calm +taken over):\n%s", diff)
	}
}

func TestPostgresErrorsKeepThePassword(t *testing.T) {
	for _, url := range []string{"postgres://u:secret-word@127.0.0.1:1/x", "postgres://u:secret-word@[", "host=127.0.0.1 port=1 password=secret-word"} {
		_, err := projections.OpenPostgres(t.Context(), projections.Postgres{URL: url})
		if err == nil || strings.Contains(err.Error(), "secret-word") {
			t.Errorf("open %q: %v", url, err)
		}
	}
}

func TestInspectPostgres(t *testing.T) {
	url := postgres(t, "a")
	empty, err := projections.InspectPostgres(t.Context(), url)
	if err != nil || empty.Live != 0 || !strings.HasPrefix(empty.Server, "PostgreSQL ") {
		t.Fatalf("an empty database: %+v, %v", empty, err)
	}
	v := openPostgres(t, url)
	s := store(t, casetest.Interleaved(1, 3, 2))
	catchUp(t, v, s)
	head, _ := s.Head(t.Context())
	got, err := projections.InspectPostgres(t.Context(), url)
	if err != nil || got.Live == 0 || got.Position != head || got.Holder != "test" || got.Lease <= 0 {
		t.Errorf("views at %s: %+v, %v", head, got, err)
	}
}

func TestTurnOfARole(t *testing.T) {
	url := postgres(t, "a")
	first, err := projections.TakeTurn(t.Context(), projections.Postgres{URL: url, Holder: "first"}, "publish")
	if err != nil {
		t.Fatal(err)
	}
	openPostgres(t, url) // the views' lease is another one
	var locked *ledger.LockedError
	if _, err := projections.TakeTurn(t.Context(), projections.Postgres{URL: url}, "publish"); !errors.As(err, &locked) {
		t.Fatalf("a second turn: %v, want a LockedError", err)
	}
	projections.PauseTurn(first)
	second, err := projections.TakeTurn(t.Context(), projections.Postgres{URL: url, Holder: "second", Wait: true}, "publish")
	if err != nil {
		t.Fatal(err)
	}
	projections.ResumeTurn(first)
	select {
	case <-first.Lost():
	case <-time.After(20 * time.Second):
		t.Error("the first holder does not notice that it lost the turn")
	}
	for _, turn := range []*projections.Turn{first, second} {
		if err := turn.Close(); err != nil {
			t.Error(err)
		}
	}
	third, err := projections.TakeTurn(t.Context(), projections.Postgres{URL: url}, "publish")
	if err != nil {
		t.Fatalf("after it was given back: %v", err)
	}
	third.Close()
}
