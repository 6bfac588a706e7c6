package transfer

import (
	"crypto/sha256"

	"caseledger/ledger"
)

// tree computes the Merkle tree hash of RFC 6962 §2.1 leaf by leaf. It keeps
// the roots of the perfect subtrees so far, largest first.
type tree struct {
	size  uint64
	roots []ledger.Hash
}

func (t *tree) add(leaf ledger.Hash) {
	t.roots = append(t.roots, leaf)
	t.size++
	for n := t.size; n%2 == 0; n /= 2 { // each carry joins two equal subtrees
		k := len(t.roots)
		t.roots = append(t.roots[:k-2], join(t.roots[k-2], t.roots[k-1]))
	}
}

func (t *tree) root() ledger.Hash {
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
