package transfer

import (
	"crypto/sha256"

	"caseledger/ledger"
)

// Tree computes the Merkle tree hash of RFC 6962 §2.1 leaf by leaf. Its zero
// value is the empty tree.
type Tree struct {
	size  uint64
	roots []ledger.Hash // of the perfect subtrees so far, largest first
}

// Add adds the hash of the next leaf.
func (t *Tree) Add(leaf ledger.Hash) {
	t.roots = append(t.roots, leaf)
	t.size++
	for n := t.size; n%2 == 0; n /= 2 { // each carry joins two equal subtrees
		k := len(t.roots)
		t.roots = append(t.roots[:k-2], join(t.roots[k-2], t.roots[k-1]))
	}
}

// Size is the number of leaves.
func (t *Tree) Size() uint64 { return t.size }

// Root is the hash of the tree so far.
func (t *Tree) Root() ledger.Hash {
	if len(t.roots) == 0 {
		return sha256.Sum256(nil)
	}
	h := t.roots[len(t.roots)-1]
	for i := len(t.roots) - 2; i >= 0; i-- {
		h = join(t.roots[i], h)
	}
	return h
}

func join(left, right ledger.Hash) ledger.Hash {
	b := append([]byte{1}, left[:]...)
	return sha256.Sum256(append(b, right[:]...))
}
