package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/esdb"
	"caseledger/projections"
)

// engines says where a ledger and its views are kept when one machine is not
// enough. Empty values are the files of the data folder.
type engines struct {
	masterKey
	Store string `env:"CASELEDGER_STORE" placeholder:"URL" help:"Keep the ledger in EventStoreDB or KurrentDB: esdb://HOST:2113?tls=false, esdb+discover://…"`
	Views string `env:"CASELEDGER_VIEWS" placeholder:"URL" help:"Keep the views in PostgreSQL: postgres://USER:PASSWORD@HOST:5432/DATABASE"`
}

// reachTime bounds how long a verb waits for a server to answer at first.
const reachTime = 20 * time.Second

// check refuses addresses that no engine answers to, before anything is opened.
func (e engines) check() error {
	if e.Store != "" && !isESDB(e.Store) {
		return &usageError{fmt.Sprintf("--store %q: want esdb://… or esdb+discover://…, or leave it out for the data folder", redacted(e.Store))}
	}
	if e.Views != "" && !isPostgres(e.Views) {
		return &usageError{fmt.Sprintf("--views %q: want postgres://…, or leave it out for the data folder", redacted(e.Views))}
	}
	return nil
}

func isESDB(s string) bool {
	return strings.HasPrefix(s, "esdb://") || strings.HasPrefix(s, "esdb+discover://")
}

func isPostgres(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// redacted is an address without its password.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		scheme, _, _ := strings.Cut(address, "://")
		return scheme + "://…"
	}
	return u.Redacted()
}

// openESDB opens a ledger on a server.
func openESDB(ctx context.Context, address string) (ledger.Store, error) {
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	s, err := esdb.Open(ctx, address, esdb.Options{})
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("no EventStoreDB answers at %s within %s; is it running, and does the address say tls=false where it has no certificate?", redacted(address), reachTime)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// openPostgresViews opens views in PostgreSQL for queries. Views that do not
// exist yet are waited for: the role project makes them.
func openPostgresViews(ctx context.Context, address string) (*projections.Views, error) {
	for {
		v, err := projections.OpenPostgresReadOnly(ctx, address)
		if !errors.Is(err, fs.ErrNotExist) {
			return v, err
		}
		if err := sleep(ctx, time.Second/2); err != nil {
			return nil, fmt.Errorf("%s holds no views yet; start caseledger project on it: %w", redacted(address), fs.ErrNotExist)
		}
	}
}

// holder names this process in leases.
func holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s/%d", host, os.Getpid())
}

// sleep waits, or gives the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
