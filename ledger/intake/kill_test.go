package intake_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/intake"
	"caseledger/ledger/sqlite"
)

// What a child process is told: the ledger file to import into, and at how
// many cases it says that it may be killed.
const (
	childLedger = "CASELEDGER_TEST_IMPORT_INTO"
	childCases  = "CASELEDGER_TEST_IMPORT_CASES"
)

// TestImportInChild is the process that TestKilledImport kills.
func TestImportInChild(t *testing.T) {
	path := os.Getenv(childLedger)
	if path == "" {
		t.Skip("is run by TestKilledImport, in a process of its own")
	}
	n, err := strconv.Atoi(os.Getenv(childCases))
	if err != nil {
		t.Fatal(err)
	}
	importSample(t, path, func(p intake.Progress) {
		if p.Cases == n {
			fmt.Println(reached)
		}
		if p.Cases == n+100 { // the kill is late: wait for it
			select {}
		}
	})
}

const reached = "import has come far enough"

// importSample imports the sample into a ledger file and gives the ledger's
// records.
func importSample(t *testing.T, path string, progress func(intake.Progress)) (intake.Summary, []string) {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m, err := intake.LoadMapping(intake.SampleMapping)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := intake.Import(context.Background(), intake.Job{
		Name: intake.SampleName, Input: intake.Sample(), Mapping: m, Store: s, Now: now, Progress: progress,
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum, hashes(all(t, s))
}

// TestKilledImport: an import killed half-way and run again ends in the same
// ledger as one that was not.
func TestKilledImport(t *testing.T) {
	_, want := importSample(t, filepath.Join(t.TempDir(), "whole.db"), nil)
	path := filepath.Join(t.TempDir(), "killed.db")
	kills := []int{1, 300, 900}
	if testing.Short() {
		kills = []int{300}
	}
	for _, n := range kills {
		killAt(t, path, n)
	}
	sum, got := importSample(t, path, nil)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-uninterrupted +killed)\n%.2000s", d)
	}
	if sum.Added == 0 || sum.Added == len(want) {
		t.Errorf("the last import added %d of %d records; the kills came too late or too early", sum.Added, len(want))
	}
}

// killAt starts an import in a process of its own and kills it when it has
// taken in n cases.
func killAt(t *testing.T, path string, n int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestImportInChild$", "-test.v")
	cmd.Env = append(os.Environ(), childLedger+"="+path, fmt.Sprint(childCases, "=", n))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	far := false
	for lines := bufio.NewScanner(out); !far && lines.Scan(); {
		far = strings.TrimSpace(lines.Text()) == reached
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // says that it was killed
	if !far {
		t.Fatalf("the import never came to case %d: %s", n, stderr.String())
	}
}
