package vault_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/vault"
)

func mount(t *testing.T, dir, kind string, flags uintptr, data string) {
	t.Helper()
	source := dir
	if kind != "" {
		source = kind
	}
	if err := syscall.Mount(source, dir, kind, flags, data); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// TestNoRoomForKeys: a full disk is told apart from a fault, nothing is sealed
// under a key that was not stored, and the same call works once there is room.
func TestNoRoomForKeys(t *testing.T) {
	dir := t.TempDir()
	mount(t, dir, "tmpfs", 0, "size=300k")
	v, err := vault.Open(filepath.Join(dir, "vault.sqlite"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	seal := func(n int) error {
		_, err := v.Seal("case/x", ledger.EventID{byte(n)}, []vault.Value{{Label: "applicant.name", Subject: fmt.Sprintf("subject-%d", n), Text: "张某"}})
		return err
	}
	n := 0
	for n < 20_000 && err == nil {
		n++
		err = seal(n)
	}
	var full *ledger.FullError
	if !errors.As(err, &full) {
		t.Fatalf("after %d keys: %v, want a FullError", n, err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=8m"); err != nil {
		t.Fatal(err)
	}
	if err := seal(n); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestReadOnlyVault reveals in a folder that cannot be written, and nothing
// else.
func TestReadOnlyVault(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "vault.sqlite")
	if _, err := vault.OpenReadOnly(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("where there is none: %v", err)
	}
	v, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r := ledger.Record{Stream: "case/x"}
	r.ID = ledger.EventID{1}
	if r.Sealed, err = v.Seal(r.Stream, r.ID, []vault.Value{{Label: "applicant.name", Subject: "subject", Text: "张某"}}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	mount(t, dir, "", syscall.MS_BIND, "")
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if v, err = vault.OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if values, err := v.Reveal(&r); err != nil || len(values) != 1 || values[0].Text != "张某" {
		t.Errorf("%d values, %v", len(values), err)
	}
	if _, err := v.Seal(r.Stream, r.ID, []vault.Value{{Label: "applicant.name", Subject: "another", Text: "x"}}); err == nil {
		t.Error("it seals")
	}
	if err := v.Erase("subject"); !errors.Is(err, vault.ErrClosed) {
		t.Errorf("it erases: %v", err)
	}
}
