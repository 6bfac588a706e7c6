package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Mirror makes or continues a copy of a log in a folder: plain files that any web
// server can serve, with the key and a policy. Everything that is written was held
// against the checkpoint, which is written last; so what is there below a
// checkpoint is whole at any time, and a copy that was stopped is gone on with.
// What was copied before is not read again, but must be the beginning of what the
// source shows now. Differences are in the report; the error is what could not be
// done.
func Mirror(ctx context.Context, q Question, dir string) (r Report, err error) {
	r.Differences = []Difference{}
	l, tree, ok, err := q.open(ctx, &r)
	if err != nil || !ok {
		return r, err
	}
	c := &copying{dir: folder(dir), log: l, held: map[string][]byte{}}
	old, err := c.before(&r)
	if err != nil || len(r.Differences) > 0 {
		return r, err
	}
	if tree.Size < old.Size {
		return r, &EarlyError{Where: q.Source, Size: tree.Size, Seen: old.Size}
	}
	w := &walk{source: c, tree: tree, report: &r, progress: q.Progress, at: atOnceSite, keep: c.keep}
	w.visit = func(n uint64, width int, b *batch) error {
		for i, content := range b.contents {
			if content.err != nil {
				r.add("record", fmt.Sprintf("leaf %d", n*tileWidth+uint64(i)), "a canonical record", content.err.Error())
			}
		}
		return c.keepBatch(&r, n, width, b)
	}
	m := memory(q.Memory)
	seen, err := m.recall(l.key)
	if err != nil {
		return r, err
	}
	if seen.Size > 0 {
		w.marks = []mark{{size: seen.Size, root: seen.Root}}
	}
	if old.Size > 0 {
		w.marks = append(w.marks, mark{size: old.Size, root: old.Root})
		if w.known, err = c.known(old.Size); err != nil {
			return r, err
		}
	}
	if err := w.run(ctx); err != nil {
		return r, err
	}
	if w.compare(seen.bundles); len(r.Differences) > 0 {
		return r, nil
	}
	if tree.Size >= seen.Size {
		err = m.note(l.key, l.signed, w.roots)
	}
	err = errors.Join(err, c.settle(),
		c.put("key", []byte(l.key.text+"\n")),
		c.put("policy", []byte(cmp.Or(q.Policy, fmt.Sprintf("log %s\nquorum none\n", l.key.text)))),
		c.put("checkpoint", l.signed),
	)
	if err == nil {
		err = q.mirrorFigures(ctx, &l, c.dir, &r)
	}
	r.Verified = err == nil && len(r.Differences) == 0
	return r, err
}

// copying is a source whose complete files are read from the copy where they are
// there.
type copying struct {
	log
	dir folder
	// held are the tiles above leaves that were read before the first leaves:
	// they are written when it is certain that the log extends the copy.
	held    map[string][]byte
	certain bool
}

// settle writes what was held.
func (c *copying) settle() error {
	c.certain = true
	for name, content := range c.held {
		if err := c.put(name, content); err != nil {
			return err
		}
	}
	c.held = nil
	return nil
}

func (c *copying) read(ctx context.Context, name string) ([]byte, error) {
	if !strings.Contains(name, ".p/") {
		if b, err := c.dir.read(ctx, name); !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	return c.log.read(ctx, name)
}

// before is the checkpoint of the copy; the empty log where there is none. A copy
// of another log is reported.
func (c *copying) before(r *Report) (old Checkpoint, err error) {
	own, err := os.ReadFile(c.dir.path("key"))
	if errors.Is(err, fs.ErrNotExist) {
		return old, nil
	}
	if err != nil {
		return old, err
	}
	if string(own) != c.key.text+"\n" {
		r.add("key", c.dir.path("key"), "the key of the source, "+c.key.text, string(own))
		return old, nil
	}
	signed, err := os.ReadFile(c.dir.path("checkpoint"))
	if errors.Is(err, fs.ErrNotExist) {
		return old, nil
	}
	if err != nil {
		return old, err
	}
	old, wrong := open(signed, c.key)
	if wrong != nil {
		r.add("signature", c.dir.path("checkpoint"), "a checkpoint signed with "+c.key.text, signers(signed, wrong))
	}
	return old, nil
}

// known are the roots of the copy's whole bundles: the hashes of level 1.
func (c *copying) known(size uint64) (out []tlog.Hash, err error) {
	for n := size / tileWidth; uint64(len(out)) < n; {
		number, width := uint64(len(out))/tileWidth, int(min(tileWidth, n-uint64(len(out))))
		b, err := readTile(context.Background(), c.dir, 1, number, width)
		if err != nil {
			return nil, err
		}
		tile, err := ParseTile(b)
		if err != nil || len(tile) != width {
			return nil, fmt.Errorf("%s is damaged: %w", c.dir.path(tilePath(1, number, width)), errors.Join(err, fs.ErrInvalid))
		}
		out = append(out, tile...)
	}
	return out, nil
}

// keepBatch writes leaves with their tile, where both are as they must be.
func (c *copying) keepBatch(r *Report, n uint64, width int, b *batch) error {
	if len(r.Differences) > 0 {
		return nil
	}
	if err := c.settle(); err != nil {
		return err
	}
	for hash, record := range b.long {
		if err := c.put("record/"+hash, record); err != nil {
			return err
		}
	}
	return errors.Join(c.put(tilePath(0, n, width), b.tile), c.put(tilePath(-1, n, width), b.bundle))
}

// keep writes a tile that stands above others.
func (c *copying) keep(level int, n uint64, width int, b []byte) error {
	name := tilePath(level, n, width)
	if !c.certain {
		c.held[name] = b
		return nil
	}
	return c.put(name, b)
}

// put writes a file of the copy, unless it is there with the same content.
func (c *copying) put(name string, content []byte) error {
	path := c.dir.path(name)
	if old, err := os.ReadFile(path); err == nil && string(old) == string(content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return put(path, content)
}
