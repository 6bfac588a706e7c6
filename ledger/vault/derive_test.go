package vault_test

import (
	"crypto/rand"
	"path/filepath"
	"testing"

	"caseledger/ledger/vault"
)

// TestDerive: the same data gives the same bytes, also after the vault was opened
// again and under another master key; another purpose or another vault gives others.
func TestDerive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.db")
	derive := func(path, purpose, data string) [32]byte {
		t.Helper()
		v, err := vault.Open(path, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		out, err := v.Derive(purpose, []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := derive(path, "a", "x")
	if derive(path, "a", "x") != first {
		t.Error("opened again, it differs")
	}
	if _, err := vault.Rotate(t.Context(), path, rand.Reader, "", ""); err != nil {
		t.Fatal(err)
	}
	if derive(path, "a", "x") != first {
		t.Error("under another master key, it differs")
	}
	for _, other := range [][32]byte{derive(path, "b", "x"), derive(path, "a", "y"), derive(filepath.Join(t.TempDir(), "other.db"), "a", "x")} {
		if other == first {
			t.Error("they are the same")
		}
	}
	v, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := v.Erase("caseledger/a"); err == nil {
		t.Error("the vault's own key was erased")
	}
}
