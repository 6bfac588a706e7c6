// Package durable writes files that are whole and lasting under their names, or
// not there: what a crash leaves half-written has another name, which begins
// with ".new-".
package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Create writes a file that must not be there yet; [fs.ErrExist] if it is.
func Create(name string, content []byte, mode fs.FileMode) error {
	return write(name, content, mode, os.Link)
}

// Replace writes a file, in the place of one that is there.
func Replace(name string, content []byte, mode fs.FileMode) error {
	return write(name, content, mode, os.Rename)
}

func write(name string, content []byte, mode fs.FileMode, appear func(from, to string) error) error {
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, ".new-*") // mode 0600
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
	return SyncDir(dir)
}

// SyncDir makes the names in a folder last.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" { // folders cannot be opened there
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
