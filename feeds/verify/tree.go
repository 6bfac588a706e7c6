package verify

import "golang.org/x/mod/sumdb/tlog"

// tileWidth is the number of hashes of a whole tile, and of leaves of a whole
// bundle.
const tileWidth = 256

// frontier are the roots of the complete subtrees that leaves make, from left to
// right: all that is needed to go on, and to know the root.
type frontier struct {
	roots   []tlog.Hash
	heights []int
}

// push adds a complete subtree of 2^height leaves.
func (f *frontier) push(h tlog.Hash, height int) {
	n := len(f.roots)
	for ; n > 0 && f.heights[n-1] == height; n-- {
		h, height = tlog.NodeHash(f.roots[n-1], h), height+1
	}
	f.roots, f.heights = append(f.roots[:n], h), append(f.heights[:n], height)
}

// size is the number of leaves.
func (f *frontier) size() (n uint64) {
	for _, h := range f.heights {
		n += 1 << h
	}
	return n
}

func (f *frontier) clone() *frontier {
	return &frontier{append([]tlog.Hash(nil), f.roots...), append([]int(nil), f.heights...)}
}

func (f *frontier) root() tlog.Hash {
	n := len(f.roots)
	if n == 0 {
		return emptyRoot
	}
	h := f.roots[n-1]
	for i := n - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.roots[i], h)
	}
	return h
}

var emptyRoot, _ = tlog.TreeHash(0, nil)

// rootOf is the root of a whole tile.
func rootOf(hashes []tlog.Hash) tlog.Hash {
	var f frontier
	for _, h := range hashes {
		f.push(h, 0)
	}
	return f.root()
}

// edge lists the tiles that a tree of so many leaves has in part: of each level
// its number and its width.
type edgeTile struct {
	level  int
	number uint64
	width  int
}

// edgeOf lists them from the top, which is from left to right.
func edgeOf(size uint64) (out []edgeTile) {
	for level := 0; size>>(8*level) > 0; level++ {
		n := size >> (8 * level)
		if w := int(n % tileWidth); w > 0 {
			out = append([]edgeTile{{level, n / tileWidth, w}}, out...)
		}
	}
	return out
}
