package transfer

import (
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"caseledger/ledger"
)

// The foreign implementation of the same tree is the oracle.
func TestTreeEqualsSumdb(t *testing.T) {
	var own Tree
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = stored[x]
		}
		return out, nil
	})
	if own.Root() != sha256.Sum256(nil) {
		t.Errorf("root of the empty tree = %s", own.Root())
	}
	for n := range int64(300) {
		data := binary.BigEndian.AppendUint64(nil, uint64(n))
		own.Add(ledger.Hash(tlog.RecordHash(data)))
		hashes, err := tlog.StoredHashes(n, data, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		want, err := tlog.TreeHash(n+1, reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := own.Root(); got != ledger.Hash(want) {
			t.Fatalf("root of %d leaves = %s, want %s", n+1, got, ledger.Hash(want))
		}
	}
}
