package tlog_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/tlog"
)

const killedRecords = 8_000

// TestChild is no test of its own: it is the process that another kills.
func TestChild(t *testing.T) {
	place := os.Getenv("CASELEDGER_TEST_CHILD")
	if place == "" {
		t.Skip("runs as a child of another test")
	}
	p := &tlog.Publisher{Place: tlog.Place(place), Records: feedtest.New(killedRecords), Logger: slog.New(slog.DiscardHandler)}
	p.Quick(nil)
	t.Fatal(p.Run(t.Context()))
}

// count is the number of files in a log's folder, those included that only the
// library reads, or that have no name yet.
func count(at tlog.Place) (n int) {
	_ = filepath.WalkDir(at.Dir(), func(_ string, _ fs.DirEntry, _ error) error { n++; return nil })
	return n
}

// TestKilled kills the publisher thirty times after it has made so many files
// more: whatever is signed then holds, and in the end each leaf is in its place.
func TestKilled(t *testing.T) {
	at, all := begun(t), feedtest.New(killedRecords).All()
	for kill := range 30 {
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
		c.Env = append(os.Environ(), "CASELEDGER_TEST_CHILD="+string(at))
		enough := count(at) + 1 + kill%13
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for count(at) < enough {
			if h, err := at.Head(); err != nil || h.Size == killedRecords {
				break
			}
			<-time.After(50 * time.Microsecond)
		}
		c.Process.Kill()
		c.Wait()
		h, err := at.Head()
		if err != nil {
			t.Fatal(err)
		}
		if kill%10 == 0 {
			t.Logf("after kill %d the checkpoint has %d leaves", kill+1, h.Size)
		}
		if h.Size == 0 {
			continue
		}
		for i, leaf := range leavesOf(t, at, h.Size) {
			if !bytes.Equal(leaf, all[i].AppendCanonical(nil)) {
				t.Fatalf("leaf %d is %.80q", i, leaf)
			}
		}
	}
	l := feedtest.New(killedRecords)
	published(t, at, l)
	checkLog(t, at, l)
}

// TestTakeover lets two processes keep one log in one folder and kills one of them
// again and again, the one that writes or the one that waits: each leaf comes to
// its place, and the one that is left goes on.
func TestTakeover(t *testing.T) {
	at := begun(t)
	spawn := func() *exec.Cmd {
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
		c.Env = append(os.Environ(), "CASELEDGER_TEST_CHILD="+string(at))
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	two := [2]*exec.Cmd{spawn(), spawn()}
	for kill := range 8 {
		for enough := count(at) + 1 + kill%7; count(at) < enough; <-time.After(50 * time.Microsecond) {
			if h, err := at.Head(); err != nil || h.Size == killedRecords {
				break
			}
		}
		which := kill * 5 % 3 % 2
		two[which].Process.Kill()
		two[which].Wait()
		two[which] = spawn()
	}
	for _, c := range two {
		c.Process.Kill()
		c.Wait()
	}
	l := feedtest.New(killedRecords)
	published(t, at, l)
	checkLog(t, at, l)
}
