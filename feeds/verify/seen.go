package verify

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A memory is the folder in which is remembered what was seen of logs, each origin
// with each key in a folder of its own.
type memory string

// of is where a log is remembered.
func (m memory) of(k key) string {
	return filepath.Join(string(m), short(k.Name())+"-"+short(k.text))
}

func short(s string) string {
	h := tlog.RecordHash([]byte(s))
	return hex.EncodeToString(h[:8])
}

// keys are those under which an origin was seen.
func (m memory) keys(origin string) (out []key, err error) {
	found, err := filepath.Glob(filepath.Join(string(m), short(origin)+"-*", "key"))
	for _, name := range found {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		k, err := parseKey(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if k.Name() == origin {
			out = append(out, k)
		}
	}
	return out, err
}

// seen is what is remembered of a log.
type seen struct {
	Checkpoint
	note    []byte      // as it was signed
	bundles []tlog.Hash // the roots of its whole bundles
}

// recall gives what is remembered, the empty log where nothing is.
func (m memory) recall(k key) (s seen, err error) {
	s.note, err = os.ReadFile(filepath.Join(m.of(k), "checkpoint"))
	if errors.Is(err, fs.ErrNotExist) {
		return seen{}, nil
	}
	if err != nil {
		return s, err
	}
	if s.Checkpoint, err = open(s.note, k); err != nil {
		return s, fmt.Errorf("what is remembered in %s is damaged: %w", m.of(k), err)
	}
	raw, err := os.ReadFile(filepath.Join(m.of(k), "bundles"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	for ; len(raw) >= tlog.HashSize; raw = raw[tlog.HashSize:] {
		s.bundles = append(s.bundles, tlog.Hash(raw))
	}
	return s, nil
}

// note remembers a checkpoint that was verified, with the roots of its bundles.
func (m memory) note(k key, checkpoint []byte, bundles []tlog.Hash) error {
	dir := m.of(k)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	var raw bytes.Buffer
	for _, h := range bundles {
		raw.Write(h[:])
	}
	return errors.Join(
		put(filepath.Join(dir, "key"), []byte(k.text+"\n")),
		put(filepath.Join(dir, "bundles"), raw.Bytes()),
		put(filepath.Join(dir, "checkpoint"), checkpoint),
	)
}

// open reads a signed checkpoint.
func open(signed []byte, k key) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(k))
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := ParseCheckpoint(n.Text)
	if err == nil && c.Origin != k.Name() {
		err = fmt.Errorf("it is of the log %q", c.Origin)
	}
	return c, err
}

// put writes a file in one step.
func put(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// A halt is how far a run came that was stopped without having found anything.
type halt struct {
	Source  string
	Bundles []tlog.Hash
	Next    map[[16]byte]int64 // revisions of streams
}

func (m memory) haltFile(k key) string { return filepath.Join(m.of(k), "halt") }

// resume gives how far a run on the same source came; nothing where there was
// none, or it cannot be read.
func (m memory) resume(k key, source string) (h halt) {
	b, err := os.ReadFile(m.haltFile(k))
	if err != nil || gob.NewDecoder(bytes.NewReader(b)).Decode(&h) != nil || h.Source != source {
		return halt{}
	}
	return h
}

// halt keeps how far a run came.
func (m memory) halt(k key, h halt) error {
	if err := os.MkdirAll(m.of(k), 0o700); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(h); err != nil {
		return err
	}
	return put(m.haltFile(k), b.Bytes())
}

// forget ends what halt has kept.
func (m memory) forget(k key) error {
	if err := os.Remove(m.haltFile(k)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
