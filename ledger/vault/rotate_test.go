package vault_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caseledger/ledger/vault"
)

func anotherMaster(t *testing.T) vault.Master {
	t.Helper()
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return vault.Master(hex.EncodeToString(b))
}

// TestRotate: whatever the master key comes from and goes to, what was sealed
// opens under the new one alone, and no key as it was wrapped is left.
func TestRotate(t *testing.T) {
	given, other := anotherMaster(t), anotherMaster(t)
	rows := []struct {
		name     string
		from, to vault.Master
		file     bool // the new master key stands in the file
	}{
		{"file to file", "", "", true},
		{"file to environment", "", given, false},
		{"environment to file", given, "", true},
		{"environment to environment", given, other, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			path := inNewFolder(t)
			v, err := vault.Open(path, rand.Reader, row.from)
			if err != nil {
				t.Fatal(err)
			}
			record := sealed(t, v, applicant("s1")...)
			gone := sealed(t, v, vault.Value{Label: "applicant.name", Subject: "s2", Text: "某某"})
			if err := v.Erase("s2"); err != nil {
				t.Fatal(err)
			}
			before := wrappedKeys(t, path)
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			if n, err := vault.Rotate(t.Context(), path, rand.Reader, row.from, row.to); err != nil || n != 1 {
				t.Fatalf("%d keys, %v", n, err)
			}
			if _, err := vault.Open(path, rand.Reader, given, other); row.file && err == nil {
				t.Error("another master key opens it")
			}
			if _, err := os.Stat(path + ".key"); (err == nil) != row.file {
				t.Errorf("the key file: %v", err)
			}
			if v, err = vault.Open(path, rand.Reader, row.to); err != nil {
				t.Fatal(err)
			}
			defer v.Close()
			if values, err := v.Reveal(record); err != nil || len(values) != 3 {
				t.Errorf("what was sealed: %v, %v", values, err)
			}
			if _, err := v.Reveal(gone); err == nil {
				t.Error("an erased subject came back")
			}
			all := allBytes(t, filepath.Dir(path))
			for subject, key := range before {
				if len(key) > 0 && bytes.Contains(all, key) {
					t.Errorf("the key of %s is left as it was wrapped", subject)
				}
			}
		})
	}
}

// TestRotationCutOff: the file of a new master key beside the old one is that
// of a rotation that happened, or did not.
func TestRotationCutOff(t *testing.T) {
	for _, happened := range []bool{true, false} {
		path := inNewFolder(t)
		record := sealed(t, open(t, path), applicant("s1")...)
		old, err := os.ReadFile(path + ".key")
		if err != nil {
			t.Fatal(err)
		}
		next := []byte("caseledger-master-key-1 " + string(anotherMaster(t)) + "\n")
		if happened {
			if _, err := vault.Rotate(t.Context(), path, rand.Reader, "", ""); err != nil {
				t.Fatal(err)
			}
			if next, err = os.ReadFile(path + ".key"); err != nil {
				t.Fatal(err)
			}
		}
		for file, b := range map[string][]byte{path + ".key": old, path + ".key.next": next} {
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		reading, err := vault.OpenReadOnly(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range map[string]*vault.Vault{"read only": reading, "opened": open(t, path)} {
			if _, err := v.Reveal(record); err != nil {
				t.Errorf("happened %t, %s: %v", happened, name, err)
			}
		}
		reading.Close()
		if _, err := os.Stat(path + ".key.next"); err == nil {
			t.Errorf("happened %t: the new key file is left", happened)
		}
	}
}

func TestRotateRefuses(t *testing.T) {
	path := inNewFolder(t)
	record := sealed(t, open(t, path), applicant("s1")...)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, err := range map[string]error{
		"no key":     rotated(t.Context(), path, "", "12345"),
		"wrong from": rotated(t.Context(), path, anotherMaster(t), ""),
		"cancelled":  rotated(stopped, path, "", ""),
	} {
		if err == nil {
			t.Errorf("%s: rotated", name)
		}
	}
	if _, err := open(t, path).Reveal(record); err != nil {
		t.Errorf("after refused rotations: %v", err)
	}
}

func rotated(ctx context.Context, path string, from, to vault.Master) error {
	_, err := vault.Rotate(ctx, path, rand.Reader, from, to)
	return err
}

func allBytes(t *testing.T, dir string) (all []byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".key") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}
