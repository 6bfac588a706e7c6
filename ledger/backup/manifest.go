package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/durable"
)

const (
	format       = 1
	manifestFile = "manifest.json"
)

// Manifest says what a part of a set holds.
type Manifest struct {
	Format     int       `json:"format"`
	Part       string    `json:"part"` // "ledger" or "vault"
	Set        string    `json:"set"`  // the same in both parts
	Made       time.Time `json:"made"`
	Program    string    `json:"caseledger"`           // version
	Position   string    `json:"position,omitempty"`   // of the ledger's last record
	LastRecord string    `json:"lastRecord,omitempty"` // its leaf hash
	Files      []File    `json:"files"`
}

// File is one file of a part.
type File struct {
	Name   string `json:"name"` // below the part's folder, with slashes
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// write puts the manifest into a part's folder, durably, and with it makes
// the folder a backup.
func (m *Manifest) write(dir string) (err error) {
	b, err := json.Marshal(m, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir, manifestFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(b, '\n'))
	return errors.Join(err, file.Sync(), file.Close(), durable.SyncDir(dir))
}

// ReadManifest reads the manifest of a part. A folder without one is
// [fs.ErrNotExist].
func ReadManifest(dir, part string) (m Manifest, err error) {
	path := filepath.Join(dir, manifestFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s holds no backup of a %s, or an unfinished one: %w", dir, part, err)
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, damaged(path, err.Error())
	}
	switch {
	case m.Format > format:
		return m, &ledger.FormatError{Where: path, Have: m.Format, Known: format}
	case m.Part != part:
		return m, &ledger.InvalidError{Field: "backup", Value: dir, Reason: fmt.Sprintf("holds a %s and not a %s", m.Part, part)}
	}
	for _, f := range m.Files {
		if !fs.ValidPath(f.Name) {
			return m, damaged(path, fmt.Sprintf("it names a file %q", f.Name))
		}
	}
	return m, nil
}

func damaged(path, reason string) error {
	return &ledger.CorruptError{Where: path, Reason: reason, Advice: "take another backup"}
}

// add notes a file of the part, as it lies in the part's folder.
func (m *Manifest) add(dir, name string) error {
	f, err := hashFile(filepath.Join(dir, filepath.FromSlash(name)))
	f.Name = name
	m.Files = append(m.Files, f)
	return err
}

func hashFile(path string) (f File, err error) {
	file, err := os.Open(path)
	if err != nil {
		return f, err
	}
	defer file.Close()
	h := sha256.New()
	f.Bytes, err = io.Copy(h, file)
	f.SHA256 = hex.EncodeToString(h.Sum(nil))
	return f, err
}

// copyFile copies a file for its owner alone, durably, and never over another.
func copyFile(from, to string) (f File, err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return f, err
	}
	in, err := os.Open(from)
	if err != nil {
		return f, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return f, err
	}
	h := sha256.New()
	f.Bytes, err = io.Copy(io.MultiWriter(out, h), in)
	f.SHA256 = hex.EncodeToString(h.Sum(nil))
	return f, errors.Join(err, out.Sync(), out.Close())
}
