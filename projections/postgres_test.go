package projections_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/door"
	"caseledger/projections/door/doortest"
	"caseledger/projections/viewtest"
)

func openPostgres(t testing.TB, url string) *projections.Views {
	t.Helper()
	return viewtest.Opened(t)(projections.OpenPostgres(t.Context(), door.Postgres{URL: url, Holder: "test", Wait: true}))
}

func TestPostgresHoldsTheSameRows(t *testing.T) {
	v := openPostgres(t, doortest.Database(t, "a"))
	s := store(t, casetest.Interleaved(7, 300, 20))
	catchUp(t, v, storetest.Cut(s, 97))
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
	url := doortest.Database(t, "a")
	first := openPostgres(t, url)
	s := store(t, casetest.Interleaved(1, 20, 3))
	catchUp(t, first, s)
	var locked *ledger.LockedError
	if _, err := projections.OpenPostgres(t.Context(), door.Postgres{URL: url}); !errors.As(err, &locked) {
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

func TestInspectPostgres(t *testing.T) {
	url := doortest.Database(t, "a")
	empty, err := door.InspectPostgres(t.Context(), url)
	if err != nil || empty.Live != 0 || !strings.HasPrefix(empty.Server, "PostgreSQL ") {
		t.Fatalf("an empty database: %+v, %v", empty, err)
	}
	v := openPostgres(t, url)
	s := store(t, casetest.Interleaved(1, 3, 2))
	catchUp(t, v, s)
	head, _ := s.Head(t.Context())
	got, err := door.InspectPostgres(t.Context(), url)
	if err != nil || got.Live == 0 || got.Position != head || got.Holder != "test" || got.Lease <= 0 {
		t.Errorf("views at %s: %+v, %v", head, got, err)
	}
}

// usurp takes the writing of the views over, as another process does once the
// lease has run out.
func usurp(t *testing.T, url string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	if _, err := c.Exec(t.Context(), "DELETE FROM caseledger_views.lease; UPDATE caseledger_views.fence SET epoch = epoch + 1"); err != nil {
		t.Fatal(err)
	}
}

// Views that another process writes now are neither followed nor built anew
// here, and the successor goes on where they stand.
func TestPostgresTakenOver(t *testing.T) {
	url := doortest.Database(t, "a")
	paused := openPostgres(t, url)
	s := store(t, casetest.Interleaved(1, 30, 3))
	catchUp(t, paused, storetest.Cut(s, 20))
	usurp(t, url)
	add(t, s, casetest.Interleaved(9, 5, 2))
	if err := paused.CatchUp(t.Context(), s, nil); !errors.Is(err, door.ErrFenced) {
		t.Fatalf("the paused writer: %v, want ErrFenced", err)
	}
	if err := paused.Rebuild(t.Context(), s, nil); !errors.Is(err, door.ErrFenced) {
		t.Fatalf("the paused writer's rebuild: %v, want ErrFenced", err)
	}
	second := openPostgres(t, url)
	catchUp(t, second, s)
	if diff := cmp.Diff(calm(t, s), dump(t, second)); diff != "" {
		t.Errorf("after the takeover (-calm +taken over):\n%s", diff)
	}
}

// Enough records for runs in blocks and pages: PostgreSQL answers what SQLite
// does, in rows, rankings, pairs and series.
func TestPostgresFiguresOfManyRecords(t *testing.T) {
	doortest.Server(t)
	s := generated(60_000, 500)
	there, here := openPostgres(t, doortest.Database(t, "many")), openAt(t, filepath.Join(t.TempDir(), "views"))
	catchUp(t, there, s)
	catchUp(t, here, s)
	ask := func(v *projections.Views) (out []any) {
		q := projections.FigureQuery{From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}
		note := func(answer any, err error) {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, answer)
		}
		figures, err := v.Figures(t.Context(), q)
		note(figures, err)
		q.KnownAt = 33_333
		known, err := v.Figures(t.Context(), q)
		note(known, err)
		items, err := v.Values(t.Context(), projections.Item)
		note(items, err)
		q.Item, q.IDs = &items[0], []string{"on_time_rate"}
		for _, by := range []projections.Dimension{projections.Org, projections.Officer, projections.KindOf} {
			ranks, err := v.Ranking(t.Context(), q, by, 100)
			note(ranks, err)
		}
		return out
	}
	if d := cmp.Diff(ask(here), ask(there)); d != "" {
		t.Error(d)
	}
}
