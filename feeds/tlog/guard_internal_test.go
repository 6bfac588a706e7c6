package tlog

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// TestSigningComesAfterAdding: a checkpoint is asked for when more leaves are in
// the log already, or are being added.
func TestSigningComesAfterAdding(t *testing.T) {
	at := Place(t.TempDir())
	if _, err := at.Init("example.gov.cn/log", rand.Reader); err != nil {
		t.Fatal(err)
	}
	key, _, err := at.records().signer()
	if err != nil {
		t.Fatal(err)
	}
	g := &guard{Signer: key, place: at.records(), mark: checkpoint{root: emptyRoot}, now: time.Now}
	g.begin(ranges.NewEmptyRange(0))
	var known []checkpoint
	tree := ranges.NewEmptyRange(0)
	for n := range uint64(2 * maxPast) {
		data := []byte{byte(n), byte(n >> 8)}
		l := leaf{data: data, hash: hashLeaf(data)}
		if err := g.expect([]leaf{l}); err != nil {
			t.Fatal(err)
		}
		if err := tree.Append(l.hash[:], nil); err != nil {
			t.Fatal(err)
		}
		root, err := tree.GetRootHash(nil)
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, checkpoint{key.Name(), n + 1, [32]byte(root)})
		if n%100 == 99 { // while its last leaf is being added, and one that lies behind
			for _, c := range []checkpoint{known[n-50], known[n]} {
				if _, err := note.Sign(&note.Note{Text: c.text()}, g); err != nil {
					t.Fatalf("%d of %d leaves: %v", c.size, n+1, err)
				}
			}
		}
		if err := g.settle(); err != nil {
			t.Fatal(err)
		}
	}
	g.mark = checkpoint{root: emptyRoot}
	if _, err := g.Sign([]byte(known[3].text())); !errors.Is(err, errPast) || g.fault != nil {
		t.Errorf("far behind: %v, %v", err, g.fault)
	}
	wrong := known[2*maxPast-1]
	wrong.root[0] ^= 1
	var refused *RefusedError
	if _, err := g.Sign([]byte(wrong.text())); !errors.As(err, &refused) || g.settle() == nil {
		t.Errorf("another root: %v", err)
	}
}
