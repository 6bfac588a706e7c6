package tlog

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// writeNew writes a file that must not be there yet: it is complete and durable
// under its name, or not there.
func writeNew(name string, content []byte, mode fs.FileMode) error {
	return written(name, content, mode, os.Link)
}

// replace writes a file in one step, durably.
func replace(name string, content []byte, mode fs.FileMode) error {
	return written(name, content, mode, os.Rename)
}

func written(name string, content []byte, mode fs.FileMode, appear func(from, to string) error) error {
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := appear(f.Name(), name); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a new name in a folder durable.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // folders cannot be opened there
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// private says whether only its owner can read a file.
func private(info fs.FileInfo) bool {
	return runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 // no modes there
}
