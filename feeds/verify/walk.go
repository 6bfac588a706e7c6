package verify

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"
)

// A walk goes once along a tree from left to right, with each tile held against
// what stands above it and each leaf against its tile. What is said to be wrong is
// what does not fit the checkpoint's root: a tile that was altered is told apart
// from leaves that were.
type walk struct {
	source source
	tree   Checkpoint
	report *Report
	// known are the roots of the bundles that were read before, and need not be
	// read again.
	known []tlog.Hash
	// visit is shown each batch, in order; nil shows nobody.
	visit func(n uint64, width int, b *batch) error
	// keep is given each tile that is as it must be, but for those of leaves'
	// hashes, which a batch holds; nil is given to nobody.
	keep     func(level int, n uint64, width int, b []byte) error
	facts    bool // batches are read with what figures need
	progress func(done, all uint64)
	at       int // batches that are read at once

	batches *ahead
	whole   frontier // of what was passed; of no use once broken
	broken  bool
	roots   []tlog.Hash // of the bundles that were passed
	marks   []mark
}

// A mark is a size at which the tree must have had a root.
type mark struct {
	size  uint64
	root  tlog.Hash
	what  string // "" where it was seen before
	where string
}

// errStopped ends a walk that cannot pass over what was read before.
var errStopped = errors.New("what was read before cannot be passed over")

// run goes along. Where something is wrong above leaves that are passed over, it
// ends there. The error is that of a source that cannot be read.
func (w *walk) run(ctx context.Context) error {
	err := w.along(ctx)
	if errors.Is(err, errStopped) && len(w.report.Differences) > 0 {
		return nil
	}
	return err
}

func (w *walk) along(ctx context.Context) error {
	if w.tree.Size == 0 {
		return nil
	}
	w.roots = append(w.roots, w.known...)
	w.batches = readAhead(ctx, w.source, uint64(len(w.known))*tileWidth, w.tree.Size, w.at, w.facts)
	defer w.batches.stop()
	edge := edgeOf(w.tree.Size)
	hashes, sound, err := w.readEdge(ctx, edge)
	if err != nil {
		return err
	}
	for i, e := range edge {
		for j := range e.width {
			if e.level == 0 {
				break
			}
			var want *tlog.Hash
			if sound {
				want = &hashes[i][j]
			}
			if _, err := w.subtree(ctx, e.level, e.number*tileWidth+uint64(j), want); err != nil {
				return err
			}
		}
		if e.level == 0 {
			var want []tlog.Hash
			if sound {
				want = hashes[i]
			}
			if _, err := w.bundle(ctx, e.number, e.width, want, nil); err != nil {
				return err
			}
		}
	}
	if root := w.whole.root(); !w.broken && root != w.tree.Root && len(w.report.Differences) == 0 {
		w.report.add("root", "all leaves", hexOf(w.tree.Root), hexOf(root))
	}
	return nil
}

// readEdge reads the tiles that are there in part; sound says whether they make
// the root.
func (w *walk) readEdge(ctx context.Context, edge []edgeTile) (hashes [][]tlog.Hash, sound bool, err error) {
	var f frontier
	raw := make([][]byte, len(edge))
	sound = true
	for i, e := range edge {
		b, err := readTile(ctx, w.source, e.level, e.number, e.width)
		tile, wrong := ParseTile(b)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			wrong = errors.New("nothing")
		case err != nil:
			return nil, false, err
		case wrong == nil && len(tile) != e.width:
			wrong = fmt.Errorf("%d hashes", len(tile))
		}
		if wrong != nil {
			w.report.add("tile", tilePath(e.level, e.number, e.width), fmt.Sprintf("%d hashes", e.width), wrong.Error())
			hashes, sound = append(hashes, nil), false
			continue
		}
		for _, h := range tile {
			f.push(h, 8*e.level)
		}
		hashes, raw[i] = append(hashes, tile), b
	}
	if sound && f.root() != w.tree.Root {
		w.report.add("root", "the tiles of the edge", hexOf(w.tree.Root), hexOf(f.root()))
		sound = false
	}
	for i, e := range edge {
		if sound && w.keep != nil {
			if err := w.keep(e.level, e.number, e.width, raw[i]); err != nil {
				return nil, false, err
			}
		}
	}
	return hashes, sound, nil
}

// subtree goes along the complete subtree of 256^level leaves with a number. want
// is its root where that is certain. It gives the root that the leaves make; where
// they cannot be read, the one that is wanted, or nil.
func (w *walk) subtree(ctx context.Context, level int, n uint64, want *tlog.Hash) (*tlog.Hash, error) {
	if w.passed(level, n, want) {
		return want, nil
	}
	if level == 1 {
		return w.bundle(ctx, n, tileWidth, nil, want)
	}
	b, err := readTile(ctx, w.source, level-1, n, tileWidth)
	tile, wrong := ParseTile(b)
	if errors.Is(err, fs.ErrNotExist) {
		wrong, err = errors.New("nothing"), nil
	}
	if err != nil {
		return nil, err
	}
	sound := w.checkTile(level-1, n, tileWidth, tile, wrong, want)
	if sound && w.keep != nil {
		if err := w.keep(level-1, n, tileWidth, b); err != nil {
			return nil, err
		}
	}
	var f frontier
	complete := true
	for i := range uint64(tileWidth) {
		var below *tlog.Hash
		if sound {
			below = &tile[i]
		}
		got, err := w.subtree(ctx, level-1, n*tileWidth+i, below)
		if err != nil {
			return nil, err
		}
		if complete = complete && got != nil; complete {
			f.push(*got, 0)
		}
	}
	if !complete {
		return want, nil
	}
	root := f.root()
	if !sound && want != nil && root != *want {
		first := n << (8 * level)
		w.report.add("leaf", fmt.Sprintf("leaves %d to %d", first, first+1<<(8*level)-1), hexOf(*want), hexOf(root))
	}
	return &root, nil
}

