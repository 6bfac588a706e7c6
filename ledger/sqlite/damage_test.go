package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	zombie "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

// written makes a closed ledger of 60 cases with 5 records each and gives its
// records.
func written(t testing.TB, path string) []ledger.Record {
	t.Helper()
	s := open(t, path, sqlite.Options{})
	for n := range 60 {
		call := drafts(n, 5)
		call[1].Sealed = []ledger.Sealed{{Label: "applicant.name", Subject: "s-1", Box: []byte("0123456789abcdef")}}
		call[2].Public = fmt.Appendf(nil, `{"n":%d,"text":"%s"}`, n, strings.Repeat("审核", 100))
		if _, err := s.Append(t.Context(), ledger.StreamID(fmt.Sprintf("case/permit-%d", n)), -1, call...); err != nil {
			t.Fatal(err)
		}
	}
	records := all(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return records
}

// execute changes a closed ledger by hand.
func execute(t *testing.T, path, query string) {
	t.Helper()
	conn, err := zombie.OpenConn(path, zombie.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteScript(conn, query, nil); err != nil {
		t.Fatal(err)
	}
}

func damage(err error) (*ledger.CorruptError, bool) {
	var corrupt *ledger.CorruptError
	return corrupt, errors.As(err, &corrupt)
}

// TestDamagedAtOpen: what is wrong with the file as a whole is found before
// the first call, by writers and by readers.
func TestDamagedAtOpen(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(t *testing.T, path string)
		want   string
	}{
		{"empty", func(t *testing.T, path string) { truncate(t, path, 0) }, "it is empty or ends inside its header"},
		{"cut inside the header", func(t *testing.T, path string) { truncate(t, path, 50) }, "it is empty or ends inside its header"},
		{"cut to one page", func(t *testing.T, path string) { truncate(t, path, 8192) }, "its pages do not fit together"},
		{"cut by one page", func(t *testing.T, path string) { truncate(t, path, -8192) }, "its pages do not fit together"},
		{"a text file", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("case,date\n", 200)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "it is not a SQLite file"},
		{"another SQLite file", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			conn, err := zombie.OpenConn(path, zombie.OpenReadWrite|zombie.OpenCreate)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := sqlitex.ExecuteScript(conn, "CREATE TABLE events(position INTEGER PRIMARY KEY)", nil); err != nil {
				t.Fatal(err)
			}
		}, "it is a SQLite file and not a case ledger"},
		{"the last record gone", func(t *testing.T, path string) {
			execute(t, path, "DELETE FROM events WHERE position = 300")
		}, "it ends at record 299, and record 300 was stored"},
		{"a late record gone", func(t *testing.T, path string) {
			execute(t, path, "DELETE FROM events WHERE position = 290")
		}, "records are missing among the last 64"},
		{"the first record gone", func(t *testing.T, path string) {
			execute(t, path, "DELETE FROM events WHERE position = 1")
		}, "its first record is 2 and not 1"},
		{"all records gone", func(t *testing.T, path string) {
			execute(t, path, "DELETE FROM events")
		}, "it ends at record 0, and record 300 was stored"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			written(t, path)
			test.change(t, path)
			for _, o := range []sqlite.Options{{}, {ReadOnly: true}} {
				_, err := sqlite.Open(t.Context(), path, o)
				if corrupt, ok := damage(err); !ok || !strings.Contains(corrupt.Reason, test.want) || corrupt.Where != path {
					t.Errorf("%+v: %v, want damage: %s", o, err, test.want)
				}
			}
		})
	}
}

