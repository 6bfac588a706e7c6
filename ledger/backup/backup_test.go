package backup_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/backup"
	"caseledger/ledger/sqlite"
	"caseledger/ledger/vault"
)

var made = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// house is a data folder that is being written to.
type house struct {
	dir   string
	store *sqlite.Store
	vault *vault.Vault
	n     int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{dir: filepath.Join(t.TempDir(), "data")}
	if err := os.MkdirAll(filepath.Join(h.dir, "access"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.dir, "access", "0123456789abcdef.json"), []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if h.store, err = sqlite.Open(t.Context(), filepath.Join(h.dir, "ledger.sqlite"), sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	if h.vault, err = vault.Open(filepath.Join(h.dir, "vault.sqlite"), rand.Reader); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close(); h.vault.Close() })
	return h
}

// record appends one case with a sealed value of a subject of its own.
func (h *house) record(ctx context.Context) error {
	h.n++
	id := ledger.EventID{byte(h.n >> 8), byte(h.n), 0, 0, 0, 0, 0x70, 0, 0x80}
	stream := ledger.StreamID(fmt.Sprintf("case/n-%d", h.n))
	sealed, err := h.vault.Seal(stream, id, []vault.Value{{Label: "applicant.name", Subject: fmt.Sprintf("subject-%d", h.n), Text: "张某"}})
	if err != nil {
		return err
	}
	_, err = h.store.Append(ctx, stream, ledger.NoStream, ledger.Draft{
		ID: id, Type: "case.accepted/1", Occurred: made, Recorded: made, Command: ledger.CommandID(id), Public: []byte(`{"n":1}`), Sealed: sealed,
	})
	return err
}

// back makes a set beside the writer, as another process would.
func (h *house) back(t *testing.T, name string) (ledgerDir, vaultDir string, m backup.Manifest, err error) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(h.dir, "ledger.sqlite"), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	v, err := vault.OpenReadOnly(filepath.Join(h.dir, "vault.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	dir := filepath.Join(t.TempDir(), name)
	ledgerDir, vaultDir = filepath.Join(dir, "ledger"), filepath.Join(dir, "vault")
	m, err = backup.Write(t.Context(), ledgerDir, vaultDir, backup.Source{Folder: h.dir, Ledger: s, Vault: v, Now: made, Program: "test"})
	return ledgerDir, vaultDir, m, err
}

// TestSetIsConsistent: while records and keys are written, every set that is
// made holds a beginning of the ledger, and every key of that beginning.
func TestSetIsConsistent(t *testing.T) {
	h := newHouse(t)
	if err := h.record(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	writing.Go(func() {
		for h.n < 20_000 && h.record(ctx) == nil {
		}
	})
	defer writing.Wait()
	defer stop()
	last := uint64(0)
	for range 5 {
		ledgerDir, vaultDir, m, err := h.back(t, "set")
		if err != nil {
			t.Fatal(err)
		}
		into := filepath.Join(t.TempDir(), "again")
		r, err := backup.Restore(t.Context(), ledgerDir, vaultDir, into)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(r.Sealed.Values) != m.Position || r.Sealed.Values < last || r.Vault.Set != m.Set {
			t.Errorf("%d values for position %s, after %d", r.Sealed.Values, m.Position, last)
		}
		last = r.Sealed.Values
		if _, err := os.Stat(filepath.Join(into, "access", "0123456789abcdef.json")); err != nil {
			t.Error(err)
		}
		s, err := sqlite.Open(t.Context(), filepath.Join(into, "ledger.sqlite"), sqlite.Options{})
		if err != nil {
			t.Fatalf("a restored ledger for writing: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryFileOfASet: a set with any file changed, cut or gone does not come
// back, and leaves nothing behind.
func TestEveryFileOfASet(t *testing.T) {
	h := newHouse(t)
	for range 3 {
		if err := h.record(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ledgerDir, vaultDir, _, err := h.back(t, "set")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, dir := range []string{ledgerDir, vaultDir} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			seen++
			if info, err := d.Info(); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for what, change := range map[string]func() error{
				"flipped": func() error {
					return os.WriteFile(path, append(append([]byte(nil), b[:len(b)/2]...), append([]byte{b[len(b)/2] ^ 4}, b[len(b)/2+1:]...)...), 0o600)
				},
				"cut":  func() error { return os.WriteFile(path, b[:len(b)-1], 0o600) },
				"gone": func() error { return os.Remove(path) },
			} {
				if err := change(); err != nil {
					return err
				}
				into := filepath.Join(t.TempDir(), "again")
				_, err := backup.Restore(t.Context(), ledgerDir, vaultDir, into)
				if err == nil && !(strings.HasSuffix(path, "manifest.json") && what != "gone") {
					t.Errorf("%s %s: restored", path, what)
				}
				if _, stat := os.Stat(into); err != nil && !errors.Is(stat, fs.ErrNotExist) {
					t.Errorf("%s %s: %s is there", path, what, into)
				}
				if err := os.WriteFile(path, b, 0o600); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen != 7 {
		t.Errorf("the set has %d files, want 7", seen)
	}
	if _, err := backup.Restore(t.Context(), ledgerDir, vaultDir, filepath.Join(t.TempDir(), "again")); err != nil {
		t.Errorf("the sound set: %v", err)
	}
}

// TestErasedStaysErased: what was erased before the set was made is erased in
// it; a vault that is older than the ledger is refused.
func TestErasedStaysErased(t *testing.T) {
	h := newHouse(t)
	if err := h.record(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, old, _, err := h.back(t, "old")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.vault.Erase("subject-1"); err != nil {
		t.Fatal(err)
	}
	if err := h.record(t.Context()); err != nil {
		t.Fatal(err)
	}
	ledgerDir, vaultDir, _, err := h.back(t, "new")
	if err != nil {
		t.Fatal(err)
	}
	r, err := backup.Restore(t.Context(), ledgerDir, vaultDir, filepath.Join(t.TempDir(), "again"))
	if err != nil || r.Sealed.Values != 1 || r.Sealed.Erased != 1 {
		t.Errorf("%+v, %v", r.Sealed, err)
	}
	_, err = backup.Restore(t.Context(), ledgerDir, old, filepath.Join(t.TempDir(), "again"))
	var corrupt *ledger.CorruptError
	if !errors.As(err, &corrupt) || strings.Contains(err.Error(), "subject-2") || strings.Contains(err.Error(), "张某") {
		t.Errorf("an older vault: %v", err)
	}
	_, err = backup.Restore(t.Context(), ledgerDir, "", h.dir)
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a data folder: %v", err)
	}
}
