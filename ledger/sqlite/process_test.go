package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

// childEnv names the ledger that a child process appends to.
const childEnv = "CASELEDGER_TEST_APPEND_TO"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := appendForEver(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// appendForEver appends with many writers and prints a line for every record
// that was acknowledged: position, stream, revision, id.
func appendForEver(path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	fmt.Println("open")
	lines := make(chan string, 1024)
	var group sync.WaitGroup
	for w := range 32 {
		group.Go(func() {
			for i := 0; ; i++ {
				n := w*10_000_000 + int(head) + i // no two runs share a number
				stream := ledger.StreamID(fmt.Sprintf("case/p%d-w%d-%d", head, w, i/4))
				records, err := s.Append(ctx, stream, ledger.Revision(2*(i%4)-1), drafts(n, 2)...)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				for _, r := range records {
					lines <- fmt.Sprintf("%d %s %d %s\n", r.Position, r.Stream, r.Revision, r.ID)
				}
			}
		})
	}
	go func() { group.Wait(); close(lines) }()
	for line := range lines {
		if _, err := io.WriteString(os.Stdout, line); err != nil {
			return err
		}
	}
	return errors.New("all writers have ended")
}

// child starts a process that appends to the ledger at path, and waits until
// it has opened it.
func child(t *testing.T, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "open" {
		t.Fatalf("child said %q", lines.Text())
	}
	return cmd, lines
}

type place struct {
	position ledger.Position
	stream   ledger.StreamID
	revision ledger.Revision
	id       string
}

// acknowledged reads what a child acknowledged until it ends.
func acknowledged(t *testing.T, lines *bufio.Scanner) []place {
	var out []place
	for lines.Scan() {
		var p place
		if n, err := fmt.Sscan(lines.Text(), &p.position, &p.stream, &p.revision, &p.id); n != 4 {
			t.Logf("cut off: %v", err) // the last line, when the child died
			continue
		}
		out = append(out, p)
	}
	return out
}

// TestKill kills a process in the middle of its appends, again and again, and
// looks for every record that it acknowledged.
func TestKill(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	random := rand.New(rand.NewPCG(1, 2))
	total := 0
	for range rounds {
		cmd, lines := child(t, path)
		// It dies at a random line: no later than the pipe and its reader
		// allow, and in the middle of whatever it does then.
		var acked []place
		for stop := 50 + random.IntN(5000); len(acked) < stop && lines.Scan(); {
			var p place
			if n, err := fmt.Sscan(lines.Text(), &p.position, &p.stream, &p.revision, &p.id); n != 4 {
				t.Fatal(err)
			}
			acked = append(acked, p)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		acked = append(acked, acknowledged(t, lines)...)
		cmd.Wait()
		total += len(acked)

		reader := open(t, path, sqlite.Options{ReadOnly: true}) // nobody has cleaned up yet
		seen := all(t, reader)
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
		s := open(t, path, sqlite.Options{})
		records := all(t, s)
		if len(seen) != len(records) {
			t.Errorf("a reader sees %d records, a writer %d", len(seen), len(records))
		}
		for i, r := range records {
			if r.Position != ledger.Position(i+1) {
				t.Fatalf("record %d is at position %d", i+1, r.Position)
			}
		}
		for _, p := range acked {
			if int(p.position) > len(records) {
				t.Fatalf("record %d was acknowledged and is lost; the ledger ends at %d", p.position, len(records))
			}
			if r := records[p.position-1]; r.Stream != p.stream || r.Revision != p.revision || r.ID.String() != p.id {
				t.Fatalf("acknowledged %v, found %s %d %s", p, r.Stream, r.Revision, r.ID)
			}
		}
		if err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d acknowledged records, none lost", total)
}

func TestSecondWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	refused := func(who string) {
		t.Helper()
		_, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		var locked *ledger.LockedError
		if !errors.As(err, &locked) || locked.Path != path {
			t.Errorf("%s: %v, want a LockedError for %s", who, err, path)
		}
	}
	s := open(t, path, sqlite.Options{})
	refused("while this process writes")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	cmd, lines := child(t, path)
	refused("while another process writes")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	acknowledged(t, lines)
	cmd.Wait()
	open(t, path, sqlite.Options{}) // a killed process leaves no lock
}

// TestReadWhileWriting reads and follows a ledger that another process writes
// to.
func TestReadWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	if _, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("reading a ledger that is not there: %v, want ErrNotExist", err)
	}
	_, lines := child(t, path)
	go acknowledged(t, lines)
	s := open(t, path, sqlite.Options{ReadOnly: true})
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	last, lives := ledger.Position(0), 0
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			lives++
		}
		if item.Record == nil {
			continue
		}
		if item.Position != last+1 {
			t.Fatalf("record %d after %d", item.Position, last)
		}
		if last++; lives >= 2 && last > 1000 {
			break
		}
	}
	if head, err := s.Head(ctx); err != nil || head < last {
		t.Errorf("head is %d (%v), and record %d was read", head, err, last)
	}
	if _, err := s.Append(ctx, "case/x", -1, drafts(1, 1)...); err == nil {
		t.Error("a ledger that is open for reading only took an append")
	}
}

// TestReadOnlyChangesNothing reads a ledger that nobody writes to.
func TestReadOnlyChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	w := open(t, path, sqlite.Options{})
	if _, err := w.Append(t.Context(), "case/x", -1, drafts(1, 3)...); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, path, sqlite.Options{ReadOnly: true})
	if got := all(t, r); len(got) != 3 {
		t.Errorf("read %d records, want 3", len(got))
	}
	if err := r.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Error("reading changed the file")
	}
}