func truncate(t *testing.T, path string, size int64) {
	t.Helper()
	if size < 0 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

// TestMissing: a ledger that was there and is gone is not begun anew.
func TestMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	written(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if corrupt, ok := damage(err); !ok || !strings.Contains(corrupt.Error(), "held 300 records") || !strings.Contains(corrupt.Error(), "delete the mark") {
		t.Errorf("with a mark: %v", err)
	}
	if err := os.Remove(path + ".mark"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", []byte("frames"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), path, sqlite.Options{})
	if corrupt, ok := damage(err); !ok || !strings.Contains(corrupt.Reason, "-wal") {
		t.Errorf("with a -wal: %v", err)
	}
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	if head, err := open(t, path, sqlite.Options{}).Head(t.Context()); err != nil || head != 0 {
		t.Errorf("with neither: head %d, %v", head, err)
	}
}

// TestLostWAL: a -wal file that was deleted or cut held records that were
// acknowledged.
func TestLostWAL(t *testing.T) {
	for name, change := range map[string]func(wal string) error{
		"deleted": os.Remove,
		"cut":     func(wal string) error { return os.Truncate(wal, 40_000) },
		"spoiled": func(wal string) error { return overwrite(wal, 100_000, []byte("!")) },
	} {
		t.Run(name, func(t *testing.T) {
			live := filepath.Join(t.TempDir(), "live.db")
			s := open(t, live, sqlite.Options{})
			for n := range 40 {
				if _, err := s.Append(t.Context(), "case/x", ledger.Revision(n-1), drafts(n, 1)...); err != nil {
					t.Fatal(err)
				}
			}
			// What a crash would leave, copied while the store is open.
			path := filepath.Join(t.TempDir(), "ledger.db")
			for _, suffix := range []string{"", "-wal", ".mark"} {
				copyFile(t, live+suffix, path+suffix)
			}
			if err := change(path + "-wal"); err != nil {
				t.Fatal(err)
			}
			_, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			corrupt, ok := damage(err)
			if !ok || !strings.Contains(corrupt.Reason, "record 40 was stored") {
				t.Fatalf("%v, want damage", err)
			}
			if !strings.Contains(corrupt.Error(), "-wal") || !strings.Contains(corrupt.Error(), "delete "+path+".mark") {
				t.Errorf("%q does not say what to do", corrupt.Error())
			}
			if err := os.Remove(path + ".mark"); err != nil {
				t.Fatal(err)
			}
			open(t, path, sqlite.Options{}) // whoever wants to go on may
		})
	}
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func overwrite(path string, at int64, b []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteAt(b, at)
	return err
}

func TestNewerFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	written(t, path)
	execute(t, path, "PRAGMA user_version=2")
	_, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	var format *ledger.FormatError
	if !errors.As(err, &format) || *format != (ledger.FormatError{Where: path, Have: 2, Known: 1}) {
		t.Errorf("%v, want a FormatError", err)
	}
}

// TestDamagedInside: what is wrong in the middle is found by whoever reads it
// and by Verify, and opening need not find it.
func TestDamagedInside(t *testing.T) {
	for _, test := range []struct {
		name, query string
		read        string // what a follow says; "" where only Verify can see it
		verify      string
	}{
		{"a record gone", "DELETE FROM events WHERE position = 100", "record 100 is missing", ""},
		{"a body changed", `UPDATE events SET public = '{"n":7}' WHERE position = 100`, "record 100 does not have its checksum", ""},
		{"a time changed", "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 100", "record 100 does not have its checksum", ""},
		{"a sealed value gone", "UPDATE events SET sealed = NULL WHERE position = 102", "record 102 does not have its checksum", ""},
		{"a stream renamed", "UPDATE streams SET name = 'case/other' WHERE id = 20", "record 96 does not have its checksum", ""},
		{"a stream gone", "DELETE FROM streams WHERE id = 20", "record 96 does not have its checksum", "belongs to stream 20"},
		{"a revision changed", "UPDATE events SET revision = 9 WHERE position = 100", "record 100 does not have its checksum", "stream 20 lacks revisions"},
		{"a stream without events", "INSERT INTO streams(id, name) VALUES(99, 'case/none')", "", "has no events"},
		{"an index that lies", "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_events_1') WHERE name = 'sqlite_autoindex_streams_1'", "", "2nd reference to page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			written(t, path)
			execute(t, path, test.query)
			s := open(t, path, sqlite.Options{ReadOnly: true})
			_, err := readAll(t.Context(), s)
			corrupt, ok := damage(err)
			if ok != (test.read != "") || ok && !strings.Contains(corrupt.Reason, test.read) {
				t.Errorf("reading: %v, want %q", err, test.read)
			}
			corrupt, ok = damage(s.Verify(t.Context()))
			if want := test.read + test.verify; !ok || test.verify == "" && !strings.Contains(corrupt.Reason, want) || !strings.Contains(corrupt.Reason, test.verify) {
				t.Errorf("Verify: %v, want %q", corrupt, want)
			}
		})
	}
}

func TestVerify(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	s := open(t, path, sqlite.Options{})
	if err := s.Verify(t.Context()); err != nil {
		t.Errorf("an empty ledger: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	written(t, path)
	s = open(t, path, sqlite.Options{})
	if err := s.Verify(t.Context()); err != nil {
		t.Errorf("a sound ledger: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestFlippedBits changes bits anywhere in the file. A reader sees the records
// as they were, or an error; never others, and never fewer in silence.
func TestFlippedBits(t *testing.T) {
	dir := t.TempDir()
	sound := filepath.Join(dir, "sound.db")
	want := written(t, sound)
	image, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	found := 0
	for n := range 200 {
		path := filepath.Join(dir, fmt.Sprintf("%d.db", n))
		spoiled := append([]byte(nil), image...)
		for range 1 + random.IntN(3) {
			spoiled[random.IntN(len(spoiled))] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		copyFile(t, sound+".mark", path+".mark")
		got, err := readSpoiled(t.Context(), path)
		if err != nil {
			found++
		} else if len(got) != len(want) {
			t.Fatalf("flip %d: %d records and no error, want %d", n, len(got), len(want))
		}
		for i := range got {
			if got[i].Hash() != want[i].Hash() || got[i].Position != want[i].Position {
				t.Fatalf("flip %d: record %d differs in silence:\n%s", n, i+1, cmp.Diff(want[i], got[i]))
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d of 200 damaged files were noticed", found)
	}
}

func readSpoiled(ctx context.Context, path string) ([]ledger.Record, error) {
	s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return readAll(ctx, s)
}
