package tlog

import (
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"

	"caseledger/ledger"
	"caseledger/ledger/durable"
)

var ranges = compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}

// A guard signs checkpoints: only those whose root it has computed itself from
// the ledger's records, and that do not go back behind what was signed before.
// Each is noted before its signature leaves. It is safe for concurrent use.
type guard struct {
	note.Signer
	place  shelf
	signed func(size uint64) // told of each signature; nil tells nobody
	now    func() time.Time

	mu      sync.Mutex
	tree    *compact.Range // leaves that are in the log; nil until begin. Guarded by mu
	pending []ledger.Hash  // leaves that are being added after them; guarded by mu
	past    []checkpoint   // what the tree was lately: signing comes after adding. Guarded by mu
	mark    checkpoint     // the newest that was signed; guarded by mu
	fault   error          // a checkpoint that must never be signed was asked for; guarded by mu
	refused int            // times that there was no signature; guarded by mu
	since   time.Time      // first signature that is not of a published checkpoint yet; guarded by mu
	closed  bool           // guarded by mu
}

// errNotYet: the log is being opened or made anew, and does not reach as far as
// what was signed.
var errNotYet = errors.New("nothing is signed before the log holds what was signed before")

// errPast: the log has grown since a checkpoint was asked for; the next one will
// be of more leaves.
var errPast = errors.New("the log has grown meanwhile")

// begin tells which leaves are in the log, after they were held against the
// ledger.
func (g *guard) begin(tree *compact.Range) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tree = tree
}

// expect tells which leaves are added next. The error is a [*RefusedError] where
// they are not those that were signed before.
func (g *guard) expect(leaves []leaf) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pending = g.pending[:0]
	for i := range leaves {
		g.pending = append(g.pending, leaves[i].hash)
	}
	end := g.tree.End()
	if g.mark.size <= end || g.mark.size > end+uint64(len(leaves)) {
		return nil
	}
	if root, err := g.rootAt(g.mark.size); err != nil || root != g.mark.root {
		return errors.Join(err, g.place.forked(g.mark.size))
	}
	return nil
}

// maxPast bounds how far behind the leaves a checkpoint may be asked for.
const maxPast = 256

// settle tells that the leaves that were expected are in the log.
func (g *guard) settle() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	root, err := g.rootAt(g.tree.End())
	if err != nil {
		return err
	}
	g.past = append(g.past[max(0, len(g.past)+1-maxPast):], checkpoint{size: g.tree.End(), root: root})
	for _, h := range g.pending { // each h is the tree's own: pending is used again
		if err := g.tree.Append(h[:], nil); err != nil {
			return err
		}
	}
	g.pending = g.pending[:0]
	return g.fault
}

// close ends signing.
func (g *guard) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// waiting says since when a signed checkpoint has waited for being published; the
// zero time where none does.
func (g *guard) waiting() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.place.published() >= g.mark.size {
		return time.Time{}
	}
	return g.since
}

// hasRefused says whether a checkpoint was not signed.
func (g *guard) hasRefused() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refused > 0
}

// rootAt is the root of so many leaves, which end among those being added, or
// where some were added lately; guarded by mu.
func (g *guard) rootAt(size uint64) (root ledger.Hash, err error) {
	if size == 0 {
		return emptyRoot, nil
	}
	for _, c := range g.past {
		if c.size == size {
			return c.root, nil
		}
	}
	if size < g.tree.End() {
		return root, errPast
	}
	if size > g.tree.End()+uint64(len(g.pending)) {
		return root, fmt.Errorf("no record is known for a log of %d leaves", size)
	}
	tree, err := ranges.NewRange(0, g.tree.End(), append([][]byte(nil), g.tree.Hashes()...))
	if err != nil {
		return root, err
	}
	for _, h := range g.pending[:size-g.tree.End()] {
		if err := tree.Append(h[:], nil); err != nil {
			return root, err
		}
	}
	h, err := tree.GetRootHash(nil)
	copy(root[:], h)
	return root, err
}

// Sign implements [note.Signer].
func (g *guard) Sign(text []byte) ([]byte, error) {
	c, err := parseCheckpoint(text)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed || c.size < g.mark.size || g.tree == nil && c.size > 0 {
		g.refused++
		return nil, errNotYet
	}
	root, err := g.rootAt(c.size)
	if errors.Is(err, errPast) {
		g.refused++
		return nil, err
	}
	if err != nil || root != c.root || c.size == g.mark.size && c.root != g.mark.root {
		g.refused++
		g.fault = errors.Join(err, g.place.differs(fmt.Sprintf("its %d leaves have the root %s, the records have %s", c.size, base64.StdEncoding.EncodeToString(c.root[:]), base64.StdEncoding.EncodeToString(root[:]))))
		return nil, g.fault
	}
	if err := durable.Replace(g.place.mark, []byte(c.text()), 0o600); err != nil {
		return nil, fmt.Errorf("note what is signed: %w", err)
	}
	if g.since.IsZero() || g.place.published() >= g.mark.size {
		g.since = g.now()
	}
	g.mark = c
	signature, err := g.Signer.Sign(text)
	if err == nil && g.signed != nil {
		g.signed(c.size)
	}
	return signature, err
}
