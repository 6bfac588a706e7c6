package durable_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"caseledger/ledger/durable"
)

func TestWholeOrNotThere(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	for _, step := range []struct {
		what  string
		write func(string, []byte, fs.FileMode) error
		text  string
		mode  fs.FileMode
		err   error
		holds string
	}{
		{"made", durable.Create, "one", 0o600, nil, "one"},
		{"not made again", durable.Create, "two", 0o644, fs.ErrExist, "one"},
		{"replaced", durable.Replace, "three", 0o644, nil, "three"},
	} {
		if err := step.write(name, []byte(step.text), step.mode); !errors.Is(err, step.err) {
			t.Errorf("%s: %v", step.what, err)
		}
		b, err := os.ReadFile(name)
		if err != nil || string(b) != step.holds {
			t.Errorf("%s: holds %q, %v", step.what, b, err)
		}
		if info, err := os.Stat(name); err != nil || step.err == nil && info.Mode().Perm() != step.mode {
			t.Errorf("%s: mode %v, %v", step.what, info.Mode(), err)
		}
		if left, err := os.ReadDir(filepath.Dir(name)); err != nil || len(left) != 1 {
			t.Errorf("%s: the folder holds %v, %v", step.what, left, err)
		}
	}
	if err := durable.Replace(filepath.Join(filepath.Dir(name), "missing", "file"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
