package projections_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/storetest"
	"caseledger/projections"
)

// killed is a ledger of the child and of its parent.
func killed() *fixed {
	s := &fixed{}
	for r := range casetest.Interleaved(6, 120, 10) {
		s.records = append(s.records, r)
	}
	return s
}

// TestChild is no test of its own: it is the process that others kill. It says
// a line after every batch.
func TestChild(t *testing.T) {
	path := os.Getenv("CASELEDGER_TEST_CHILD")
	if path == "" {
		t.Skip("runs as a child of other tests")
	}
	v, err := projections.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	work := v.CatchUp
	if os.Getenv("CASELEDGER_TEST_REBUILD") != "" {
		work = v.Rebuild
	}
	s := killed()
	if slice, err := strconv.Atoi(os.Getenv("CASELEDGER_TEST_SLICE")); err == nil {
		v.SetSlice(slice)
		s = late(t, 6, 100, 1000)
	}
	if stretch, err := strconv.Atoi(os.Getenv("CASELEDGER_TEST_REPLAY")); err == nil {
		v.SetStretch(stretch)
		heard := bufio.NewReader(os.Stdin)
		for behind := true; behind; {
			if behind, err = v.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
			fmt.Println("step")
			heard.ReadString('\n') // whoever wants to kill it here says nothing
		}
	}
	err = work(t.Context(), storetest.Cut(s, 10), func(at, _ ledger.Position) { fmt.Println("at", at) })
	if err != nil {
		t.Fatal(err)
	}
}

// killAfter runs the child and kills it after some batches; it says whether
// the child came to its end before.
func killAfter(t *testing.T, path string, rebuild bool, lines int) (ended bool) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
	c.Env = append(os.Environ(), "CASELEDGER_TEST_CHILD="+path)
	if rebuild {
		c.Env = append(c.Env, "CASELEDGER_TEST_REBUILD=1")
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for n := 0; n < lines; n++ {
		if n > 0 {
			fmt.Fprintln(in)
		}
		if !said.Scan() {
			return c.Wait() == nil
		}
	}
	c.Process.Kill()
	for said.Scan() {
	}
	return c.Wait() == nil
}

func TestKilledWhileCatchingUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	for lines := 1; !killAfter(t, path, false, lines); lines += 11 {
	}
	v := openAt(t, path)
	if diff := cmp.Diff(calm(t, killed()), dump(t, v)); diff != "" {
		t.Errorf("a calm run and a killed one (-calm +killed):\n%s", diff)
	}
}

func TestKilledWhileRebuilding(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	want := calm(t, killed())
	v := openAt(t, path)
	catchUp(t, v, killed())
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for lines := 1; ; lines += 47 {
		ended := killAfter(t, path, true, lines)
		v := openAt(t, path)
		if diff := cmp.Diff(want, dump(t, v)); diff != "" {
			t.Fatalf("killed after %d batches of a rebuild (-calm +killed):\n%s", lines, diff)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if n := generations(t, path); n != 1 {
			t.Fatalf("%d generations after a start", n)
		}
		if ended {
			return
		}
	}
}
