package sqlite_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

// mountReadOnly makes a folder one that nobody can write to, root neither.
func mountReadOnly(t *testing.T, dir string) {
	t.Helper()
	if err := unix.Mount(dir, dir, "", unix.MS_BIND, ""); err != nil {
		t.Skipf("no folder can be mounted here: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}

// TestReadOnlyFolder: a ledger that was closed in order is read where nothing
// can be written; a part of it that is still in its -wal is not left out in
// silence.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger?%20.db") // a name with a meaning in URIs
	want := written(t, path)
	mountReadOnly(t, dir)
	s := open(t, path, sqlite.Options{ReadOnly: true})
	if got := all(t, s); len(got) != len(want) {
		t.Errorf("%d records, want %d", len(got), len(want))
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
		t.Error("it is opened for writing")
	}
}

func TestReadOnlyFolderWithWAL(t *testing.T) {
	live, dir := filepath.Join(t.TempDir(), "live.db"), t.TempDir()
	s := open(t, live, sqlite.Options{})
	if _, err := s.Append(t.Context(), "case/x", ledger.NoStream, drafts(1, 3)...); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "ledger.db")
	for _, suffix := range []string{"", "-wal", ".mark"} {
		copyFile(t, live+suffix, path+suffix)
	}
	mountReadOnly(t, dir)
	if s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true}); err == nil {
		if got := all(t, s); len(got) != 3 {
			t.Errorf("%d records and no error, want 3", len(got))
		}
		s.Close()
	}
}

// TestOwnersFiles: nobody but the owner can read what is written, whatever
// the process leaves to new files.
func TestOwnersFiles(t *testing.T) {
	old := unix.Umask(0)
	defer unix.Umask(old)
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "ledger.db"), sqlite.Options{})
	if _, err := s.Append(t.Context(), "case/x", ledger.NoStream, drafts(1, 3)...); err != nil {
		t.Fatal(err)
	}
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %#o", d.Name(), info.Mode().Perm())
		}
		names = append(names, strings.TrimPrefix(d.Name(), "ledger.db"))
		return err
	})
	if err != nil || len(names) < 4 {
		t.Errorf("%q, %v", names, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ledger.db-wal")); err != nil {
		t.Error(err)
	}
}
