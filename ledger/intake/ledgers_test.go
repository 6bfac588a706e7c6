package intake_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// TestPublicLogsGiveTheSameLedgers: whole ledgers, record by record in their
// order, are those that the release of 22 November made of the same files.
func TestPublicLogsGiveTheSameLedgers(t *testing.T) {
	for _, c := range []struct {
		file, mapping string
		bytes         func(t *testing.T) []byte
		records       int
		want          string // SHA-256 of the records' hashes
	}{
		{"permit-receipt.xes", "permit-receipt", func(t *testing.T) []byte { return []byte(sampleXES(t)) }, 11340, "56e56b76fdf58b25595cee40c4b042206926e7345b951cc1357a2c5a555f89a5"},
		{"permit-receipt.csv", "permit-receipt", func(t *testing.T) []byte { return []byte(sampleCSV(t)) }, 11340, "9e42a1a39dc7d9f2048fc673fd51aad9faad8a6a904871dd9696351f8af2ad27"},
		{"BPIC15_1.xes.gz", "bpic15", func(t *testing.T) []byte { return datasets(t, "BPIC15_1.xes.gz") }, 55278, "7ebb519a394102311b0c29a08306b3449549e5b4d81f35ea5f6857db06940e9c"},
	} {
		t.Run(c.file, func(t *testing.T) {
			s := memory.New()
			job := intake.Job{Name: c.file, Input: bytes.NewReader(c.bytes(t)), Mapping: mapping(t, c.mapping), Store: s, Now: now}
			if _, err := intake.Import(t.Context(), job); err != nil {
				t.Fatal(err)
			}
			hashes := inOrder(t, s)
			sum := sha256.New()
			for _, h := range hashes {
				sum.Write(h[:])
			}
			if got := hex.EncodeToString(sum.Sum(nil)); len(hashes) != c.records || got != c.want {
				t.Errorf("%d records, %s; want %d, %s", len(hashes), got, c.records, c.want)
			}
		})
	}
}