// passed says whether a subtree was read before. Its leaves are in what is wanted
// then, or the walk has begun with what is no longer so.
func (w *walk) passed(level int, n uint64, want *tlog.Hash) bool {
	span := uint64(1) << (8 * (level - 1)) // in bundles
	if want == nil || (n+1)*span > uint64(len(w.known)) {
		return false
	}
	if level > 1 {
		var f frontier
		for _, h := range w.known[n*span : (n+1)*span] {
			f.push(h, 0)
		}
		if f.root() != *want {
			return false
		}
	} else if w.known[n] != *want {
		w.report.add("history", fmt.Sprintf("leaves %d to %d", n*tileWidth, (n+1)*tileWidth-1), "what was read before, "+hexOf(w.known[n]), hexOf(*want))
	}
	w.whole.push(*want, 8*level)
	for _, m := range w.marks {
		if m.size == w.whole.size() {
			w.holds(m, w.whole.root())
		}
	}
	return true
}

// checkTile says whether a tile is as what stands above it wants, and reports it
// if not. Where nothing certain stands above, it is not sound.
func (w *walk) checkTile(level int, n uint64, width int, tile []tlog.Hash, wrong error, want *tlog.Hash) (sound bool) {
	switch name := tilePath(level, n, width); {
	case wrong != nil || len(tile) != width:
		found := fmt.Sprintf("%d hashes", len(tile))
		if wrong != nil {
			found = wrong.Error()
		}
		w.report.add("tile", name, fmt.Sprintf("%d hashes", width), found)
	case want == nil:
	case rootOf(tile) != *want:
		w.report.add("tile", name, "hashes that make "+hexOf(*want), hexOf(rootOf(tile)))
	default:
		return true
	}
	return false
}

// bundle goes along the leaves of a bundle. Certain are its hashes, or their root,
// or neither.
func (w *walk) bundle(ctx context.Context, n uint64, width int, hashes []tlog.Hash, root *tlog.Hash) (*tlog.Hash, error) {
	if n < uint64(len(w.known)) { // what stands above it is wrong
		return nil, errStopped
	}
	b, err := w.batches.next(ctx)
	if err != nil {
		return nil, err
	}
	if width == tileWidth && w.checkTile(0, n, width, b.stored, b.tileWrong, root) {
		hashes = b.stored
	}
	w.checkLeaves(n, width, b, hashes)
	got := w.pass(n, width, b, hashes)
	if w.visit != nil {
		if err := w.visit(n, width, b); err != nil {
			return nil, err
		}
	}
	if hashes == nil && root != nil && got != nil && *got != *root {
		w.report.add("leaf", fmt.Sprintf("leaves %d to %d", n*tileWidth, n*tileWidth+uint64(width)-1), hexOf(*root), hexOf(*got))
	}
	if got == nil {
		got = root
	}
	if w.progress != nil {
		w.progress(n*tileWidth+uint64(width), w.tree.Size)
	}
	return got, nil
}

// pass adds leaves to the tree that they make, and holds it against the marks.
func (w *walk) pass(n uint64, width int, b *batch, hashes []tlog.Hash) *tlog.Hash {
	is := hashes // what is certain, else what the leaves say
	if is == nil {
		is = b.hashes
	}
	if len(is) != width {
		w.broken = true
	}
	if w.broken {
		return nil
	}
	for _, m := range w.marks {
		if first := n * tileWidth; first < m.size && m.size <= first+uint64(width) {
			f := w.whole.clone()
			for _, h := range is[:m.size-first] {
				f.push(h, 0)
			}
			w.holds(m, f.root())
		}
	}
	if width < tileWidth {
		for _, h := range is {
			w.whole.push(h, 0)
		}
		return nil
	}
	root := rootOf(is)
	w.whole.push(root, 8)
	w.roots = append(w.roots, root)
	return &root
}

func (w *walk) holds(m mark, root tlog.Hash) {
	switch {
	case root == m.root:
	case m.what != "":
		w.report.add(m.what, m.where, fmt.Sprintf("the root of %d leaves, %s", m.size, hexOf(root)), hexOf(m.root))
	default:
		w.report.add("consistency", fmt.Sprintf("the first %d leaves", m.size), "what was seen before, "+hexOf(m.root), hexOf(root))
	}
}

// compare holds what was passed against the bundles that were seen before. Where
// files are wrong by themselves it says nothing more.
func (w *walk) compare(before []tlog.Hash) {
	for _, d := range w.report.Differences {
		if d.What != "cosignature" && d.What != "consistency" && d.What != "revision" && d.What != "record" {
			return
		}
	}
	for i := range min(len(before), len(w.roots)) {
		if before[i] != w.roots[i] {
			w.report.add("history", fmt.Sprintf("leaves %d to %d", i*tileWidth, (i+1)*tileWidth-1), "what was seen before, "+hexOf(before[i]), hexOf(w.roots[i]))
		}
	}
}

func hexOf(h tlog.Hash) string { return hex.EncodeToString(h[:]) }
