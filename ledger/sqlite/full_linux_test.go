package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

// TestFullDisk fills a small file system.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1500k"); err != nil {
		t.Skipf("no file system of a given size can be mounted here: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	testFull(t, filepath.Join(dir, "ledger.db"), func() {
		if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT, "size=64m"); err != nil {
			t.Fatal(err)
		}
	})
}

// TestFileLimit meets the limit that the system sets for the size of a file.
func TestFileLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var old unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1500 << 10, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	restore := func() {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
			t.Fatal(err)
		}
	}
	defer restore()
	testFull(t, path, restore)
}

// testFull appends until there is no room, then makes room and goes on.
func testFull(t *testing.T, path string, room func()) {
	s := open(t, path, sqlite.Options{})
	const writers = 8
	acked := make([][]ledger.Record, writers)
	refused := make([][]ledger.Draft, writers)
	stream := func(w int) ledger.StreamID { return ledger.StreamID(fmt.Sprintf("case/w%d", w)) }
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for n := range 10_000 {
				call := drafts(w*100_000+n, 2)
				call[0].Public = fmt.Appendf(nil, `{"pad":"%s"}`, bytes.Repeat([]byte{'x'}, 2000))
				records, err := s.Append(t.Context(), stream(w), ledger.Revision(len(acked[w])-1), call...)
				var full *ledger.FullError
				if errors.As(err, &full) {
					if full.Where != path {
						t.Errorf("no room in %q, want %q", full.Where, path)
					}
					refused[w] = call
					return
				}
				if err != nil {
					t.Errorf("writer %d: %v, want a FullError", w, err)
					return
				}
				acked[w] = append(acked[w], records...)
			}
			t.Errorf("writer %d never ran out of room", w)
		})
	}
	group.Wait()
	check := func(s *sqlite.Store) {
		t.Helper()
		records, total := all(t, s), 0
		for w := range acked {
			total += len(acked[w])
			for _, r := range acked[w] {
				if r.Position > ledger.Position(len(records)) || records[r.Position-1].Hash() != r.Hash() {
					t.Fatalf("acknowledged record %d is lost", r.Position)
				}
			}
		}
		if len(records) != total {
			t.Errorf("ledger has %d records, and %d were acknowledged", len(records), total)
		}
	}
	check(s) // reading works on a full disk
	if err := s.Close(); err != nil {
		t.Logf("closing on a full disk: %v", err)
	}
	room()
	s = open(t, path, sqlite.Options{})
	check(s)
	for w := range writers {
		if refused[w] == nil {
			continue
		}
		records, err := s.Append(t.Context(), stream(w), ledger.Revision(len(acked[w])-1), refused[w]...)
		if err != nil {
			t.Fatalf("the refused call again: %v", err)
		}
		acked[w] = append(acked[w], records...)
	}
	check(s)
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestRoomAgain goes on with the same open store.
func TestRoomAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	s := open(t, path, sqlite.Options{})
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var old unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	limit := func(cur uint64) {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: cur, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
	}
	defer limit(old.Cur)
	at := ledger.NoStream
	for round := range 5 {
		wal, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		limit(uint64(wal.Size()) + 100)
		call := drafts(round, 2)
		_, err = s.Append(t.Context(), "case/x", at, call...)
		var full *ledger.FullError
		if !errors.As(err, &full) {
			t.Fatalf("round %d: %v, want a FullError", round, err)
		}
		limit(old.Cur)
		records, err := s.Append(t.Context(), "case/x", at, call...)
		if err != nil {
			t.Fatalf("round %d, with room again: %v", round, err)
		}
		at = records[1].Revision
	}
	if got := all(t, s); len(got) != 10 {
		t.Errorf("ledger has %d records, want 10", len(got))
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
