package intake_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/intake"
	"caseledger/ledger/sqlite"
)

// childLedger names the ledger file that a child process imports into.
const childLedger = "CASELEDGER_TEST_IMPORT_INTO"

// TestImportInChild is the process that TestKilledImport kills.
func TestImportInChild(t *testing.T) {
	path := os.Getenv(childLedger)
	if path == "" {
		t.Skip("is run by TestKilledImport, in a process of its own")
	}
	importSample(t, path, func(p intake.Progress) { fmt.Println("cases:", p.Cases) })
}

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
	for _, n := range []int{1, 300, 900} {
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
	cmd.Env = append(os.Environ(), childLedger+"="+path)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	reached := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.TrimSpace(lines.Text()) == fmt.Sprint("cases: ", n) {
			reached = true
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // says that it was killed
	if !reached {
		t.Fatalf("the import never came to case %d: %s", n, stderr.String())
	}
}
