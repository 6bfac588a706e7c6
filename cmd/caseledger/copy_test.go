package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/esdb"
	"caseledger/ledger/esdb/esdbtest"
	"caseledger/ledger/transfer"
)

// A ledger moves from EventStoreDB to a folder and on to another
// EventStoreDB, and stays the same ledger.
func TestCopyBetweenStores(t *testing.T) {
	nodes := []*esdbtest.Node{{Log: esdbtest.NewLog()}, {Log: esdbtest.NewLog()}}
	for _, n := range nodes {
		if err := n.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(n.Stop)
	}
	s, err := esdb.Open(t.Context(), nodes[0].URL(), esdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	records := uint64(0)
	for stream, drafts := range casetest.Generate(1, 40) {
		for i := range drafts { // one personal value in each case
			if i == 0 {
				drafts[i].Sealed = []ledger.Sealed{{Label: "applicant.name", Subject: "s-1", Commitment: ledger.Hash{1}, Box: []byte(stream)}}
			}
		}
		rs, err := s.Append(t.Context(), stream, ledger.NoStream, drafts...)
		if err != nil {
			t.Fatal(err)
		}
		records += uint64(len(rs))
	}
	folder := filepath.Join(t.TempDir(), "ledger")
	positions := filepath.Join(t.TempDir(), "positions.csv")
	out := copied(t, "--from", nodes[0].URL(), "--to", folder, "--map", positions)
	if out.Records != records || out.Copied != records {
		t.Errorf("copied %d of %d, want %d", out.Copied, out.Records, records)
	}
	back := copied(t, "--from", folder, "--to", nodes[1].URL())
	if back.Root != out.Root || back.Records != records {
		t.Errorf("tree hash %s of %d records after two moves, want %s of %d", back.Root, back.Records, out.Root, records)
	}
	if again := copied(t, "--from", folder, "--to", nodes[1].URL()); again.Copied != 0 || again.Root != out.Root {
		t.Errorf("once more: %+v", again)
	}
	b, err := os.ReadFile(positions)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(b), "\r\n"); !strings.HasPrefix(string(b), "from,to\r\n") || uint64(lines) != records+1 {
		t.Errorf("%d lines of positions, want %d", lines, records+1)
	}
}

func copied(t *testing.T, args ...string) transfer.Proof {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: func() time.Time { return time.Unix(0, 0) }}
	if code := p.run(t.Context(), append([]string{"copy", "--json"}, args...)); code != exitOK {
		t.Fatalf("copy %v: exit code %d: %s", args, code, stderr.String())
	}
	var proof transfer.Proof
	if err := json.Unmarshal(stdout.Bytes(), &proof); err != nil {
		t.Fatal(err)
	}
	return proof
}
