// Package doortest gives tests databases on a real PostgreSQL server.
package doortest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/url"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Server is the PostgreSQL server that CASELEDGER_POSTGRES names.
func Server(t testing.TB) string {
	t.Helper()
	address := os.Getenv("CASELEDGER_POSTGRES")
	if address == "" {
		t.Skip(`set CASELEDGER_POSTGRES, for example to "postgres://caseledger:caseledger@127.0.0.1:5432/postgres", a user that may create databases; docker compose up postgres starts a server`)
	}
	return address
}

// Database gives a connection string to a database of its own for a name; the
// same name within a test gives the same database.
func Database(t testing.TB, name string) string {
	t.Helper()
	address := Server(t)
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
