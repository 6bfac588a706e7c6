package door_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
)

// open opens a place for writing, with one generation that has a table.
func open(t *testing.T, o door.Postgres) (door.Place, door.Database) {
	t.Helper()
	p, err := door.OpenPostgres(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	db, err := p.Open(t.Context(), 1)
	if err == nil {
		err = db.Write(t.Context(), func(t door.Tx) error {
			return t.Exec("CREATE TABLE IF NOT EXISTS notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)")
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(db.Close(), p.Close()); err != nil {
			t.Error(err)
		}
	})
	return p, db
}

func note(ctx context.Context, db door.Database, id int64, text string) error {
	return db.Write(ctx, func(t door.Tx) error { return t.Exec("INSERT INTO notes (id, text) VALUES (?1, ?2)", id, text) })
}

// A writer that was paused for longer than its lease finds itself shut out,
// also in the middle of its work, and what its successor wrote stands.
func TestPostgresFencesAPausedWriter(t *testing.T) {
	url := doortest.Database(t, "a")
	place, paused := open(t, door.Postgres{URL: url, Holder: "first"})
	door.PauseLease(place) // as if the process was stopped
	held, resume, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() { // in the middle of a write
		ended <- paused.Write(context.WithoutCancel(t.Context()), func(door.Tx) error {
			close(held)
			<-resume
			return nil
		})
	}()
	<-held
	_, second := open(t, door.Postgres{URL: url, Holder: "second", Wait: true})
	close(resume)
	if err := <-ended; err == nil {
		t.Error("the write that was paused has been committed after the takeover")
	}
	if err := note(t.Context(), paused, 1, "too late"); !errors.Is(err, door.ErrFenced) {
		t.Fatalf("the paused writer: %v, want ErrFenced", err)
	}
	if err := place.SetLive(t.Context(), 1); !errors.Is(err, door.ErrFenced) {
		t.Fatalf("the paused writer's switch: %v, want ErrFenced", err)
	}
	if err := note(t.Context(), second, 1, "in time"); err != nil {
		t.Fatal(err)
	}
}

func TestPostgresErrorsKeepThePassword(t *testing.T) {
	for _, url := range []string{"postgres://u:secret-word@127.0.0.1:1/x", "postgres://u:secret-word@[", "host=127.0.0.1 port=1 password=secret-word"} {
		_, err := door.OpenPostgres(t.Context(), door.Postgres{URL: url})
		if err == nil || strings.Contains(err.Error(), "secret-word") {
			t.Errorf("open %q: %v", url, err)
		}
	}
}

func TestTurnOfARole(t *testing.T) {
	url := doortest.Database(t, "a")
	first, err := door.TakeTurn(t.Context(), door.Postgres{URL: url, Holder: "first"}, "publish")
	if err != nil {
		t.Fatal(err)
	}
	open(t, door.Postgres{URL: url}) // the views' lease is another one
	var locked *ledger.LockedError
	if _, err := door.TakeTurn(t.Context(), door.Postgres{URL: url}, "publish"); !errors.As(err, &locked) {
		t.Fatalf("a second turn: %v, want a LockedError", err)
	}
	door.PauseTurn(first)
	second, err := door.TakeTurn(t.Context(), door.Postgres{URL: url, Holder: "second", Wait: true}, "publish")
	if err != nil {
		t.Fatal(err)
	}
	door.ResumeTurn(first)
	select {
	case <-first.Lost():
	case <-time.After(20 * time.Second):
		t.Error("the first holder does not notice that it lost the turn")
	}
	for _, turn := range []*door.Turn{first, second} {
		if err := turn.Close(); err != nil {
			t.Error(err)
		}
	}
	third, err := door.TakeTurn(t.Context(), door.Postgres{URL: url}, "publish")
	if err != nil {
		t.Fatalf("after it was given back: %v", err)
	}
	third.Close()
}
